"""How Mastodon's bodies and archives look, and how each is recognised.

API: https://docs.joinmastodon.org/entities/Status/ and its like. Archive:
https://docs.joinmastodon.org/user/moving/#export (``actor.json``, ``outbox.json``, ``likes.json``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from luminary.collect.platforms.mastodon.api import MastodonReader
from luminary.collect.platforms.mastodon.own import MastodonArchiveReader, is_data
from luminary.collect.showing import file_name, has_all
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say


def _is_json(name: str) -> bool:
    return name.lower().endswith((".json", ".jsonl", ".ndjson"))


def _is_lines(name: str) -> bool:
    return name.endswith((".jsonl", ".ndjson"))


def _is_actor(name: str) -> bool:
    return file_name(name) == "actor.json"


def _is_body(head: bytes) -> bool:
    return has_all(head, b'"acct"', b'"username"') or has_all(head, b'"spoiler_text"', b'"visibility"')


def _recognise(glimpse: Glimpse) -> Sighting | None:
    if any(_is_body(head) for name, head in glimpse.heads.items() if _is_json(name)):
        return Sighting(0.9, "bodies with acct, username and visibility")
    return None


def _recognise_archive(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if is_data(name) and has_all(head, b"activitystreams") and b'"acct"' not in head:
            return Sighting(0.96, f"{file_name(name)} of ActivityStreams")
    return None


def _actor(_file: str, rows: Sequence[Any]) -> bytes:
    return json.dumps(rows[0] if rows else {}).encode()


def _api(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return MastodonReader(options)


MASTODON = Format(
    name="mastodon", title=say("Mastodon, bodies of the API"), recognise=_recognise, data=_is_json,
    reader=_api, lines=_is_lines,
)  # fmt: skip
MASTODON_ARCHIVE = Format(
    name="mastodon-archive", title=say("Mastodon, a member's own archive"), recognise=_recognise_archive,
    data=is_data, reader=MastodonArchiveReader, context=_is_actor, written=_actor,
)  # fmt: skip
