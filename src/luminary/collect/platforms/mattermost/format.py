"""How a bulk export of Mattermost looks, and how it is recognised.

https://docs.mattermost.com/administration-guide/manage/bulk-export-tool.html: one JSON object a line, with
``type`` and, under the name of that type, its content: ``version`` first, then ``team``, ``channel``,
``user``, ``post`` with its ``replies`` and ``reactions`` inside. Messages have no ids: channel, author and
time name them; authors are named by their username. Direct messages (``direct_channel``, ``direct_post``)
are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypedDict

from luminary.collect.jsonrows import LINE_SUFFIXES
from luminary.collect.platforms.mattermost.read import MattermostReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say


class Post(TypedDict, total=False):
    """The content of a post or a reply; only the fields that are read."""

    team: str
    channel: str
    user: str
    """Username of the author."""
    type: str
    """Empty for speech; system_join_channel and the like for notices."""
    message: str
    props: dict[str, Any]
    """from_webhook, override_username: a service spoke."""
    create_at: int
    """Milliseconds since 1970."""
    reactions: list[dict[str, Any]]
    """user, emoji_name, create_at."""
    replies: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    """path."""


_VERSION = re.compile(rb'\A\s*\{\s*"type"\s*:\s*"version"')
_POST = re.compile(rb'^\s*\{\s*"type"\s*:\s*"post"\s*,\s*"post"\s*:\s*\{', re.MULTILINE)


def _is_lines(name: str) -> bool:
    return name.lower().endswith(LINE_SUFFIXES)


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if _is_lines(name) and (_VERSION.search(head) or _POST.search(head)):
            return Sighting(0.95, f"{name} with lines of type version, user and post")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return MattermostReader(options.place, options.access)


MATTERMOST_EXPORT = Format(
    name="mattermost",
    title=say("Mattermost bulk export"),
    recognise=_recognise,
    data=_is_lines,
    reader=_reader,
    lines=_is_lines,
)
