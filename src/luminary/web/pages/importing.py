"""Bringing data in: upload, look how it would be read, start, and follow it to its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from starlette.requests import ClientDisconnect

from luminary.collect import ImportResult
from luminary.collect.preview import Preview
from luminary.errors import UsageError
from luminary.i18n import say
from luminary.web.page import Group, Nav
from luminary.web.pages.jobs import before, told
from luminary.web.uploading import BOUNDLESS, from_form
from luminary.web.visitor import Asking, asking, asking_briefly
from luminary.workspace.jobkinds.imports import CAME, options_of
from luminary.workspace.jobs import Job
from luminary.workspace.plain import from_plain
from luminary.workspace.rights import Right

router = APIRouter(prefix="/import")
NAV = (Nav(say("Import"), "/import", "upload", Group.DATA, 10, Right.IMPORT),)
_SHOWN = 5
_SAID = 500
"""Characters that may be said about where a source is from."""
_FIELD, _SETTING = "f.", "s."
_COLUMN, _NO_COLUMN = "=", "-"
"""How a form says which column a field has: ``=Datum``, ``-`` for none, anything else for "as recognised"."""


@router.get("")
def start(ask: Asking = asking(Right.IMPORT)) -> HTMLResponse:
    """Offer an upload, and what lies in the inbox."""
    recent = ask.work.jobs.list(_SHOWN, kind="import")
    return ask.page(
        "import.html",
        waiting=ask.work.collect.waiting(),
        recent=[(one, told(one)) for one in recent],
        any_open=any(one.is_open for one in recent),
        most=ask.work.limits.upload_bytes,
        formats=ask.work.collect.formats(),
    )


@router.post("/upload", max_body_size=BOUNDLESS)
async def upload(request: Request, ask: Asking = asking_briefly(Right.IMPORT)) -> Response:
    """Store an upload, and go on to look at it."""
    try:
        paths = await from_form(request, ask)
    except ClientDisconnect:  # the browser has gone; nobody reads the answer
        return Response(status_code=400)
    if len(paths) == 1:
        return ask.goto(f"/import/check?{urlencode({'path': paths[0]})}")
    return ask.goto(
        "/import", said=say("{files} files lie in the inbox now; choose what to import.", files=len(paths))
    )


@router.post("/discard")
def discard(path: Annotated[str, Form()], ask: Asking = asking(Right.IMPORT)) -> Response:
    """Remove something from the inbox."""
    ask.work.collect.inbox.discard(path)
    return ask.goto("/import", said=say("The file is removed. What was imported from it stays."))


@router.get("/check")
def check(request: Request, path: str, ask: Asking = asking(Right.IMPORT)) -> HTMLResponse:
    """Show how something in the inbox would be read; nothing is written."""
    said = Said.of(path, request.query_params)
    seen = ask.work.collect.preview(path, options_of(said.params), said.format or None)
    return ask.page(
        "import_check.html",
        path=path,
        asked=said,
        seen=seen,
        used=[one for one in seen.fields if one.column or said.columns.get(one.name)],
        unused=[one for one in seen.fields if not (one.column or said.columns.get(one.name))],
        params=json.dumps(said.params, ensure_ascii=True),
        format=said.format or seen.format or "",
        settings=_settings(seen),
        policies=ask.work.policies.names(said.format or seen.format or ""),
        typed=len(seen.columns) > _MOST_OPTIONS,
    )


_MOST_OPTIONS = 200
"""A table with more columns gets fields to type into, for 25 lists of them would be a large page."""


def _settings(seen: Preview) -> list[Any]:
    """List the settings that a form shows: those with a value first."""
    return sorted(seen.settings, key=lambda one: not one.value)


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says about a source.

    Attributes
    ----------
    path, format, place, access : str
        What is imported, as what, from where, and who can read it there; empty: not said.
    columns, settings : mapping of str to str
        Only what was said; the rest is as recognised.
    came : mapping of str to str
        What was said about where it is from.
    """

    path: str
    format: str = ""
    place: str = ""
    access: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    came: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, path: str, query: Mapping[str, str]) -> Said:
        """Read it from the address; columns of a mapping that belongs to another format are left out."""
        form = query.get("format", "").strip()
        fits = query.get("mapped", form) in (form, "")
        given = query.items() if fits or not form else ()
        columns = {
            name.removeprefix(_FIELD): value.removeprefix(_COLUMN) if value != _NO_COLUMN else ""
            for name, value in given
            if name.startswith(_FIELD) and (value == _NO_COLUMN or value.startswith(_COLUMN))
        }
        settings = {
            name.removeprefix(_SETTING): value.strip()
            for name, value in given
            if name.startswith(_SETTING) and value.strip()
        }
        access = query.get("access", "")
        came = {name: query[name].strip()[:_SAID] for name in CAME if query.get(name, "").strip()}
        return cls(path, form, query.get("place", "").strip()[:200], access, columns, settings, came)

    @property
    def params(self) -> dict[str, Any]:
        """What an import job is asked for."""
        known = {
            "path": self.path,
            "format": self.format,
            "place": self.place,
            "access": self.access,
            "columns": dict(self.columns),
            "settings": dict(self.settings),
            **self.came,
        }
        return {name: value for name, value in known.items() if value}


@router.post("/start")
def begin(params: Annotated[str, Form()], ask: Asking = asking(Right.IMPORT)) -> Response:
    """Ask for the import that was looked at."""
    try:
        wanted = json.loads(params)
    except (ValueError, RecursionError) as error:
        raise UsageError(say("this form is broken; load the page again and repeat")) from error
    if not isinstance(wanted, dict):
        raise UsageError(say("this form is broken; load the page again and repeat"))
    return ask.goto(f"/import/{ask.work.jobs.ask('import', wanted).job}")


@router.get("/{job}")
def follow(job: str, ask: Asking = asking(Right.IMPORT)) -> HTMLResponse:
    """Show how far an import is, and what came of it."""
    found = ask.work.jobs.get(job)
    if found.kind != "import":
        raise UsageError(say("this job is no import; the list of jobs shows it"))
    result = from_plain(ImportResult, found.result) if found.result else None
    return ask.page(
        "import_job.html",
        job=found,
        name=told(found),
        result=result,
        before=before(ask, found),
        again=_again(found),
        ranking=any(one.is_open for one in ask.work.jobs.list(20, kind="board")),
        subjects=len(ask.work.listening.subjects()),
    )


def _again(job: Job) -> str:
    """Give the address at which the same source is looked at with what was said about it."""
    said = {name: value for name, value in job.params.items() if isinstance(value, str)}
    columns = {f"{_FIELD}{name}": f"{_COLUMN}{value}" if value else _NO_COLUMN
               for name, value in job.params.get("columns", {}).items()}  # fmt: skip
    settings = {f"{_SETTING}{name}": value for name, value in job.params.get("settings", {}).items()}
    return f"/import/check?{urlencode(said | columns | settings)}"
