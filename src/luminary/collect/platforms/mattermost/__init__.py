"""Mattermost: the bulk export of a server, as JSON lines.

``format``  the vendor's description, and how an export is recognised
``text``    what a message says: its text, whom it mentions
``read``    the reader
"""

from luminary.collect.platforms.mattermost.format import MATTERMOST_EXPORT

FORMATS = (MATTERMOST_EXPORT,)

__all__ = ["FORMATS"]
