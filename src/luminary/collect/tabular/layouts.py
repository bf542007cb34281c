"""The four ways in which a table can be laid out, each read row by row.

A piece of a large delimited file does not begin with the header, so the `Shape` (names, delimiter,
encoding) is fixed beforehand from the beginning of the source and travels with the reader.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from luminary.collect.decode import clean, json_of
from luminary.collect.source import RawRow, Unit
from luminary.collect.tabular.delimited import DELIMITERS, Line, delimiter_of, records, sniff
from luminary.collect.tabular.headers import unique_names
from luminary.collect.tabular.parquet import parquet_names, parquet_rows
from luminary.errors import InputError, MappingError, UnusableRowError
from luminary.i18n import Listing, say

SAMPLED = 1_000
_HEAD = 65_536
_DELIMITED = (".csv", ".tsv", ".tab", ".txt")
_LINES = (".jsonl", ".ndjson")
_WHOLE = (".json", ".parquet", ".pq")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is written.

    Parameters
    ----------
    names : tuple of str
        Its columns in order, for delimited text; empty for the other layouts, whose rows name them.
    delimiter : str, default ","
        Between fields.
    encoding : str, default "utf-8"
        Of text without a byte order mark.
    quoted : bool, default True
        Whether quotes enclose fields.
    header : bool, default True
        Whether the first record names the columns.
    """

    names: tuple[str, ...] = ()
    delimiter: str = ","
    encoding: str = "utf-8"
    quoted: bool = True
    header: bool = True

    def settings(self) -> dict[str, str]:
        """Write the shape as settings of an import; `to_shape` reads them back."""
        return {
            "names": json.dumps(self.names, ensure_ascii=False),
            "delimiter": next(name for name, mark in DELIMITERS.items() if mark == self.delimiter),
            "encoding": self.encoding,
            "quote": "double" if self.quoted else "none",
            "header": "yes" if self.header else "no",
        }


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a table: enough to tell what its columns hold.

    Parameters
    ----------
    file : str
        Where it was taken.
    shape : Shape
        How the table is written.
    names : tuple of str
        Its columns; of nested JSON objects also ``outer.inner``.
    rows : tuple of dict
        The first rows.
    notes : tuple of str
        Where the header had to be helped, in words.
    """

    file: str
    shape: Shape
    names: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...] = ()


def is_table(name: str) -> bool:
    """Tell by its name whether a member can be a table (hidden and system files are none)."""
    last = name.rpartition("/")[2].lower()
    return last.endswith(_DELIMITED + _LINES + _WHOLE) and not last.startswith(".") and "__MACOSX" not in name


def may_be_cut(name: str) -> bool:
    """Tell whether a large member can be cut between its rows."""
    return name.lower().endswith(_DELIMITED + _LINES)


def layout_of(name: str, data: bytes) -> str:
    """Tell the layout: delimited, lines, list or parquet."""
    low = name.lower()
    if data.startswith(b"PAR1") or low.endswith((".parquet", ".pq")):
        return "parquet"
    if low.endswith(_LINES):
        return "lines"
    if low.endswith(".json"):
        return "list" if data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"[") else "lines"
    return "delimited"


def to_shape(settings: Mapping[str, str]) -> Shape:
    """Read the shape back from settings.

    Raises
    ------
    MappingError
        When a setting has a value it cannot have.
    """
    return Shape(
        tuple(json.loads(settings.get("names") or "[]")),
        delimiter_of(settings.get("delimiter") or ","),
        _encoding(settings.get("encoding") or "utf-8"),
        _one_of(settings, "quote", "double", "none"),
        _one_of(settings, "header", "yes", "no"),
    )


def _one_of(settings: Mapping[str, str], name: str, yes: str, no: str) -> bool:
    value = settings.get(name) or yes
    if value not in (yes, no):
        raise MappingError(
            say("{name} is '{value}'; it can be {yes} or {no}", name=name, value=value, yes=yes, no=no)
        )
    return value == yes


def _encoding(name: str) -> str:
    try:
        b"".decode(name)
    except LookupError as error:
        raise MappingError(
            say("encoding is '{name}', which is not known; write it as utf-8 or cp1252", name=name)
        ) from error
    return name


def sample_of(file: str, head: bytes, settings: Mapping[str, str]) -> Sample:
    """Look at the beginning of a table.

    Parameters
    ----------
    file : str
        Name of the member.
    head : bytes
        Its first 64 kB, or all of it.
    settings : mapping
        What the user said: delimiter, encoding, quote, header.

    Raises
    ------
    InputError
        When it is not of its encoding, or no table.
    MappingError
        When a setting has a value it cannot have.
    """
    shape = to_shape({name: value for name, value in settings.items() if name != "names"})
    layout = layout_of(file, head)
    if layout == "delimited":
        return _delimited_sample(file, head, settings, shape)
    if layout == "parquet":
        names, rows, notes = parquet_names(head, SAMPLED)
        return Sample(file, shape, names, rows, notes)
    found = _first_lines(file, head, shape) if layout == "lines" else _first_of_list(file, head, shape)
    rows = tuple(row for row in islice(found, SAMPLED) if isinstance(row, dict))
    return Sample(file, shape, tuple(dict.fromkeys(path for row in rows for path in _paths(row))), rows)


def _delimited_sample(file: str, head: bytes, settings: Mapping[str, str], shape: Shape) -> Sample:
    text = _decoded(head, file, shape.encoding, whole=len(head) < _HEAD)
    if "\0" in text[:1000] and "\n" not in text[:1000]:
        raise InputError.at(file, say("binary data, not a table"))
    mark = _stated_delimiter(text)
    delimiter = shape.delimiter if settings.get("delimiter") else mark or sniff(text)
    lines = _filled(records(text, delimiter, quoted=shape.quoted))
    if mark:
        next(lines, None)
    taken = list(islice(lines, SAMPLED))
    if not taken:
        raise InputError.at(file, say("no row in it"))
    names, notes = unique_names(taken[0].fields if shape.header else [""] * len(taken[0].fields))
    body = taken[1:] if shape.header else taken
    # The last record of a beginning may be cut off.
    body = body[:-1] if len(head) >= _HEAD and len(taken) < SAMPLED else body
    rows = tuple(
        dict(zip(names, line.fields, strict=True)) for line in body if len(line.fields) == len(names)
    )
    shape = Shape(names, delimiter, shape.encoding, shape.quoted, shape.header)
    return Sample(file, shape, names, rows, notes if shape.header else ())


def _stated_delimiter(text: str) -> str:
    """Read the line ``sep=;`` with which some spreadsheets begin; empty when there is none."""
    first = text.lstrip("\ufeff")[:8].splitlines()[:1]
    return first[0][4] if first and len(first[0]) == 5 and first[0].lower().startswith("sep=") else ""


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    return (line for line in lines if any(line.fields))


def _decoded(data: bytes, file: str, encoding: str, first: int = 1, *, whole: bool = True) -> str:
    """Decode text, obeying a byte order mark; an end in the middle of a letter is let pass unless `whole`."""
    if first == 1:
        encoding = next((marked for mark, marked in _BOMS if data.startswith(mark)), encoding)
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, final=whole)
    except UnicodeDecodeError as error:
        line = first + data.count(b"\n", 0, error.start)
        raise InputError.at(
            file,
            say(
                "byte {start} of this piece, 0x{byte}, is not {encoding}; name its encoding: --setting "
                "encoding=cp1252",
                start=error.start + 1,
                byte=f"{data[error.start]:02X}",
                encoding=encoding,
            ),
            f"line {line}",
        ) from error


def _first_lines(file: str, head: bytes, shape: Shape) -> Iterator[Any]:
    text = _decoded(head, file, shape.encoding, whole=len(head) < _HEAD)
    if len(head) >= _HEAD:
        text = text[: text.rfind("\n") + 1]
    return (row.value for row in _json_lines(text.encode(errors="surrogatepass"), 1))


def _first_of_list(file: str, head: bytes, shape: Shape) -> Iterator[Any]:
    """Read the elements of a list whose end may be missing."""
    text = _decoded(head, file, shape.encoding, whole=len(head) < _HEAD)
    at = text.find("[") + 1
    decoder = json.JSONDecoder()
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            return
        yield value


def _paths(row: Mapping[str, Any], prefix: str = "", depth: int = 3) -> Iterator[str]:
    """Name the fields of an object and of the objects in it."""
    for name, value in row.items():
        yield prefix + name
        if isinstance(value, dict) and depth > 1:
            yield from _paths(value, f"{prefix}{name}.", depth - 1)


def table_rows(unit: Unit, shape: Shape) -> Iterator[RawRow]:
    """Cut a file, or a piece of one, into rows of column to value.

    A row's position is the line on which it starts; in a JSON list and in Parquet, its place from 1. Rows
    that do not fit the header are given as `UnusableRowError`.

    Raises
    ------
    InputError
        When it is not of its encoding, is no table, or has other columns than the shape says.
    """
    layout = layout_of(unit.file, unit.data)
    if layout == "delimited":
        return _delimited(unit, shape)
    if layout == "parquet":
        return parquet_rows(unit)
    if layout == "lines":
        return _lines(unit, shape)
    return _list(unit, shape)


def _delimited(unit: Unit, shape: Shape) -> Iterator[RawRow]:
    text = _decoded(unit.data, unit.file, shape.encoding, unit.first)
    lines = records(text, shape.delimiter, quoted=shape.quoted, first=unit.first)
    if unit.first == 1:
        if _stated_delimiter(text):
            next(lines, None)
        if shape.header:
            _check_header(unit.file, next(_filled(lines), None), shape)
    names, width = shape.names, len(shape.names)
    for first, fields, swallowed in lines:
        if len(fields) == width and not swallowed and any(fields):
            yield RawRow(first, dict(zip(names, fields, strict=True)))
        elif fields:
            yield RawRow(first, _unusable(fields, width, swallowed))


def _check_header(file: str, header: Line | None, shape: Shape) -> None:
    names = unique_names(header.fields)[0] if header else ()
    if names == shape.names:
        return
    seen = ", ".join(names[:20]) or "none"
    raise InputError.at(
        file,
        say(
            "its columns are {seen}, but this import reads the columns {listed}; import it on its own",
            seen=seen,
            listed=Listing(shape.names[:20], ", "),
        ),
        f"line {header.first if header else 1}",
    )


def _unusable(fields: list[str], width: int, swallowed: int) -> UnusableRowError:
    seen = " | ".join(fields)[:300]
    if swallowed:
        return UnusableRowError(
            f"a quotation that begins in this row is never closed and takes {swallowed:,} lines with it; "
            "if quotes enclose nothing here, say --setting quote=none",
            seen,
        )
    if len(fields) == width:
        return UnusableRowError("no value in any column", seen)
    return UnusableRowError(f"{len(fields)} fields, but the header names {width} columns", seen)


def _lines(unit: Unit, shape: Shape) -> Iterator[RawRow]:
    data = unit.data
    if shape.encoding.lower() not in ("utf-8", "utf8") or (unit.first == 1 and data[:1] > b"\x7f"):
        data = _decoded(data, unit.file, shape.encoding, unit.first).encode(errors="surrogatepass")
    if unit.file.lower().endswith(".json") and not _is_object(data.lstrip().partition(b"\n")[0]):
        raise InputError.at(unit.file, say("neither a JSON list nor one JSON object a line"))
    return _json_lines(data, unit.first)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(_json(line), dict)
    except (ValueError, RecursionError):
        return False


def _json_lines(data: bytes, first: int) -> Iterator[RawRow]:
    for position, line in enumerate(io.BytesIO(data), start=first):
        if stripped := line.strip():
            yield line_row(position, stripped)


def line_row(position: int, line: bytes) -> RawRow:
    """Read one line of JSON, without blanks around it; a broken one is an unusable row."""
    try:
        return RawRow(position, orjson.loads(line), line)
    except orjson.JSONDecodeError:
        return _lax_row(position, line)


def _lax_row(position: int, line: bytes) -> RawRow:
    """Read what only Python's reader lets pass; such a line is kept as it was understood."""
    try:
        return RawRow(position, json.loads(line.decode()))
    except ValueError as error:
        reason = f"no valid JSON ({error})"
        return RawRow(position, UnusableRowError(reason, clean(line[:300].decode(errors="replace"))))
    except RecursionError:
        return RawRow(position, UnusableRowError("JSON nested deeper than any export is"))


def _json(line: bytes) -> Any:
    """Read one line; what only Python's reader lets pass (NaN, halves of characters) is let pass."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line.decode())


def _list(unit: Unit, shape: Shape) -> Iterator[RawRow]:
    data = unit.data
    if shape.encoding.lower() not in ("utf-8", "utf8"):
        data = _decoded(data, unit.file, shape.encoding).encode(errors="surrogatepass")
    rows = json_of(data, unit.file)
    if not isinstance(rows, list):
        raise InputError.at(unit.file, say("not a JSON list of rows"))
    return (RawRow(place, row) for place, row in enumerate(rows, start=1))
