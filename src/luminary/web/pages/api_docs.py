"""The JSON API as a page: every call, what it takes and gives, made from its own description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = APIRouter(prefix="/api-docs")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API."""

    group: str
    method: str
    path: str
    about: str
    more: str
    parameters: tuple[tuple[str, str, str], ...]
    """Name, where it stands, and what it means."""
    body: str
    """Name of what the body holds; empty when there is none."""


@router.get("")
def api_docs(ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Show every call, group by group."""
    described = ask.request.app.openapi()
    calls = list(_calls(described))
    groups = {call.group: [one for one in calls if one.group == call.group] for call in calls}
    return ask.page("api.html", groups=groups)


def _calls(described: Mapping[str, Any]) -> Iterator[Call]:
    for path, methods in described["paths"].items():
        for method, call in methods.items():
            about, _, more = call.get("description", "").partition("\n")
            given = tuple(
                (one["name"], one["in"], one.get("description", "")) for one in call.get("parameters", ())
            )
            yield Call(call["tags"][0], method.upper(), path, about, more.strip(), given, _body(call))


def _body(call: Mapping[str, Any]) -> str:
    contents = call.get("requestBody", {}).get("content", {})
    schema = contents.get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rpartition("/")[2]
