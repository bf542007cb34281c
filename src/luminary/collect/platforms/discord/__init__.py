"""Discord: channels of a server, as DiscordChatExporter writes them.

``format``  the exporter's description, and how a file is recognised
``read``    the reader
"""

from luminary.collect.platforms.discord.format import DISCORD_EXPORT

FORMATS = (DISCORD_EXPORT,)

__all__ = ["FORMATS"]
