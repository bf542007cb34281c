"""JSON lines as columns: a strict parser in blocks for the lines that are plain, and a list of all others.

A line is plain when it is one JSON object and the mapped fields hold texts or whole numbers throughout. The
parser is stricter than the row reader wherever the two could differ (fields told twice, fractions, numbers
beyond 64 bits, halves of characters): a block that it refuses is halved until the line is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import json as arrow_json

from luminary.collect.source import RawRow, Unit
from luminary.collect.tabular.layouts import Shape, layout_of, line_row

_SMALLEST = 256
"""Lines below which a refused block is read row by row."""
_SAMPLED = 500
_SLICE = 1 << 18
_NULL = pa.null()
_PLAIN = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), type(None): _NULL}
_DEEP = 400
"""Opening brackets in a line from which it might be nested deeper than the row reader goes."""
_ODD_NUMBER = re.compile(rb"[:,\[\s-](?:NaN|Inf|Infinity)[\s,}\]]")
"""No numbers of JSON, but the block parser lets them pass."""
_NEWLINE, _RETURN, _OPENS, _CLOSES = b"\n\r{}"
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a piece, those that are plain as columns.

    Attributes
    ----------
    rows : int
        Lines that hold anything.
    columns : pa.Table
        The mapped fields of the plain ones.
    places : array of int
        Place of each plain one among all, from 0.
    positions : array of int
        Line number of each plain one.
    payload : pa.StringArray
        Each plain one as it was written.
    clean : bool
        Whether no text can hold a control character.
    odd : tuple of (int, RawRow)
        Place and raw row of the others.
    """

    rows: int
    columns: pa.Table
    places: Places
    positions: Places
    payload: pa.StringArray
    clean: bool
    odd: tuple[tuple[int, RawRow], ...]

    def raw(self, one: int) -> RawRow:
        """Read one of the plain lines as the row reader does."""
        return line_row(int(self.positions[one]), self.payload[one].as_py().encode())


def lines_in_columns(unit: Unit, shape: Shape, fields: Mapping[str, pa.DataType]) -> Lines | None:
    """Read a piece of JSON lines as columns.

    Parameters
    ----------
    unit : Unit
        The piece.
    shape : Shape
        Its encoding.
    fields : mapping of str to DataType
        The fields wanted, each with the type that it has where the first rows do not tell.

    Returns
    -------
    Lines or None
        None where it has to be read row by row as a whole: other layouts, other encodings, and fields
        that hold lists, objects or fractions.
    """
    data = unit.data
    if layout_of(unit.file, data) != "lines" or unit.file.lower().endswith(".json"):
        return None
    if shape.encoding.lower() not in ("utf-8", "utf8") or data[:1] != b"{":
        return None
    settled = _schema(data, fields)
    return None if settled is None else _Piece(unit, *settled).read()


def _schema(data: bytes, fields: Mapping[str, pa.DataType]) -> tuple[pa.Schema, bool] | None:
    """Settle the types by the first rows; tell whether no field of theirs needs to be passed over."""
    types: dict[str, pa.DataType] = {}
    for line in data[: 1 << 18].split(b"\n", _SAMPLED)[:_SAMPLED]:
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        for name, value in row.items() if isinstance(row, dict) else ():
            if types.get(name, _NULL) == _NULL:
                types[name] = _PLAIN.get(type(value))
    types = {name: found if found != _NULL else fields.get(name, _NULL) for name, found in types.items()}
    wanted = {name: types.get(name, settled) for name, settled in fields.items()}
    if any(found not in (pa.string(), pa.int64()) for found in wanted.values()):
        return None
    whole = None not in types.values()
    return pa.schema(list(({**types, **wanted} if whole else wanted).items())), whole


def _places_of(sign: int, signs: npt.NDArray[np.uint8]) -> Places:
    """Find a sign; a slice at a time, because fresh memory for all of them costs more than the search."""
    starts = range(0, len(signs), _SLICE)
    return np.concatenate([np.flatnonzero(signs[at : at + _SLICE] == sign) + at for at in starts])


def _check_encoding(text: memoryview | bytes) -> None:
    """Refuse what is not UTF-8, with the error of Arrow."""
    bounds = np.array([0, len(text)], np.int32)
    pa.StringArray.from_buffers(1, pa.py_buffer(bounds), pa.py_buffer(text)).validate(full=True)


class _Piece:
    """One piece, cut into lines."""

    def __init__(self, unit: Unit, schema: pa.Schema, whole: bool) -> None:
        self._unit = unit
        self._data = unit.data
        self._schema = schema
        self._whole = whole
        self._bytes = np.frombuffer(self._data, np.uint8)
        ends = _places_of(_NEWLINE, self._bytes)
        if self._data[-1:] != b"\n":
            ends = np.append(ends, len(self._data))
        self._ends: Places = ends
        self._starts: Places = np.concatenate(([0], ends[:-1] + 1))
        self._tidy = self._is_tidy()
        self._filled = self._tidy.copy()
        for line in np.flatnonzero(~self._tidy).tolist():
            self._filled[line] = bool(self._line(line).strip())

    def _line(self, line: int) -> bytes:
        return self._data[self._starts[line] : self._ends[line]]

    def _is_tidy(self) -> npt.NDArray[np.bool_]:
        """Find the lines that begin and end as one object does: then no object goes over several lines."""
        last = self._bytes[self._ends - 1]
        returned = (last == _RETURN) & (self._ends - self._starts > 1)
        last = np.where(returned, self._bytes[self._ends - 2], last)
        long = self._ends - self._starts > 1 + returned
        tidy: npt.NDArray[np.bool_] = (self._bytes[self._starts] == _OPENS) & (last == _CLOSES) & long
        if not self._whole:
            self._look_into_the_unread(tidy)
        return tidy

    def _look_into_the_unread(self, tidy: npt.NDArray[np.bool_]) -> None:
        """Find what only the block parser would let pass in fields that it passes over."""
        for found in _ODD_NUMBER.finditer(self._data) if self._may_hold_odd_numbers() else ():
            tidy[np.searchsorted(self._ends, found.start() + 1)] = False
        for line in np.flatnonzero(self._ends - self._starts > 2 * _DEEP).tolist():
            within = int(self._starts[line]), int(self._ends[line])
            tidy[line] &= self._data.count(b"{", *within) + self._data.count(b"[", *within) < _DEEP

    def _may_hold_odd_numbers(self) -> bool:
        return b"Inf" in self._data or b"NaN" in self._data

    def read(self) -> Lines:
        """Read all plain lines, and list the others."""
        found = list(self._parsed(np.flatnonzero(self._tidy)))
        lines = np.concatenate([part[0] for part in found]) if found else np.zeros(0, np.int64)
        columns = pa.concat_tables([part[1] for part in found]) if found else self._schema.empty_table()
        place = np.cumsum(self._filled) - 1
        odd = self._filled.copy()
        odd[lines] = False
        return Lines(
            int(self._filled.sum()),
            columns,
            place[lines],
            lines + self._unit.first,
            self._payload(lines),
            b"\\" not in self._data and b"\x7f" not in self._data,
            tuple((int(place[line]), self._row(line)) for line in np.flatnonzero(odd).tolist()),
        )

    def _row(self, line: int) -> RawRow:
        return line_row(self._unit.first + line, self._line(line).strip())

    def _parsed(self, lines: Places) -> Iterator[tuple[Places, pa.Table]]:
        """Parse lines in one go; halve them where the parser refuses one."""
        if not len(lines):
            return
        table = self._table(lines)
        if table is not None:
            yield lines, table
        elif len(lines) > _SMALLEST:
            half = len(lines) // 2
            yield from self._parsed(lines[:half])
            yield from self._parsed(lines[half:])

    def _table(self, lines: Places) -> pa.Table | None:
        text = self._text(lines)
        try:
            _check_encoding(text)
            table = arrow_json.read_json(
                pa.BufferReader(pa.py_buffer(text)),
                read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(text) + 1),
                parse_options=arrow_json.ParseOptions(
                    explicit_schema=self._schema,
                    unexpected_field_behavior="error" if self._whole else "ignore",
                ),
            )
        except pa.ArrowInvalid:
            return None
        return table.combine_chunks() if table.num_rows == len(lines) else None

    def _text(self, lines: Places) -> memoryview | bytes:
        first, last = int(lines[0]), int(lines[-1])
        if last - first + 1 == len(lines):
            return memoryview(self._data)[self._starts[first] : self._ends[last]]
        return b"\n".join(map(self._line, lines.tolist()))

    def _payload(self, lines: Places) -> pa.StringArray:
        """Give lines as they were written, without their ends."""
        offsets = np.append(self._starts, len(self._data)).astype(np.int32)
        written = pa.StringArray.from_buffers(
            len(self._starts), pa.py_buffer(offsets), pa.py_buffer(self._data)
        )
        if len(lines) < len(written):
            written = written.take(pa.array(lines))
        return pc.ascii_rtrim_whitespace(written)
