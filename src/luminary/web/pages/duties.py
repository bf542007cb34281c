"""Privacy: what is in order, what is missing, what is due; documents, processors, notices, review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from luminary.errors import LuminaryError, UsageError
from luminary.i18n import LANGUAGES, Message, say
from luminary.privacy.documents import FORMS, QUESTIONS, TITLES
from luminary.privacy.notices import CHANNELS
from luminary.privacy.processors import ROLES
from luminary.report.letter import Letter
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/privacy")
NAV = (Nav(say("Privacy"), "/privacy", "lock", Group.MANAGE, 25, Right.MANAGE),)

_PLACES = {
    "basis": "/settings", "purpose": "/settings", "lia": "#doc-lia", "decision": "#doc-decision",
    "dpia": "#dpia", "public_notice": "#doc-public_notice", "notices": "#notices", "review": "#review",
    "processors": "#processors",
}  # fmt: skip
"""Duty to where it is dealt with."""


async def _filled(request: Request) -> dict[str, str]:
    """Give the fields of a form, whatever they are called."""
    return {name: str(value) for name, value in (await request.form()).items() if name != "csrf"}


Fields = Annotated[dict[str, str], Depends(_filled)]


@router.get("")
def privacy(ask: Asking = asking(Right.MANAGE)) -> HTMLResponse:
    """Show every duty and how it stands."""
    return _shown(ask)


@router.post("/document")
def document(fields: Fields, ask: Asking = asking(Right.MANAGE)) -> Response:
    """Record a form that was filled in."""
    kind, until = fields.pop("kind", ""), fields.pop("until", "")
    return _done(ask, lambda: ask.work.duties.record(kind, fields, _day(until)), say("It is on record."))


@router.post("/dpia")
def dpia(fields: Fields, ask: Asking = asking(Right.MANAGE)) -> Response:
    """Record the ten answers, and the number of a finished impact assessment."""
    number, until = fields.pop("number", ""), fields.pop("until", "")
    return _done(ask, lambda: ask.work.duties.assess(fields, number, _day(until)), say("It is on record."))


@router.post("/processors")
def add_processor(
    connector: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    contract: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "processor",
    country: Annotated[str, Form()] = "",
    until: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.MANAGE),
) -> Response:
    """Put a company or service on the register."""
    more = {"role": role, "country": country}
    return _done(
        ask,
        lambda: ask.work.duties.add_processor(connector, name, contract, until=_day(until), **more),
        say("It is on the register."),
    )


@router.post("/processors/remove")
def remove_processor(processor: Annotated[str, Form()], ask: Asking = asking(Right.MANAGE)) -> Response:
    """Take an entry off the register."""
    return _done(ask, lambda: ask.work.duties.remove_processor(processor), say("It is off the register."))


@router.post("/notices")
def notice(
    person: Annotated[str, Form()],
    channel: Annotated[str, Form()],
    language: Annotated[str, Form()] = "",
    sent: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.MANAGE),
) -> Response:
    """Record that a person was told."""
    return _done(
        ask,
        lambda: ask.work.duties.tell(person, channel, language=language or None, sent=_day(sent)),
        say("It is on record that she was told."),
    )


@router.post("/review")
def review(
    person: Annotated[str, Form()],
    state: Annotated[str, Form()],
    why: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.MANAGE),
) -> Response:
    """Clear a person who may be a minor, or confirm it."""
    return _done(ask, lambda: ask.work.duties.decide_minor(person, state, why), say("Your decision is kept."))


@router.get("/letter")
def letter(person: str, language: str = "", ask: Asking = asking(Right.MANAGE)) -> Response:
    """Give the letter to one person as text."""
    return _text(ask.work.duties.letter(person, language or None), "letter")


@router.get("/public-notice")
def public_notice(language: str = "", ask: Asking = asking(Right.MANAGE)) -> Response:
    """Give the text for everybody in the data."""
    return _text(ask.work.duties.public_notice(language or None), "notice")


def _text(told: Letter, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}-{told.language}.txt"'}
    body = told.text().encode("utf-8", "replace")
    return Response(body, media_type="text/plain; charset=utf-8", headers=headers)


def _done(ask: Asking, change: Callable[[], object], said: Message) -> Response:
    """Make one change; what is wrong with it is said on the page."""
    try:
        change()
    except LuminaryError as error:
        return _shown(ask, 422, error.message)
    return ask.goto("/privacy", said=said)


def _shown(ask: Asking, status: int = 200, fault: str = "") -> HTMLResponse:
    duties = ask.work.duties
    wanted = [one for one in duties.switches.documents if one in FORMS]
    wanted += ["public_notice"] if duties.switches.notices else []
    return ask.page(
        "duties.html",
        status,
        standings=duties.status(),
        places=_PLACES,
        documents=[(kind, TITLES[kind], FORMS[kind], duties.document(kind)) for kind in wanted],
        questions=QUESTIONS,
        dpia=duties.document("dpia"),
        asks_dpia="dpia" in duties.switches.documents,
        processors=duties.processors(),
        roles=ROLES,
        people_told=duties.notices(),
        channels=CHANNELS,
        languages=LANGUAGES,
        language=ask.work.purpose.language,
        reviewed=duties.review(),
        fault=fault,
    )


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(say("'{text}' is no day; write it as 2026-12-31", text=text)) from error
