"""What the terms of the platforms allow with their data, and which imports came under them."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from luminary.i18n import say
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.policies import DUE, NO_ADVICE
from luminary.workspace.rights import Right

router = APIRouter(prefix="/terms")
NAV = (Nav(say("Terms of the platforms"), "/terms", "key-round", Group.RULES, 60),)


@router.get("")
def terms(source: str = "", ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Show the policies that imports came under, and all others; one source in full where it is named."""
    policies = ask.work.policies
    chosen = policies.all(source or None)
    return ask.page(
        "terms.html",
        source=source,
        used=[one for one in chosen if one.imports],
        others=[one for one in chosen if not one.imports],
        overdue=policies.overdue() if ask.can(Right.IMPORT) else [],
        not_included=ask.work.permitted.told(),
        dues=DUE,
        no_advice=NO_ADVICE,
    )
