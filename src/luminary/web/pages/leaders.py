"""Leaders: the ranking in pages, up to five people beside each other, and the ranking as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from luminary.domain import Estimate
from luminary.errors import NotEnoughDataError, UnknownNameError
from luminary.i18n import Message, say, translate
from luminary.leaders import Leader, Measure, Page, Scope, View
from luminary.report.charts import Bar, Spark, bar, scale_for, spark
from luminary.web import labels
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.exporting import Form
from luminary.workspace.jobs import Job
from luminary.workspace.openboard import OpenBoard
from luminary.workspace.rights import Right

router = APIRouter(prefix="/leaders")
NAV = (Nav(say("Leaders"), "/leaders", "users", Group.FIND, 10),)

SIZE = 25
MOST_COMPARED = 5
_JOBS = 50
"""Newest jobs among which one for this page is looked for."""
_PLACES = 200
"""Places that a list to choose from holds; with more, the name is typed."""
_SCOPE = ("subject", "since", "until", "place", "platform", "access")
_CHOICE = ("kind", "tier", "level", "by", "search")
_BASELINES: Mapping[str, Message] = {
    "followers": say("Followers"),
    "volume": say("Posts"),
    "responders": say("Responders"),
    "pagerank": say("PageRank"),
}
BASELINES = tuple(_BASELINES)
"""Simple rankings whose places may stand beside ours."""
_KINDS: dict[str, Message] = {
    "person": say("persons"),
    "organisation": say("organisations"),
    "all": say("persons and organisations"),
}
_WORDS: dict[str, Message] = {"unknown": say("not known")}
_PLACE = "place-"
_PLAIN_COLUMNS: Mapping[str, Message] = {
    "trend": say("Response by month"),
    "kind": say("Kind"),
    "tier": say("Size of followership"),
    "level": say("Level"),
}
DEFAULT_COLUMNS = (
    "trend",
    "standing",
    "place-followers",
    "place-volume",
    "place-responders",
    "place-pagerank",
)
_COMPARED = (
    "influence", "standing", "rising", "spread", "beyond_circle", "returning", "response_per_post",
    "followers", "volume",
)  # fmt: skip
"""Measures that are drawn beside each other."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be chosen.

    Attributes
    ----------
    name, title : str
        As the address and the reader name it.
    cell : str
        What kind of cell it has.
    sort : str
        Measure by which it sorts; empty where it does not.
    short : str
        Heading where the table says the rest.
    """

    name: str
    title: str
    cell: str
    sort: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the table, with the drawings and the places by simple rankings."""

    leader: Leader
    bar: Bar | None
    spark: Spark | None
    beside: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that is set: field of the address, its name and value for the reader."""

    name: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with a bar for each of the people compared, on one scale."""

    measure: Measure
    figures: tuple[tuple[Estimate, Bar | None], ...]


@router.get("")
def leaders(ask: Asking = asking(Right.READ), again: Annotated[bool, Query()] = False) -> HTMLResponse:
    """Show a page of the ranking that the address asks for."""
    scope, view = scope_of(ask), view_of(ask)
    opened, job, fault = _opened(ask, scope, again)
    page = None if opened is None else opened.view(view)
    answer = ask.page(
        "leaders.html",
        scope=scope,
        view=view,
        page=page,
        rows=[] if page is None else rows_of(page),
        columns=_columns(ask),
        every=_every_column(ask.work.leaders.measures()),
        measures=ask.work.leaders.measures(),
        measure=None if opened is None else opened.measure_for(view.by),
        notes=() if opened is None or page is None else opened.notes(view.by, page.leaders)[1:],
        span=None if opened is None else opened.span,
        options=_options(ask),
        filters=_filters(ask, view),
        job=job,
        fault=fault,
        nothing=opened is None and not ask.work.leaders.has_data(),
        shortlists=ask.work.shortlists.list() if ask.can(Right.EDIT) else [],
        forms=tuple(Form),
        **_words(),
    )
    answer.headers["hx-push-url"] = tidy(ask)
    return answer


@router.get("/compare")
def compare(
    ask: Asking = asking(Right.READ),
    person: Annotated[list[str] | None, Query()] = None,
    people: Annotated[list[str] | None, Query()] = None,
    again: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """Show up to five people beside each other."""
    wanted = list(dict.fromkeys([*(person or []), *(people or [])]))
    scope, view = scope_of(ask), view_of(ask)
    opened, job, fault = _opened(ask, scope, again)
    found, missing = ([], []) if opened is None else _found(opened, wanted[:MOST_COMPARED], view.by)
    return ask.page(
        "compare.html",
        scope=scope,
        view=view,
        wanted=wanted,
        more=max(0, len(wanted) - MOST_COMPARED),
        found=found,
        missing=missing,
        lines=() if opened is None else _lines(opened, found),
        trends=[spark(one.trend) for one in found],
        overlap=None if opened is None or len(found) < 2 else opened.overlap([one.person for one in found]),
        measure=None if opened is None else opened.measure_for(view.by),
        notes=() if opened is None else opened.notes(view.by, found)[1:],
        back=f"/leaders{_query(ask, (*_SCOPE, *_CHOICE))}",
        job=job,
        fault=fault,
        **_words(),
    )


@router.get("/export")
def export(ask: Asking = asking(Right.EXPORT), form: Annotated[Form, Query()] = Form.CSV) -> Response:
    """Hand over the people of all pages as a file."""
    found = ask.work.leaders.board(scope_of(ask)).export(view_of(ask), form)
    named = {"content-disposition": f'attachment; filename="{found.name}"', "cache-control": "no-store"}
    return Response(found.data, media_type=found.media, headers=named)


def scope_of(ask: Asking) -> Scope:
    """Read what counts from the address; empty fields count as not there."""
    given = ask.request.query_params
    return Scope.from_params({name: value for name in _SCOPE if (value := given.get(name, "").strip())})


def view_of(ask: Asking) -> View:
    """Read whom to rank, by what, and which page from the address."""
    given = ask.request.query_params
    sort = given.get("sort", "")
    number = given.get("page", "1")
    return View(
        by=given.get("by") or None,
        kind=given.get("kind") or "person",
        tier=given.get("tier") or None,
        level=given.get("level") or None,
        search=given.get("search", "").strip()[:200],
        sort=sort.lstrip("-") or None,
        descending=sort.startswith("-") if sort else None,
        page=max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else 1,
        size=SIZE,
        language=ask.language,
        beside=BASELINES,
    )


def _opened(ask: Asking, scope: Scope, again: bool) -> tuple[OpenBoard | None, Job | None, str]:
    """Open the board, or have it computed; gives the job meanwhile, and why it failed."""
    opened = ask.work.leaders.board_if_ready(scope)
    if opened is not None:
        return opened, None, ""
    if not ask.work.leaders.has_data():
        return None, None, ""
    params = scope.as_params()
    jobs = ask.work.jobs.list(_JOBS, kind="board")
    job = next((one for one in jobs if dict(one.params) == params), None)
    if job is None or job.state in ("done", "cancelled") or (again and not job.is_open):
        job = ask.work.jobs.ask("board", params)
    return None, job, (job.error or "") if job.state == "failed" else ""


def rows_of(page: Page) -> list[Row]:
    """Draw the people of a page on one scale."""
    figures = [one.measures[page.by] for one in page.leaders]
    scale = scale_for(figures)
    return [
        Row(leader, bar(figure, scale), spark(leader.trend), beside)
        for leader, figure, beside in zip(page.leaders, figures, page.beside, strict=True)
    ]


def _every_column(measures: list[Measure]) -> list[Column]:
    """List the columns that can be chosen."""
    titles = {one.name: one.title for one in measures}
    plain = [Column(name, title, name) for name, title in _PLAIN_COLUMNS.items()]
    figures = [Column(one.name, one.title, "figure", one.name) for one in measures]
    places = [
        Column(_PLACE + one, say("Place by {measure}", measure=titles[one]), "place", one, short)
        for one, short in _BASELINES.items()
    ]
    return [*plain, *figures, *places]


def _columns(ask: Asking) -> list[Column]:
    """List the columns that are shown: those in the address, else the usual ones."""
    asked = ask.request.query_params.getlist("column") or DEFAULT_COLUMNS
    every = _every_column(ask.work.leaders.measures())
    told = partial(translate, language=ask.language)  # once, and not in every cell
    return [replace(one, title=told(one.title), short=told(one.short)) for one in every if one.name in asked]


def _options(ask: Asking) -> dict[str, list[tuple[str, str]]]:
    """List what the fields of the form offer, with words; no places where there are too many."""
    choices, measures = ask.work.leaders.choices(), ask.work.leaders.measures()
    everything: list[tuple[str, str]] = [("", say("all"))]
    places = [(key, name) for key, name, _ in choices.places]
    return {
        "subject": [("", say("everything")), *((one, one) for one in choices.subjects)],
        "by": [("", say("the usual measure")), *((one.name, one.title) for one in measures)],
        "platform": everything + [(one, one) for one in choices.platforms],
        "place": everything + places if len(places) <= _PLACES else [],
        "access": everything + list(labels.ACCESS.items()),
        "kind": [(one, _KINDS[one]) for one in _KINDS],
        "tier": everything + [(one, _WORDS.get(one, one)) for one in choices.tiers],
        "level": everything + list(labels.LEVELS.items()),
    }


def _filters(ask: Asking, view: View) -> list[Filter]:
    """List the filters that are set, for the reader to take away."""
    given = ask.request.query_params
    titles: dict[str, Message] = {
        "subject": say("Subject"), "since": say("From"), "until": say("To"), "place": say("Place"),
        "platform": say("Platform"), "access": say("Open or closed"), "tier": say("Size of followership"),
        "level": say("Level"), "search": say("Search"),
    }  # fmt: skip
    words = {**labels.LEVELS, **labels.ACCESS}
    named = [(name, title, given[name]) for name, title in titles.items() if given.get(name)]
    found = [Filter(name, title, words.get(value, value)) for name, title, value in named]
    kind = [] if view.kind == "person" else [Filter("kind", say("Kind"), _KINDS[view.kind])]
    return found + kind


def tidy(ask: Asking) -> str:
    """Give the address of this page without empty fields and without what is usual anyway."""
    kept = [(name, value) for name, value in parse_qsl(ask.request.url.query) if name != "again"]
    chosen = tuple(value for name, value in kept if name == "column")
    if set(chosen) == set(DEFAULT_COLUMNS):
        kept = [(name, value) for name, value in kept if name != "column"]
    usual = {("kind", "person"), ("page", "1")}
    kept = [one for one in kept if one not in usual]
    return ask.request.url.path + (f"?{urlencode(kept)}" if kept else "")


def _query(ask: Asking, names: tuple[str, ...]) -> str:
    """Give some fields of the address as a query, ready to be put behind a path."""
    kept = [(name, value) for name, value in parse_qsl(ask.request.url.query) if name in names]
    return f"?{urlencode(kept)}" if kept else ""


def _found(opened: OpenBoard, wanted: list[str], by: str | None) -> tuple[list[Leader], list[str]]:
    """Find the people to compare; gives those who are there, and what was asked for in vain."""
    choice = View(by=by, kind="all").choice(opened.measure_for(by).name)
    found, missing = [], []
    for one in wanted:
        try:
            found.append(opened.leader(one, choice))
        except (UnknownNameError, NotEnoughDataError):
            missing.append(one)
    return found, missing


def _lines(opened: OpenBoard, people: list[Leader]) -> tuple[Line, ...]:
    """Draw each measure for all of them on one scale."""
    measures = {one.name: one for one in opened.measures()}
    lines = []
    for name in _COMPARED:
        figures = [one.measures[name] for one in people]
        if any(one.value is not None for one in figures):
            scale = scale_for(figures)
            lines.append(Line(measures[name], tuple((one, bar(one, scale)) for one in figures)))
    return tuple(lines)


def _words() -> dict[str, Any]:
    return {"kinds": labels.KINDS, "levels": labels.LEVELS, "access": labels.ACCESS}
