"""How figures are made, who is mixed up with whom, and whose work is in the package."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from luminary import __version__
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/about")
_LICENCES = Path(__file__).parents[1] / "static" / "dist" / "LICENCES.txt"


@router.get("")
def about(ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Explain every measure: what it answers, how it is made, from which window."""
    return ask.page(
        "about.html",
        measures=ask.work.leaders.measures(),
        version=__version__,
        licences=_LICENCES.read_text("utf-8"),
    )


@router.get("/conflicts")
def conflicts(ask: Asking = asking(Right.NAMES)) -> HTMLResponse:
    """List ids with several names and names with several ids."""
    return ask.page("conflicts.html", conflicts=ask.work.people.conflicts())
