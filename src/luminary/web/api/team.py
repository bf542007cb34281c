"""Members, invitations, and the log of what everybody did."""

from __future__ import annotations

from dataclasses import dataclass

from luminary.privacy import AuditCheck, Entry
from luminary.web.jsonapi import Done, PageNumber, PageSize, Rows, group, skipped
from luminary.web.visitor import Asking, asking
from luminary.workspace.member import Invite, Member
from luminary.workspace.rights import Right, Role

router = group("team", "Members and the log")


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What to change of a member; what is not given stays."""

    role: Role | None = None
    name: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The role that somebody who follows the link gets."""

    role: Role


@dataclass(frozen=True, slots=True)
class Link:
    """Path of a one-time link; it is shown once and not kept."""

    path: str


@router.get("/members")
def members(ask: Asking = asking(Right.MANAGE)) -> list[Member]:
    """List the members by name."""
    return ask.work.members.list()


@router.patch("/members/{member}")
def change(member: str, wanted: MemberChange, ask: Asking = asking(Right.MANAGE)) -> Member:
    """Change role or name, or let somebody in no longer."""
    found = ask.work.members.get(member)
    return ask.work.members.change(found, role=wanted.role, name=wanted.name, active=wanted.active)


@router.get("/invites")
def invites(ask: Asking = asking(Right.MANAGE)) -> list[Invite]:
    """List the one-time links that can still be used."""
    return list(ask.work.members.invites())


@router.post("/invites", status_code=201)
def invite(wanted: Wanted, ask: Asking = asking(Right.MANAGE)) -> Link:
    """Make a one-time link for a new member."""
    return Link(f"/invite/{ask.work.members.invite(wanted.role)}")


@router.delete("/invites/{invite}")
def cancel(invite: str, ask: Asking = asking(Right.MANAGE)) -> Done:
    """Take a link back."""
    ask.work.members.cancel_invite(invite)
    return Done()


@router.get("/audit")
def audit(
    ask: Asking = asking(Right.MANAGE),
    action: str | None = None,
    who: str | None = None,
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Rows[Entry]:
    """List what everybody did, the newest first."""
    log = ask.work.audit
    found = log.entries(size, skipped(page, size), action=action, who=who)
    return Rows(rows=found, total=log.count(action=action, who=who), page=page, size=size)


@router.post("/audit/verify")
def verify(ask: Asking = asking(Right.MANAGE)) -> AuditCheck:
    """Go through all seals of the log: was a row changed, removed or put in between?"""
    return ask.work.audit.verify()
