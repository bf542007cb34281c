"""How a Slack export looks, and how it is recognised.

https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports and
https://api.slack.com/events/message. A zip archive or folder with ``users.json``, ``channels.json``, perhaps
``groups.json`` (private channels), and one folder per channel with one file per day. ``dms.json`` and
``mpims.json`` list private conversations: these are never imported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypedDict

from luminary.collect.platforms.slack.read import SlackReader, Team
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say


class User(TypedDict, total=False):
    """One entry of ``users.json``; only the fields that are read."""

    id: str
    team_id: str
    name: str
    deleted: bool
    real_name: str
    is_bot: bool
    is_admin: bool
    is_owner: bool
    updated: float
    profile: dict[str, Any]
    """real_name, display_name, title, email."""


class Message(TypedDict, total=False):
    """One message of a channel's day; only the fields that are read."""

    type: str
    subtype: str
    user: str
    bot_id: str
    username: str
    """Name shown for a message of a service."""
    text: str
    ts: str
    """Seconds since 1970 with six decimals: with the channel, the message's id."""
    thread_ts: str
    parent_user_id: str
    reactions: list[dict[str, Any]]
    """name, users, count."""
    attachments: list[dict[str, Any]]
    """A shared message has author_id, channel_id and ts."""
    files: list[dict[str, Any]]
    file: dict[str, Any]
    comment: dict[str, Any]
    message: dict[str, Any]
    """The message itself, inside a message_changed."""


_DAY = re.compile(r"(?:^|/)([^/]+)/\d{4}-\d\d-\d\d(?:-\d+)?\.json$")
"""A number stands behind the date of what was fetched live: several bodies hold messages of a day."""
_PRIVATE_FOLDER = re.compile(r"D[A-Z0-9]{7,}|mpdm-.*")
_LISTS = frozenset({"users.json", "org_users.json", "channels.json", "groups.json"})
_CONTEXT = _LISTS | {"dms.json", "mpims.json"}


def _file(name: str) -> str:
    return name.rpartition("/")[2]


def _is_data(name: str) -> bool:
    """Tell whether a member holds rows: lists of people and channels, and days of channels."""
    day = _DAY.search(name)
    return _file(name) in _LISTS if day is None else _PRIVATE_FOLDER.fullmatch(day[1]) is None


def _is_context(name: str) -> bool:
    return _file(name) in _CONTEXT


def _recognise(glimpse: Glimpse) -> Sighting | None:
    lists = {_file(name) for name in glimpse.names} & {"users.json", "channels.json"}
    days = [name for name in glimpse.names if _DAY.search(name)]
    spoken = any(
        b'"type"' in head and b'"ts"' in head
        for name in days
        if (head := glimpse.heads.get(name)) is not None
    )
    if days and lists:
        return Sighting(0.97, f"{' and '.join(sorted(lists))} beside folders of <year>-<month>-<day>.json")
    if spoken:
        return Sighting(0.8, "folders of <year>-<month>-<day>.json with messages that have type and ts")
    return None


def _reader(options: Options, context: Mapping[str, bytes]) -> Reader:
    return SlackReader(Team.read(context), options.place, options.access)


SLACK_EXPORT = Format(
    name="slack",
    title=say("Slack export"),
    recognise=_recognise,
    data=_is_data,
    reader=_reader,
    context=_is_context,
)
