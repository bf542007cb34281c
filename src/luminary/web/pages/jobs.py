"""Long jobs: what waits, runs and has ended; whoever asked for one may cancel it."""

from __future__ import annotations

from math import ceil
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from luminary.errors import AccessError
from luminary.i18n import Message, say
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.jobkinds import kinds
from luminary.workspace.jobs import STATES, Job
from luminary.workspace.rights import Right

router = APIRouter(prefix="/jobs")
NAV = (Nav(say("Jobs"), "/jobs", "list-todo", Group.DATA, 40),)
_ROWS = 30

STATE_WORDS: dict[str, Message] = {
    "waiting": say("waiting"),
    "running": say("running"),
    "done": say("done"),
    "failed": say("failed"),
    "cancelled": say("cancelled"),
}


@router.get("")
def jobs(
    state: str = "",
    kind: str = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    ask: Asking = asking(Right.READ),
) -> HTMLResponse:
    """List the jobs, newest first."""
    chosen = state if state in STATES else None
    of_kind = kind if kind in kinds() else None
    rows = ask.work.jobs.count(chosen, of_kind)
    pages = max(1, ceil(rows / _ROWS))
    shown = min(page, pages)
    found = ask.work.jobs.list(_ROWS, (shown - 1) * _ROWS, chosen, of_kind)
    return ask.page(
        "jobs.html",
        jobs=[(one, told(one), _may_see(ask, one), may_cancel(ask, one)) for one in found],
        any_open=any(one.is_open for one in found),
        rows=rows,
        page=shown,
        pages=pages,
        state=chosen or "",
        kind=of_kind or "",
        kinds={name: one.title for name, one in kinds().items()},
        words=STATE_WORDS,
    )


@router.post("/{job}/cancel")
def cancel(job: str, goto: Annotated[str, Form()] = "", ask: Asking = asking(Right.READ)) -> Response:
    """Cancel a job."""
    found = ask.work.jobs.get(job)
    if not may_cancel(ask, found):
        raise AccessError(say("only whoever asked for a job, and who may edit, can cancel it"))
    ask.work.jobs.cancel(found.job)
    return ask.goto(f"/import/{found.job}" if goto == "import" else "/jobs")


def may_cancel(ask: Asking, job: Job) -> bool:
    """Tell whether the visitor may cancel a job."""
    own = ask.member is not None and job.asked_by == ask.member.login
    return job.is_open and not job.cancelling and (own or ask.can(Right.EDIT))


def _may_see(ask: Asking, job: Job) -> bool:
    """Tell whether the visitor may see what a job is about: names of files and errors may name people."""
    own = ask.member is not None and job.asked_by == ask.member.login
    return own or not ask.work.veil.is_drawn


def told(job: Job) -> str:
    """Say in a few words what a job is about; imported names are shown as they are."""
    for name in ("subject", "title"):
        if job.params.get(name):
            return str(job.params[name])
    for name in ("path", "truth"):
        if job.params.get(name):
            return PurePosixPath(str(job.params[name])).name
    return ", ".join(str(value) for value in job.params.values()) or say("everything")


def before(ask: Asking, job: Job) -> int:
    """Count the jobs that are before one that waits."""
    if job.state != "waiting":
        return 0
    running = ask.work.jobs.count("running")
    waiting = ask.work.jobs.list(1_000, state="waiting")
    return running + sum(one.asked < job.asked for one in waiting)
