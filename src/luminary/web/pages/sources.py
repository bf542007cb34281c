"""Live sources: what is fetched, how often, what came of it; add one, fetch it now, pause it, remove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from luminary.errors import UsageError
from luminary.i18n import Message, say
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right
from luminary.workspace.schedule import minutes_of, told

router = APIRouter(prefix="/sources")
NAV = (Nav(say("Live sources"), "/sources", "globe", Group.DATA, 13, Right.IMPORT),)
_TROUBLES, _JOBS = 50, 200
_STATES: dict[str | None, Message] = {
    None: say("never fetched"),
    "running": say("being fetched"),
    "done": say("done"),
    "failed": say("failed"),
}
_EVERY: dict[str, Message] = {
    "": say("only when asked"),
    "1h": say("every hour"),
    "6h": say("every six hours"),
    "1d": say("every day"),
    "1w": say("every week"),
}
Name = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form for a new source."""

    address: str = ""
    name: str = ""
    connector: str = ""
    settings: str = ""
    every: str = ""


_NOTHING = Typed()


@router.get("")
def sources(ask: Asking = asking(Right.IMPORT)) -> HTMLResponse:
    """List the sources, and what could not be fetched lately."""
    return _shown(ask)


def _shown(ask: Asking, status: int = 200, typed: Typed = _NOTHING, fault: str = "") -> HTMLResponse:
    fetch, jobs = ask.work.fetch, ask.work.jobs
    waiting = [one for state in ("running", "waiting") for one in jobs.list(_JOBS, 0, state, "fetch")]
    return ask.page(
        "sources.html",
        status,
        sources=[(one, told(one.every)) for one in fetch.sources()],
        fetching={str(one.params.get("source")) for one in waiting},
        troubles=fetch.troubles(limit=_TROUBLES),
        connectors=fetch.connectors(),
        states=_STATES,
        spans=_EVERY,
        warning=fetch.warning(),
        typed=typed,
        fault=fault,
    )


@router.post("")
def add(
    address: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    connector: Annotated[str, Form()] = "",
    settings: Annotated[str, Form()] = "",
    every: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.IMPORT),
) -> Response:
    """Put a source on the list, and fetch it as soon as a worker is free."""
    typed = Typed(address.strip(), name.strip(), connector, settings, every)
    try:
        added = ask.work.fetch.add_as_told(
            typed.address, typed.name, typed.connector, typed.settings, typed.every
        )
    except UsageError as error:
        return _shown(ask, 422, typed, error.message)
    ask.work.jobs.ask("fetch", {"source": added.name})
    return ask.goto("/sources", said=say("The source is on the list, and is fetched as soon as may be."))


@router.post("/run")
def run(name: Name, ask: Asking = asking(Right.IMPORT)) -> Response:
    """Fetch a source as soon as a worker is free."""
    ask.work.jobs.ask("fetch", {"source": ask.work.fetch.get(name).name})
    return ask.goto("/sources", said=say("The source is fetched as soon as may be."))


@router.post("/pause")
def pause(name: Name, ask: Asking = asking(Right.IMPORT)) -> Response:
    """Leave a source out until it is resumed."""
    ask.work.fetch.pause(name)
    return ask.goto("/sources")


@router.post("/resume")
def resume(name: Name, ask: Asking = asking(Right.IMPORT)) -> Response:
    """Let a paused source be fetched again."""
    ask.work.fetch.resume(name)
    return ask.goto("/sources")


@router.post("/every")
def schedule(name: Name, every: Annotated[str, Form()] = "", ask: Asking = asking(Right.IMPORT)) -> Response:
    """Say how often a source is fetched when nobody asks."""
    ask.work.fetch.schedule(name, minutes_of(every) if every else None)
    return ask.goto("/sources")


@router.post("/remove")
def remove(name: Name, ask: Asking = asking(Right.IMPORT)) -> Response:
    """Take a source off the list; what it brought stays."""
    ask.work.fetch.remove(name)
    return ask.goto("/sources", said=say("The source is off the list. What it brought stays."))
