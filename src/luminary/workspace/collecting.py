"""What can be done with sources: import them, see what could not be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luminary.collect import Importer, ImportResult, Options, formats
from luminary.collect.archive import Source
from luminary.collect.platforms.table import Mapping, load_mapping, mapping_of, with_mapping
from luminary.errors import MappingError

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Reject:
    """A row or file that could not be used."""

    source: str
    file: str
    position: int | None
    reason: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What the workspace holds, in figures."""

    posts: int
    accounts: int
    places: int
    ties: int
    first: datetime | None
    last: datetime | None


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

        Raises
        ------
        InputError
            When the source as a whole cannot be used; then nothing of it was imported.
        """
        work = self._workspace
        importer = Importer(work.lake, work.ledger, work.limits, work.path / "lake" / "_spill")
        return importer.run(Path(path), options or Options(), format, progress)

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
                f"'{path}' shows no table at its beginning (Parquet shows its columns only at its end); "
                "it can be imported, but its mapping cannot be shown"
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

    def rejects(self, limit: int | None = None) -> Iterator[Reject]:
        """List the rows and files that could not be used, import by import.

        Under the profile `employer` the rows' text is left out: it may name people who did not agree.
        """
        work = self._workspace
        work.lake.attach(work.engine, "rejects")
        sources = {row["batch"]: row["source"] for row in work.ledger.rows("batches")}
        most = "" if limit is None else f"LIMIT {int(limit)}"
        for batch, file, position, reason, excerpt in work.engine.rows(
            "SELECT batch, file, position, reason, excerpt FROM rejects "
            f"ORDER BY batch, file, position NULLS FIRST {most}"
        ):
            yield Reject(
                sources[str(batch)],
                str(file),
                None if position is None else int(str(position)),
                str(reason),
                str(excerpt or "") if work.gate.shows_names() else "",
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
