"""Reports for the management: written by a job, read here or taken along as one file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import FileResponse, HTMLResponse, Response

from luminary.errors import UnknownNameError
from luminary.i18n import say
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/reports")
NAV = (Nav(say("Reports"), "/reports", "file-text", Group.PROVE, 10, Right.NAMES),)
_MOST = 30


@router.get("")
def reports(ask: Asking = asking(Right.NAMES)) -> HTMLResponse:
    """List the reports, the newest first."""
    return ask.page("reports.html", jobs=ask.work.jobs.list(_MOST, 0, kind="report"))


@router.post("")
def write(title: Annotated[str, Form()] = "", ask: Asking = asking(Right.EDIT)) -> Response:
    """Ask for a report of how things stand now."""
    ask.work.jobs.ask("report", {"title": title.strip()} if title.strip() else {})
    return ask.goto("/reports")


@router.get("/{job}/download")
def download(job: str, ask: Asking = asking(Right.EXPORT)) -> Response:
    """Give a report as a file; that it left the workspace is written down."""
    found = ask.work.jobs.get(job)
    if found.kind != "report" or not found.result:
        raise UnknownNameError(say("there is no report under this address"))
    ask.work.gate.check()
    file = ask.work.path / str(found.result["file"])
    ask.work.audit.record("report.export", job)
    return FileResponse(
        file, media_type="text/html; charset=utf-8", filename=f"luminary-{found.ended:%Y-%m-%d}.html"
    )
