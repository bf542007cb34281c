"""How Bluesky's bodies and events look, and how each is recognised.

API: https://docs.bsky.app/docs/api (``app.bsky.feed.getAuthorFeed`` and its like), one body per file or a
line. Jetstream: https://github.com/bluesky-social/jetstream.
"""

from __future__ import annotations

from collections.abc import Mapping

from luminary.collect.platforms.bluesky.api import BlueskyReader
from luminary.collect.platforms.bluesky.jetstream import JetstreamReader
from luminary.collect.showing import has_all
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say


def _is_json(name: str) -> bool:
    return name.lower().endswith((".json", ".jsonl", ".ndjson"))


def _is_lines(name: str) -> bool:
    return name.endswith((".jsonl", ".ndjson"))


def _is_body(head: bytes) -> bool:
    return (has_all(head, b'"did:', b'"handle"') or b'"app.bsky.' in head) and b'"time_us"' not in head


def _recognise(glimpse: Glimpse) -> Sighting | None:
    if any(_is_body(head) for name, head in glimpse.heads.items() if _is_json(name)):
        return Sighting(0.91, "bodies with did, handle and app.bsky")
    return None


def _recognise_events(glimpse: Glimpse) -> Sighting | None:
    heads = (head for name, head in glimpse.heads.items() if _is_lines(name))
    if any(has_all(head, b'"time_us"', b'"did"', b'"kind"') for head in heads):
        return Sighting(0.95, "events with did, time_us and kind")
    return None


def _api(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return BlueskyReader(options)


def _events(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return JetstreamReader(options)


BLUESKY = Format(
    name="bluesky", title=say("Bluesky, bodies of the API"), recognise=_recognise, data=_is_json, reader=_api,
    lines=_is_lines,
)  # fmt: skip
JETSTREAM = Format(
    name="bluesky-jetstream", title=say("Bluesky, events of Jetstream"), recognise=_recognise_events,
    data=_is_lines, reader=_events, lines=_is_lines,
)  # fmt: skip
