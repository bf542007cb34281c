"""Reports for the management: written by a job, read here or taken along as one file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import FileResponse, HTMLResponse, Response

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
    file, ended = ask.work.report.release(job), ask.work.jobs.get(job).ended
    return FileResponse(
        file, media_type="text/html; charset=utf-8", filename=f"luminary-{ended:%Y-%m-%d}.html"
    )
