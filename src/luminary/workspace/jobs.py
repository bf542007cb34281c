"""Work that takes longer than a page may wait: ask for it, look how far it is, cancel it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import Message, say
from luminary.workspace.jobkinds import kind_named, kinds
from luminary.workspace.queue import ring, told

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

STATES = ("waiting", "running", "done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Job:
    """A long job, as it stood when it was looked at.

    Attributes
    ----------
    job, kind : str
        Its key, and what is done.
    params : mapping
        What it was asked for.
    state : str
        waiting, running, done, failed or cancelled.
    asked_by : str
        Who asked for it.
    asked, started, ended : datetime or None
        When it was asked for, last begun, and ended; UTC.
    tries : int
        How often it was begun.
    done, total : int or None
        How much is done and how much there is, in the kind's own unit; None where nobody knows.
    cancelling : bool
        Whether somebody asked to cancel it and it has not ended yet.
    result : mapping or None
        What came of it.
    error : str or None
        Why nothing did.
    """

    job: str
    kind: str
    params: Mapping[str, Any]
    state: str
    asked_by: str
    asked: datetime
    started: datetime | None
    ended: datetime | None
    tries: int
    done: int | None
    total: int | None
    cancelling: bool
    result: Mapping[str, Any] | None
    error: str | None

    @property
    def title(self) -> str:
        """What is done, in words."""
        return kinds()[self.kind].title if self.kind in kinds() else self.kind

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ("waiting", "running")

    @property
    def share(self) -> float | None:
        """Share that is done, 0 to 1; None where nobody knows."""
        if self.state == "done":
            return 1.0
        return min(1.0, (self.done or 0) / self.total) if self.total else None


class Jobs:
    """The long jobs of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def ask(self, kind: str, params: Mapping[str, Any], *, why: str = "", anew: bool = False) -> Job:
        """Ask for a job; whoever asks for the same while it waits or runs gets that one.

        Parameters
        ----------
        kind : str
            What is to be done.
        params : mapping
            What it is asked for.
        why : str
            Reason, for the audit log.
        anew : bool, default False
            A running one does not do: it may have begun before something that matters was there.

        Raises
        ------
        UnknownNameError
            When there is no such kind.
        UsageError
            When it cannot be asked for this.
        """
        work = self._workspace
        wanted = kind_named(kind).check(work, params)
        same = _same(kind, wanted)
        with work.ledger.together():
            if (there := self._like(same, anew)) is not None:
                return there
            job = uuid.uuid4().hex
            work.ledger.add("jobs", **self._new(job, kind, wanted, same))
            work.audit.record("job.ask", job, kind=kind, **({"why": why} if why else {}))
        ring(work.path)
        return self.get(job)

    def _like(self, same: str, anew: bool) -> Job | None:
        """Find a job for the same that waits or runs, and is not being cancelled."""
        states = ("waiting",) if anew else ("running", "waiting")
        rows = [
            row for state in states for row in self._workspace.ledger.rows("jobs", same=same, state=state)
        ]
        return next((_job(row) for row in rows if not row["cancel"]), None)

    def _new(self, job: str, kind: str, params: Mapping[str, Any], same: str) -> dict[str, object]:
        return {
            "job": job,
            "kind": kind,
            "params": told(params),
            "same": same,
            "state": "waiting",
            "asked_by": self._workspace.actor,
            "asked": self._workspace.ledger.now(),
            "tries": 0,
            "cancel": False,
        }

    def list(
        self, limit: int = 50, skip: int = 0, state: str | None = None, kind: str | None = None
    ) -> list[Job]:
        """List jobs, newest first, a page at a time.

        Raises
        ------
        UnknownNameError
            When there is no such state or kind.
        """
        found = self._workspace.ledger.newest("jobs", "asked", limit, skip, **_filter(state, kind))
        return [_job(row) for row in found]

    def count(self, state: str | None = None, kind: str | None = None) -> int:
        """Count jobs.

        Raises
        ------
        UnknownNameError
            When there is no such state or kind.
        """
        return self._workspace.ledger.count("jobs", **_filter(state, kind))

    def get(self, job: str) -> Job:
        """Find a job by its key, or by the beginning of it.

        Raises
        ------
        UnknownNameError
            When there is none.
        UsageError
            When several keys begin so.
        """
        rows = self._workspace.ledger.rows("jobs", job=job)
        if not rows and len(job) >= 4:
            rows = [row for row in self._workspace.ledger.rows("jobs") if row["job"].startswith(job)]
        if not rows:
            raise UnknownNameError(say("no job has the key '{job}'; `luminary jobs` lists them", job=job))
        if len(rows) > 1:
            raise UsageError(
                say("{rows} jobs have keys that begin with '{job}'; give more of it", rows=len(rows), job=job)
            )
        return _job(rows[0])

    def newest(self, kind: str, params: Mapping[str, Any] | None = None) -> Job | None:
        """Give the newest job of a kind that is done, for these parameters or any; None when there is none.

        Raises
        ------
        UsageError
            When it cannot be asked for this.
        """
        asked: dict[str, Any] = {"kind": kind}
        if params is not None:
            asked = {"same": _same(kind, kind_named(kind).check(self._workspace, params))}
        found = self._workspace.ledger.newest("jobs", "ended", 1, state="done", **asked)
        return _job(found[0]) if found else None

    def keep(self, kind: str, params: Mapping[str, Any], result: Mapping[str, Any]) -> Job:
        """Keep what was done without a worker as a job that is done, so that pages find it.

        Raises
        ------
        UnknownNameError
            When there is no such kind.
        UsageError
            When it cannot be asked for this.
        """
        wanted, job = kind_named(kind).check(self._workspace, params), uuid.uuid4().hex
        now = self._workspace.ledger.now()
        row = self._new(job, kind, wanted, _same(kind, wanted))
        ended = {"state": "done", "started": now, "ended": now, "result": told(result)}
        self._workspace.ledger.add("jobs", **{**row, **ended})
        return self.get(job)

    def cancel(self, job: str) -> Job:
        """Cancel a job: one that waits at once, one that runs as soon as its worker sees it.

        Raises
        ------
        UnknownNameError
            When there is no such job.
        """
        work, found = self._workspace, self.get(job)
        with work.ledger.together():
            if self.get(found.job).is_open:
                fresh = {"job": found.job, "state": "waiting", "started": None}
                now = work.ledger.now()
                if not work.ledger.change("jobs", fresh, state="cancelled", ended=now):
                    work.ledger.change("jobs", {"job": found.job}, cancel=True)
                work.audit.record("job.cancel", found.job, kind=found.kind)
        ring(work.path)
        return self.get(found.job)


def _same(kind: str, params: Mapping[str, Any]) -> str:
    """Hash what a job is asked for."""
    return hashlib.sha256(f"{kind}|{told(params)}".encode()).hexdigest()


def _filter(state: str | None, kind: str | None) -> dict[str, Any]:
    if state is not None and state not in STATES:
        raise UnknownNameError.of("state", state, STATES)
    if kind is not None:
        kind_named(kind)
    return {name: value for name, value in (("state", state), ("kind", kind)) if value is not None}


def _job(row: Mapping[str, Any]) -> Job:
    is_open = row["state"] in ("waiting", "running")
    return Job(
        row["job"],
        row["kind"],
        json.loads(row["params"]),
        row["state"],
        row["asked_by"],
        row["asked"],
        row["started"],
        row["ended"],
        row["tries"] or 0,
        row["done"],
        row["total"],
        bool(row["cancel"]) and is_open,
        json.loads(row["result"]) if row["result"] and not is_open else None,
        Message.from_record(json.loads(row["error"])) if row["error"] else None,
    )
