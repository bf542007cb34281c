"""One piece of an import: raw rows in, Parquet files out. It runs in a process of its own.

A piece is deterministic: the same source is always cut the same way, so after a kill the pieces that are
complete are taken over and only the others are read again.
"""

from __future__ import annotations

import gc
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from luminary.collect.decode import clean
from luminary.collect.source import RawRow, Reader, Unit
from luminary.domain import Account, Metric, Place, Post, Record, Reference, Tie, Visit
from luminary.errors import InputError, UnusableRowError
from luminary.store import Staging, arrow_schema
from luminary.store.tables import table

ROWS_PER_CHUNK = 100_000_000
"""Room for row numbers: row = chunk number * this + place in the chunk."""

_TABLES: dict[type, str] = {
    Post: "posts",
    Reference: "refs",
    Account: "accounts",
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
_LONG = ("payload", "text")
"""Columns of long texts, each different: dictionaries and smallest values of them only cost time."""


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
    units: tuple[Unit, ...]
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
        _read_unit(unit, job.reader, gathered)
    return gathered.write(Staging(job.folder), job.number)


def _read_unit(unit: Unit, reader: Reader, gathered: _Gathered) -> None:
    try:
        for row in reader.rows(unit):
            gathered.take(unit.file, row, reader)
    except InputError as error:
        gathered.reject(unit.file, None, str(error), "")
    except RecursionError:
        gathered.reject(unit.file, None, "nested deeper than any export is", "")


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
        self._seen: set[Record] = set()
        self._latest = int(time.time() * 1e6) + _FUTURE
        self._read = 0

    def take(self, file: str, row: RawRow, reader: Reader) -> None:
        """Keep a raw row and what it means; a row that cannot be used goes to the rejects."""
        self._row += 1
        self._read += 1
        payload = _payload(row.value)
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
            if kind is Account or kind is Place:  # they come with every post: once a piece is enough
                if record in self._seen:
                    continue
                self._seen.add(record)
            self._records[kind].append((self._row, *record))

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
        _write(staging.file("raw_rows", number), "raw_rows", self._raw, ("batch",))
        for kind, rows in self._records.items():
            if rows:
                _write(staging.file(_TABLES[kind], number), _TABLES[kind], rows, ("batch",))
        if self._rejects:
            _write(staging.file("rejects", number), "rejects", self._rejects, ("batch",))
        rejected_rows = sum(position is not None for _, position, _, _ in self._rejects)
        return Tally(self._read, len(self._rejects), rejected_rows, dict(self._unknown), dict(self._reasons))


def _count(counter: Counter[str], names: Iterable[object]) -> None:
    """Count names, as many different ones as a sound source can hold."""
    for name in names:
        cut = clean(str(name))[:100]
        if cut in counter or len(counter) < _MOST_NAMES:
            counter[cut] += 1


def _write(file: Path, name: str, rows: list[tuple[Any, ...]], leave_out: tuple[str, ...]) -> None:
    """Write rows as one Parquet file of a declared table."""
    schema = arrow_schema(table(name), leave_out=leave_out)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [_array(values, field) for values, field in zip(columns, schema, strict=True)]
    half = file.with_suffix(f".{os.getpid()}.half")  # a killed run's process may still write its own
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        half,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in schema.names if name not in _LONG],
        write_statistics=[name for name in schema.names if name not in _LONG],
    )
    half.replace(file)


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
