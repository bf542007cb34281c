"""One import from beginning to end: recognise, read in several processes, land at once.

Kill it at any moment and run it again: complete pieces are taken over, the rest is read again, and rows
count only when the ledger says, in one transaction, that the batch has landed.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from filelock import FileLock, Timeout

from luminary.collect.archive import Source
from luminary.collect.chunk import Job, Tally, read_chunk
from luminary.collect.cut import Cut
from luminary.collect.decode import clean
from luminary.collect.land import Landed, land
from luminary.collect.notes import notes_of
from luminary.collect.objected import leave_out
from luminary.collect.provenance import Asked, Provenance, stay_under, told
from luminary.collect.registry import named, recognise
from luminary.collect.source import Format, Options
from luminary.errors import ConflictError, FormatError, LuminaryError
from luminary.i18n import Listing, Message, say, say_count
from luminary.privacy.terms import terms_of
from luminary.settings import Limits
from luminary.store import DuckDBEngine, Lake, Ledger, Staging

_INLINE_BYTES = 4_000_000
"""Below this packed size one process is faster than several."""
_MOVING = "moving"
"""Lies in the staging folder once files leave it: after a kill since then, all is read again."""
_PATIENCE = 5.0
"""Seconds to wait for another program that imports the same content."""
_READ_AGAIN = 2
"""Version of the readers: raise it when they read the same bytes differently."""

Progress = Callable[[int, int], None]
"""Called with the packed bytes read so far and in all."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody about the progress."""
    return


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did.

    ``read = kept + rejected rows + duplicates + left out``, except that files which could not be opened
    count as rejected without having been read as rows.
    """

    batch: str
    source: str
    format: str
    saw: str
    """What the format was recognised by, or that it was forced."""
    read: int = 0
    kept: int = 0
    rejected: int = 0
    duplicates: int = 0
    already: bool = False
    """True when the same content had been imported before; then nothing was read again."""
    ignored: Mapping[str, int] = field(default_factory=dict)
    """Members that the format does not use: kind of file to number."""
    notes: tuple[str, ...] = ()
    """What the format decided about this source (columns it guessed, date order, encoding)."""
    left_out: int = 0
    """Rows of people who objected or were erased; nothing of them is kept."""
    terms: str = ""
    """Policy of the platform's terms under which it came."""


class Importer:
    """Imports sources into a lake.

    Parameters
    ----------
    lake, ledger : Lake, Ledger
        Where rows and the batch are kept.
    limits : Limits
        Memory, processes, sizes.
    spill : Path
        Folder for what does not fit into memory.
    asked : Asked
        Whether a table of the user's own must say where it is from.
    """

    def __init__(
        self, lake: Lake, ledger: Ledger, limits: Limits, spill: Path, asked: Asked = Asked.NOTHING
    ) -> None:
        self._lake = lake
        self._ledger = ledger
        self._limits = limits
        self._spill = spill
        self._asked = asked

    def run(
        self,
        path: Path,
        options: Options,
        format_name: str | None = None,
        progress: Progress = silent,
        began: Callable[[str], None] = lambda _batch: None,
        provenance: Provenance | None = None,
    ) -> ImportResult:
        """Import a file, folder or archive as one atomic batch.

        `began` is called with the key of the batch before anything is written: who kills the import hands
        this key to `take_away`. `provenance` is put on record beside it, also when it had landed before.

        Raises
        ------
        InputError
            When the source as a whole cannot be used; then nothing of it was imported.
        """
        source = Source(path, self._limits)
        form, saw, options = self._recognise(source, options, format_name)
        batch, came = _batch_id(source, form, options), provenance or Provenance()
        came.check(form.name, self._asked)
        result = ImportResult(batch, path.name, form.name, saw, terms=came.policy(form.name).name)
        began(batch)
        staging = self._lake.staging(batch)
        staging.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(staging.folder.with_suffix(".lock")):
            if (earlier := self._landed(result, came)) is not None:
                staging.clear()
                return earlier
            take_over(staging, self._limits)
            self._ledger.put("batches", **self._started(result, options, came))
            try:
                tally, ignored = self._read(source, form, options, staging.folder, progress)
            except LuminaryError:
                staging.clear()
                self._ledger.change("batches", {"batch": batch}, state="withdrawn")
                raise
            result = self._land(batch, tally, ignored, result)
            staging.clear()
        return replace(result, notes=(*result.notes, *told(came, form.name, self._asked)))

    def take_away(self, batch: str) -> ImportResult | None:
        """Remove everything that a killed import left; gives its result instead when it had landed.

        Nothing is removed while another program imports the same content.
        """
        staging = self._lake.staging(batch)
        staging.folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(staging.folder.with_suffix(".lock"), timeout=_PATIENCE):
                rows = self._ledger.rows("batches", batch=batch)
                if rows and rows[0]["state"] == "landed":
                    return result_of(rows[0])
                self._remove(batch, staging)
        except Timeout:
            return None
        return None

    def _remove(self, batch: str, staging: Staging) -> None:
        if (staging.folder / _MOVING).exists():
            with FileLock(self._lake.staging("landing").folder.with_suffix(".lock")):
                self._lake.withdraw(batch)
        staging.clear()
        shutil.rmtree(self._spill / batch, ignore_errors=True)
        self._ledger.change("batches", {"batch": batch, "state": "reading"}, state="withdrawn")

    def _recognise(self, source: Source, options: Options, name: str | None) -> tuple[Format, str, Options]:
        glimpse = source.glimpse()
        if name is None:
            form, sighting = recognise(source.path.name, glimpse)
            return form, sighting.saw, form.prepare(options, glimpse)
        form = named(name)
        if not any(form.data(member) for member in glimpse.names) and glimpse.whole:
            raise FormatError(
                say(
                    "'{name}' holds nothing that {title} could be, only {listed}",
                    name=source.path.name,
                    title=form.title,
                    listed=Listing(glimpse.names[:5], ", "),
                )
            )
        return form, f"read as {form.name}, as asked", form.prepare(options, glimpse)

    def _landed(self, result: ImportResult, came: Provenance) -> ImportResult | None:
        """Give the result of an earlier import of the same content."""
        rows = self._ledger.rows("batches", batch=result.batch, state="landed")
        rows = rows or in_its_place(self._ledger, result.batch)
        if not rows:
            return None
        result = replace(result, batch=rows[0]["batch"])
        read, changed = int(rows[0]["read"]), came.change(self._ledger, rows[0])
        notes = () if changed is None else (changed,)
        terms = terms_of(self._ledger, result.batch).name
        return replace(result, read=read, duplicates=read, already=True, notes=notes, terms=terms)

    def _started(self, result: ImportResult, options: Options, came: Provenance) -> dict[str, object]:
        return {
            "batch": result.batch,
            "source": clean(result.source),
            "format": result.format,
            "community": options.place,
            **came.recorded(result.format),
            "options": options_json(options),
            "state": "reading",
            "started": self._ledger.now(),
        }

    def _read(
        self, source: Source, form: Format, options: Options, folder: Path, progress: Progress
    ) -> tuple[Tally, list[str]]:
        """Read all pieces; in this process when the source is small."""
        reader = form.reader(options, _context(source, form))
        total = source.size()
        cut = Cut(source, form, reader, folder)
        jobs = cut.jobs(lambda done: progress(done, total))
        tally = Tally()
        several = total > _INLINE_BYTES and self._limits.workers > 1
        for one in self._in_processes(jobs) if several else map(read_chunk, jobs):
            tally += one
        progress(total, total)
        return tally, cut.ignored

    def _in_processes(self, jobs: Iterator[Job]) -> Iterator[Tally]:
        """Keep every process busy while at most one more piece waits in memory."""
        workers = self._limits.workers
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_end_with_parent) as pool:
            running: set[Future[Tally]] = set()
            try:
                for job in jobs:
                    running.add(pool.submit(read_chunk, job))
                    while len(running) > workers:
                        done, running = wait(running, return_when=FIRST_COMPLETED)
                        yield from (one.result() for one in done)
                yield from (one.result() for one in running)
            except BrokenProcessPool as error:
                raise LuminaryError(
                    say(
                        "a reading process ended by itself (out of memory, or a script without `if __name__ "
                        "== '__main__':`); set LUMINARY_WORKERS=1 to read in one process"
                    )
                ) from error
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _land(
        self,
        batch: str,
        tally: Tally,
        ignored: list[str],
        result: ImportResult,
        instead_of: str | None = None,
    ) -> ImportResult:
        """Let the rows count: one import at a time, so that duplicates between two are seen.

        The batch in whose place it comes stops counting in the same transaction.

        Raises
        ------
        ConflictError
            When that batch was taken back, or replaced, while this one was read.
        """
        spill = self._spill / batch
        engine = DuckDBEngine(spill, self._limits.memory)
        with FileLock(self._lake.staging("landing").folder.with_suffix(".lock")):
            if instead_of and not self._ledger.count("batches", batch=instead_of, state="landed"):
                raise ConflictError(say("'{batch}' was taken back meanwhile", batch=instead_of))
            (self._lake.staging(batch).folder / _MOVING).touch()
            try:
                left_out = leave_out(self._lake.staging(batch), engine, self._ledger)
                landed = land(batch, self._lake.staging(batch), self._lake, engine, instead_of)
            finally:
                engine.close()
                shutil.rmtree(spill, ignore_errors=True)
            result = _counted(result, tally, landed, ignored, left_out)
            result = replace(
                result, notes=(*result.notes, *stay_under(self._ledger, result.terms, landed.had_by))
            )
            with self._ledger.together():
                if instead_of is not None:
                    self._ledger.change("batches", {"batch": instead_of}, state="withdrawn")
                self._ledger.change("batches", {"batch": batch}, **self._ended(result))
        return result

    def _ended(self, result: ImportResult) -> dict[str, object]:
        return {
            "state": "landed",
            "read": result.read,
            "kept": result.kept,
            "rejected": result.rejected,
            "duplicates": result.duplicates,
            "left_out": result.left_out,
            "ignored": json.dumps(dict(result.ignored)),
            "landed": self._ledger.now(),
        }


def in_its_place(ledger: Ledger, batch: str) -> list[Mapping[str, Any]]:
    """Find the landed batch into which a batch was read again, however often."""
    seen = {batch}
    while rows := ledger.rows("batches", replaces=batch):
        rows = sorted(rows, key=lambda row: (row["state"] != "landed", row["started"]))
        if rows[0]["state"] == "landed" or rows[0]["batch"] in seen:
            return [row for row in rows if row["state"] == "landed"]
        batch = str(rows[0]["batch"])
        seen.add(batch)
    return []


def result_of(row: Mapping[str, Any]) -> ImportResult:
    """Read the result of an import that has landed from the ledger."""
    return ImportResult(
        row["batch"],
        row["source"],
        row["format"],
        "recognised when it was imported",
        row["read"],
        row["kept"],
        row["rejected"],
        row["duplicates"],
        ignored=json.loads(row["ignored"] or "{}"),
        left_out=row["left_out"] or 0,
        terms=row["terms"] or "",
    )


def take_over(staging: Staging, limits: Limits) -> None:
    """Keep the complete pieces of a killed run, unless some have moved on or the cuts would differ now."""
    note = staging.folder / "cut.json"
    cut = json.dumps([_READ_AGAIN, limits.chunk_bytes, limits.row_bytes])
    if (staging.folder / _MOVING).exists() or not note.exists() or note.read_text() != cut:
        staging.clear()
        staging.folder.mkdir(parents=True)
        note.write_text(cut)


def _end_with_parent() -> None:
    """End a reading process when the import is killed: nobody else would."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _context(source: Source, form: Format) -> dict[str, bytes]:
    """Read the members that the reader needs before all others."""
    if form.context is None:
        return {}
    return {
        member.name: source.read(member)
        for member in source.members()
        if member.refused is None and form.context(member.name)
    }


def _batch_id(source: Source, form: Format, options: Options) -> str:
    """Name a batch by what is read and how: the same content gives the same batch."""
    told = f"{_READ_AGAIN}|{form.name}|{options_json(options)}|{source.fingerprint()}"
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def options_json(options: Options) -> str:
    """Write options as the ledger keeps them."""
    return json.dumps(asdict(options), sort_keys=True, ensure_ascii=False)


def _counted(
    result: ImportResult, tally: Tally, landed: Landed, ignored: list[str], left_out: int
) -> ImportResult:
    rejected = tally.rejected + landed.conflicts
    kinds = Counter(PurePosixPath(name).suffix or "without suffix" for name in ignored)
    return replace(
        result,
        read=tally.read,
        kept=max(0, tally.read - tally.rejected_rows - landed.conflicts - landed.duplicates - left_out),
        rejected=rejected,
        duplicates=landed.duplicates,
        ignored=dict(kinds),
        notes=(*notes_of(tally), *_left_out(left_out)),
        left_out=left_out,
    )


def _left_out(rows: int) -> list[Message]:
    """Say that rows were not kept, and never whose."""
    told = say_count(
        "{n} row is left out, because the person objected or was erased",
        "{n} rows are left out, because the people objected or were erased",
        rows,
    )
    return [told] if rows else []
