"""Exports of platforms that are tables: every file with the header of its own, fields known by name.

A folder may hold several tables with different headers. The header of each is read at its beginning and
travels with the reader, so that a large table can be cut between its rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from luminary.collect.source import Glimpse, Options, RawRow, Unit
from luminary.collect.tabular import Sample, Shape, is_table, plain, sample_of, table_rows, to_shape
from luminary.collect.tabular.layouts import layout_of
from luminary.errors import InputError
from luminary.i18n import say

_SHAPES = "shapes"
_SAID = ("delimiter", "encoding", "quote", "header")
DELIMITED = (".csv", ".tsv", ".tab", ".txt")


def is_sheet(name: str) -> bool:
    """Tell whether a member is delimited text."""
    return is_table(name) and name.lower().endswith(DELIMITED)


def samples(glimpse: Glimpse, settings: Mapping[str, str] | None = None) -> Iterator[Sample]:
    """Look at the beginning of every table; what is none is left out."""
    said = {name: value for name, value in (settings or {}).items() if name in _SAID}
    for name in glimpse.names:
        if not is_sheet(name) or name not in glimpse.heads:
            continue
        if layout_of(name, glimpse.heads[name]) != "delimited":
            continue
        try:
            yield sample_of(name, glimpse.heads[name], said)
        except InputError:
            continue


def headers(glimpse: Glimpse) -> list[frozenset[str]]:
    """Give the columns of every table, in small letters."""
    return [frozenset(name.lower() for name in one.names) for one in samples(glimpse)]


def with_shapes(options: Options, glimpse: Glimpse) -> Options:
    """Note how each table is written."""
    shapes = {one.file: one.shape.settings() for one in samples(glimpse, options.settings)}
    return replace(options, settings={**options.settings, _SHAPES: json.dumps(shapes, ensure_ascii=False)})


class Sheets:
    """Cuts tables into rows.

    Parameters
    ----------
    options : Options
        As `with_shapes` completes them.
    """

    def __init__(self, options: Options) -> None:
        self._said = {name: value for name, value in options.settings.items() if name in _SAID}
        self._shapes = json.loads(options.settings.get(_SHAPES) or "{}")

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a file or piece into rows of column to value.

        Raises
        ------
        InputError
            When it is no table.
        """
        return table_rows(unit, self.shape(unit))

    def shape(self, unit: Unit) -> Shape:
        """Tell how a table is written: from its own beginning, or as noted.

        Raises
        ------
        InputError
            When it is no table, or a piece of one whose beginning nobody saw.
        """
        noted = self._shapes.get(unit.file)
        if noted is not None:
            return to_shape(noted)
        if unit.first != 1:
            raise InputError.at(
                unit.file,
                say("too large to be one of so many files; import it on its own"),
                f"line {unit.first}",
            )
        return sample_of(unit.file, unit.data, self._said).shape


def lacking(names: Iterable[str], required: Iterable[str | tuple[str, ...]]) -> list[str]:
    """Name the columns that are missing; of alternatives one is enough.

    Examples
    --------
    >>> lacking(["ID", "text"], ["id", ("created_at", "timestamp")])
    ['created_at or timestamp']
    """
    there = {plain(name) for name in names}
    wanted = [(one,) if isinstance(one, str) else one for one in required]
    return [" or ".join(one) for one in wanted if not any(plain(name) in there for name in one)]


def check_columns(
    file: str, names: Iterable[str], required: Iterable[str | tuple[str, ...]], what: str
) -> None:
    """Refuse a table that lacks what every row needs.

    Raises
    ------
    InputError
        It names the missing columns and those that are there.
    """
    seen = tuple(names)
    if missing := lacking(seen, required):
        lacks, columns = "' and none '".join(missing), ", ".join(seen[:40]) or "none"
        raise InputError.at(
            file,
            say(
                "no column '{lacks}', so it is no {what} as known here; its columns are {columns}",
                lacks=lacks,
                what=what,
                columns=columns,
            ),
        )
