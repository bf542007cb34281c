"""Settings of the workspace: its purpose, and the tiers it counts in."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from luminary.errors import LuminaryError, UsageError
from luminary.i18n import LANGUAGES, say
from luminary.leaders import PRESETS
from luminary.privacy import PROFILES, Purpose
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/settings")
NAV = (Nav(say("Settings"), "/settings", "settings", Group.MANAGE, 30, Right.MANAGE),)


@router.get("")
def settings(ask: Asking = asking(Right.MANAGE)) -> HTMLResponse:
    """Show the purpose on record and the tier preset."""
    return _shown(ask, ask.work.purpose)


@router.post("/purpose")
def purpose(
    profile: Annotated[str, Form()],
    purpose: Annotated[str, Form()] = "",
    basis: Annotated[str, Form()] = "",
    owner: Annotated[str, Form()] = "",
    until: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "en",
    ask: Asking = asking(Right.MANAGE),
) -> Response:
    """Record another purpose; what is missing is said beside the form."""
    try:
        chosen = Purpose(profile, purpose.strip(), basis.strip(), owner.strip(), _day(until), language)
        ask.work.change_purpose(chosen)
    except LuminaryError as error:
        return _shown(ask, ask.work.purpose, 422, fault=error.args[0])
    return ask.goto("/settings", said=say("The purpose is on record."))


@router.post("/tiers")
def tiers(preset: Annotated[str, Form()], ask: Asking = asking(Right.MANAGE)) -> Response:
    """Choose the thresholds that tiers are counted in."""
    ask.work.leaders.use_tier_preset(preset)
    return ask.goto("/settings", said=say("The tiers are chosen."))


def _shown(ask: Asking, purpose: Purpose, status: int = 200, *, fault: str = "") -> HTMLResponse:
    return ask.page(
        "settings.html",
        status,
        purpose=purpose,
        profiles=PROFILES,
        languages=LANGUAGES,
        presets=PRESETS,
        preset=ask.work.leaders.tier_preset(),
        fault=fault,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(say("'{text}' is no day; write it as 2026-12-31", text=text)) from error
