"""Ways in and out: log-in, the first owner, one-time links, OpenID Connect, log-out."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from luminary.errors import AccessError, LuminaryError, TooManyTriesError, UsageError
from luminary.i18n import say
from luminary.web.failures import status_of
from luminary.web.oidc import Begun, OidcSettings, Provider
from luminary.web.render import local_path
from luminary.web.visitor import COOKIE, PRE_COOKIE, Asking, anybody
from luminary.workspace.doors import LONGEST
from luminary.workspace.member import Member

router = APIRouter()
OIDC_COOKIE = "luminary-oidc"
_OIDC_SECONDS = 600


@router.get("/login")
def login(next: str = "/", ask: Asking = anybody()) -> Response:
    """Ask for login and password; who is logged in goes on."""
    if ask.member is not None:
        return ask.goto(local_path(next))
    return _asked(ask, next)


@router.post("/login")
def enter(
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
    ask: Asking = anybody(),
) -> Response:
    """Let a member in; what was wrong is not said."""
    try:
        member = ask.work.members.verify(login, password, ask.address)
    except AccessError as error:
        answer = _asked(
            ask, next, status_of(error) if isinstance(error, TooManyTriesError) else 401, login, error
        )
        if isinstance(error, TooManyTriesError):
            answer.headers["retry-after"] = str(error.seconds)
        return answer
    return _let_in(ask, member, next)


@router.post("/logout")
def leave(ask: Asking = anybody()) -> Response:
    """End this session, and forget its cookies."""
    if ask.session:
        ask.work.members.close_session(ask.session)
    answer = ask.goto("/login")
    for name in (COOKIE, PRE_COOKIE):
        _forget(ask, answer, name)
    answer.headers["clear-site-data"] = '"cache"'
    return answer


@router.get("/setup")
def setup(token: str = "", ask: Asking = anybody()) -> Response:
    """Greet the first owner, who comes with the link that the server printed."""
    if not token and not ask.work.members.any():
        return ask.page("setup.html")
    return _join(ask, token) if token else ask.goto("/login")


@router.get("/invite/{secret}")
def invited(secret: str, ask: Asking = anybody()) -> Response:
    """Greet somebody who comes with a one-time link."""
    return _join(ask, secret)


@router.post("/invite/{secret}")
def join(
    secret: str,
    login: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
    ask: Asking = anybody(),
) -> Response:
    """Make a member, or set a new password; what does not fit is said beside the form."""
    members = ask.work.members
    try:
        if password != again:
            raise UsageError(say("the two passwords differ"))
        if members.invited(secret).member is not None:
            member = members.reset(secret, password)
        else:
            member = members.accept(secret, login, name, password)
    except UsageError as error:
        return _join(ask, secret, 422, (login, name), error)
    return _let_in(ask, member, "/")


@router.get("/oidc/begin")
def begin(next: str = "/", invite: str = "", link: bool = False, ask: Asking = anybody()) -> Response:
    """Send the browser to the provider."""
    member = ask.member.member if link and ask.member is not None else ""
    begun = Begun.now(local_path(next), invite, member)
    answer = RedirectResponse(_provider(ask.request).address(begun, _callback(ask)), 303)
    ask.keep(answer, OIDC_COOKIE, begun.packed(), _OIDC_SECONDS)
    return answer


@router.get("/oidc/callback")
def back(code: str = "", state: str = "", error: str = "", ask: Asking = anybody()) -> Response:
    """Let in who comes back from the provider, when the account belongs to a member or the link makes one."""
    begun = Begun.unpacked(ask.request.cookies.get(ask.cookie(OIDC_COOKIE), ""))
    if begun is None or not hmac.compare_digest(begun.state.encode(), state.encode()):
        raise AccessError(say("this log-in was begun elsewhere or too long ago; begin again"))
    if error or not code:
        raise AccessError(
            say("the log-in was not completed ({why}); begin again", why=error[:100] or "no code")
        )
    account = _provider(ask.request).account(begun, code, _callback(ask))
    answer = _let_in(ask, _member_of(ask, begun, account.outside, account.login, account.name), begun.next)
    _forget(ask, answer, OIDC_COOKIE)
    return answer


def _member_of(ask: Asking, begun: Begun, outside: str, login: str, name: str) -> Member:
    members = ask.work.members
    if begun.member:
        if ask.member is None or ask.member.member != begun.member:
            raise AccessError(say("log in as the member whose account this is, and begin again"))
        return members.link_outside(ask.member, outside)
    found = members.from_outside(outside)
    if found is None and begun.invite:
        found = members.accept_outside(begun.invite, outside, login, name)
    if found is None:
        raise AccessError(
            say("this account belongs to no member; ask an owner of the workspace for an invitation")
        )
    return found


def provider(request: Request) -> Provider | None:
    """Give the provider of accounts that the operator named; None when there is none."""
    state = request.app.state
    if not hasattr(state, "oidc"):
        settings = OidcSettings.from_environment()
        state.oidc = None if settings is None else Provider(settings)
    found: Provider | None = state.oidc
    return found


def _provider(request: Request) -> Provider:
    found = provider(request)
    if found is None:
        raise UsageError(say("logging in with an account elsewhere is not set up here"))
    return found


def _callback(ask: Asking) -> str:
    """Give the address to come back to, as the provider knows it."""
    secure = ask.request.url.scheme == "https" or ask.request.app.state.settings.https
    return f"{'https' if secure else 'http'}://{ask.request.headers['host']}/oidc/callback"


def _asked(
    ask: Asking, next: str, status: int = 200, login: str = "", fault: LuminaryError | None = None
) -> HTMLResponse:
    found = provider(ask.request)
    return ask.page(
        "login.html",
        status,
        next=local_path(next),
        login=login[:200],
        fault=fault.args[0] if fault else "",
        outside=found.settings.title if found else "",
        nobody=not ask.work.members.any(),
    )


def _join(
    ask: Asking,
    secret: str,
    status: int = 200,
    typed: tuple[str, str] = ("", ""),
    fault: LuminaryError | None = None,
) -> HTMLResponse:
    invite = ask.work.members.invited(secret)
    member = ask.work.members.get(invite.member) if invite.member else None
    found = provider(ask.request)
    return ask.page(
        "join.html",
        status,
        secret=secret,
        invite=invite,
        member=member,
        typed=typed,
        fault=fault.args[0] if fault else "",
        outside=found.settings.title if found else "",
    )


def _let_in(ask: Asking, member: Member, next: str) -> Response:
    """Begin a new session; a secret that somebody may have planted before is worth nothing afterwards."""
    if ask.session:
        ask.work.members.close_session(ask.session)
    answer = ask.goto(local_path(next))
    ask.keep(answer, COOKIE, ask.work.members.open_session(member), int(LONGEST.total_seconds()))
    _forget(ask, answer, PRE_COOKIE)
    return answer


def _forget(ask: Asking, answer: Response, name: str) -> None:
    named = ask.cookie(name)
    answer.delete_cookie(named, path="/", secure=named != name, httponly=True, samesite="lax")
