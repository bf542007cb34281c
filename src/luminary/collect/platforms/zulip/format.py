"""How Zulip's exports look, and how each is recognised.

Public archive: https://github.com/zulip/zulip-archive (``<stream id>-<stream>/<topic>.json``).
API: https://zulip.com/api/get-messages. Export: https://zulip.com/help/export-your-organization.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from luminary.collect.platforms.zulip.read import ApiReader, ArchiveReader, ExportReader, Realm, place_in_path
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say


class ArchiveMessage(TypedDict):
    """One message of a public archive."""

    id: int
    sender_full_name: str
    timestamp: int
    """Seconds since 1970."""
    content: str
    """HTML."""


class ApiMessage(TypedDict, total=False):
    """One message as the API gives it; only the fields that are read."""

    id: int
    type: str
    """``stream`` or ``private``."""
    sender_id: int
    sender_full_name: str
    sender_email: str
    sender_realm_str: str
    timestamp: int
    stream_id: int
    display_recipient: str | list[dict[str, Any]]
    subject: str
    """The topic."""
    content: str
    content_type: str
    """``text/html`` or ``text/x-markdown``."""
    reactions: list[dict[str, Any]]


class ExportMessage(TypedDict, total=False):
    """One row of ``zerver_message``; only the fields that are read."""

    id: int
    sender: int
    recipient: int
    """Points at ``zerver_recipient``: 1 a person, 2 a stream, 3 a group."""
    subject: str
    content: str
    """Markdown."""
    rendered_content: str | None
    """HTML."""
    date_sent: float
    """Seconds since 1970."""


_MESSAGES_FILE = re.compile(r"(?:^|/)messages-\d+\.json$")
_JSON = (".json", ".jsonl", ".ndjson")


def _is_topic(name: str) -> bool:
    return name.endswith(".json") and place_in_path(name) is not None


def _is_json(name: str) -> bool:
    return name.lower().endswith(_JSON)


def _is_realm(name: str) -> bool:
    return name.rpartition("/")[2] == "realm.json"


def _is_export_data(name: str) -> bool:
    return _is_realm(name) or _MESSAGES_FILE.search(name) is not None


def _is_lines(name: str) -> bool:
    return name.endswith((".jsonl", ".ndjson"))


def _any_head(
    glimpse: Glimpse, names: Iterable[str], has: tuple[bytes, ...], lacks: tuple[bytes, ...]
) -> bool:
    heads = (glimpse.heads[name] for name in names if name in glimpse.heads)
    return any(
        all(mark in head for mark in has) and not any(mark in head for mark in lacks) for head in heads
    )


def _recognise_archive(glimpse: Glimpse) -> Sighting | None:
    topics = [name for name in glimpse.names if _is_topic(name)]
    if _any_head(glimpse, topics, (b'"sender_full_name"', b'"timestamp"', b'"content"'), (b'"sender_id"',)):
        return Sighting(
            0.95,
            "folders named <number>-<stream> with lists of {id, sender_full_name, timestamp, content}",
        )
    return None


def _recognise_api(glimpse: Glimpse) -> Sighting | None:
    files = [name for name in glimpse.names if _is_json(name)]
    if _any_head(glimpse, files, (b'"sender_id"', b'"display_recipient"', b'"timestamp"'), ()):
        return Sighting(0.9, "messages with sender_id, display_recipient and timestamp")
    return None


def _recognise_export(glimpse: Glimpse) -> Sighting | None:
    names = [name for name in glimpse.names if _is_export_data(name)]
    if _any_head(glimpse, names, (b'"zerver_',), ()):
        return Sighting(0.98, "realm.json or messages-<number>.json with tables named zerver_...")
    return None


def _archive_reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return ArchiveReader(options.place)


def _api_reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return ApiReader(options.place, options.access)


def _export_reader(options: Options, context: Mapping[str, bytes]) -> Reader:
    return ExportReader(Realm.read(context), options.place, options.access)


ARCHIVE = Format(
    name="zulip-archive",
    title=say("Zulip public archive"),
    recognise=_recognise_archive,
    data=_is_topic,
    reader=_archive_reader,
)
API = Format(
    name="zulip-api",
    title=say("Zulip messages from the API"),
    recognise=_recognise_api,
    data=_is_json,
    reader=_api_reader,
    lines=_is_lines,
)
EXPORT = Format(
    name="zulip-export",
    title=say("Zulip organisation export"),
    recognise=_recognise_export,
    data=_is_export_data,
    reader=_export_reader,
    context=_is_realm,
    again=False,  # recipients and reactions stand in realm.json only
)
