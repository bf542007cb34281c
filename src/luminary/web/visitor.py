"""Who asks, and the right that every route names.

A route takes ``ask: Asking = asking(Right.READ)``; nothing is handed out to somebody without that right.
Routes that are open to everybody who reaches the server say so with ``ask: Asking = anybody()``.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from luminary.i18n import LANGUAGES, say
from luminary.web.secure import is_forged, masked
from luminary.workspace import Workspace
from luminary.workspace.member import Member
from luminary.workspace.rights import Right

COOKIE = "luminary"
"""Carries the secret of a session."""
PRE_COOKIE = "luminary-form"
"""Carries the secret of forms before log-in."""
LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")


class Refused(Exception):  # noqa: N818  an answer, not a failure of ours
    """The visitor may not do this.

    Parameters
    ----------
    status : int
        401: log in first; 403: not with this role, or the request was forged.
    reason : str
        What to tell.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(slots=True)
class Asking:
    """One request: the visitor, the workspace, and how to answer.

    Attributes
    ----------
    request : Request
        The request itself.
    workspace : Workspace or None
        Acts in the name of the visitor, and shows what the visitor may see; None where none could be lent.
    member : Member or None
        None before log-in.
    secret : str
        What every form must carry.
    session : str
        Secret of the session's cookie; empty before log-in, and for programs.
    cookies : dict of str
        Cookies that the answer sets.
    mask : str
        The secret of forms as this answer writes it.
    """

    request: Request
    workspace: Workspace | None = None
    member: Member | None = None
    secret: str = ""
    session: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    mask: str = ""

    @property
    def work(self) -> Workspace:
        """The workspace."""
        if self.workspace is None:
            raise Refused(403, say("nothing of the workspace can be shown here"))
        return self.workspace

    @property
    def language(self) -> str:
        """Language to answer in: as chosen, else what the browser asks for, else the workspace's."""
        chosen = self.request.cookies.get(LANGUAGE_COOKIE) or (self.member.language if self.member else "")
        own = self.workspace.purpose.language if self.workspace else "en"
        return (
            chosen if chosen in LANGUAGES else _accepted(self.request.headers.get("accept-language", ""), own)
        )

    @property
    def theme(self) -> str:
        """Light, dark, or as the reader's system has it."""
        chosen = self.request.cookies.get(THEME_COOKIE) or (self.member.theme if self.member else "")
        return chosen if chosen in THEMES else "auto"

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of the page."""
        return self.request.headers.get("hx-request") == "true" and "hx-boosted" not in self.request.headers

    @property
    def here(self) -> str:
        """Path and query of the page, to come back to."""
        return self.request.url.path + (f"?{self.request.url.query}" if self.request.url.query else "")

    @property
    def address(self) -> str:
        """Network address of the visitor."""
        return self.request.client.host if self.request.client else ""

    def can(self, right: Right) -> bool:
        """Tell whether the visitor has a right."""
        return self.member is not None and self.member.can(right)

    def sealed(self) -> str:
        """Give the secret of forms, written differently for every answer."""
        if not self.mask and self.secret:
            self.mask = masked(self.secret)
        return self.mask

    def page(self, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """Answer with a template."""
        from luminary.web.render import SAID_COOKIE, rendered

        answer = HTMLResponse(rendered(self, template, **shown), status)
        if SAID_COOKIE in self.request.cookies:
            answer.delete_cookie(SAID_COOKIE, path="/")
        for name, value in self.cookies.items():
            self.keep(answer, name, value)
        return answer

    def goto(self, path: str, *, said: str = "") -> RedirectResponse:
        """Send the browser on after a change; `said` is shown once on the next page."""
        answer = RedirectResponse(path, 303, headers={"hx-redirect": path} if self.is_fragment else None)
        if said:
            from luminary.web.render import keep_said

            keep_said(answer, said, self)
        return answer

    def keep(self, answer: Any, name: str, value: str, seconds: int | None = None) -> None:
        """Let the browser keep a cookie that scripts cannot read and other sites' forms do not send."""
        named = self.cookie(name)
        answer.set_cookie(
            named, value, max_age=seconds, httponly=True, samesite="lax", path="/", secure=named != name
        )

    def cookie(self, name: str) -> str:
        """Give the name of a cookie; behind HTTPS it carries a prefix that binds it to this host."""
        https = self.request.url.scheme == "https" or self.request.app.state.settings.https
        return f"__Host-{name}" if https else name


def asking(right: Right) -> Any:
    """Give the dependency of a route that needs a right.

    Raises
    ------
    Refused
        When nobody is logged in, the role does not have the right, or the request was forged.
    """
    return Depends(_needs(right))


def asking_briefly(right: Right) -> Any:
    """Give the dependency of a route that takes long to listen, such as an upload: it holds no workspace.

    Raises
    ------
    Refused
        When nobody is logged in, the role does not have the right, or the request was forged.
    """

    async def briefly(request: Request, sent: Annotated[str, Depends(_sent)]) -> Asking:
        async with request.app.state.pool.turn() as work:
            ask = await run_in_threadpool(_admitted, request, work, sent, right)
            return Asking(request, None, ask.member, ask.secret, ask.session, ask.cookies)

    briefly.right = right  # type: ignore[attr-defined]
    return Depends(briefly)


def anybody() -> Any:
    """Give the dependency of a route that is open to everybody who reaches the server."""
    return Depends(_lent_to_anybody)


def right_of(dependency: object) -> Right | None:
    """Give the right that a dependency made by `asking` needs; None for every other one."""
    return getattr(dependency, "right", None)


def is_open(dependency: object) -> bool:
    """Tell whether a dependency is the one that `anybody` makes."""
    return dependency is _lent_to_anybody


def stranger(request: Request) -> Asking:
    """Answer without a workspace, when something failed before or after it was lent."""
    found: Asking | None = getattr(request.state, "ask", None)
    return Asking(request) if found is None else Asking(request, None, found.member, found.secret)


async def _sent(request: Request) -> str:
    """Find the secret that a changing request carries: in its header, its address or its form.

    Uploads carry it in the address, so that nothing of them is read before the visitor is known.
    """
    sent = request.headers.get("x-csrf") or request.query_params.get("csrf", "")
    kind = request.headers.get("content-type", "")
    if not sent and request.method == "POST" and kind.startswith("application/x-www-form-urlencoded"):
        sent = str((await request.form()).get("csrf", ""))
    return sent


def _needs(right: Right) -> Callable[..., AsyncIterator[Asking]]:
    async def needs(request: Request, sent: Annotated[str, Depends(_sent)]) -> AsyncIterator[Asking]:
        async with request.app.state.pool.turn() as work:
            yield await run_in_threadpool(_admitted, request, work, sent, right)

    needs.right = right  # type: ignore[attr-defined]
    return needs


def _admitted(request: Request, work: Workspace, sent: str, right: Right) -> Asking:
    ask = _recognised(request, work)
    _check_known(ask)
    _check_forgery(ask, sent)
    if not ask.can(right):
        raise Refused(403, say("your role does not allow this; an owner of the workspace can change it"))
    return ask


async def _lent_to_anybody(request: Request, sent: Annotated[str, Depends(_sent)]) -> AsyncIterator[Asking]:
    async with request.app.state.pool.turn() as work:
        ask = await run_in_threadpool(_recognised, request, work)
        _check_forgery(ask, sent)
        yield ask


def _recognised(request: Request, work: Workspace) -> Asking:
    """Tell who asks: a browser by its cookie, a program by its token."""
    ask = Asking(request, work)
    bearer = request.headers.get("authorization", "")
    if bearer.lower().startswith("bearer "):
        ask.member = work.members.token(bearer[7:].strip())
    elif (made := request.cookies.get(ask.cookie(COOKIE))) and (found := work.members.session(made)):
        ask.member, ask.secret, ask.session = found.member, found.csrf, made
    else:
        ask.secret = request.cookies.get(ask.cookie(PRE_COOKIE), "") or secrets.token_urlsafe(24)
        ask.cookies[PRE_COOKIE] = ask.secret
    work.act_for(ask.member)
    request.state.ask = ask
    return ask


def _check_known(ask: Asking) -> None:
    if ask.member is None:
        raise Refused(401, say("log in first, or send a token that still holds"))


def _check_forgery(ask: Asking, sent: str) -> None:
    """Refuse what did not come from a page of ours; a program with a token has no cookie to be misused."""
    by_token = ask.member is not None and not ask.session
    if not by_token and is_forged(ask.request, ask.secret, sent):
        raise Refused(403, say("this form is too old or came from elsewhere; load the page again and repeat"))


def _accepted(header: str, default: str) -> str:
    """Choose the first language of the browser that there is; Norwegian is Bokmål here."""
    for part in header.lower().split(","):
        code = part.split(";")[0].strip().split("-")[0]
        code = "nb" if code in ("no", "nn") else code
        if code in LANGUAGES:
            return code
    return default
