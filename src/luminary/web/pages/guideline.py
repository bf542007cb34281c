"""Guidelines: one page of rules of thumb for employees or partners, from the packs of a country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from luminary.i18n import Message, say
from luminary.law.guideline import Guideline
from luminary.web.labels import COUNTRIES
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/guideline")
NAV = (Nav(say("Guideline"), "/guideline", "book-open", Group.RULES, 30),)
_Name = Annotated[str, Query(max_length=200)]

AUDIENCES: dict[str, Message] = {"employees": say("employees"), "partners": say("partners")}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen on the form."""

    audience: str = "employees"
    country: str = ""
    language: str = ""
    organisation: str = ""
    contact: str = ""


def _choice(
    audience: str = "employees",
    country: str = "",
    language: str = "",
    organisation: _Name = "",
    contact: _Name = "",
) -> Choice:
    return Choice(audience, country, language, organisation.strip(), contact.strip())


@router.get("")
def shown(choice: Choice = Depends(_choice), ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Show the page, when it is known whose it is and whom to ask; else the form alone."""
    page = _written(choice, ask) if choice.organisation and choice.contact else None
    language = choice.language or ask.language
    return ask.page(
        "guideline.html",
        choice=choice,
        written=page,
        audiences=AUDIENCES,
        countries=COUNTRIES,
        country=choice.country or ask.work.law.usual_country(language),
        language=language,
    )


@router.get("/page.html")
def taken(choice: Choice = Depends(_choice), ask: Asking = asking(Right.READ)) -> Response:
    """Give the page as one file to print or pass on."""
    from luminary.report.guideline import guideline_page

    body = guideline_page(_written(choice, ask))
    name = f"guideline-{choice.audience}.html" if choice.audience in AUDIENCES else "guideline.html"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)


def _written(choice: Choice, ask: Asking) -> Guideline:
    return ask.work.law.guideline(
        choice.audience,
        choice.country or None,
        organisation=choice.organisation,
        contact=choice.contact,
        language=choice.language or ask.language,
    )
