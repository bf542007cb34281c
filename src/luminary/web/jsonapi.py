"""What the groups of the JSON API share: failures as they are documented, and pages of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import wraps
from inspect import iscoroutinefunction
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Query, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from luminary.errors import UsageError
from luminary.i18n import say

T = TypeVar("T")

PageNumber = Annotated[int, Query(ge=1, le=1_000_000, description="Which page, from 1.")]
PageSize = Annotated[int, Query(ge=1, le=500, description="Rows on a page.")]


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong: `error` in the words of HTTP, `message` with the value seen and the way out."""

    error: str
    message: str


class Rows(BaseModel, Generic[T]):
    """A page of rows, and how many there are in all."""

    rows: list[T]
    total: int
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class Done:
    """A change that has nothing more to tell."""

    done: bool = True


_BEARER = HTTPBearer(auto_error=False, description="A token from the page of one's own account.")
"""Written into the description of the API; `asking` does the checking."""

_FAILURES = {
    400: "The request cannot be read.",
    401: "No token, or one that holds no longer.",
    403: "The role of the token's member does not allow this, or a result is withheld.",
    404: "There is nothing under this name or key.",
    409: "The data cannot carry the answer, or somebody else changed the same thing meanwhile.",
    422: "A value does not fit; the message names it.",
    503: "The server is busy; try again.",
}


def group(name: str, about: str) -> APIRouter:
    """Make the router of a group, with the failures that every call can give."""
    responses: dict[int | str, dict[str, Any]] = {
        status: {"model": Failure, "description": meaning} for status, meaning in _FAILURES.items()
    }
    return APIRouter(
        prefix=f"/{name}",
        tags=[about],
        responses=responses,
        route_class=_Route,
        dependencies=[Security(_BEARER)],
    )


class _Route(APIRoute):
    """A call whose question holds whole characters only, and whose answer is made `plain`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        super().__init__(path, _answering(endpoint), **more)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Look at the body before anybody reads it; what is stored as it comes, such as a file, is let by."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def checked(request: Request) -> Response:
            _check_whole(await request.body())
            return await handle(request)

        return checked


def _check_whole(body: bytes) -> None:
    r"""Refuse halves of characters (``\ud800`` alone), which JSON can say and nothing can store or send."""
    if b"\\ud" not in body.lower():
        return
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            say("the text holds half of a character (a surrogate without its pair); send whole ones")
        ) from error
    except (ValueError, RecursionError):
        return  # no JSON at all; who reads it tells


def _answering(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if iscoroutinefunction(endpoint):

        @wraps(endpoint)
        async def waited(*values: Any, **named: Any) -> Any:
            return plain(await endpoint(*values, **named))

        return waited

    @wraps(endpoint)
    def answered(*values: Any, **named: Any) -> Any:
        return plain(endpoint(*values, **named))

    return answered


def plain(value: Any) -> Any:
    """Give a result as it can be written down: times with their zone, which is UTC here, and all read out."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: plain(getattr(value, one.name)) for one in fields(value) if one.init}
        )
    if isinstance(value, BaseModel):
        return value.model_copy(
            update={name: plain(getattr(value, name)) for name in type(value).model_fields}
        )
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    return type(value)(map(plain, value)) if isinstance(value, list | tuple) else value


def skipped(page: int, size: int) -> int:
    """Give the rows before a page."""
    return (page - 1) * size
