"""What was imported, and what could not be used."""

from __future__ import annotations

from math import ceil
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from luminary.domain.plain import plain
from luminary.i18n import Message, say, say_count
from luminary.report.rows import csv_text, json_text
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter()
NAV = (
    Nav(say("Imports"), "/imports", "archive", Group.DATA, 11, Right.IMPORT),
    Nav(say("Rejected rows"), "/rejects", "circle-alert", Group.DATA, 12, Right.IMPORT),
)
_ROWS = 50
_MOST = 200_000
"""Rows of one download; the command line writes all of them."""
_MOST_REASONS = 200
_STATES: dict[str, Message] = {
    "reading": say("being read"),
    "landed": say("in use"),
    "withdrawn": say("taken back"),
}
Page = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/imports")
def imports(page: Page = 1, ask: Asking = asking(Right.IMPORT)) -> HTMLResponse:
    """List the imports, newest first."""
    rows = ask.work.ledger.count("batches")
    pages = max(1, ceil(rows / _ROWS))
    shown = min(page, pages)
    found = ask.work.collect.imports(_ROWS, (shown - 1) * _ROWS)
    return ask.page(
        "imports.html",
        imports=found,
        rows=rows,
        page=shown,
        pages=pages,
        states=_STATES,
        formats=ask.work.collect.formats(),
        titles={one.terms.name: one.terms.title for one in ask.work.policies.all()},
    )


@router.post("/imports/withdraw")
def withdraw(batch: Annotated[str, Form()], ask: Asking = asking(Right.IMPORT)) -> Response:
    """Take an import back; what others had left out because of it comes back."""
    found = ask.work.collect.withdraw(batch)
    ask.work.collect.rank_anew()
    if found.not_again:
        return ask.goto(
            "/imports",
            said=say_count(
                "The import is taken back. {n} other import may have left rows out because of it and cannot "
                "be read again; import its source anew.",
                "The import is taken back. {n} other imports may have left rows out because of it and cannot "
                "be read again; import their sources anew.",
                len(found.not_again),
            ),
        )
    return ask.goto("/imports", said=say("The import is taken back; its source can be imported again."))


@router.get("/rejects")
def rejects(
    batch: str = "", reason: str = "", page: Page = 1, ask: Asking = asking(Right.IMPORT)
) -> HTMLResponse:
    """List what could not be used, of one import or reason."""
    collect = ask.work.collect
    of, why = batch or None, reason or None
    rows = collect.count_rejects(of, why)
    pages = max(1, ceil(rows / _ROWS))
    shown = min(page, pages)
    return ask.page(
        "rejects.html",
        rejects=list(collect.rejects(_ROWS, (shown - 1) * _ROWS, of, why)),
        reasons=collect.reject_reasons(of)[:_MOST_REASONS],
        imports=collect.imports(500),
        batch=batch,
        reason=reason,
        rows=rows,
        page=shown,
        pages=pages,
    )


@router.get("/rejects/download")
def download(
    batch: str = "", reason: str = "", form: str = "csv", ask: Asking = asking(Right.EXPORT)
) -> Response:
    """Give what could not be used as a file; that it left the workspace is written down."""
    found = [plain(one) for one in ask.work.collect.rejects(_MOST, 0, batch or None, reason or None)]
    as_json = form == "json"
    text = json_text(found) if as_json else csv_text(found)
    name = "rejects.json" if as_json else "rejects.csv"
    ask.work.audit.exported("rejects", len(found), form=name.partition(".")[2])
    kind = "application/json" if as_json else "text/csv; charset=utf-8"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8", "replace"), media_type=kind, headers=headers)
