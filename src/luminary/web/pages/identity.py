"""One person? Pairs of accounts to decide about, what was decided, and how to take it back."""

from __future__ import annotations

from math import ceil
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from luminary.i18n import say
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/identity")
NAV = (Nav(say("One person?"), "/identity", "link", Group.DATA, 30, Right.NAMES),)
_ROWS = 10
_CHANGES = 20

Key = Annotated[str, Form(max_length=2_000)]
Why = Annotated[str, Form(max_length=4_000)]


@router.get("")
def identity(
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1, ask: Asking = asking(Right.NAMES)
) -> HTMLResponse:
    """List the pairs that wait for a decision, and what was changed lately."""
    found = ask.work.identity
    waiting = found.waiting()
    pages = max(1, ceil(waiting / _ROWS))
    shown = min(page, pages)
    return ask.page(
        "identity.html",
        doubts=found.queue(_ROWS, (shown - 1) * _ROWS),
        waiting=waiting,
        page=shown,
        pages=pages,
        changes=found.history(_CHANGES),
        searched=found.is_searched(),
    )


@router.post("/search")
def search(ask: Asking = asking(Right.EDIT)) -> Response:
    """Have all accounts compared."""
    job = ask.work.jobs.ask("identity", {})
    return ask.goto(f"/jobs#{job.job}", said=say("All accounts are being compared."))


@router.post("/accept")
def accept(one: Key, other: Key, why: Why = "", ask: Asking = asking(Right.EDIT)) -> Response:
    """Say that two are one person."""
    ask.work.identity.accept(one, other, why)
    return ask.goto("/identity", said=say("They are one person from now on. It can be taken back below."))


@router.post("/reject")
def reject(one: Key, other: Key, why: Why = "", ask: Asking = asking(Right.EDIT)) -> Response:
    """Say that two are different people."""
    ask.work.identity.reject(one, other, why)
    return ask.goto("/identity", said=say("They stay apart, and nobody is asked again."))


@router.post("/split")
def split(account: Key, why: Why = "", ask: Asking = asking(Right.EDIT)) -> Response:
    """Take an account away from a person."""
    ask.work.identity.split(account, why)
    return ask.goto("/identity", said=say("The account is on its own again. It can be taken back below."))


@router.post("/undo")
def undo(number: Annotated[int, Form(ge=1)], ask: Asking = asking(Right.EDIT)) -> Response:
    """Take one change back."""
    ask.work.identity.undo(number)
    return ask.goto("/identity#history", said=say("The change is taken back."))
