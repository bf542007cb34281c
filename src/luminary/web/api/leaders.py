"""Rankings of people by what others do in response to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Response
from fastapi.responses import JSONResponse

from luminary.domain import Access
from luminary.leaders import Leader, Scope, View
from luminary.web.jsonapi import PageNumber, PageSize, group, plain
from luminary.web.visitor import Asking, asking
from luminary.workspace.jobs import Job
from luminary.workspace.rights import Right

router = group("leaders", "Leaders")


@dataclass(frozen=True, slots=True)
class Leaders:
    """A page of a ranking.

    Attributes
    ----------
    by : str
        Measure that gives the places.
    total : int
        People who are ranked and fit the search.
    leaders : tuple of Leader
        Those on the page; hidden people stand under a number.
    notes : tuple of str
        What a reader must know, the purpose first.
    """

    by: str
    total: int
    page: int
    size: int
    leaders: tuple[Leader, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureNote:
    """What a measure answers, in which unit, how it is made, and whether it is a simple ranking."""

    name: str
    title: str
    question: str
    unit: str
    method: str
    baseline: bool
    window_months: float | None


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place, with who can read it where that is known."""

    place: str
    name: str
    access: str | None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a ranking can be narrowed to."""

    subjects: tuple[str, ...]
    platforms: tuple[str, ...]
    places: tuple[PlaceChoice, ...]
    tiers: tuple[str, ...]
    levels: tuple[str, ...]


def scope_of(
    subject: Annotated[str | None, Query(description="Name of a subject.")] = None,
    since: Annotated[date | None, Query(description="Use nothing earlier than this day.")] = None,
    until: Annotated[date | None, Query(description="Use nothing later than this day.")] = None,
    place: Annotated[str | None, Query(description="Name or key of a place.")] = None,
    platform: Annotated[str | None, Query(description="Only what happened on this platform.")] = None,
    access: Annotated[Access | None, Query(description="Only open, or only closed, places.")] = None,
) -> Scope:
    """Read what counts from the query."""
    return Scope(subject, since, until, place, platform, access)


def _accepted(job: Job) -> JSONResponse:
    from fastapi.encoders import jsonable_encoder

    return JSONResponse(jsonable_encoder(plain(job)), 202)


@router.get(
    "", response_model=Leaders, responses={202: {"model": Job, "description": "Being computed: ask again."}}
)
def leaders(
    scope: Annotated[Scope, Depends(scope_of)],
    ask: Asking = asking(Right.READ),
    by: Annotated[str | None, Query(description="Measure that gives the places.")] = None,
    kind: Annotated[str, Query(description="person, organisation or all.")] = "person",
    tier: str | None = None,
    level: str | None = None,
    search: Annotated[str, Query(description="Words in names or handles.", max_length=200)] = "",
    sort: Annotated[str | None, Query(description="name, or a measure; a minus in front: downwards.")] = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> Leaders | Response:
    """Give a page of the ranking; 202 with the job while it is being computed for the first time."""
    board = ask.work.leaders.board_if_ready(scope)
    if board is None:
        return _accepted(ask.work.jobs.ask("board", scope.as_params()))
    column = sort.lstrip("-") if sort else None
    downwards = None if sort is None else sort.startswith("-")
    found = board.view(View(by, kind, tier, level, search, column, downwards, page, size, ask.language))
    return Leaders(
        board.measure_for(by).name,
        found.total,
        page,
        size,
        found.leaders,
        board.notes(by, found.leaders),
    )


@router.get("/measures")
def measures(ask: Asking = asking(Right.READ)) -> list[MeasureNote]:
    """Explain every measure."""
    return [
        MeasureNote(one.name, one.title, one.question, one.unit, one.method, one.baseline, one.window)
        for one in ask.work.leaders.measures()
    ]


@router.get("/choices")
def choices(ask: Asking = asking(Right.READ)) -> Narrowing:
    """Give what a ranking can be narrowed to."""
    found = ask.work.leaders.choices()
    places = tuple(PlaceChoice(*place) for place in found.places)
    return Narrowing(found.subjects, found.platforms, places, found.tiers, found.levels)
