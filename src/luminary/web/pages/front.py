"""The front page: where the workspace stands, in one look."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from luminary.i18n import say
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter()
NAV = (Nav(say("Overview"), "/", "house", Group.HOME, 0),)


@router.get("/")
def front(ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Show subjects, newest changes, what needs a decision, and how fresh the data are."""
    return ask.page("front.html", holding=ask.work.collect.holding())
