"""Subjects: what people talk about, in the user's words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from luminary.domain import Subject
from luminary.errors import UsageError
from luminary.i18n import say
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/subjects")
NAV = (Nav(say("Subjects"), "/subjects", "tags", Group.DATA, 20),)


@router.get("")
def subjects(ask: Asking = asking(Right.READ), edit: str = "") -> HTMLResponse:
    """List the subjects, with a form for a new one or the one that is edited."""
    return _shown(ask, edit=edit)


@router.post("")
def keep(
    name: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "",
    places: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.EDIT),
) -> Response:
    """Keep a subject; what cannot be used is said beside the form, which keeps what was typed."""
    try:
        subject = Subject(name.strip(), _items(words), _items(places))
        ask.work.listening.add(subject)
    except UsageError as error:
        return _shown(ask, 422, typed=(name, words, places), fault=error.args[0])
    ask.work.jobs.ask("board", {"subject": subject.name})
    return ask.goto("/subjects", said=say("The subject is kept. Its ranking is being computed."))


@router.post("/remove")
def remove(name: Annotated[str, Form()], ask: Asking = asking(Right.EDIT)) -> Response:
    """Forget a subject; nothing that was said about it is lost."""
    ask.work.listening.remove(name)
    return ask.goto("/subjects", said=say("The subject is gone. The posts are all still there."))


def _shown(
    ask: Asking,
    status: int = 200,
    *,
    edit: str = "",
    typed: tuple[str, str, str] | None = None,
    fault: str = "",
) -> HTMLResponse:
    found = ask.work.listening.subjects()
    edited = next((one for one in found if one.name == edit), None)
    if typed is None:
        typed = (edited.name, "\n".join(edited.words), "\n".join(edited.places)) if edited else ("", "", "")
    return ask.page("subjects.html", status, subjects=found, typed=typed, fault=fault, edited=edited)


def _items(text: str) -> tuple[str, ...]:
    """Read one word, phrase or name a line; commas part them too."""
    lines = (part.strip() for line in text.splitlines() for part in line.split(","))
    return tuple(dict.fromkeys(part for part in lines if part))
