"""The lake: large tables that only grow by whole imports, and tables derived from them.

A row counts when its batch has *landed*: that is one row in the ledger, changed in one transaction. So an
import may be killed at any moment: its files are either not yet part of any table, or part of tables in
which nobody sees them, and the next run of the same import takes their place.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable
from deltalake.transaction import AddAction, RemoveAction
from filelock import FileLock, Timeout

from luminary.store.engine import Engine
from luminary.store.ledger import Ledger
from luminary.store.schema import arrow_schema
from luminary.store.tables import Home, Table, at_home, table

_OLD = 24 * 3600.0
"""Seconds after which a replaced file of a derived table is removed: readers still hold younger ones."""

_GENERATION = "lake_generation"
"""Setting that counts how often rows were taken out of landed batches."""


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder of one import, outside all tables, where its files are made."""

    folder: Path

    def file(self, name: str, part: int) -> Path:
        """Name the file of one table and part, with its folder made."""
        path = self.folder / name / f"part-{part:06d}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def files(self, name: str) -> list[Path]:
        """List the files made for a table, in order of their parts."""
        return sorted((self.folder / name).glob("part-*.parquet"))

    def clear(self) -> None:
        """Remove everything that was staged."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Lake:
    """Delta tables in a folder, made visible by the ledger.

    Parameters
    ----------
    root : Path
        Folder of the lake; made when it is first written to.
    ledger : Ledger
        Tells which batches have landed and what derived tables were computed from.
    """

    def __init__(self, root: Path, ledger: Ledger) -> None:
        self._root = root.absolute()  # Delta names its files so, and they are compared
        self._ledger = ledger

    def staging(self, batch: str) -> Staging:
        """Give the staging folder of an import."""
        return Staging(self._root / "_staging" / batch)

    @property
    def ledger(self) -> Ledger:
        """The ledger that tells which rows count."""
        return self._ledger

    def landed(self) -> list[str]:
        """List the batches whose rows count, in order of their ids."""
        return sorted(str(row["batch"]) for row in self._ledger.rows("batches", state="landed"))

    def add(self, batch: str, name: str, files: Iterable[Path]) -> None:
        """Move staged files of a batch into a table; rows of an earlier, broken try of it are replaced."""
        self._put(table(name), "batch", batch, files)

    def _put(self, declared: Table, column: str, part: str, files: Iterable[Path]) -> None:
        """Put files in the place of one part of a table: the rows with one value in a column."""
        delta = self._open(declared)
        root = self._root / declared.name
        folder = root / f"{column}={part}"
        shutil.rmtree(folder, ignore_errors=True)
        moved = [self._move(file, folder) for file in files]
        actions: list[AddAction | RemoveAction] = [_add_action(file, root, {column: part}) for file in moved]
        delta.create_write_transaction(
            actions,
            mode="overwrite",
            schema=arrow_schema(declared),
            partition_by=[column],
            partition_filters=[(column, "=", part)],
            commit_properties=CommitProperties(custom_metadata={column: part}),
        )

    def withdraw(self, batch: str) -> None:
        """Take all rows of a batch out of every table."""
        for declared in at_home(Home.LAKE):
            if DeltaTable.is_deltatable(str(self._root / declared.name)):
                self.add(batch, declared.name, ())

    def keep(self, name: str, part: str, file: Path, most: int, generation: int | None = None) -> None:
        """Keep a file as one part of a parted table; beyond `most` parts, those longest unused leave.

        Where rows went since the `generation` that it was computed from, it is not kept.
        """
        declared, column = table(name), _parted(name)
        with self.deriving():
            if generation not in (None, self.generation()):
                file.unlink()
                return
            self._put(declared, column, part, [file])
            parts = sorted((self._root / name).glob(f"{column}=*"), key=_last_used, reverse=True)
            for old in parts[most:]:
                self._put(declared, column, old.name.partition("=")[2], ())

    def part(self, name: str, part: str) -> Path | None:
        """Give the file of one part of a parted table, and count that as use; None when it is not kept."""
        folder = self._root / name
        if not (folder / f"{_parted(name)}={part}").exists() or not DeltaTable.is_deltatable(str(folder)):
            return None
        kept = _files_of(DeltaTable(str(folder)), (_parted(name), "=", part))
        if not kept:
            return None
        try:
            os.utime(kept[0])
        except FileNotFoundError:  # it was the longest unused one, and another program has just removed it
            return None
        return kept[0]

    def forget(self, *names: str) -> None:
        """Remove all parts of parted tables from the disk; they can be computed again."""
        with self.deriving():
            for name in names:
                _parted(name)
                shutil.rmtree(self._root / name, ignore_errors=True)

    def replace(self, name: str, files: Sequence[Path], fingerprint: str) -> None:
        """Put files in the place of a derived table, and note what it was computed from."""
        declared = table(name)
        delta = self._open(declared)
        folder = self._root / name
        for file in _files_of(delta):
            os.utime(file)  # its age counts from now on, when it is replaced
        moved = [self._move(file, folder) for file in files]
        delta.create_write_transaction(
            [_add_action(file, folder, {}) for file in moved], mode="overwrite", schema=arrow_schema(declared)
        )
        self._sweep(folder, keep=set(moved))
        self._ledger.put("fills", name=name, fingerprint=fingerprint, at=self._ledger.now())

    def every_file(self, name: str) -> list[Path]:
        """List the files of a table, whether their rows count or not."""
        folder = self._root / name
        if not DeltaTable.is_deltatable(str(folder)):
            return []
        return _files_of(DeltaTable(str(folder)))

    def exchange(self, name: str, files: Mapping[Path, Path | None]) -> None:
        """Put files in the place of others in one step, or nothing (None); see `purge` for the old ones.

        To be called while nothing lands and nothing is derived.
        """
        if not files:
            return
        declared, root = table(name), self._root / name
        column = "batch" if declared.home is Home.LAKE else declared.parted
        actions: list[AddAction | RemoveAction] = []
        for old, new in files.items():
            parts = {column: old.parent.name.partition("=")[2]} if column else {}
            moment, size = int(time.time() * 1000), old.stat().st_size
            actions.append(RemoveAction(old.relative_to(root).as_posix(), True, moment, size, dict(parts)))
            if new is not None:
                actions.append(_add_action(self._move(new, old.parent), root, dict(parts)))
        self._open(declared).create_write_transaction(
            actions,
            mode="append",
            schema=arrow_schema(declared),
            partition_by=[column] if column else None,
        )

    def purge(self, name: str) -> int:
        """Remove every file of a table that is no part of it any more; gives how many.

        To be called while nothing lands and nothing is derived: a file that is about to become a part would
        go, too. Older states of the table cannot be read afterwards.
        """
        kept = set(self.every_file(name))
        old = [file for file in (self._root / name).rglob("*.parquet") if file not in kept]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def rows_of(self, name: str, batch: str) -> int:
        """Count the rows of one import in a table."""
        files = [one for one in self.every_file(name) if one.parent.name == f"batch={batch}"]
        return sum(pq.read_metadata(one).num_rows for one in files)

    def rows_before(self, name: str, column: str, moment: datetime) -> int:
        """Count the rows of a table whose time in a column lies before a moment."""
        return sum(len(_before(file, column, moment)) for file in self.every_file(name))

    def expire(self, name: str, column: str, moment: datetime) -> None:
        """Remove the rows whose time in a column lies before a moment; to be called while nothing lands."""
        exchanged: dict[Path, Path | None] = {}
        for file in self.every_file(name):
            if not len(_before(file, column, moment)):
                continue
            rows = pq.ParquetFile(file).read()
            kept = rows.filter(pc.fill_null(pc.greater_equal(rows.column(column), pa.scalar(moment)), True))
            exchanged[file] = self.scratch() if len(kept) else None
            if (new := exchanged[file]) is not None:
                pq.write_table(kept, new, compression="zstd", compression_level=1)
        self.exchange(name, exchanged)
        self.purge(name)

    def drop(self, name: str) -> None:
        """Remove a derived table with everything it ever held; it is computed again when it is needed."""
        if table(name).home is not Home.DERIVED:
            raise ValueError(f"table '{name}' is not derived")
        self._ledger.remove("fills", name=name)
        shutil.rmtree(self._root / name, ignore_errors=True)

    def generation(self) -> int:
        """Tell one state of the rows from another where no batch came or went: it grows when rows go."""
        rows = self._ledger.rows("settings", name=_GENERATION)
        return int(rows[0]["value"]) if rows else 0

    def age(self) -> None:
        """Let everything that was computed from the rows count as old: some of them are about to go."""
        with self._ledger.together():
            self._ledger.put("settings", name=_GENERATION, value=str(self.generation() + 1))

    def landing(self) -> FileLock:
        """Give the lock under which rows land or go, one program at a time."""
        (self._root / "_staging").mkdir(parents=True, exist_ok=True)
        return FileLock(self._root / "_staging" / "landing.lock")

    def erasing(self, patience: float = -1) -> FileLock:
        """Give the lock under which a person is erased, one program at a time."""
        (self._root / "_staging").mkdir(parents=True, exist_ok=True)
        return FileLock(self._root / "_staging" / "erasing.lock", timeout=patience)

    def tidy(self) -> None:
        """Remove what killed programs left beside the tables; to be called while nothing lands."""
        staging = self._root / "_staging"
        for file in (staging / "derived").glob("*.parquet"):
            if not _is_alive(file.name.partition("-")[0]):
                file.unlink(missing_ok=True)
        batches = {one.name for folder in (staging, self._root / "_spill") for one in folder.glob("*/")}
        for name in sorted(batches - {"derived"}):
            self._tidy(name, staging / f"{name}.lock")

    def _tidy(self, name: str, lock: Path) -> None:
        """Remove what one import or engine left, unless it is at work."""
        if name.isdigit() and _is_alive(name):
            return
        try:
            with FileLock(lock, timeout=0):
                shutil.rmtree(self._root / "_staging" / name, ignore_errors=True)
                shutil.rmtree(self._root / "_spill" / name, ignore_errors=True)
        except Timeout:
            return  # an import reads into it just now: what it lands is looked through then

    def is_fresh(self, names: Iterable[str], fingerprint: str) -> bool:
        """Tell whether derived tables were all computed from what the fingerprint stands for."""
        filled = {row["name"]: row["fingerprint"] for row in self._ledger.rows("fills")}
        return all(filled.get(name) == fingerprint for name in names)

    def derive(self, engine: Engine, name: str, sql: str, fingerprint: str) -> None:
        """Compute a derived table by a query, keep it, and name it in the engine."""
        file = self.scratch()
        engine.write(sql, file)
        self.replace(name, [file], fingerprint)
        self.attach(engine, name)

    def deriving(self) -> FileLock:
        """Give the lock under which derived tables are computed, one program at a time."""
        (self._root / "_staging").mkdir(parents=True, exist_ok=True)
        return FileLock(self._root / "_staging" / "deriving.lock")

    def files(self, name: str, without: Collection[str] = ()) -> list[Path]:
        """List the files of a table whose rows count, leaving out those of some batches."""
        folder = self._root / name
        if not DeltaTable.is_deltatable(str(folder)):
            return []
        delta = DeltaTable(str(folder))
        if table(name).home is Home.DERIVED:
            return _files_of(delta)
        landed = [batch for batch in self.landed() if batch not in without]
        if not landed:
            return []
        return _files_of(delta, ("batch", "in", landed))

    def attach(self, engine: Engine, *names: str, without: Collection[str] = (), prefix: str = "") -> None:
        """Name tables of the lake in an engine, as they stand now.

        Parameters
        ----------
        engine : Engine
            Where.
        *names : str
            Tables.
        without : collection of str
            Batches whose rows are left out.
        prefix : str, default ""
            What stands before the names of the relations.
        """
        for name in names:
            engine.read(prefix + name, self.files(name, without), arrow_schema(table(name)))

    def scratch(self) -> Path:
        """Name a new file in the lake's own folder, so that moving it into a table is a rename."""
        folder = self._root / "_staging" / "derived"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{os.getpid()}-{uuid.uuid4().hex}.parquet"

    def _open(self, declared: Table) -> DeltaTable:
        """Open a Delta table, making it when it is not there."""
        column = "batch" if declared.home is Home.LAKE else declared.parted
        folder = self._root / declared.name
        folder.mkdir(parents=True, exist_ok=True)
        if declared.home is Home.DERIVED and _is_of_an_older_program(folder, declared):
            shutil.rmtree(folder)  # it is computed again anyway
            folder.mkdir()
        return DeltaTable.create(
            str(folder),
            schema=arrow_schema(declared),
            mode="ignore",
            partition_by=[column] if column else None,
            description=declared.meaning,
        )

    @staticmethod
    def _move(file: Path, folder: Path) -> Path:
        """Move a file under a name that no other try has used."""
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{uuid.uuid4().hex}.parquet"
        file.replace(target)
        return target

    @staticmethod
    def _sweep(folder: Path, keep: set[Path]) -> None:
        """Remove files of a derived table that were replaced long ago."""
        for file in folder.glob("*.parquet"):
            if file not in keep and time.time() - file.stat().st_mtime > _OLD:
                file.unlink(missing_ok=True)


def fingerprint_of(*parts: object) -> str:
    """Hash everything that a derived table depends on.

    Examples
    --------
    >>> fingerprint_of("a", 1) == fingerprint_of("a", 1)
    True
    >>> fingerprint_of("a", 1) == fingerprint_of("a", 2)
    False
    """
    return hashlib.sha256("\x1f".join(map(repr, parts)).encode()).hexdigest()[:20]


def _files_of(delta: DeltaTable, *only: tuple[str, str, Any]) -> list[Path]:
    """List the files of a table in order; Delta writes blanks and letters beyond ASCII as ``%20`` does."""
    found = delta.file_uris(file_pruning_predicate=list(only) or None)
    return [Path(unquote(one)) for one in sorted(found)]


def _parted(name: str) -> str:
    """Name the column by which a table is kept in parts."""
    column = table(name).parted
    if column is None:
        raise ValueError(f"table '{name}' is not kept in parts")
    return column


def _is_alive(name: str) -> bool:
    """Tell whether the program with a number runs on this machine."""
    if not name.isdigit():
        return False
    try:
        os.kill(int(name), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _before(file: Path, column: str, moment: datetime) -> pa.Table:
    """Read the times of a file that lie before a moment."""
    times = pq.ParquetFile(file).read(columns=[column])
    return times.filter(pc.fill_null(pc.less(times.column(column), pa.scalar(moment)), False))


def _last_used(folder: Path) -> float:
    """Tell when a part was last asked for; one without files is the oldest."""
    return max((file.stat().st_mtime for file in folder.glob("*.parquet")), default=0.0)


def _is_of_an_older_program(folder: Path, declared: Table) -> bool:
    """Tell whether a table was kept with other columns than it has now."""
    if not DeltaTable.is_deltatable(str(folder)):
        return False
    kept = [one.name for one in DeltaTable(str(folder)).schema().fields]
    return sorted(kept) != sorted(declared.column_names)


def _add_action(file: Path, root: Path, partition: dict[str, str | None]) -> AddAction:
    """Describe a Parquet file to Delta."""
    status = file.stat()
    rows = pq.read_metadata(file).num_rows
    return AddAction(
        path=file.relative_to(root).as_posix(),
        size=status.st_size,
        partition_values=partition,
        modification_time=int(status.st_mtime * 1000),
        data_change=True,
        stats=f'{{"numRecords": {rows}}}',
    )
