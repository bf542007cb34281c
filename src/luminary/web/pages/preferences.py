"""Language and theme, of a member or of a stranger's browser; the page stays where it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from luminary.i18n import LANGUAGES
from luminary.web.render import local_path
from luminary.web.visitor import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, Asking, anybody

router = APIRouter()
_YEAR = 365 * 24 * 3600


@router.post("/language")
def language(
    language: Annotated[str, Form()], next: Annotated[str, Form()] = "/", ask: Asking = anybody()
) -> Response:
    """Switch the language."""
    answer = ask.goto(local_path(next))
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax", path="/")
        if ask.member is not None:
            ask.work.members.change(ask.member, language=language)
    return answer


@router.post("/theme")
def theme(
    theme: Annotated[str, Form()], next: Annotated[str, Form()] = "/", ask: Asking = anybody()
) -> Response:
    """Switch between light and dark."""
    answer = ask.goto(local_path(next))
    if theme in THEMES:
        answer.set_cookie(THEME_COOKIE, theme, max_age=_YEAR, httponly=True, samesite="lax", path="/")
        if ask.member is not None:
            ask.work.members.change(ask.member, theme=theme)
    return answer
