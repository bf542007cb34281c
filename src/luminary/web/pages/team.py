"""The team: who may use the workspace, as what, and the links that let somebody in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from luminary.errors import UsageError
from luminary.i18n import Message, say
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right, Role

router = APIRouter(prefix="/team")
NAV = (Nav(say("Team"), "/team", "user-cog", Group.MANAGE, 10, Right.MANAGE),)
ROLES: dict[Role, tuple[Message, Message]] = {
    Role.OWNER: (say("Owner"), say("everything, members and purpose too")),
    Role.EDITOR: (say("Editor"), say("imports, decides, writes notes and shortlists, exports")),
    Role.VIEWER: (say("Viewer"), say("reads everything, changes nothing")),
    Role.PSEUDONYMOUS: (
        say("Reader without names"),
        say("sees numbers such as OL-0042; reveals a name for a reason that is logged"),
    ),
}
"""What roles are called, and what they may."""


@router.get("")
def team(ask: Asking = asking(Right.MANAGE)) -> HTMLResponse:
    """List members and open links."""
    return _shown(ask)


@router.post("/invites")
def invite(role: Annotated[Role, Form()], ask: Asking = asking(Right.MANAGE)) -> HTMLResponse:
    """Make a one-time link for a new member, and show it this one time."""
    return _shown(ask, link=ask.work.members.invite(role))


@router.post("/invites/cancel")
def cancel(invite: Annotated[str, Form()], ask: Asking = asking(Right.MANAGE)) -> Response:
    """Take a link back."""
    ask.work.members.cancel_invite(invite)
    return ask.goto("/team", said=say("The link works no longer."))


@router.post("/{member}/role")
def role(member: str, role: Annotated[Role, Form()], ask: Asking = asking(Right.MANAGE)) -> Response:
    """Change what a member may do."""
    return _changed(ask, member, role=role)


@router.post("/{member}/active")
def active(member: str, active: Annotated[bool, Form()], ask: Asking = asking(Right.MANAGE)) -> Response:
    """Let a member log in no longer, or again."""
    return _changed(ask, member, active=active)


@router.post("/{member}/password")
def password(member: str, ask: Asking = asking(Right.MANAGE)) -> HTMLResponse:
    """Make a one-time link with which a member chooses a new password, and show it this one time."""
    found = ask.work.members.get(member)
    return _shown(ask, link=ask.work.members.invite(found.role, found), whose=found.name)


def _changed(ask: Asking, member: str, role: Role | None = None, active: bool | None = None) -> Response:
    found = ask.work.members.get(member)
    try:
        changed = ask.work.members.change(found, role=role, active=active)
    except UsageError as error:
        return _shown(ask, fault=error.args[0])
    own = ask.member is not None and changed.member == ask.member.member
    path = "/" if own and not changed.can(Right.MANAGE) else "/team"
    return ask.goto(path, said=say("{name} is changed.", name=changed.name))


def _shown(ask: Asking, *, link: str = "", whose: str = "", fault: str = "") -> HTMLResponse:
    secure = ask.request.url.scheme == "https" or ask.request.app.state.settings.https
    home = f"{'https' if secure else 'http'}://{ask.request.headers['host']}"
    return ask.page(
        "team.html",
        422 if fault else 200,
        members=ask.work.members.list(),
        invites=ask.work.members.invites(),
        roles=ROLES,
        link=f"{home}/invite/{link}" if link else "",
        whose=whose,
        fault=fault,
    )
