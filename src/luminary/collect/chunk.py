"""One piece of an import: raw rows in, Parquet files out. It runs in a process of its own.

A piece is deterministic: the same source is always cut the same way, so after a kill the pieces that are
complete are taken over and only the others are read again.
"""

from __future__ import annotations

import gc
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from luminary.collect.decode import clean
from luminary.collect.source import Block, RawRow, Reader, Stretch, Unit
from luminary.domain import Account, AccountLink, Metric, Place, Post, Record, Reference, Tie, Visit
from luminary.errors import InputError, UnusableRowError
from luminary.store import Staging, arrow_schema
from luminary.store.tables import table

ROWS_PER_CHUNK = 100_000_000
"""Room for row numbers: row = chunk number * this + place in the chunk."""

_TABLES: dict[type, str] = {
    Post: "posts",
    Reference: "refs",
    Account: "accounts",
    AccountLink: "account_links",
    Place: "places",
    Metric: "metrics",
    Tie: "ties",
    Visit: "visits",
}
_NOT_UNDERSTOOD = (UnusableRowError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
_FUTURE = 2 * 86_400_000_000
_EXCERPT = 300
_MOST_NAMES = 1_000
"""Unknown fields and reasons of rejects that a piece tells apart: a hostile source may hold millions."""
_ONCE = {"accounts": "account", "places": "place"}
"""Tables in which each row is told once a piece, and the key by which most of them differ."""
_WORTH = 500_000
"""Bytes of a file from which reading it as columns pays."""
_SAMPLED = 500
_SOUGHT = ("row", "moment")
"""Columns by whose smallest and largest values a file can be passed over."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What one piece gave."""

    read: int = 0
    rejected: int = 0
    """Rows and whole files that could not be used."""
    rejected_rows: int = 0
    """Rows among them."""
    unknown: Mapping[str, int] = field(default_factory=dict)
    """Fields that the reader does not know, with the number of rows that hold them."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why rows were rejected, with the number of rows."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.read + other.read,
            self.rejected + other.rejected,
            self.rejected_rows + other.rejected_rows,
            dict(Counter(self.unknown) + Counter(other.unknown)),
            dict(Counter(self.reasons) + Counter(other.reasons)),
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work for a process: some files, the reader, and where to write."""

    number: int
    units: tuple[Unit | Stretch, ...]
    reader: Reader
    folder: Path
    refused: tuple[tuple[str, str], ...] = ()
    """Members that must not be read, with the reason."""


def read_chunk(job: Job) -> Tally:
    """Read one piece and write its rows, unless an earlier run completed it."""
    done = job.folder / f"done-{job.number:06d}.json"
    if done.exists():
        return Tally(**json.loads(done.read_bytes()))
    with _without_collector():
        tally = _read(job)
    half = done.with_suffix(f".{os.getpid()}.half")
    half.write_text(json.dumps(asdict(tally)))
    half.replace(done)
    return tally


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rest the garbage collector: a piece makes millions of tuples and no cycles; it costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(job: Job) -> Tally:
    gathered = _Gathered(job.number * ROWS_PER_CHUNK, getattr(job.reader, "known", None))
    for file, reason in job.refused:
        gathered.reject(file, None, reason, "")
    for unit in job.units:
        _read_unit(unit.unit() if isinstance(unit, Stretch) else unit, job.reader, gathered)
    return gathered.write(Staging(job.folder), job.number)


def _read_unit(unit: Unit, reader: Reader, gathered: _Gathered) -> None:
    try:
        if (block := _block(unit, reader)) is not None:
            gathered.take_block(unit.file, block, reader)
            return
        for row in reader.rows(unit):
            gathered.take(unit.file, row, reader)
    except InputError as error:
        gathered.reject(unit.file, None, str(error), "")
    except RecursionError:
        gathered.reject(unit.file, None, "nested deeper than any export is", "")


def _block(unit: Unit, reader: Reader) -> Block | None:
    """Read a file as columns where the reader can; it pays only when there are many rows."""
    read: Callable[[Unit], Block | None] | None = getattr(reader, "block", None)
    return None if read is None or len(unit.data) < _WORTH else read(unit)


class _Gathered:
    """Rows of one piece, by table."""

    def __init__(self, first_row: int, known: frozenset[str] | None = None) -> None:
        self._row = first_row
        self._known = known
        self._unknown: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._raw: list[tuple[Any, ...]] = []
        self._rejects: list[tuple[Any, ...]] = []
        self._records: dict[type, list[tuple[Any, ...]]] = {kind: [] for kind in _TABLES}
        self._columns: dict[str, list[pa.Table]] = defaultdict(list)
        self._seen: set[Record] = set()
        self._latest = int(time.time() * 1e6) + _FUTURE
        self._read = 0

    def take(self, file: str, row: RawRow, reader: Reader) -> None:
        """Keep a raw row and what it means; a row that cannot be used goes to the rejects."""
        self._row += 1
        self._read += 1
        payload = row.told if row.told is not None and type(row.value) is dict else _payload(row.value)
        if self._known is not None and type(row.value) is dict:
            _count(self._unknown, row.value.keys() - self._known)
        try:
            if isinstance(row.value, UnusableRowError):
                raise row.value
            records = list(reader.records(file, row))
            author = self._check(records)
        except _NOT_UNDERSTOOD as error:
            self._raw.append((self._row, file, row.position, None, payload))
            reason = _reason(error)
            _count(self._reasons, (reason,))
            self.reject(file, row.position, reason, payload.decode())
            return
        self._raw.append((self._row, file, row.position, author, payload))
        for record in records:
            kind = type(record)
            if kind is Account or kind is Place or kind is AccountLink:  # with every post: once is enough
                if record in self._seen:
                    continue
                self._seen.add(record)
            self._records[kind].append((self._row, *record))

    def take_block(self, file: str, block: Block, reader: Reader) -> None:
        """Keep a block of rows; the odd ones among them are read as all others are."""
        first = self._row
        for name, part in block.tables.items():
            rows = pc.add(part["row"], first + 1)
            self._columns[name].append(part.set_column(part.column_names.index("row"), "row", rows))
        self._read += block.tables["raw_rows"].num_rows
        for place, row in block.odd:
            self._row = first + place
            self.take(file, row, reader)
        self._row = first + block.rows

    def reject(self, file: str, position: int | None, reason: str, excerpt: str) -> None:
        """List a row or a whole file that could not be used."""
        self._rejects.append((clean(file), position, clean(reason), excerpt[:_EXCERPT]))

    def _check(self, records: list[Record]) -> str | None:
        """Refuse posts from the future; give the account that wrote the row, or that it is about."""
        author = None
        for record in records:
            if type(record) is Post:
                if record.at > self._latest:
                    raise UnusableRowError(f"it is dated {_day(record.at)}, which lies in the future")
                return record.author
            if type(record) is Account and author is None:
                author = record.key
        return author

    def write(self, staging: Staging, number: int) -> Tally:
        """Write the files of this piece."""
        rows = {_TABLES[kind]: found for kind, found in self._records.items()}
        rows |= {"raw_rows": self._raw, "rejects": self._rejects}
        for name, found in rows.items():
            columns = self._columns.get(name, [])
            if found or columns or name == "raw_rows":
                schema = arrow_schema(table(name), leave_out=("batch",))
                parts = [*(_fitted(part, schema) for part in columns), _table(found, schema)]
                whole = pa.concat_tables(parts)
                _write(
                    staging.file(name, number),
                    _once(whole, _ONCE[name]) if columns and name in _ONCE else whole,
                )
        rejected_rows = sum(position is not None for _, position, _, _ in self._rejects)
        return Tally(self._read, len(self._rejects), rejected_rows, dict(self._unknown), dict(self._reasons))


def _count(counter: Counter[str], names: Iterable[object]) -> None:
    """Count names, as many different ones as a sound source can hold."""
    for name in names:
        cut = clean(str(name))[:100]
        if cut in counter or len(counter) < _MOST_NAMES:
            counter[cut] += 1


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """Make a table of rows."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [_array(values, field) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _fitted(part: pa.Table, schema: pa.Schema) -> pa.Table:
    """Give a block the columns of its table; those it does not name are empty."""
    size = part.num_rows
    named = set(part.column_names)
    arrays = [
        part[field.name].cast(field.type) if field.name in named else pa.nulls(size, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _once(rows: pa.Table, key: str) -> pa.Table:
    """Keep each account or place where it comes first; a key may have several, where a name was changed."""
    rows = rows.take(pa.array(np.argsort(np.asarray(rows["row"]), kind="stable"))).combine_chunks()
    codes = _codes(rows, key)
    firsts = _firsts(codes)
    told = [name for name in rows.column_names if name != "row" and rows[name].null_count < len(rows)]
    others = np.zeros(len(rows), bool)
    for name in told:
        mine = _codes(rows, name)
        others |= mine != mine[firsts][codes]
    for name in told if others.any() else ():
        codes = np.unique(codes * len(rows) + _codes(rows, name), return_inverse=True)[1]
    others &= np.isin(np.arange(len(rows)), _firsts(codes)) if others.any() else False
    others[firsts] = True
    return rows.filter(pa.array(others))


def _codes(rows: pa.Table, name: str) -> npt.NDArray[np.int64]:
    coded = rows[name].combine_chunks().dictionary_encode(null_encoding="encode")
    return np.asarray(coded.indices).astype(np.int64)


def _firsts(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Give the place where each code comes first, in order of the codes."""
    return np.unique(codes, return_index=True)[1]


def _write(file: Path, rows: pa.Table) -> None:
    """Write rows as one Parquet file; zstd would make it a third smaller in half as much time again."""
    half = file.with_suffix(f".{os.getpid()}.half")  # a killed run's process may still write its own
    pq.write_table(
        rows,
        half,
        compression="snappy",
        use_dictionary=[name for name in rows.column_names if _repeats(rows[name])],
        write_statistics=[name for name in rows.column_names if name in _SOUGHT],
    )
    half.replace(file)


def _repeats(column: pa.ChunkedArray) -> bool:
    """Tell by a sample whether values repeat: for others a dictionary only costs time and space."""
    sample = column.take(pa.array(np.linspace(0, len(column) - 1, min(len(column), _SAMPLED)).astype(int)))
    return bool(2 * pc.count_distinct(sample, mode="all").as_py() <= len(sample))


def _array(values: tuple[Any, ...], field: pa.Field) -> pa.Array:
    if pa.types.is_timestamp(field.type):
        return pa.array(values, pa.int64()).cast(field.type)
    if field.name == "payload":
        return pa.array(values, pa.binary()).cast(field.type)
    try:
        return pa.array(values, field.type)
    except (UnicodeEncodeError, pa.ArrowInvalid):
        # Halves of characters (lone surrogates) cannot be stored; readers clean texts, but not every id.
        return pa.array([clean(value) if isinstance(value, str) else value for value in values], field.type)


def _reason(error: Exception) -> str:
    """Say why a row was rejected; a reader that stumbles over a row of an odd shape rejects it, too."""
    if isinstance(error, UnusableRowError):
        return str(error)
    return f"the row is of an unexpected shape ({type(error).__name__}: {error})"


def _payload(value: object) -> bytes:
    """Write a raw row as JSON text, whatever it holds."""
    if isinstance(value, UnusableRowError):
        return clean(value.seen).encode()
    try:
        return orjson.dumps(value, default=str)
    except (orjson.JSONEncodeError, RecursionError):
        return _slow_payload(value)


def _slow_payload(value: object) -> bytes:
    """Write what the fast encoder refuses: halves of characters, long numbers, deep nests."""
    try:
        return json.dumps(value, default=str).encode()
    except (ValueError, TypeError, RecursionError):
        return b'"nested deeper than any export is"'


def _day(micros: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(min(micros / 1e6, 2**40)))
