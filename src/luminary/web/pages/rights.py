"""The rights of one person: what is held, an objection, a correction, an erasure; and who used them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from luminary.errors import UsageError
from luminary.i18n import LANGUAGES, Message, say
from luminary.privacy import Scope
from luminary.report.personfile import person_json, person_page
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.correcting import FIELDS
from luminary.workspace.rights import Right

router = APIRouter(prefix="/rights")
NAV = (Nav(say("Rights of people"), "/rights", "user", Group.MANAGE, 26, Right.MANAGE),)

_SAID: dict[str, Message] = {
    "object": say("The objection is on record and holds from now on."),
    "unobject": say("The objection is taken back."),
    "correct": say("The correction is on record and holds in the next ranking."),
    "erase": say("The erasure has begun. Nobody sees the person any more; the rest goes in the background."),
}
_FIELDS: dict[str, Message] = {"name": say("name"), "role": say("role"), "employer": say("employer")}


@router.get("")
def rights(person: str = "", ask: Asking = asking(Right.MANAGE)) -> HTMLResponse:
    """Show the rights of one person, or who used them."""
    work = ask.work
    if not person.strip():
        return ask.page(
            "rights.html", person=None, counted=_counted(ask), erasures=work.personal.erasures()[:50]
        )
    key = work.personal.named(person)
    return ask.page(
        "rights.html",
        person=key,
        who=work.collaborations.name_of(key),
        counted=_counted(ask),
        seen=work.personal.preview(key),
        objections=work.personal.objections(key),
        corrections=work.personal.corrections(key),
        scopes=[(one.value, one.told) for one in Scope],
        fields=[(one, _FIELDS[one]) for one in FIELDS],
        languages=list(LANGUAGES.items()),
    )


@router.post("")
def change(
    person: Annotated[str, Form()],
    do: Annotated[str, Form()],
    ask: Asking = asking(Right.MANAGE),
    scope: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    field: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
    typed: Annotated[str, Form()] = "",
) -> Response:
    """Record an objection, take one back, correct, or erase."""
    mine, key = ask.work.personal, ask.work.personal.named(person)
    if do == "object":
        mine.object(key, scope, why)
    elif do == "unobject":
        mine.withdraw_objection(key, scope or None)
    elif do == "correct":
        mine.correct(key, field, value, source)
    elif do == "erase":
        if typed.strip() != key:
            raise UsageError(say("to erase, type the key exactly as it stands there; nothing was erased"))
        mine.begin(key, why)
        ask.work.jobs.ask("erase", {})
        return ask.goto("/rights", said=_SAID[do])
    else:
        raise UsageError(say("nothing is done under the name '{do}'", do=do))
    return ask.goto(f"/rights?{urlencode({'person': key})}", said=_SAID[do])


@router.get("/person.json")
def as_json(person: str, language: str = "", ask: Asking = asking(Right.MANAGE)) -> Response:
    """Hand over everything that is held, for programs."""
    found = ask.work.personal.handed(ask.work.personal.named(person), _language(ask, language))
    return _file(person_json(found, _language(ask, language)), "application/json", "person.json")


@router.get("/person.html")
def as_page(person: str, language: str = "", ask: Asking = asking(Right.MANAGE)) -> Response:
    """Hand over everything that is held, to read."""
    found = ask.work.personal.handed(ask.work.personal.named(person), _language(ask, language))
    return _file(person_page(found, _language(ask, language)), "text/html; charset=utf-8", "person.html")


def _counted(ask: Asking) -> dict[str, int]:
    """Count the objections on record, by how far they go."""
    found = ask.work.personal.objections()
    return {one.value: sum(each.scope is one for each in found) for one in Scope}


def _language(ask: Asking, language: str) -> str:
    return language if language in LANGUAGES else ask.language


def _file(text: str, media: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8", "backslashreplace"), media_type=media, headers=headers)
