"""How exports of Microsoft Teams look, and how they are recognised.

https://learn.microsoft.com/graph/api/resources/chatmessage. A folder with ``users/usersList.json``,
``teams/teamsList.json`` and, for each team, ``teams/<team>/channels_<team>.json`` and
``messages_<team>.json`` (fields begin with a capital), or pages of the Graph API (``value``, small first
letter). Chats are private and never kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from luminary.collect.platforms.teams.read import Lists, TeamsReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say

_NO_DATA = re.compile(r"(?:^|/)(?:teamsList|teamsSettings|teamMembers_[^/]*)\.json$")
_CONTEXT = re.compile(r"(?:^|/)(?:usersList|channels_[^/]*)\.json$")
_MARKS = re.compile(rb'"channelIdentity"', re.IGNORECASE)
_TYPE = re.compile(rb'"messageType"', re.IGNORECASE)


def _is_data(name: str) -> bool:
    return name.endswith(".json") and _NO_DATA.search(name) is None


def _is_context(name: str) -> bool:
    return _CONTEXT.search(name) is not None


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if name.endswith(".json") and _MARKS.search(head) and _TYPE.search(head):
            return Sighting(0.95, f"{name} with messages that have messageType and channelIdentity")
    return None


def _reader(options: Options, context: Mapping[str, bytes]) -> Reader:
    return TeamsReader(Lists.read(context), options.place, options.access)


TEAMS_EXPORT = Format(
    name="teams",
    title=say("Microsoft Teams export"),
    recognise=_recognise,
    data=_is_data,
    reader=_reader,
    context=_is_context,
)
