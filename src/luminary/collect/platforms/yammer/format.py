"""How a network export of Viva Engage looks, and how it is recognised.

https://learn.microsoft.com/viva/engage/manage-security-and-compliance/export-viva-engage-data
(``/api/v1/export?include=csv``): a zip archive with ``Messages.csv``, ``Users.csv``, ``Groups.csv``, and
``Files.csv``, ``Topics.csv``, ``Networks.csv``, ``Admins.csv``, ``MessageVersions.csv``, which are not read
as rows; external networks are in a folder each. Microsoft advises to export day by day: put the archives of
all days in one folder and import that, or import them one by one; a message that stands in two of them counts
once. The export holds neither likes nor views nor follow relations. Private conversations are never kept;
deleted messages and notices of the system stay in the raw rows only.
"""

from __future__ import annotations

from collections.abc import Mapping

from luminary.collect.platforms.yammer.fields import NEEDED
from luminary.collect.platforms.yammer.read import Network, YammerReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say

_CONTEXT = ("users.csv", "groups.csv", "files.csv")
_TELLING = (b"replied_to_id", b"thread_id", b"sender_id")


def _file(name: str) -> str:
    return name.rpartition("/")[2].lower()


def _is_data(name: str) -> bool:
    return _file(name) in NEEDED


def _is_context(name: str) -> bool:
    return _file(name) in _CONTEXT


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        header = head.partition(b"\n")[0]
        if _file(name) == "messages.csv" and sum(mark in header for mark in _TELLING) >= 2:
            return Sighting(0.96, f"{name} with columns such as replied_to_id, thread_id and sender_id")
    return None


def _reader(options: Options, context: Mapping[str, bytes]) -> Reader:
    return YammerReader(Network.read(context), options.place, options.access)


YAMMER_EXPORT = Format(
    name="yammer",
    title=say("Viva Engage (Yammer) network export"),
    recognise=_recognise,
    data=_is_data,
    reader=_reader,
    context=_is_context,
    again=False,  # names of files stand in files.csv only
)
