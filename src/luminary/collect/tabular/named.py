"""Tables of a known vendor: every file brings a header of its own, and rows are read by its names."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from luminary.collect.decode import text_of
from luminary.collect.source import RawRow, Unit
from luminary.collect.tabular.delimited import Line, records, sniff
from luminary.collect.tabular.headers import unique_names
from luminary.errors import InputError, UnusableRowError
from luminary.i18n import say

_SNIFFED = 65_536


def named_rows(
    unit: Unit, needed: Collection[str] = (), delimiter: str = "", encoding: str = "utf-8"
) -> Iterator[RawRow]:
    r"""Cut a delimited file into rows of column to text.

    Parameters
    ----------
    unit : Unit
        The whole file.
    needed : collection of str
        Columns without which no row can be used.
    delimiter : str, default ""
        One character; found by itself when empty.
    encoding : str, default "utf-8"
        Of text without a byte order mark.

    Raises
    ------
    InputError
        When the bytes are not of the encoding, or the header lacks a column that is needed: it names the
        column, and the columns seen.

    Examples
    --------
    >>> [row.value for row in named_rows(Unit("a.csv", b"id,name\n1,Aino\n"), ["id"])]
    [{'id': '1', 'name': 'Aino'}]
    """
    text = text_of(unit.data, unit.file, encoding)
    mark = delimiter or sniff(text[:_SNIFFED])
    lines = (line for line in records(text, mark) if any(map(str.strip, line.fields)))
    header = next(lines, None)
    if header is None:
        return
    names = unique_names(header.fields)[0]
    check_columns(unit.file, names, needed)
    for line in lines:
        yield RawRow(line.first, _row(names, line))


def check_columns(file: str, names: Collection[str], needed: Collection[str]) -> None:
    """Refuse a header that lacks a column.

    Raises
    ------
    InputError
        With the column that is missing and the columns seen: the export was changed by its vendor.
    """
    if lacking := [name for name in needed if name not in names]:
        seen = ", ".join(list(names)[:40])
        missing = ", ".join(f"'{name}'" for name in lacking)
        raise InputError.at(
            file,
            say(
                "no column {missing}; the export was changed: its columns are {seen}",
                missing=missing,
                seen=seen,
            ),
        )


def _row(names: tuple[str, ...], line: Line) -> dict[str, str] | UnusableRowError:
    if line.swallowed:
        return UnusableRowError(
            f"a quotation that begins in this row is never closed and takes {line.swallowed:,} lines with it",
            " | ".join(line.fields)[:300],
        )
    if len(line.fields) != len(names):
        return UnusableRowError(
            f"{len(line.fields)} fields, but the header names {len(names)} columns",
            " | ".join(line.fields)[:300],
        )
    return dict(zip(names, line.fields, strict=True))
