"""Answers to what went wrong: what happened, and the way out; JSON for programs, a page for people."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from luminary.errors import (
    AccessError,
    ConflictError,
    LuminaryError,
    NotEnoughDataError,
    TooManyTriesError,
    UnknownNameError,
    UsageError,
    WithheldError,
    WorkspaceError,
)
from luminary.i18n import say
from luminary.web.visitor import Refused, stranger

log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[LuminaryError], int], ...] = (
    (TooManyTriesError, 429),
    (AccessError, 403),
    (WithheldError, 403),
    (UnknownNameError, 404),
    (UsageError, 422),
    (ConflictError, 409),
    (NotEnoughDataError, 409),
    (WorkspaceError, 503),
)


def status_of(error: LuminaryError) -> int:
    """Give the HTTP status that fits an error of ours; 400 where none fits better."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def refused(request: Request, error: Refused) -> Response:
    """Send a stranger to the log-in, and tell a member why not."""
    if error.status == 401 and not _is_program(request):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        path = f"/login?next={quote(asked if request.method == 'GET' else '/')}"
        return RedirectResponse(path, 303, headers={"hx-redirect": path})
    return _answer(request, error.status, error.reason)


def told(request: Request, error: LuminaryError) -> Response:
    """Tell what an error of ours says."""
    status = status_of(error)
    message = error.args[0] if error.args else str(error)
    wait = error.seconds if isinstance(error, TooManyTriesError) else 60
    headers = {"retry-after": str(wait)} if status in (429, 503) else None
    return _answer(request, status, message, headers, withheld=isinstance(error, WithheldError))


def http(request: Request, error: HTTPException) -> Response:
    """Tell that there is nothing here, or not in this way."""
    reasons = {
        404: say("There is nothing at this address. It may have moved, or a link was cut short."),
        405: say("This address cannot be used in this way."),
        413: say("This is more than the server takes at once."),
    }
    return _answer(
        request, error.status_code, reasons.get(error.status_code, str(error.detail)), error.headers
    )


def invalid(request: Request, error: RequestValidationError) -> Response:
    """Name every field that does not fit."""
    faults = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors()]
    return _answer(request, 422, say("this does not fit: {faults}", faults="; ".join(faults)))


def unexpected(request: Request, error: Exception) -> Response:
    """Keep the details in the log, under a number that the reader can name."""
    number = secrets.token_hex(4)
    log.error("failure %s at %s", number, request.url.path, exc_info=error)
    return _answer(
        request,
        500,
        say(
            "Luminary failed on this page; nothing you had saved is lost. "
            "The log of the server tells more under {number}.",
            number=number,
        ),
    )


def _is_program(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _answer(
    request: Request, status: int, message: str, headers: object = None, *, withheld: bool = False
) -> Response:
    given = dict(headers) if isinstance(headers, dict) else None
    if _is_program(request):
        body = {"error": HTTPStatus(status).phrase, "message": str(message)}
        return JSONResponse(body, status, headers=given)
    shown = message
    answer = stranger(request).page("failure.html", status, code=status, message=shown, withheld=withheld)
    answer.headers.update(given or {})
    return answer
