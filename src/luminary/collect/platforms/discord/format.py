"""How a channel looks in the JSON of DiscordChatExporter, and how it is recognised.

https://github.com/Tyrrrz/DiscordChatExporter: one file per channel or thread with ``guild``, ``channel``,
``dateRange`` and ``messages``. Mentions are written out in the text and listed beside it. Direct messages are
never kept. A server is closed unless ``--open`` says otherwise: one has to join it to read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from luminary.collect.platforms.discord.read import DiscordReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say


class Message(TypedDict, total=False):
    """One message; only the fields that are read."""

    id: str
    type: str
    """Default and Reply are speech; GuildMemberJoin and the like are notices."""
    timestamp: str
    content: str
    author: dict[str, Any]
    """id, name, nickname, isBot, roles."""
    attachments: list[dict[str, Any]]
    """fileName."""
    reactions: list[dict[str, Any]]
    """emoji, count and, in newer exports, users."""
    mentions: list[dict[str, Any]]
    reference: dict[str, str]
    """messageId, channelId: what a reply answers."""
    guild: dict[str, Any]
    """Written to each row by the reader; so is the channel."""
    channel: dict[str, Any]


_MARKS = (b'"guild"', b'"channel"', b'"messages"')


def _is_data(name: str) -> bool:
    return name.lower().endswith(".json")


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if _is_data(name) and all(mark in head for mark in _MARKS) and b'"exportedAt"' in head[:8000]:
            return Sighting(0.95, f"{name} with guild, channel and messages, as DiscordChatExporter writes")
        if _is_data(name) and all(mark in head[:8000] for mark in (*_MARKS, b'"dateRange"')):
            return Sighting(0.9, f"{name} with guild, channel, dateRange and messages")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return DiscordReader(options.place, options.access)


DISCORD_EXPORT = Format(
    name="discord",
    title=say("Discord channels (DiscordChatExporter JSON)"),
    recognise=_recognise,
    data=_is_data,
    reader=_reader,
)
