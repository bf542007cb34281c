"""What can be done with sources: import them, see what could not be used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luminary.collect import Asked, ImportResult, Options, Provenance, formats
from luminary.collect.again import Replacer
from luminary.collect.archive import Source
from luminary.collect.platforms.table import Mapping, load_mapping, mapping_of, with_mapping
from luminary.collect.preview import Preview, preview
from luminary.errors import LuminaryError, MappingError, UsageError
from luminary.i18n import say
from luminary.workspace.inbox import Inbox, Lying
from luminary.workspace.jobkinds import kinds

if TYPE_CHECKING:
    from luminary.store import Row
    from luminary.workspace.workspace import Workspace

_OF_IMPORT = (
    "batch", "source", "format", "state", "read", "kept", "rejected", "duplicates", "started", "landed",
    "terms",
)  # fmt: skip
_ALL = 2**62
_DEMAND = "demand_origin"
_NOTED = 10_000
_KIND_SQL = """
regexp_replace(regexp_replace(reason, '"[^"]*"', '"…"', 'g'), '[0-9][0-9.,: -]*[0-9]|[0-9]', '…', 'g')
"""
"""The reason of a reject without what differs from row to row."""
_REASON = 500
"""Characters of a failure that the log keeps."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row or file that could not be used."""

    source: str
    file: str
    position: int | None
    reason: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class RejectReason:
    """How many rows and files one reason has: the values seen are left out of it."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class Import:
    """One import, as the ledger has it.

    Attributes
    ----------
    batch, source, format : str
        Its key, what was imported, and as what.
    state : str
        reading, landed or withdrawn.
    by : str or None
        Who imported it; None where nobody noted it.
    read, kept, rejected, duplicates : int or None
        Rows; None before it landed.
    started, landed : datetime or None
        When it began, and when its rows began to count; UTC.
    terms : str or None
        Policy of the platform's terms under which it came; None where that was not recorded.
    """

    batch: str
    source: str
    format: str
    state: str
    by: str | None
    read: int | None
    kept: int | None
    rejected: int | None
    duplicates: int | None
    started: datetime | None
    landed: datetime | None
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """What the workspace holds, in figures."""

    posts: int
    accounts: int
    places: int
    ties: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An import that was taken back.

    Attributes
    ----------
    batch : str
        Its key.
    again : tuple of str
        Imports that were read again, under their new keys: they may have left out what this one had.
    not_again : tuple of str
        Imports that may have left something out, and could not be read again: import their sources again.
    """

    batch: str
    again: tuple[str, ...] = ()
    not_again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """An import that was read again.

    Attributes
    ----------
    before, after : ImportResult
        What it held, and what the one in its place holds.
    again : tuple of str
        Imports that were read again because of it, under their new keys: they may have left out what is gone.
    not_again : tuple of str
        Imports that may have left something out, and could not be read again: import their sources again.
    """

    before: ImportResult
    after: ImportResult
    again: tuple[str, ...] = ()
    not_again: tuple[str, ...] = ()


class Collecting:
    """Imports and what came of them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def run(
        self,
        path: str | Path,
        *,
        options: Options | None = None,
        format: str | None = None,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        began: Callable[[str], None] = lambda _batch: None,
        provenance: Provenance | None = None,
    ) -> ImportResult:
        """Import a file, folder or archive as one atomic batch.

        Parameters
        ----------
        path : str or Path
            What to import.
        options : Options, optional
            Place, open or closed, columns.
        format : str, optional
            Name of the format; recognised when not given.
        progress : callable, optional
            Called with bytes read and bytes in all.
        began : callable, optional
            Called with the key of the batch before anything is written; `take_away` takes it.
        provenance : Provenance, optional
            Where it came from, and under which terms of the platform.

        Raises
        ------
        InputError
            When the source as a whole cannot be used; then nothing of it was imported.
        UsageError
            When a table of one's own must say where it is from (`demand_origin`), and does not.
        """
        work, came = self._workspace, provenance or Provenance()
        try:
            result = self._importer().run(Path(path), options or Options(), format, progress, began, came)
        except LuminaryError as error:
            work.audit.record("import.run", None, source=Path(path).name, failed=str(error)[:_REASON])
            raise
        work.audit.record(
            "import.run",
            result.batch,
            source=result.source,
            format=result.format,
            read=result.read,
            kept=result.kept,
            rejected=result.rejected,
            already=result.already,
        )
        work.safety.screen()
        return result

    def withdraw(
        self, batch: str, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> Withdrawn:
        """Take a landed import back: its rows count no more and are removed.

        What later imports had left out because this one had it comes back: they are read again from their raw
        rows. Those that cannot be read again are named.

        Parameters
        ----------
        batch : str
            Key, as `batches` lists it.
        progress : callable, optional
            Called with pieces read and pieces in all, for each import that is read again.

        Raises
        ------
        UnknownNameError
            When there is no such import.
        UsageError
            When it is still going on.
        """
        importer = self._importer()
        gone, later = importer.withdraw(batch)
        self._workspace.audit.record("import.withdraw", gone)
        return Withdrawn(gone, *self._brought_back(importer, later, progress))

    def again(
        self,
        batch: str,
        columns: Dict[str, str] | None = None,
        settings: Dict[str, str] | None = None,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Again:
        """Read a landed import again from its raw rows, and put what they give in its place.

        Parameters
        ----------
        batch : str
            Key, as `batches` lists it.
        columns, settings : mapping of str to str, optional
            For tables: what is mapped otherwise now; an empty column takes a field away.
        progress : callable, optional
            Called with pieces read and pieces in all.

        Raises
        ------
        UnknownNameError
            When there is no such import.
        UsageError
            When it does not count, its raw rows are gone, or its format cannot be read again.
        MappingError
            When the mapping does not fit.
        """
        importer = self._importer()
        found = importer.again(batch, columns, settings, progress)
        self._workspace.audit.record(
            "import.again",
            found.after.batch,
            instead_of=batch,
            before=found.before.kept,
            kept=found.after.kept,
        )
        return Again(found.before, found.after, *self._brought_back(importer, list(found.later), progress))

    def _brought_back(
        self, importer: Replacer, batches: list[str], progress: Callable[[int, int], None]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Read imports again that may have left out what is gone now; name those that could not be."""
        back, lost = [], []
        for one in batches:
            try:
                found = importer.again(one, progress=progress)
            except UsageError:
                lost.append(one)
                continue
            self._workspace.audit.record("import.again", found.after.batch, instead_of=one)
            back.append(found.after.batch)
        return tuple(back), tuple(lost)

    def _importer(self) -> Replacer:
        work = self._workspace
        return Replacer(work.lake, work.ledger, work.limits, work.path / "lake" / "_spill", self._asked())

    def _asked(self) -> Asked:
        """Tell whether tables of one's own must say where they are from."""
        if self.demands_origin():
            return Asked.MUST
        return Asked.NOTHING if self._workspace.purpose.profile == "evaluation" else Asked.SHOULD

    def demands_origin(self) -> bool:
        """Tell whether a table of one's own is refused until it is said where it is from."""
        rows = self._workspace.ledger.rows("settings", name=_DEMAND)
        return bool(rows and json.loads(rows[0]["value"]))

    def demand_origin(self, on: bool) -> None:
        """Refuse tables of one's own from now on until it is said where they are from, or let them in."""
        work = self._workspace
        with work.ledger.together():
            work.ledger.put("settings", name=_DEMAND, value=json.dumps(on))
            work.audit.record("terms.demand_origin", None, on=on)

    def take_away(self, batch: str) -> ImportResult | None:
        """Remove everything that a killed import left; gives its result instead when it had landed."""
        result = self._importer().take_away(batch)
        if result is None:
            self._workspace.audit.record("import.cancel", batch)
        return result

    def rank_anew(self) -> None:
        """Ask for the rankings that a reader opens first: over everything, and on each subject."""
        if "board" in kinds():
            names = [None, *(one.name for one in self._workspace.listening.subjects())]
            for name in names:
                self._workspace.jobs.ask("board", {"subject": name} if name else {}, anew=True)

    @cached_property
    def inbox(self) -> Inbox:
        """Where sources wait to be imported."""
        return Inbox(self._workspace)

    def receive(self, name: str, blocks: Iterable[bytes]) -> str:
        """Store an upload in the inbox; gives its path there.

        Raises
        ------
        InputError
            When it is empty, larger than allowed, or the disk is full; then nothing of it is kept.
        """
        return self.inbox.receive(name, blocks)

    def waiting(self) -> list[Lying]:
        """List what lies in the inbox and the allowed folders, newest first."""
        return self.inbox.waiting()

    def preview(self, path: str, options: Options | None = None, format: str | None = None) -> Preview:
        """Look at something in the inbox as an import would; nothing is written.

        Parameters
        ----------
        path : str
            Within the inbox, or absolute and within an allowed folder.
        options : Options, optional
            Place, open or closed, columns, settings.
        format : str, optional
            Name of the format; recognised when not given.

        Raises
        ------
        UnknownNameError
            When nothing lies there, or no format has that name.
        """
        work = self._workspace
        found = preview(Source(self.inbox.found(path), work.limits), options or Options(), format)
        if not work.veil.is_drawn:
            return found
        rows = [replace(row, author="", text="", refused=_unquoted(row.refused)) for row in found.rows]
        return replace(found, rows=tuple(rows))

    def mapping(self, path: str | Path, options: Options | None = None) -> Mapping:
        """Guess how the columns of a table would be read, without importing it.

        Raises
        ------
        MappingError
            When author or time cannot be found among the columns, or the source is no table.
        """
        said = options or Options()
        found = mapping_of(said, Source(Path(path), self._workspace.limits).glimpse())
        if found is None:
            raise MappingError(
                say(
                    "'{path}' shows no table at its beginning (Parquet shows its columns only at its end); "
                    "it can be imported, but its mapping cannot be shown",
                    path=path,
                )
            )
        return found

    def with_saved_mapping(self, options: Options, path: str | Path) -> Options:
        """Complete the options of an import with a mapping that was saved; what they say already wins.

        Raises
        ------
        MappingError
            When the file is no mapping.
        """
        return with_mapping(options, load_mapping(Path(path)))

    def formats(self) -> dict[str, str]:
        """List the formats by name, with their titles."""
        return {name: one.title for name, one in sorted(formats().items())}

    def batches(self) -> list[Dict[str, Any]]:
        """List the imports, newest last."""
        return sorted(self._workspace.ledger.rows("batches"), key=lambda row: row["started"])

    def imports(self, limit: int = 50, skip: int = 0) -> list[Import]:
        """List the imports with who imported them, newest first, a page at a time."""
        work = self._workspace
        noted = {one.about: one.who for one in work.audit.entries(_NOTED, action="import.run")}
        return [
            Import(by=noted.get(row["batch"]), **{name: row[name] for name in _OF_IMPORT})
            for row in work.ledger.newest("batches", "started", limit, skip)
        ]

    def rejects(
        self,
        limit: int | None = None,
        skip: int = 0,
        batch: str | None = None,
        reason: str | None = None,
    ) -> Iterator[Reject]:
        """List the rows and files that could not be used, import by import.

        Where names are withheld the rows' text and the values seen are left out: they may name people.

        Parameters
        ----------
        limit : int, optional
            How many; all when not given.
        skip : int, default 0
            How many to leave out first.
        batch : str, optional
            Only those of one import.
        reason : str, optional
            Only those of one reason, as `reject_reasons` gives it.
        """
        work = self._workspace
        sources = {row["batch"]: row["source"] for row in work.ledger.rows("batches")}
        hidden = work.veil.is_drawn
        columns = "batch, file, position, reason, kind, excerpt"
        order = "ORDER BY batch, file, position NULLS FIRST, reason"
        page = f"{order} LIMIT {_ALL if limit is None else int(limit)} OFFSET {int(skip)}"
        for one, file, position, why, kind, excerpt in self._rejected(columns, page, batch, reason):
            yield Reject(
                sources[str(one)],
                str(file),
                None if position is None else int(str(position)),
                str(kind if hidden else why),
                "" if hidden else str(excerpt or ""),
            )

    def reject_reasons(self, batch: str | None = None) -> list[RejectReason]:
        """Count rejects by reason, the most frequent first; quoted values and numbers are left out of them.

        Parameters
        ----------
        batch : str, optional
            Only those of one import.
        """
        found = self._rejected("kind, count(*)", "GROUP BY kind ORDER BY count(*) DESC, kind", batch, None)
        return [RejectReason(str(kind), int(str(rows))) for kind, rows in found]

    def count_rejects(self, batch: str | None = None, reason: str | None = None) -> int:
        """Count rejects.

        Parameters
        ----------
        batch : str, optional
            Only those of one import.
        reason : str, optional
            Only those of one reason.
        """
        return int(str(self._rejected("count(*)", "", batch, reason)[0][0]))

    def _rejected(self, what: str, order: str, batch: str | None, reason: str | None) -> list[Row]:
        """Ask the rejects, each with its reason without the values seen."""
        work = self._workspace
        work.lake.attach(work.engine, "rejects")
        return work.engine.rows(
            f"SELECT {what} FROM (SELECT *, {_KIND_SQL} AS kind FROM rejects) "
            f"WHERE (? IS NULL OR batch = ?) AND (? IS NULL OR kind = ?) {order}",
            [batch, batch, reason, reason],
        )

    def holding(self) -> Holding:
        """Count what the workspace holds."""
        work = self._workspace
        work.lake.attach(work.engine, "posts", "accounts", "places", "ties")
        row = work.engine.rows(
            "SELECT (SELECT count(*) FROM posts), (SELECT count(DISTINCT account) FROM accounts), "
            "(SELECT count(DISTINCT place) FROM places), (SELECT count(*) FROM ties), "
            "(SELECT min(moment) FROM posts), (SELECT max(moment) FROM posts)"
        )[0]
        return Holding(*row)  # type: ignore[arg-type]


def _unquoted(reason: str | None) -> str | None:
    """Leave the values seen out of a reason: they may name people."""
    return None if reason is None else re.sub('"[^"]*"', '"…"', reason)
