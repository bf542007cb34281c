"""Reader of answers of the Search Console API: rows of ``keys`` and four figures.

https://developers.google.com/webmaster-tools/v1/searchanalytics/query. An answer does not say what its keys
are: an address is a page and a day is a day; anything else has to be named, as in ``--setting
keys=query,country``. Countries, devices and search appearances split the same figures and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.jsonrows import rows_of, shown
from luminary.collect.platforms.analytics.cells import day
from luminary.collect.showing import has_all
from luminary.collect.source import Format, Glimpse, Options, RawRow, Sighting, Unit
from luminary.domain import Record, Visit
from luminary.errors import UnknownNameError, UnusableRowError
from luminary.i18n import say

_TOOL = "search console"
_FIGURES = ("clicks", "impressions", "ctr", "position")
_KEYS = {"page": "page", "query": "query", "date": "day", "country": "", "device": "", "searchAppearance": ""}
"""What a key may be, as the API names it, and what it is here; empty: not read."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class SearchApiReader:
    """Reads answers of the Search Console API.

    Parameters
    ----------
    options : Options
        Place: the site. Settings: ``keys``, the dimensions in their order; ``from`` and ``until``, the days
        that were asked for.

    Raises
    ------
    UnknownNameError
        When a dimension is named that there is not.
    """

    known = frozenset({"keys", *_FIGURES})

    def __init__(self, options: Options) -> None:
        named = options.settings.get("keys", "").split(",")
        self._keys = [one.strip() for one in named if one.strip()]
        for one in self._keys:
            if one not in _KEYS:
                raise UnknownNameError.of("field", one, _KEYS)
        self._site = options.place or _TOOL
        self._days = tuple(
            day(said, name) if (said := options.settings.get(name)) else None for name in ("from", "until")
        )

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut an answer into its rows."""
        return rows_of(unit, "rows")

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into one record for each of its figures; an answer without keys is a total."""
        value = row.value
        if not isinstance(value, Mapping) or not isinstance(value.get("keys", []), list):
            raise UnusableRowError(f"the row is {shown(value)}, not an object with a list of keys")
        told = self._told([str(one) for one in value.get("keys", [])])
        own = told.pop("day", None)
        at, until = (day(own, "keys"),) * 2 if own else self._days
        for name in _FIGURES:
            number = value.get(name)
            if told or own:
                if isinstance(number, bool) or not isinstance(number, (int, float)):
                    raise UnusableRowError(f"'{name}' is {shown(number)}, which is no figure")
                yield Visit(self._site, _TOOL, name, float(number), **told, at=at, until=until)

    def _told(self, keys: list[str]) -> dict[str, Any]:
        if self._keys and len(keys) != len(self._keys):
            raise UnusableRowError(f"{len(keys)} keys, but {len(self._keys)} are named")
        names = self._keys or [_guessed(one) for one in keys]
        pairs = ((_KEYS[name], text) for name, text in zip(names, keys, strict=True))
        return {field: text for field, text in pairs if field and text}


def _guessed(key: str) -> str:
    if key.startswith(("http://", "https://", "sc-domain:")):
        return "page"
    if _DAY.fullmatch(key):
        return "date"
    raise UnusableRowError(f"'keys' holds {shown(key)}; say what it is, as in --setting keys=query")


def _reader(options: Options, _context: Mapping[str, bytes]) -> SearchApiReader:
    return SearchApiReader(options)


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")


def _sees(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if _is_json(name) and has_all(head, b'"rows"', b'"clicks"', b'"impressions"', b'"position"'):
            return Sighting(0.9, f"{name} with rows of clicks, impressions and position")
    return None


SEARCH_CONSOLE_API = Format(
    name="search-console-api",
    title=say("Google Search Console, answers of the API"),
    recognise=_sees,
    data=_is_json,
    reader=_reader,
)
