"""The network map: communities, who ties them together, and the same facts as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response

from luminary.domain import Access
from luminary.i18n import say, translate
from luminary.leaders import Scope
from luminary.report.text import name as shown_name
from luminary.store import Ledger
from luminary.web import labels
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.jobs import Job
from luminary.workspace.picture import Node, Picture
from luminary.workspace.rights import Right

router = APIRouter(prefix="/map")
NAV = (Nav(say("Network map"), "/map", "map", Group.FIND, 20),)

TABLES = {
    "communities": say("Communities"),
    "bridges": say("Bridges"),
    "people": say("People"),
    "ties": say("Ties"),
}
"""Tables below the map, with their headings."""
FORMS = {
    "gexf": ("network.gexf", "application/gexf+xml", say("GEXF, for Gephi")),
    "graphml": ("network.graphml", "application/graphml+xml", say("GraphML, for igraph, yEd, networkx")),
    "people": ("network-people.csv", "text/csv; charset=utf-8", say("People as CSV")),
    "ties": ("network-ties.csv", "text/csv; charset=utf-8", say("Ties as CSV")),
}
"""Forms of export: file, type, and what the reader sees."""
COLOURS = (0, 1, 2, 3, 4, 5, 8, 9, 7)
"""Colour tokens of the largest communities, in their order; all others share the last one."""
OTHERS = 6
_SIZE = 50
_FIELDS = ("subject", "since", "until", "place", "platform", "access")
_AGAIN = timedelta(seconds=30)
"""A failed picture is tried again when the page is opened after this long."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A page of a table.

    Attributes
    ----------
    rows : sequence
        What stands on it.
    total, page, pages : int
        Rows in all, which page, and how many there are.
    """

    rows: Sequence[Any]
    total: int
    page: int
    pages: int


@router.get("")
def network_map(
    ask: Asking = asking(Right.READ),
    table: Annotated[str, Query()] = "communities",
    page: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """Show the map with its tables; while it is computed, how far that is."""
    scope = _scope(ask)
    picture = ask.work.network.picture_if_ready(scope) if ask.work.leaders.has_data() else None
    if picture is None:
        return _waiting(ask, scope)
    if ask.request.headers.get("hx-target") == "computing":  # it has just become ready: load all of it
        return Response(headers={"hx-refresh": "true"})
    shown = table if table in TABLES else "communities"
    return _page(ask, scope, picture=picture, table=shown, cut=_cut(_rows(picture, shown), page))


@router.get("/data")
def data(ask: Asking = asking(Right.READ)) -> Response:
    """Give what the map draws, as JSON."""
    picture = ask.work.network.picture_if_ready(_scope(ask))
    if picture is None:
        return JSONResponse({"message": str(say("the map is not ready yet"))}, 409)
    return JSONResponse(_drawn(picture, ask.language), headers={"cache-control": "private, no-store"})


@router.get("/export")
def export(form: Annotated[str, Query()] = "gexf", ask: Asking = asking(Right.EXPORT)) -> Response:
    """Give the picture as a file; that it left is noted in the log."""
    written = ask.work.network.export(_scope(ask), form)
    file, kind, _ = FORMS[form]
    return Response(
        written, media_type=kind, headers={"content-disposition": f'attachment; filename="{file}"'}
    )


@router.post("/again")
def again(query: Annotated[str, Form()] = "", ask: Asking = asking(Right.EDIT)) -> Response:
    """Have a picture computed again that could not be computed before."""
    from urllib.parse import parse_qsl

    scope = Scope.from_params({name: value for name, value in parse_qsl(query) if name in _FIELDS and value})
    ask.work.jobs.ask("network", scope.as_params(), anew=True)
    return ask.goto("/map" + (f"?{urlencode(scope.as_params())}" if scope != Scope() else ""))


def _scope(ask: Asking) -> Scope:
    """Read the scope from the query."""
    given = {name: ask.request.query_params.get(name, "") for name in _FIELDS}
    return Scope.from_params({name: value for name, value in given.items() if value})


def _waiting(ask: Asking, scope: Scope) -> Response:
    """Have the picture computed and show how far it is; or say why it could not be."""
    if not ask.work.leaders.has_data():
        return _page(ask, scope, nothing=True)
    job, failed = _latest(ask, scope), None
    if job is not None and job.state == "failed" and job.ended and Ledger.now() - job.ended < _AGAIN:
        job, failed = None, job
    elif job is None or not job.is_open:
        job = ask.work.jobs.ask("network", scope.as_params())
    return _page(ask, scope, job=job, failed=failed)


def _latest(ask: Asking, scope: Scope) -> Job | None:
    """Find the job for a picture that is open, or else the last one that failed."""
    params = scope.as_params()
    for state in ("running", "waiting", "failed"):
        for job in ask.work.jobs.list(50, state=state, kind="network"):
            if dict(job.params) == params:
                return job
    return None


def _page(
    ask: Asking,
    scope: Scope,
    *,
    picture: Picture | None = None,
    table: str = "communities",
    cut: Cut | None = None,
    job: Job | None = None,
    failed: Job | None = None,
    nothing: bool = False,
) -> HTMLResponse:
    return ask.page(
        "map.html",
        scope=scope,
        query=urlencode(scope.as_params()),
        picture=picture,
        table=table,
        tables=TABLES,
        cut=cut,
        job=job,
        failed=failed,
        nothing=nothing,
        choices=ask.work.leaders.choices() if not nothing else None,
        access=[(one.value, labels.ACCESS[one.value]) for one in Access],
        forms=FORMS,
        colour=_colour,
        lists=ask.work.shortlists.list() if picture is not None and ask.can(Right.EDIT) else [],
    )


def _colour(community: int) -> int:
    """Give the number of the colour token of a community."""
    return COLOURS[community] if community < len(COLOURS) else OTHERS


def _rows(picture: Picture, table: str) -> Sequence[Any]:
    if table == "communities":
        return picture.communities
    if table == "ties":
        return picture.ties
    return [picture.nodes[at] for at in picture.bridges] if table == "bridges" else picture.nodes


def _cut(rows: Sequence[Any], page: int) -> Cut:
    pages = max(1, ceil(len(rows) / _SIZE))
    at = min(page, pages)
    return Cut(rows[(at - 1) * _SIZE : at * _SIZE], len(rows), at, pages)


def _drawn(picture: Picture, language: str) -> dict[str, Any]:
    """Write a picture in few bytes: rows of values in the order that the script knows."""
    return {
        "unit": translate(picture.unit, language),
        "nodes": [_node(one) for one in picture.nodes],
        "ties": [value for tie in picture.ties for value in (tie.one, tie.other, tie.months)],
        "communities": [
            [shown_name(translate(one.name, language), 80), one.size, one.shown, _colour(one.number)]
            for one in picture.communities
        ],
        "others": OTHERS,
    }


def _node(node: Node) -> list[Any]:
    return [
        node.person, shown_name(node.name), node.community, round(node.x, 3), round(node.y, 3),
        _short(node.figure), _short(node.low), _short(node.high), node.rank, node.ties, node.outside,
        node.reached, int(node.bridge), int(node.named),
    ]  # fmt: skip


def _short(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)
