"""Writes the report for the management into the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, only

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(_work: Workspace, params: Params) -> Record:
    """Take the heading of the page."""
    given = only(params, "title")
    if not isinstance(given.get("title", ""), str):
        raise UsageError(say("the title of a report is a text"))
    return given


def run(work: Workspace, params: Params, tell: Telling) -> Record:
    """Write ``reports/JOB.html`` and give its place within the workspace."""
    tell(0, 0)
    folder = work.path / "reports"
    folder.mkdir(exist_ok=True)
    file = work.report.write(folder / f"{tell.job}.html", **dict(params))
    return {"file": file.relative_to(work.path).as_posix(), "bytes": file.stat().st_size}


KIND = JobKind("report", say("Report"), run, check)
