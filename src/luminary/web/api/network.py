"""The network: communities, those who tie them together, and the whole picture as a file."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from luminary.domain import Access
from luminary.leaders import Scope
from luminary.web.jsonapi import group, plain
from luminary.web.pages.map import FORMS
from luminary.web.visitor import Asking, asking
from luminary.workspace.jobs import Job
from luminary.workspace.picture import Picture
from luminary.workspace.rights import Right

router = group("network", "Network")


@router.get(
    "", response_model=Picture, responses={202: {"model": Job, "description": "Being computed: ask again."}}
)
def network(
    ask: Asking = asking(Right.READ),
    subject: str | None = None,
    since: date | None = None,
    until: date | None = None,
    place: str | None = None,
    platform: str | None = None,
    access: Access | None = None,
) -> Picture | Response:
    """Give people, ties, communities and bridges; 202 with the job while they are computed."""
    scope = Scope(subject, since, until, place, platform, access)
    picture = ask.work.network.picture_if_ready(scope)
    if picture is None:
        job = ask.work.jobs.ask("network", scope.as_params())
        return JSONResponse(jsonable_encoder(plain(job)), 202)
    return picture


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {kind.partition(";")[0]: {} for _, kind, _ in FORMS.values()}}},
)
def export(
    form: Annotated[str, Query(description="gexf, graphml, people or ties (CSV).")] = "gexf",
    ask: Asking = asking(Right.EXPORT),
    subject: str | None = None,
    since: date | None = None,
    until: date | None = None,
    place: str | None = None,
    platform: str | None = None,
    access: Access | None = None,
) -> Response:
    """Give the whole picture as a file; that it left is noted in the log."""
    written = ask.work.network.export(Scope(subject, since, until, place, platform, access), form)
    return Response(written, media_type=FORMS[form][1])
