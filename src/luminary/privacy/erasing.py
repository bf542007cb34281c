"""Erasing one person: from the word given to the last byte, whatever happens in between.

1. *Begun*: one transaction writes down what is to go, and puts the signs of the person on the objection list.
   From then on nobody sees the person (`luminary.privacy.standing`).
2. *Running*: raw rows, posts, references and all other tables of the lake, one atomic exchange of files each;
   derived tables; files in the folder of the workspace; last the ledger, in one transaction that also writes
   the row of the log and forgets what was to go.
3. *Wiping*: removed rows are overwritten in the database's own files.
4. *Done*: what stays is when, by whom, how many rows of which table, and a keyed hash.

Killed anywhere, an erasure goes on when the workspace is opened next: each step does the same again, or finds
nothing left to do.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from filelock import Timeout

from luminary.errors import StoreError
from luminary.privacy.audit import ERASED, Audit
from luminary.privacy.objections import ObjectionList
from luminary.store import (
    Engine,
    Lake,
    LakeEraser,
    Ledger,
    Touched,
    Traces,
    ledger_touched,
    scrub_ledger,
)
from luminary.store.erasing import costly
from luminary.store.tables import Home, at_home

RUNNING, WIPING, DONE = "running", "wiping", "done"
_OWN = ("audit", "objection_list")
"""Tables that name nobody by other means: the log, which is sealed, and hashes."""

Progress: TypeAlias = Callable[[int, int], None]
Sweep: TypeAlias = Callable[[Traces], Mapping[str, int]]
"""Removes files of the workspace that name the person; gives how many of each kind."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure as it stands.

    Attributes
    ----------
    erasure : str
        Key.
    state : str
        running, wiping or done.
    asked_by, why : str
        Who asked for it, and the reason given.
    asked, ended : datetime or None
        When; UTC.
    counts : mapping of str to Touched
        What was done to each table.
    files : mapping of str to int
        Files that were removed with it, by kind.
    held : mapping of str to str
        Tables whose rows stay for a legal duty, each with the reason.
    """

    erasure: str
    state: str
    asked_by: str
    why: str
    asked: datetime
    ended: datetime | None
    counts: Mapping[str, Touched]
    files: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> Touched:
        """What was done to all tables."""
        return sum(self.counts.values(), Touched())


class Erasing:
    """Erasures of a workspace.

    Parameters
    ----------
    lake, ledger : Lake, Ledger
        Where people are.
    """

    def __init__(self, lake: Lake, ledger: Ledger) -> None:
        self._lake = lake
        self._ledger = ledger

    def preview(self, engine: Engine, traces: Traces) -> dict[str, Touched]:
        """Count what would go, table by table; nothing is changed."""
        eraser = LakeEraser(self._lake, engine, traces, {})
        try:
            found = {one.name: eraser.count(one) for one in eraser.tables()}
        finally:
            eraser.close()
        return {name: touched for name, touched in (found | self._in_ledger(traces)).items() if touched}

    def _in_ledger(self, traces: Traces) -> dict[str, Touched]:
        said = Touched(rewritten=len(self._rows_of_log(traces)))
        return ledger_touched(self._ledger, traces, _OWN) | {"audit": said}

    def begin(self, traces: Traces, person: str, signs: Iterable[str], why: str, by: str) -> str:
        """Write down what is to go, and let nothing of it be imported any more; gives the key."""
        erasure, listed = secrets.token_hex(8), ObjectionList(self._ledger)
        with self._ledger.together():
            self._ledger.add(
                "erasures",
                erasure=erasure,
                state=RUNNING,
                scope=traces.as_json(),
                tag=listed.tag(person),
                asked_by=by,
                why=traces.scrub(why),
                asked=self._ledger.now(),
                counts="{}",
                told="{}",
            )
            listed.add(erasure, signs)
        return erasure

    def unfinished(self) -> list[str]:
        """List the erasures that are not done, the oldest first."""
        rows = [*self._ledger.rows("erasures", state=RUNNING), *self._ledger.rows("erasures", state=WIPING)]
        return [str(row["erasure"]) for row in sorted(rows, key=lambda row: row["asked"])]

    def all(self) -> list[Erasure]:
        """List the erasures, the newest first."""
        return [_erasure(row) for row in self._ledger.newest("erasures", by="asked", limit=10_000)]

    def get(self, erasure: str) -> Erasure:
        """Give an erasure as it stands."""
        return _erasure(self._ledger.rows("erasures", erasure=erasure)[0])

    def was_erased(self, person: str) -> bool:
        """Tell whether somebody with this key was erased here; nobody can be read from what is kept."""
        return bool(self._ledger.count("erasures", tag=ObjectionList(self._ledger).tag(person)))

    def go_on(
        self,
        erasure: str,
        engine: Callable[[], Engine],
        sweep: Sweep,
        progress: Progress = lambda _done, _total: None,
        patience: float = -1,
    ) -> Erasure:
        """Bring an erasure to its end, from wherever it stands.

        Parameters
        ----------
        erasure : str
            Its key.
        engine : callable
            Opens an engine of its own.
        sweep : callable
            Removes files of the workspace that name the person.
        progress : callable, optional
            Told how many tables are done.
        patience : float
            Seconds to wait for another program that does the same; without limit when below zero.
        """
        try:
            with self._lake.erasing(patience):
                row = self._ledger.rows("erasures", erasure=erasure)[0]
                if row["state"] == RUNNING:
                    self._run(row, engine, sweep, progress)
                if self._ledger.rows("erasures", erasure=erasure)[0]["state"] == WIPING:
                    self._wipe(erasure)
        except Timeout:
            pass  # whoever holds the lock brings it to its end
        return self.get(erasure)

    def _run(
        self, row: Mapping[str, Any], engine: Callable[[], Engine], sweep: Sweep, progress: Progress
    ) -> None:
        traces = Traces.from_json(row["scope"])
        with self._lake.landing(), self._lake.deriving():
            self._lake.age()
            self._empty_lake(row, traces, engine(), progress)
            files = sweep(traces)
        with self._ledger.together():
            self._empty_ledger(row, traces, files)

    def _empty_lake(self, row: Mapping[str, Any], traces: Traces, engine: Engine, progress: Progress) -> None:
        """Take the person out of every table of the lake."""
        instead = ObjectionList(self._ledger).instead(traces.posts)
        eraser = LakeEraser(self._lake, engine, traces, instead)
        try:
            tables = eraser.tables()
            for done, declared in enumerate(tables):
                progress(done, len(tables))
                self._note(row, {declared.name: eraser.erase(declared)})
        finally:
            eraser.close()
            engine.close()
        kept = {one.name for one in costly()}
        for declared in at_home(Home.DERIVED):
            if declared.name not in kept:
                self._lake.drop(declared.name)
        self._lake.tidy()

    def _note(self, row: Mapping[str, Any], more: Mapping[str, Touched]) -> dict[str, Touched]:
        """Add to what is on record as done."""
        erasure = row["erasure"]
        counts = dict(self.get(erasure).counts)
        for name, touched in more.items():
            counts[name] = counts.get(name, Touched()) + touched
        told = json.dumps({name: [one.removed, one.rewritten] for name, one in counts.items() if one})
        self._ledger.change("erasures", {"erasure": erasure}, counts=told)
        return counts

    def _empty_ledger(self, row: Mapping[str, Any], traces: Traces, files: Mapping[str, int]) -> None:
        """Take the person out of the ledger and its log, and forget what was to go."""
        log = Audit(self._ledger)
        found = scrub_ledger(self._ledger, traces, _OWN, {"erasures": row["erasure"]})
        numbers = self._rows_of_log(traces)
        counts = self._note(row, found | {"audit": Touched(rewritten=len(numbers))})
        total = sum(counts.values(), Touched())
        held = {one.name: one.held for one in at_home(Home.LEDGER) + at_home(Home.LAKE) if one.held}
        log.record(
            row["asked_by"], ERASED, None, erasure=row["erasure"], tag=row["tag"], why=row["why"],
            removed=total.removed, rewritten=total.rewritten, **log.erase(numbers),
        )  # fmt: skip
        told = json.dumps({"files": dict(files), "held": held})
        self._ledger.change("erasures", {"erasure": row["erasure"]}, state=WIPING, scope=None, told=told)

    def _rows_of_log(self, traces: Traces) -> list[int]:
        """List the rows of the log that are about the person or tell of her."""
        return [
            row["number"]
            for row in self._ledger.rows("audit")
            if any(text and traces.scrub(text) != text for text in (row["about"], row["detail"]))
        ]

    def _wipe(self, erasure: str) -> None:
        """Overwrite what was removed; while a reader stands in the way it stays to be done."""
        try:
            wiped = self._ledger.wipe()
        except StoreError:
            wiped = False
        if wiped:
            self._ledger.change("erasures", {"erasure": erasure}, state=DONE, ended=self._ledger.now())


def _erasure(row: Mapping[str, Any]) -> Erasure:
    told = json.loads(row["told"] or "{}")
    counts = {name: Touched(*two) for name, two in json.loads(row["counts"] or "{}").items()}
    return Erasure(
        row["erasure"], row["state"], row["asked_by"], row["why"] or "", row["asked"], row["ended"],
        counts, told.get("files", {}), told.get("held", {}),
    )  # fmt: skip
