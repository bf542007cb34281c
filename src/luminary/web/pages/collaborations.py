"""Collaborations: which brands posts tell of, how openly, and what the rules say of each label."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import Message, say
from luminary.law.telling import CONNECTIONS, code_word
from luminary.listening.promotions import KnownBrand
from luminary.web.labels import COUNTRIES, VERDICTS
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right
from luminary.workspace.sighting import Openness, openness_named

router = APIRouter(prefix="/collaborations")
NAV = (Nav(say("Collaborations"), "/collaborations", "building-2", Group.RULES, 40),)
_ROWS = 25

OPENNESS: dict[str, Message] = {
    Openness.DISCLOSED: say("disclosed"),
    Openness.SUSPECTED: say("to be looked at"),
    Openness.OWN_INITIATIVE: say("own initiative"),
}
FORMS: dict[str, Message] = {
    "advertisement": say("advertisement"),
    "sponsorship": say("sponsorship"),
    "gift": say("gift"),
    "invited": say("invitation"),
    "loan": say("loan"),
    "affiliate": say("share of sales"),
    "ambassador": say("ambassador"),
    "own_brand": say("own brand"),
}
TIES = {one: told for one, told in CONNECTIONS.items() if one != "unknown"}
"""What can be put on record."""


@router.get("")
def collaborations(
    person: str = "",
    brand: str = "",
    openness: str = "",
    country: str = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    ask: Asking = asking(Right.READ),
) -> HTMLResponse:
    """List what posts tell of brands, of everybody or one person."""
    return _shown(ask, person, brand, openness, country, page)


@router.post("/brands")
def keep_brand(
    name: Annotated[str, Form()] = "",
    also: Annotated[str, Form()] = "",
    own: Annotated[bool, Form()] = False,
    ask: Asking = asking(Right.EDIT),
) -> Response:
    """Look for a brand from now on."""
    others = tuple(part.strip() for line in also.splitlines() for part in line.split(",") if part.strip())
    try:
        ask.work.collaborations.add_brand(KnownBrand(name.strip()[:200], others[:50], own))
    except UsageError as error:
        return _shown(ask, status=422, fault=error.args[0])
    ask.work.jobs.ask("promotions", {})
    return ask.goto("/collaborations", said=say("The brand is kept. Posts are being looked through for it."))


@router.post("/brands/remove")
def remove_brand(name: Annotated[str, Form()], ask: Asking = asking(Right.EDIT)) -> Response:
    """Look for a brand no longer."""
    ask.work.collaborations.remove_brand(name)
    return ask.goto("/collaborations", said=say("The brand is no longer looked for."))


@router.post("/declare")
def declare(
    person: Annotated[str, Form()],
    brand: Annotated[str, Form()] = "",
    connection: Annotated[str, Form()] = "",
    since: Annotated[str, Form()] = "",
    until: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.EDIT),
) -> Response:
    """Put on record what a person has of an advertiser."""
    try:
        if not brand.strip():
            raise UsageError(say("name the advertiser"))
        ask.work.collaborations.declare(
            person, brand.strip()[:200], connection, since=_day(since), until=_day(until), note=note[:2000]
        )
    except UsageError as error:
        return _shown(ask, person, status=422, fault=error.args[0])
    said = say("It is on record; labels are judged by it now.")
    return ask.goto(f"/collaborations?{urlencode({'person': person})}", said=said)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(say("'{value}' is no day; write it as 2025-12-31", value=text)) from error


def _shown(
    ask: Asking,
    person: str = "",
    brand: str = "",
    openness: str = "",
    country: str = "",
    page: int = 1,
    *,
    status: int = 200,
    fault: str = "",
) -> HTMLResponse:
    work = ask.work.collaborations
    known = sorted(work.countries())
    if country and country not in known:
        raise UnknownNameError.of("country", country, known)
    chosen = openness_named(openness) if openness else None
    words = {
        "openness_words": OPENNESS, "forms": FORMS, "ties": TIES, "countries": COUNTRIES,
        "verdicts": VERDICTS, "code_word": code_word,
    }  # fmt: skip
    told = {
        "brands": work.brands(),
        "country_choices": [(one, COUNTRIES.get(one, one)) for one in known],
        **words,
    }
    asked = {"person": person, "brand": brand, "openness": openness, "country": country}
    if not work.is_ready:
        job = ask.work.jobs.ask("promotions", {})
        told |= {"history": None, "who": None, "connections": []}
        return ask.page("collaborations.html", status, job=job, found=None, fault=fault, **told, **asked)
    at = work.sightings(
        person or None, brand=brand or None, openness=chosen, country=country or None, limit=_ROWS,
        skip=(page - 1) * _ROWS,
    )  # fmt: skip
    history = work.history(person, country=country or None) if person else None
    return ask.page(
        "collaborations.html", status, job=None, found=at, page=page, pages=max(1, ceil(at.total / _ROWS)),
        history=history, who=work.name_of(person) if person else None,
        connections=work.connections(person) if person else [], fault=fault, **told, **asked,
    )  # fmt: skip
