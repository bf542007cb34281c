"""The audit log: who did what, and whether the log is as it was written."""

from __future__ import annotations

import json
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from luminary.i18n import say
from luminary.privacy import AuditCheck
from luminary.report.rows import csv_text
from luminary.web.page import Group, Nav
from luminary.web.pages.front import ACTIONS
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/audit")
NAV = (Nav(say("Audit log"), "/audit", "scroll-text", Group.MANAGE, 20, Right.MANAGE),)
_ROWS = 50


@router.get("")
def audit(
    who: str = "",
    action: str = "",
    page: Annotated[int, Query(ge=1, le=10_000_000)] = 1,
    ask: Asking = asking(Right.MANAGE),
) -> HTMLResponse:
    """List the log, the newest first."""
    return _shown(ask, who, action, page)


@router.get("/export.csv")
def export(who: str = "", action: str = "", ask: Asking = asking(Right.MANAGE)) -> Response:
    """Give the log as a table; that it left the workspace stands in it."""
    log = ask.work.audit
    rows = log.count(who=who or None, action=action or None)
    found = [
        {
            "number": one.number,
            "at": one.at.isoformat(),
            "who": one.who,
            "action": one.action,
            "about": one.about,
            "detail": json.dumps(dict(one.detail), ensure_ascii=False),
        }
        for one in log.entries(max(rows, 1), who=who or None, action=action or None)
    ]
    log.exported("audit", rows, form="csv")
    headers = {"content-disposition": 'attachment; filename="audit.csv"'}
    body = csv_text(found).encode("utf-8", "replace")
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/verify")
def verify(ask: Asking = asking(Right.MANAGE)) -> HTMLResponse:
    """Go through all seals."""
    return _shown(ask, check=ask.work.audit.verify())


def _shown(
    ask: Asking, who: str = "", action: str = "", page: int = 1, *, check: AuditCheck | None = None
) -> HTMLResponse:
    log = ask.work.audit
    rows = log.count(who=who or None, action=action or None)
    pages = max(1, ceil(rows / _ROWS))
    shown = min(page, pages)
    return ask.page(
        "audit.html",
        entries=log.entries(_ROWS, (shown - 1) * _ROWS, who=who or None, action=action or None),
        rows=rows,
        page=shown,
        pages=pages,
        who=who,
        action=action,
        actors=log.actors(),
        actions=log.actions(),
        words=ACTIONS,
        check=check,
    )
