"""The row of a job from one state to the next: waiting, running, and done, failed or cancelled.

Every change names the worker and the try that it believes to hold the job, so that a worker that slept, and
lost its job to another one, changes nothing when it wakes. A job whose cancelling was asked for, or that was
begun too often, goes to a worker once more: not to be run, but to be cleaned up after.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from luminary.store import Ledger

SILENCE = 30.0
"""Seconds without a sign of life after which a running job is taken from its worker."""
MOST_TRIES = 3
"""How often a job is begun that ends with its process and not with a result."""

Row = Mapping[str, Any]


class Queue:
    """The jobs of a workspace as workers see them.

    Parameters
    ----------
    ledger : Ledger
        Keeps the jobs.
    worker : str
        Names the worker: no other one, earlier or later, has this name.
    """

    def __init__(self, ledger: Ledger, worker: str) -> None:
        self._ledger = ledger
        self._worker = worker

    def claim(self) -> Row | None:
        """Take the job that waits longest; None when none does. No two workers get the same one."""
        ledger = self._ledger
        if not ledger.count("jobs", state="waiting"):
            return None
        with ledger.together():
            now = ledger.now()
            row = ledger.claim(
                "jobs", {"state": "waiting"}, by="asked",
                state="running", worker=self._worker, started=now, beat=now,
            )  # fmt: skip
            if row is None:
                return None
            tries = (row["tries"] or 0) + 1
            ledger.change("jobs", {"job": row["job"]}, tries=tries)
        return {**row, "tries": tries}

    def beat(self, row: Row, done: int, total: int) -> bool:
        """Give a sign of life; False when the job is no longer this worker's."""
        return self._change(row, beat=self._ledger.now(), done=done, total=total)

    def is_cancelled(self, row: Row) -> bool:
        """Tell whether somebody asked to cancel it."""
        found = self._ledger.rows("jobs", job=row["job"])
        return not found or bool(found[0]["cancel"])

    def kept(self, row: Row) -> dict[str, Any]:
        """Give what the job noted about itself while it ran."""
        return kept_of(self._ledger, str(row["job"]))

    def done(self, row: Row, result: Mapping[str, Any]) -> bool:
        """Keep what came of it."""
        return self._end(row, "done", result=told(result), error=None)

    def failed(self, row: Row, error: object) -> bool:
        """Keep why nothing came of it."""
        return self._end(row, "failed", result=None, error=told(error))

    def cancelled(self, row: Row) -> bool:
        """Note that it was cancelled, and that nothing of it is left."""
        return self._end(row, "cancelled", result=None, error=None)

    def give_back(self, row: Row, *, counts: bool = True) -> bool:
        """Let it wait again; `counts` when this try was lost and not merely interrupted."""
        return self._change(row, state="waiting", worker=None, tries=row["tries"] - (not counts))

    def take_over(self) -> int:
        """Let jobs wait again whose workers have given no sign of life; gives how many."""
        ledger, found = self._ledger, 0
        before = ledger.now() - timedelta(seconds=SILENCE)
        for row in ledger.rows("jobs", state="running"):
            if row["beat"] is None or row["beat"] < before:
                same = {name: row[name] for name in ("job", "state", "worker", "tries", "beat")}
                found += ledger.change("jobs", same, state="waiting", worker=None)
        return found

    def _end(self, row: Row, state: str, **values: object) -> bool:
        return self._change(row, state=state, ended=self._ledger.now(), **values)

    def _change(self, row: Row, **values: object) -> bool:
        """Change the row where this worker still holds this try of it."""
        mine = {"job": row["job"], "state": "running", "worker": self._worker, "tries": row["tries"]}
        return self._ledger.change("jobs", mine, **values) == 1


def kept_of(ledger: Ledger, job: str) -> dict[str, Any]:
    """Give what a job has kept so far."""
    found = ledger.rows("jobs", job=job)
    kept: dict[str, Any] = json.loads(found[0]["result"]) if found and found[0]["result"] else {}
    return kept


def told(value: object) -> str:
    """Write plain values as JSON; halves of characters, which no database takes, are written as escapes."""
    return json.dumps(value, sort_keys=True)


@cache
def bell(path: Path) -> threading.Condition:
    """Give the bell of a workspace, which wakes the workers of this process when something is asked for."""
    return threading.Condition()


def ring(path: Path) -> None:
    """Wake the workers of this process."""
    one = bell(path.resolve())
    with one:
        one.notify_all()
