"""How X's exports look, and how each is recognised.

API v2: https://docs.x.com/x-api (``data``, ``includes``, ``meta``) and https://twarc-project.readthedocs.io
(the same, one body a line; flattened; as a table). Own archive: ``data/*.js``, each beginning with
``window.YTD.``; direct messages and all other files are not read.
"""

from __future__ import annotations

from collections.abc import Mapping

from luminary.collect.platforms.x.api import ApiReader
from luminary.collect.platforms.x.own import ArchiveReader, is_context, is_data, written
from luminary.collect.platforms.x.sheet import TWEETS, SheetReader
from luminary.collect.sheets import headers, is_sheet, with_shapes
from luminary.collect.showing import file_name, has_all
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.collect.tabular import whole_records
from luminary.i18n import say

_SUFFIXES = (".json", ".jsonl", ".ndjson")


def _is_json(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _is_lines(name: str) -> bool:
    return name.endswith((".jsonl", ".ndjson"))


def _is_body(head: bytes) -> bool:
    if has_all(head, b'"__twarc"') or has_all(head, b'"edit_history_tweet_ids"', b'"text"'):
        return True
    tweet = has_all(head, b'"data"', b'"text"') and any(
        sign in head for sign in (b'"author_id"', b'"public_metrics"', b'"conversation_id"')
    )
    return tweet or (has_all(head, b'"data"', b'"username"', b'"id"', b'"name"') and b'"did"' not in head)


def _recognise_api(glimpse: Glimpse) -> Sighting | None:
    if any(_is_body(head) for name, head in glimpse.heads.items() if _is_json(name)):
        return Sighting(0.9, "bodies of API v2 with data, author_id and public_metrics")
    return None


def _recognise_sheet(glimpse: Glimpse) -> Sighting | None:
    for names in headers(glimpse):
        if (
            "__twarc.retrieved_at" in names
            or len(names & {"conversation_id", "author.username", *TWEETS}) >= 5
        ):
            return Sighting(0.95, "a table of twarc with author_id, conversation_id and author.username")
    return None


def _recognise_own(glimpse: Glimpse) -> Sighting | None:
    if any(is_data(name) and b"window.YTD." in head[:200] for name, head in glimpse.heads.items()):
        return Sighting(0.97, "files that begin with window.YTD.")
    if "tweets.js" in {file_name(name) for name in glimpse.names}:
        return Sighting(0.9, "a file tweets.js")
    return None


def _api(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return ApiReader(options)


def _sheet(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return SheetReader(options)


X_API = Format(
    name="x-api", title=say("X, API v2 (also as twarc writes it)"), recognise=_recognise_api, data=_is_json,
    reader=_api, lines=_is_lines,
)  # fmt: skip
X_CSV = Format(
    name="x-csv", title=say("X, tables of twarc"), recognise=_recognise_sheet, data=is_sheet, reader=_sheet,
    lines=is_sheet, cut=whole_records, prepare=with_shapes,
)  # fmt: skip
X_ARCHIVE = Format(
    name="x-archive", title=say("X, a member's own archive"), recognise=_recognise_own, data=is_data,
    reader=ArchiveReader, context=is_context, written=written,
)  # fmt: skip
