"""How Zeeschuimer's files look, and how they are recognised.

https://github.com/digitalmethodsinitiative/zeeschuimer: one item a line, with ``source_platform``,
``timestamp_collected`` and what the platform gave in ``data``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from luminary.collect.decode import required
from luminary.collect.items import Item, records_of
from luminary.collect.jsonrows import rows_of, shown
from luminary.collect.platforms.zeeschuimer import linkedin, meta, tiktok, x
from luminary.collect.showing import has_all, inner, words
from luminary.collect.source import Format, Glimpse, Options, RawRow, Reader, Sighting, Unit
from luminary.collect.tabular import TimeReader
from luminary.domain import Record
from luminary.errors import UnusableRowError
from luminary.i18n import say

_MILLISECONDS = TimeReader("milliseconds")
_PLATFORMS: dict[str, Callable[[Mapping[str, Any]], Item]] = {
    "tiktok.com": tiktok.film,
    "tiktok-comments.com": tiktok.comment,
    "instagram.com": meta.instagram,
    "threads.net": meta.threads,
    "threads.com": meta.threads,
    "linkedin.com": linkedin.post,
    "twitter.com": x.post,
    "x.com": x.post,
}


class ZeeschuimerReader:
    """Reads what a browser saw.

    Parameters
    ----------
    options : Options
        Open or closed.
    """

    known = words(
        "nav_index item_id timestamp_collected last_updated source_platform source_platform_url source_url",
        "user_agent data id",
    )

    def __init__(self, options: Options) -> None:
        self._options = options

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a file into lines."""
        return rows_of(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a line into records."""
        platform = required(row.value, "source_platform")
        read = _PLATFORMS.get(str(platform).removeprefix("www."))
        if read is None:
            raise UnusableRowError(f"'source_platform' is {shown(platform)}, whose posts are not read")
        seen = _MILLISECONDS(required(row.value, "timestamp_collected"), "timestamp_collected")
        data = inner(row.value, "data")
        if not data:
            raise UnusableRowError("'data' is missing")
        return records_of(read(data), self._options, seen)


def _is_lines(name: str) -> bool:
    return name.lower().endswith((".ndjson", ".jsonl"))


def _recognise(glimpse: Glimpse) -> Sighting | None:
    heads = (head for name, head in glimpse.heads.items() if _is_lines(name))
    if any(has_all(head, b'"source_platform"', b'"timestamp_collected"') for head in heads):
        return Sighting(0.97, "lines with source_platform and timestamp_collected")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return ZeeschuimerReader(options)


ZEESCHUIMER = Format(
    name="zeeschuimer", title=say("Zeeschuimer (TikTok, Instagram, Threads, LinkedIn, X)"),
    recognise=_recognise, data=_is_lines, reader=_reader, lines=_is_lines,
)  # fmt: skip
