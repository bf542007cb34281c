"""Reveal who one person is, to a reader without names, for a reason that is kept."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import Response

from luminary.i18n import say
from luminary.web.render import local_path
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter()


@router.post("/reveal")
def reveal(
    person: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.REVEAL),
) -> Response:
    """Show the name of a person from now on; the reason stands in the log."""
    key = ask.work.people.reveal(person, why)
    path = local_path(next) if next else f"/person/{quote(key, safe='')}"
    return ask.goto(path, said=say("The name is shown to you from now on. The reason is kept."))
