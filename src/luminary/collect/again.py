"""Takes landed imports back, and reads their raw rows again with the reader of today or another mapping.

A batch that is read again becomes a new batch in its place: the new one begins to count and the old one stops
in one transaction of the ledger, so a kill leaves either the one or the other, whole. What another import had
left out because a batch had it already is in its own raw rows: when the batch goes, that import has to be
read again.

What it cannot do: files that could not be opened as a whole left no raw rows, and stay rejected; formats
whose lists are not kept row by row (`Format.again`) need their export.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import orjson
from filelock import FileLock

from luminary.collect.batch import (
    Importer,
    ImportResult,
    Progress,
    in_its_place,
    options_json,
    result_of,
    silent,
    take_over,
)
from luminary.collect.chunk import ROWS_PER_CHUNK, Job, Tally, read_chunk
from luminary.collect.jsonrows import NotUsed
from luminary.collect.registry import named
from luminary.collect.source import Format, Options, RawRow, Reader, Unit
from luminary.domain import Access, Record
from luminary.errors import LuminaryError, UnknownNameError, UnusableRowError, UsageError
from luminary.i18n import say
from luminary.privacy.terms import first_landed
from luminary.store import DuckDBEngine, Engine

_SHORTEST = 4
"""Signs of a key that may stand for all of it."""
_SAMPLE = 200
"""Raw rows from which the mapping of a table is completed."""
_SLOW = re.compile(r"[0-9]{16}|\\u[dD][89a-fA-F]|NaN|Infinity")
"""Long numbers, halves of characters and what is no number are read by the slower way, which keeps them."""
_UNDECODED = "it could not be decoded when it was imported"

_PARTS_SQL = f"SELECT DISTINCT CAST(floor(row / {ROWS_PER_CHUNK}) AS BIGINT) AS part FROM raw_rows ORDER BY 1"
_ROWS_SQL = """
SELECT w.file, w.position, w.payload, any_value(j.reason)
FROM raw_rows w LEFT JOIN rejects j ON j.file = w.file AND j.position = w.position
WHERE w.row >= ? AND w.row < ? GROUP BY w.row, w.file, w.position, w.payload ORDER BY w.row
"""
_COUNTED = {
    "posts": "post",
    "ties": "source, target, relation, moment, weight",
    "visits": "site, tool, what, value, page, referrer, medium, campaign, content, query, moment, until",
}
"""Tables of which later imports leave out what is there already, with what makes two rows the same."""
_LOST_SQL = (
    "SELECT count(*) FROM (SELECT {columns} FROM old_{table} EXCEPT SELECT {columns} FROM new_{table})"
)
_FILES_SQL = "SELECT DISTINCT file FROM raw_rows ORDER BY file"
_FILE_SQL = "SELECT payload FROM raw_rows WHERE file = ? ORDER BY row"
_SAMPLE_SQL = f"SELECT payload FROM raw_rows ORDER BY row LIMIT {_SAMPLE}"
_REFUSED_SQL = "SELECT file, reason FROM rejects WHERE position IS NULL ORDER BY file, reason"


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading a batch again gave.

    Attributes
    ----------
    before : ImportResult
        What the batch held.
    after : ImportResult
        What the batch in its place holds.
    later : tuple of str
        Landed batches that may have left out rows which the batch had and the one in its place does not.
    """

    before: ImportResult
    after: ImportResult
    later: tuple[str, ...] = ()


class RawReader:
    """Reads raw rows that were kept, with the reader of a format.

    Parameters
    ----------
    reader : Reader
        What turns a raw row into records.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.known: frozenset[str] | None = getattr(reader, "known", None)
        self._look: Callable[[str, Sequence[Any]], None] | None = getattr(reader, "look_again", None)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Give the rows as they were decoded; one that never could be has its old reason."""
        kept = [
            (position, _value(payload, reason), payload.encode())
            for position, payload, reason in orjson.loads(unit.data)
        ]
        if self._look is not None:
            self._look(unit.file, [value for _, value, _ in kept if type(value) is dict][:_SAMPLE])
        for position, value, payload in kept:
            yield RawRow(position, value, payload)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn one row into records."""
        return self._reader.records(file, row)


def _value(payload: str, reason: str | None) -> Any:
    try:
        value = _decoded(payload)
    except ValueError:
        return UnusableRowError(reason or _UNDECODED, payload)
    return NotUsed.of(value)


def _decoded(payload: str) -> Any:
    """Read a payload; what the fast reader does not take, or not whole, is read by the slower one."""
    if _SLOW.search(payload):
        return json.loads(payload)
    return orjson.loads(payload)


class Replacer(Importer):
    """Takes landed batches back, and reads them again."""

    def withdraw(self, batch: str) -> tuple[str, list[str]]:
        """Let the rows of a landed batch count no more, and remove them.

        Withdrawing a batch again finishes what a kill interrupted.

        Returns
        -------
        tuple of str and list of str
            Its whole key, and landed batches which may have left out rows because this one had them:
            `again` brings these back.

        Raises
        ------
        UnknownNameError
            When there is no such batch.
        UsageError
            When the import of it is still going on, or another stands in its place since it was read again.
        """
        row = self._row(batch)
        batch = str(row["batch"])
        if row["state"] == "reading":
            raise UsageError(say("'{batch}' is being imported; cancel that instead", batch=batch))
        if now := in_its_place(self._ledger, batch):
            told = {"batch": batch, "now": now[0]["batch"]}
            raise UsageError(
                say("'{batch}' was read again: withdraw {now}, which stands in its place", **told)
            )
        with FileLock(self._lake.staging("landing").folder.with_suffix(".lock")):
            self._ledger.change("batches", {"batch": batch, "state": "landed"}, state="withdrawn")
            self._lake.withdraw(batch)
        return batch, self._later(row)

    def again(
        self,
        batch: str,
        columns: Mapping[str, str] | None = None,
        settings: Mapping[str, str] | None = None,
        progress: Progress = silent,
        began: Callable[[str], None] = lambda _batch: None,
    ) -> Reread:
        """Read the raw rows of a landed batch again, and put what they give in its place.

        Parameters
        ----------
        batch : str
            Key.
        columns, settings : mapping of str to str, optional
            For tables: what is mapped otherwise now; an empty column takes a field away.
        progress : callable, optional
            Called with pieces read and pieces in all.
        began : callable, optional
            Called with the key of the new batch before anything is written.

        Raises
        ------
        UnknownNameError
            When there is no such batch.
        UsageError
            When it has not landed, its raw rows are gone, or its format cannot be read again.
        MappingError
            When the mapping does not fit the columns of the raw rows.
        """
        row = self._landed_row(batch)
        batch = str(row["batch"])
        form = named(str(row["format"]))
        engine = DuckDBEngine(self._spill / f"{batch}-again", self._limits.memory)
        try:
            others = [one for one in self._lake.landed() if one != batch]
            self._lake.attach(engine, "raw_rows", "rejects", without=others)
            self._lake.attach(engine, *_COUNTED, without=others, prefix="old_")
            options = self._options(form, row, engine, columns or {}, settings or {})
            return self._replace(row, form, options, engine, progress, began)
        finally:
            engine.close()

    def _replace(
        self,
        row: Mapping[str, Any],
        form: Format,
        options: Options,
        engine: Engine,
        progress: Progress,
        began: Callable[[str], None],
    ) -> Reread:
        old = str(row["batch"])
        new = _new_id(old, options, self._ledger.rows("batches", replaces=old))
        began(new)
        staging = self._lake.staging(new)
        staging.folder.mkdir(parents=True, exist_ok=True)
        result = ImportResult(new, row["source"], form.name, "read again", terms=row["terms"] or "")
        with FileLock(staging.folder.with_suffix(".lock")):
            self._landed_row(old)  # another program may have read it again meanwhile
            take_over(staging, self._limits)
            self._ledger.put("batches", **self._again(row, new, options))
            try:
                tally = self._read_rows(
                    form.reader(options, _context(form, engine)), staging.folder, engine, progress
                )
                result = self._land(new, tally, [], result, old)
            except LuminaryError:
                staging.clear()
                self._ledger.change("batches", {"batch": new}, state="withdrawn")
                raise
            ignored = json.loads(row["ignored"] or "{}")
            self._ledger.change("batches", {"batch": new}, ignored=json.dumps(ignored))
            staging.clear()
        later = [one for one in self._later(row) if one != new] if self._lost(new, engine) else []
        self._lake.withdraw(old)
        return Reread(result_of(row), replace(result, ignored=ignored), tuple(later))

    def _lost(self, new: str, engine: Engine) -> bool:
        """Tell whether the old batch held anything that the one in its place does not."""
        others = [one for one in self._lake.landed() if one != new]
        self._lake.attach(engine, *_COUNTED, without=others, prefix="new_")
        return any(
            bool(engine.scalar(_LOST_SQL.format(table=name, columns=columns)))
            for name, columns in _COUNTED.items()
        )

    def _read_rows(self, reader: Reader, folder: Any, engine: Engine, progress: Progress) -> Tally:
        parts = [int(str(one[0])) for one in engine.rows(_PARTS_SQL)]
        refused = tuple((str(file), str(reason)) for file, reason in engine.rows(_REFUSED_SQL))
        jobs = _jobs(parts, RawReader(reader), folder, engine, refused, progress)
        tally = Tally()
        several = len(parts) > 1 and self._limits.workers > 1
        for one in self._in_processes(jobs) if several else map(read_chunk, jobs):
            tally += one
        progress(len(parts), len(parts))
        return tally

    def _options(
        self,
        form: Format,
        row: Mapping[str, Any],
        engine: Engine,
        columns: Mapping[str, str],
        settings: Mapping[str, str],
    ) -> Options:
        """Give the options of the batch with what is said now."""
        if not form.again:
            raise UsageError(
                say(
                    "{title}: its lists are not kept row by row, so it cannot be read again from them; "
                    "withdraw the import and import the export again",
                    title=form.title,
                )
            )
        if not int(str(engine.scalar("SELECT count(*) FROM raw_rows"))):
            raise UsageError(say("the raw rows of this import are gone; import the source again"))
        told = json.loads(row["options"] or "{}")
        access = told.get("access")
        kept = Options(
            told.get("place") or "",
            None if access is None else Access(access),
            told.get("columns", {}),
            told.get("settings", {}),
        )
        if not columns and not settings:
            return kept
        sample = [_decoded(str(one[0])) for one in engine.rows(_SAMPLE_SQL) if _is_object(str(one[0]))]
        return form.prepare_again(kept, Options(columns=columns, settings=settings), sample)

    def _again(self, row: Mapping[str, Any], new: str, options: Options) -> dict[str, object]:
        kept = ("source", "format", "community", "terms", "origin", "obtained", "basis", "notice")
        return {
            **{name: row[name] for name in kept},
            "batch": new,
            "replaces": row["batch"],
            "options": options_json(options),
            "state": "reading",
            "started": self._ledger.now(),
        }

    def _row(self, batch: str) -> Mapping[str, Any]:
        """Find a batch by its key, or the beginning of it where only one begins so."""
        known = [str(one) for one in self._ledger.values("batches", "batch")]
        fitting = [one for one in known if one == batch] or [
            one for one in known if len(batch) >= _SHORTEST and one.startswith(batch)
        ]
        if len(fitting) != 1:
            raise UnknownNameError.of("import", batch, known)
        return self._ledger.rows("batches", batch=fitting[0])[0]

    def _landed_row(self, batch: str) -> Mapping[str, Any]:
        row = self._row(batch)
        if row["state"] != "landed":
            raise UsageError(say("'{batch}' does not count (it is {state})", batch=batch, state=row["state"]))
        return row

    def _later(self, gone: Mapping[str, Any]) -> list[str]:
        """List the batches that landed later and may have left out rows which the given one had.

        Repeated posts are counted; repeated ties and figures of visits are not, so a batch of the same format
        may always have left some out.
        """
        rows = sorted(self._ledger.rows("batches", state="landed"), key=lambda row: row["landed"])
        since = first_landed(self._ledger, gone)
        return [
            str(row["batch"])
            for row in rows
            if row["landed"] >= since
            and row["batch"] != gone["batch"]
            and (row["duplicates"] or row["format"] == gone["format"])
        ]


def _jobs(
    parts: Sequence[int],
    reader: Reader,
    folder: Any,
    engine: Engine,
    refused: tuple[tuple[str, str], ...],
    progress: Progress,
) -> Iterator[Job]:
    """Give the pieces of the old batch; what could not be opened then stands with the first one."""
    for done, part in enumerate(parts):
        progress(done, len(parts))
        rows = engine.rows(_ROWS_SQL, [part * ROWS_PER_CHUNK, (part + 1) * ROWS_PER_CHUNK])
        yield Job(part, tuple(_units(rows)), reader, folder, refused if done == 0 else ())


def _units(rows: Iterable[Sequence[Any]]) -> Iterator[Unit]:
    """Give the rows file by file, in their order."""
    for file, some in groupby(rows, key=lambda row: str(row[0])):
        yield Unit(file, orjson.dumps([(position, payload, reason) for _, position, payload, reason in some]))


def _context(form: Format, engine: Engine) -> dict[str, bytes]:
    """Write the lists that the reader needs from their raw rows."""
    if form.context is None:
        return {}
    files = [str(one[0]) for one in engine.rows(_FILES_SQL)]
    return {file: _member(form, file, engine) for file in files if form.context(file)}


def _member(form: Format, file: str, engine: Engine) -> bytes:
    payloads = [str(one[0]) for one in engine.rows(_FILE_SQL, [file])]
    return form.written(file, [_decoded(one) for one in payloads if _is_json(one)])


def _is_json(payload: str) -> bool:
    try:
        _decoded(payload)
    except ValueError:
        return False
    return True


def _is_object(payload: str) -> bool:
    return payload.startswith("{") and _is_json(payload)


def _new_id(old: str, options: Options, tries: Sequence[Mapping[str, Any]]) -> str:
    """Name the new batch; one that was begun with the same options and killed goes on under its name."""
    told = options_json(options)
    for one in tries:
        if one["state"] == "reading" and one["options"] == told:
            return str(one["batch"])
    return hashlib.sha256(f"again|{old}|{len(tries)}|{told}".encode()).hexdigest()[:20]
