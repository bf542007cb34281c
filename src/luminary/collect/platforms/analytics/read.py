"""Reader of reports: every figure of a row becomes one record, with what the row says of page and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from luminary.collect.decode import text_of
from luminary.collect.jsonrows import shown
from luminary.collect.platforms.analytics.cells import day, figure, word
from luminary.collect.platforms.analytics.fields import DIMENSIONS, FIELDS, METRICS, NOT_READ
from luminary.collect.source import Options, RawRow, Unit
from luminary.collect.tabular import plain, sniff, unique_names
from luminary.collect.tabular.delimited import Line, records
from luminary.domain import Record, Visit
from luminary.errors import InputError, UnknownNameError, UnusableRowError
from luminary.i18n import Listing, say

_FROM, _UNTIL = "period from", "period until"
_PERIOD = re.compile(r"#\s*(start|end) date\s*:\s*(\d{4}-?\d\d-?\d\d)", re.IGNORECASE)
_RANGE = re.compile(r"#\s*(\d{8})\s*-\s*(\d{8})")
_LABELS = {
    "referrer": re.compile(r"getwebsites|getsocials|getsearchengines|websites|social", re.IGNORECASE),
    "page": re.compile(r"getpageurls|getentrypageurls|getexitpageurls|page.?urls", re.IGNORECASE),
    "campaign": re.compile(r"getcampaigns|campaign", re.IGNORECASE),
    "query": re.compile(r"getkeywords|keyword", re.IGNORECASE),
    "day": re.compile(r"visitssummary", re.IGNORECASE),
}
_TEXTS = ("page", "referrer", "medium", "campaign", "content", "query")
_LINKS_HERE = ("linking page", "last crawled")


class Column(NamedTuple):
    """What a column says."""

    name: str
    field: str
    is_figure: bool


class AnalyticsReader:
    """Reads the reports of one tool.

    Parameters
    ----------
    tool : str
        Name of the tool in the records.
    options : Options
        Place: the site. Settings: from, until, label, decimal, encoding. Columns: field to column.

    Raises
    ------
    UnknownNameError
        When a column is named for a field that does not exist.
    """

    def __init__(self, tool: str, options: Options) -> None:
        for field in options.columns:
            if field not in FIELDS:
                raise UnknownNameError.of("field", field, FIELDS)
        self._tool = tool
        self._site = options.place or tool
        self._said = {column: field for field, column in options.columns.items()}
        self._settings = dict(options.settings)
        self._decimal = self._settings.get("decimal", ".")
        self._columns: dict[tuple[str, ...], tuple[Column, ...]] = {}
        self.known: set[str] = {_FROM, _UNTIL}
        """Columns that mean something: it grows with every header."""

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a report into rows, with the days that stand above its table.

        Raises
        ------
        InputError
            When a table holds no figure that is known, naming the columns seen.
        """
        text = text_of(unit.data, unit.file, self._settings.get("encoding", "utf-8"))
        table = "\n".join(line for line in text.splitlines()[:200] if not line.startswith("#"))
        names: tuple[str, ...] | None = None
        period: dict[str, str] = {}
        for line in records(text, sniff(table)):
            if not any(map(str.strip, line.fields)):
                names = None if self._tool == "ga4" else names
            elif line.fields[0].startswith("#"):
                names = None
                period |= _period(",".join(line.fields))
            elif names is None:
                names = unique_names(line.fields)[0]
                self._check(unit.file, names, line.first)
            else:
                yield RawRow(line.first, self._row(names, line, period))

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into one record for each of its figures; a total says nothing."""
        value = row.value
        if not isinstance(value, dict):
            raise UnusableRowError(f"the row is {shown(value)}, not an object")
        columns = self._meaning(file, tuple(name for name in value if name not in (_FROM, _UNTIL)))
        told = _told(value, columns)
        at, until = self._days(value, columns)
        if not told and not _has_day(value, columns):
            return
        if "source_medium" in told:
            source, _, medium = told.pop("source_medium").partition(" / ")
            told = {"referrer": word(source) or "", "medium": word(medium) or ""} | told
        host, page = told.get("host"), told.get("page")
        if host and page and page.startswith("/"):
            told["page"] = f"{host}{page}"
        said = {field: told.get(field) or None for field in _TEXTS}
        if {plain(one.name) for one in columns} >= set(_LINKS_HERE):
            yield Visit(self._site, self._tool, "backlinks", 1.0, **said, at=at, until=until)
        for one in columns:
            number = figure(value[one.name], one.name, self._decimal) if one.is_figure else None
            if number is not None:
                yield Visit(self._site, self._tool, one.field, number, **said, at=at, until=until)

    def _row(
        self, names: tuple[str, ...], line: Line, period: dict[str, str]
    ) -> dict[str, str] | UnusableRowError:
        if len(line.fields) != len(names) or line.swallowed:
            seen = " | ".join(line.fields)[:300]
            return UnusableRowError(
                f"{len(line.fields)} fields, but the header names {len(names)} columns", seen
            )
        return dict(zip(names, line.fields, strict=True)) | period

    def _check(self, file: str, names: tuple[str, ...], line: int) -> None:
        """Refuse a table in which nothing is known: its vendor changed it, or its language is another."""
        columns = self._meaning(file, names)
        self.known.update(one.name for one in columns)
        self.known.update(name for name in names if plain(name) in NOT_READ)
        links = {plain(name) for name in names} >= set(_LINKS_HERE)
        if not links and not any(one.is_figure for one in columns):
            raise InputError.at(
                file,
                say(
                    "none of its columns is a figure that is known: {listed}; name one, as in --column "
                    "clicks=NAME",
                    listed=Listing(names[:40], ", "),
                ),
                f"line {line}",
            )
        if not any(not one.is_figure for one in columns):
            raise InputError.at(
                file,
                say(
                    "none of its columns tells page, source or day: {listed}; name one, as in --column "
                    "page=NAME",
                    listed=Listing(names[:40], ", "),
                ),
                f"line {line}",
            )

    def _meaning(self, file: str, names: tuple[str, ...]) -> tuple[Column, ...]:
        """Say what each column is; the same header is looked at once."""
        key = (file, *names)
        if key not in self._columns:
            found = (self._column(file, name) for name in names)
            self._columns[key] = tuple(one for one in found if one is not None)
        return self._columns[key]

    def _column(self, file: str, name: str) -> Column | None:
        spelled = plain(name)
        if spelled in NOT_READ and name not in self._said:
            return None
        field = self._said.get(name) or DIMENSIONS.get(spelled) or METRICS.get(spelled)
        if field == "label":
            field = self._label(file)
        if field is None:
            return None
        return Column(name, field, field in METRICS.values())

    def _label(self, file: str) -> str:
        """Tell what a label names: as the user says, else by the report's name."""
        said = self._settings.get("label")
        name = file.rpartition("/")[2]
        found = said or next((field for field, form in _LABELS.items() if form.search(name)), None)
        if found not in _LABELS:
            raise InputError.at(
                file,
                say(
                    "what 'label' names cannot be told from the file's name; say --setting label=referrer "
                    "(or page, campaign, query, day)"
                ),
            )
        return str(found)

    def _days(self, value: dict[str, Any], columns: tuple[Column, ...]) -> tuple[int | None, int | None]:
        for one in columns:
            if one.field == "day" and word(value[one.name]):
                own = day(value[one.name], one.name)
                return own, own
        first = value.get(_FROM) or self._settings.get("from")
        last = value.get(_UNTIL) or self._settings.get("until")
        return day(first, "from") if first else None, day(last, "until") if last else None


def _told(value: dict[str, Any], columns: tuple[Column, ...]) -> dict[str, str]:
    """Give what a row says of page and source; the first of two columns for the same wins."""
    told: dict[str, str] = {}
    for one in columns:
        if not one.is_figure and one.field != "day" and (text := word(value[one.name])):
            told.setdefault(one.field, text)
    return told


def _has_day(value: dict[str, Any], columns: tuple[Column, ...]) -> bool:
    return any(one.field == "day" and word(value[one.name]) for one in columns)


def _period(line: str) -> dict[str, str]:
    """Read the days that a comment tells."""
    if both := _RANGE.search(line):
        return {_FROM: both[1], _UNTIL: both[2]}
    if one := _PERIOD.search(line):
        return {_FROM if one[1].lower() == "start" else _UNTIL: one[2]}
    return {}
