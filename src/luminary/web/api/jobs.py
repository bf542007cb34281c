"""Long jobs: imports, rankings, networks, back-tests, comparisons, reports."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import Query

from luminary.errors import AccessError
from luminary.i18n import say
from luminary.web.jsonapi import PageNumber, PageSize, Rows, group, skipped
from luminary.web.visitor import Asking, asking
from luminary.workspace.jobs import Job
from luminary.workspace.rights import Right

router = group("jobs", "Long jobs")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: `kind` board, network, backtest, evaluate, report or import, and its parameters."""

    kind: str
    params: dict[str, Any] = field(default_factory=dict)


@router.get("")
def jobs(
    ask: Asking = asking(Right.READ),
    state: Annotated[str | None, Query(description="waiting, running, done, failed or cancelled.")] = None,
    kind: str | None = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> Rows[Job]:
    """List jobs, the newest first."""
    found = [_seen(ask, one) for one in ask.work.jobs.list(size, skipped(page, size), state, kind)]
    return Rows(rows=found, total=ask.work.jobs.count(state, kind), page=page, size=size)


@router.post("", status_code=202)
def begin(wanted: Wanted, ask: Asking = asking(Right.READ)) -> Job:
    """Ask for a job; whoever asks for the same while it waits or runs gets that one.

    Rankings and networks are for everybody; imports need the right to import, everything else to edit.
    """
    needed = {"board": Right.READ, "network": Right.READ, "import": Right.IMPORT, "fetch": Right.IMPORT}.get(
        wanted.kind, Right.EDIT
    )
    if not ask.can(needed):
        raise AccessError(say("your role does not allow this; an owner of the workspace can change it"))
    return ask.work.jobs.ask(wanted.kind, wanted.params)


@router.get("/{job}")
def job(job: str, ask: Asking = asking(Right.READ)) -> Job:
    """Look how far a job is, and what came of it."""
    return _seen(ask, ask.work.jobs.get(job))


def _seen(ask: Asking, job: Job) -> Job:
    """Leave out what a job is about where names are withheld: files, results and errors may name people."""
    own = ask.member is not None and job.asked_by == ask.member.login
    return job if own or not ask.work.veil.is_drawn else replace(job, params={}, result=None, error=None)


@router.post("/{job}/cancel")
def cancel(job: str, ask: Asking = asking(Right.EDIT)) -> Job:
    """Cancel a job: one that waits at once, one that runs as soon as its worker sees it."""
    return ask.work.jobs.cancel(job)
