"""One's own account: name, language, password, sessions, and tokens for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from luminary.errors import AccessError, LuminaryError, UsageError
from luminary.i18n import say
from luminary.web.failures import status_of
from luminary.web.pages.entry import provider
from luminary.web.visitor import LANGUAGE_COOKIE, THEME_COOKIE, Asking, asking
from luminary.workspace.doors import digest
from luminary.workspace.member import Member
from luminary.workspace.rights import Right

router = APIRouter(prefix="/account")
DAYS = (30, 90, 365)
"""How long a token may hold."""


@router.get("")
def account(ask: Asking = asking(Right.READ)) -> HTMLResponse:
    """Show the account."""
    return _shown(ask)


@router.post("")
def change(
    name: Annotated[str, Form()],
    language: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "auto",
    ask: Asking = asking(Right.READ),
) -> Response:
    """Change name, language and theme."""
    try:
        ask.work.members.change(_own(ask), name=name, language=language, theme=theme)
    except UsageError as error:
        return _shown(ask, error, "self")
    answer = ask.goto("/account", said=say("Your account is changed."))
    for cookie in (
        LANGUAGE_COOKIE,
        THEME_COOKIE,
    ):  # what was chosen here counts, whatever this browser chose before
        answer.delete_cookie(cookie, path="/")
    return answer


@router.post("/password")
def password(
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.READ),
) -> Response:
    """Choose another password; all other sessions end."""
    try:
        if new != again:
            raise UsageError(say("the two passwords differ"))
        ask.work.members.change_password(_own(ask), old, new, ask.address, keep=ask.session)
    except (UsageError, AccessError) as error:
        return _shown(ask, error, "password")
    return ask.goto("/account", said=say("Your password is changed; all other sessions have ended."))


@router.post("/tokens")
def make_token(
    name: Annotated[str, Form()] = "",
    days: Annotated[int, Form()] = DAYS[0],
    ask: Asking = asking(Right.READ),
) -> Response:
    """Make a token, and show its secret this one time."""
    if days not in DAYS:
        raise UsageError(say("a token holds for {days} days", days=", ".join(map(str, DAYS))))
    try:
        until = ask.work.ledger.now() + timedelta(days=days)
        secret = ask.work.members.make_token(_own(ask), name, until)
    except UsageError as error:
        return _shown(ask, error, "token")
    return _shown(ask, secret=secret)


@router.post("/tokens/drop")
def drop_token(token: Annotated[str, Form()], ask: Asking = asking(Right.READ)) -> Response:
    """Let a token hold no longer."""
    ask.work.members.drop_token(_own(ask), token)
    return ask.goto("/account", said=say("The token holds no longer."))


@router.post("/sessions/close")
def close(session: Annotated[str, Form()] = "", ask: Asking = asking(Right.READ)) -> Response:
    """End one session, or all but this one."""
    if session:
        ask.work.members.close_one(_own(ask), session)
    else:
        ask.work.members.close_all(_own(ask), keep=ask.session)
    return ask.goto("/account", said=say("Ended."))


def _own(ask: Asking) -> Member:
    """Give who asks; a program with a token may not change how its member logs in."""
    if ask.member is None or not ask.session:
        raise AccessError(say("an account is changed in a browser that is logged in, not with a token"))
    return ask.member


def _shown(
    ask: Asking, error: LuminaryError | None = None, part: str = "", *, secret: str = ""
) -> HTMLResponse:
    member = _own(ask)
    found = provider(ask.request)
    return ask.page(
        "account.html",
        200 if error is None else status_of(error),
        member=ask.work.members.get(member.member),
        sessions=ask.work.members.sessions(member),
        this=digest(ask.session),
        tokens=ask.work.members.tokens(member),
        days=DAYS,
        secret=secret,
        faults={part: error.args[0]} if error else {},
        outside=found.settings.title if found else "",
    )
