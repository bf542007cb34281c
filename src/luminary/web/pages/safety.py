"""Safety of medicines: texts that may tell of adverse events, and the products that are looked for."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from luminary.domain.plain import plain
from luminary.errors import UsageError
from luminary.i18n import say
from luminary.report.rows import csv_text
from luminary.web.labels import PRODUCTS
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.checking import Product
from luminary.workspace.rights import Right
from luminary.workspace.safety import STATES

if TYPE_CHECKING:
    from luminary.workspace import Workspace

router = APIRouter(prefix="/safety")


def _is_on(work: Workspace) -> bool:
    return work.safety.is_on


NAV = (Nav(say("Safety of medicines"), "/safety", "flag", Group.RULES, 50, Right.EDIT, _is_on),)

_ROWS = 25


@router.get("")
def safety(
    state: Annotated[str, Query(pattern="^(open|routed|closed)?$")] = "open",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    ask: Asking = asking(Right.EDIT),
) -> HTMLResponse:
    """List cases, with forms to route and close them."""
    return _shown(ask, state, page)


@router.get("/export.csv")
def export(state: str = "", ask: Asking = asking(Right.EXPORT)) -> Response:
    """Give the cases to those responsible for safety; that they left stands in the log."""
    found = ask.work.safety.export(state or None, form="csv")
    headers = {"content-disposition": 'attachment; filename="safety.csv"'}
    body = csv_text(plain(found)).encode("utf-8", "replace")
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/route")
def route(
    case: Annotated[str, Form()], to: Annotated[str, Form()] = "", ask: Asking = asking(Right.EDIT)
) -> Response:
    """Note that a case went to those responsible for safety."""
    done = ask.work.safety.route(case, to)
    return ask.goto("/safety", said=say("The case is routed to {to}.", to=done.routed_to or ""))


@router.post("/close")
def close(
    case: Annotated[str, Form()], why: Annotated[str, Form()] = "", ask: Asking = asking(Right.EDIT)
) -> Response:
    """Close a case for a reason."""
    ask.work.safety.close(case, why)
    return ask.goto("/safety", said=say("The case is closed; the reason stays with it."))


@router.post("/products")
def add(
    name: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
    also: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.EDIT),
) -> Response:
    """Know a product from now on."""
    others = tuple(one.strip() for one in also.split(",") if one.strip())
    try:
        ask.work.law.add_product(Product(name.strip(), kind, others))
    except UsageError as error:
        return _shown(ask, "open", 1, 422, fault=error.message)
    return ask.goto("/safety", said=say("The product is known; texts are screened for it."))


@router.post("/products/forget")
def forget(name: Annotated[str, Form()], ask: Asking = asking(Right.EDIT)) -> Response:
    """Forget a product."""
    ask.work.law.remove_product(name)
    return ask.goto("/safety", said=say("The product is forgotten. Cases that were found stay."))


@router.post("/address")
def address(to: Annotated[str, Form()] = "", ask: Asking = asking(Right.MANAGE)) -> Response:
    """Say where cases are routed to."""
    ask.work.safety.set_address(to)
    return ask.goto("/safety", said=say("The address is on record."))


@router.post("/screening")
def screening(on: Annotated[str, Form()] = "", ask: Asking = asking(Right.MANAGE)) -> Response:
    """Switch the screening of texts on or off."""
    ask.work.safety.switch(on == "on")
    said = say("Texts are screened from now on.") if on == "on" else say("Texts are no longer screened.")
    return ask.goto("/safety", said=said)


def _shown(ask: Asking, state: str, page: int, status: int = 200, *, fault: str = "") -> HTMLResponse:
    book = ask.work.safety
    book.screen()
    total = book.count(state or None)
    pages = max(1, ceil(total / _ROWS))
    shown = min(page, pages)
    return ask.page(
        "safety.html",
        status,
        cases=book.cases(state or None, _ROWS, (shown - 1) * _ROWS),
        counts={one: book.count(one) for one in STATES},
        state=state,
        total=total,
        page=shown,
        pages=pages,
        products=ask.work.law.products(),
        kinds={one: word for one, word in PRODUCTS.items() if one != "none"},
        book=book,
        fault=fault,
    )
