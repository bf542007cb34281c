"""How Reddit's bodies and dumps look, and how each is recognised.

API: https://www.reddit.com/dev/api (things of kind ``t1`` to ``t5`` in listings). Dumps: monthly files
``RC_2025-03.zst`` (comments) and ``RS_2025-03.zst`` (posts), or two for one community.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from luminary.collect.platforms.reddit.read import RedditReader
from luminary.collect.showing import file_name, has_all
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say

_DUMP = re.compile(
    r"(R[CS]_\d{4}-\d\d(-\d\d)?|.+_(comments|submissions|posts))(\.jsonl|\.ndjson)?", re.IGNORECASE
)
_KINDS = (b'"kind": "Listing"', b'"kind":"Listing"', b'"kind": "t', b'"kind":"t', b'"kind": "UserList"')


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")


def _is_dump(name: str) -> bool:
    return name.lower().endswith((".jsonl", ".ndjson")) or _DUMP.fullmatch(file_name(name)) is not None


def _is_lines(head: bytes) -> bool:
    return has_all(head, b'"subreddit"', b'"created_utc"', b'"author"') and (
        b'"link_id"' in head or b'"selftext"' in head
    )


def _recognise(glimpse: Glimpse) -> Sighting | None:
    heads = [head for name, head in glimpse.heads.items() if _is_json(name)]
    if any(any(kind in head for kind in _KINDS) and b"youtube#" not in head for head in heads):
        return Sighting(0.9, "things in listings with kind and data")
    return None


def _recognise_dump(glimpse: Glimpse) -> Sighting | None:
    if any(_is_dump(name) and _is_lines(head) for name, head in glimpse.heads.items()):
        return Sighting(0.92, "lines with subreddit, author, created_utc, and link_id or selftext")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return RedditReader(options)


REDDIT = Format(
    name="reddit", title=say("Reddit, bodies of the API"), recognise=_recognise, data=_is_json, reader=_reader
)
REDDIT_DUMP = Format(
    name="reddit-dump", title=say("Reddit, dumps of posts and comments"), recognise=_recognise_dump,
    data=_is_dump, reader=_reader, lines=_is_dump,
)  # fmt: skip
