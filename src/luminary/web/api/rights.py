"""The rights of one person: what is held, objections, corrections, erasures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.privacy.erasing import Erasure
from luminary.privacy.objections import Objection
from luminary.report.personfile import person_json
from luminary.web.jsonapi import Done, Rows, group
from luminary.web.visitor import Asking, asking
from luminary.workspace.correcting import Correction
from luminary.workspace.personal import Preview
from luminary.workspace.rights import Right

router = group("rights", "Rights of people")

Person = Annotated[str, Query(description="Key, handle or name, as the person gives it.")]


@dataclass(frozen=True, slots=True)
class Objecting:
    """An objection: `scope` is everything, profiling or marketing."""

    scope: str = "everything"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Correcting:
    """A correction: `field` is name, role or employer; `source` is where the value stands."""

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Erasing:
    """An erasure: `key` repeats the key of the person, so that nobody is erased by mistake."""

    key: str
    why: str


@router.get("/file")
def file(person: Person, ask: Asking = asking(Right.MANAGE)) -> Response:
    """Give everything that is held about a person; that it was handed over is noted in the log."""
    mine = ask.work.personal
    found = mine.handed(mine.named(person), ask.language)
    return Response(person_json(found, ask.language), media_type="application/json")


@router.get("/preview")
def preview(person: Person, ask: Asking = asking(Right.MANAGE)) -> Preview:
    """Tell what an erasure would do; nothing is changed."""
    return ask.work.personal.preview(ask.work.personal.named(person))


@router.get("/objections")
def objections(ask: Asking = asking(Right.MANAGE)) -> Rows[Objection]:
    """List the objections on record, the newest first."""
    found = ask.work.personal.objections()
    return Rows(rows=found, total=len(found), page=1, size=max(1, len(found)))


@router.post("/objections")
def record_objection(person: Person, asked: Objecting, ask: Asking = asking(Right.MANAGE)) -> Done:
    """Record that a person objected."""
    mine = ask.work.personal
    mine.object(mine.named(person), asked.scope, asked.why)
    return Done()


@router.delete("/objections")
def withdraw(person: Person, scope: str | None = None, ask: Asking = asking(Right.MANAGE)) -> Done:
    """Take objections of a person back, one or all."""
    mine = ask.work.personal
    mine.withdraw_objection(mine.named(person), scope)
    return Done()


@router.post("/corrections")
def correct(person: Person, asked: Correcting, ask: Asking = asking(Right.MANAGE)) -> Correction:
    """Correct what the sources say of a person."""
    mine = ask.work.personal
    return mine.correct(mine.named(person), asked.field, asked.value, asked.source)


@router.get("/erasures")
def erasures(ask: Asking = asking(Right.MANAGE)) -> Rows[Erasure]:
    """List the erasures, the newest first; they name nobody."""
    found = ask.work.personal.erasures()
    return Rows(rows=found, total=len(found), page=1, size=max(1, len(found)))


@router.post("/erasures")
def erase(person: Person, asked: Erasing, ask: Asking = asking(Right.MANAGE)) -> Done:
    """Begin to erase a person: nobody sees her from now on, and the rest goes in the background."""
    mine = ask.work.personal
    key = mine.named(person)
    if asked.key != key:
        raise UsageError(say("'key' must repeat the key of the person; nothing was erased"))
    mine.begin(key, asked.why)
    ask.work.jobs.ask("erase", {})
    return Done()
