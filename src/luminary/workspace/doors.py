"""Ways into a workspace: sessions of browsers, tokens of programs, one-time links. Kept only as digests."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from luminary.errors import AccessError, UnknownNameError, UsageError
from luminary.i18n import say
from luminary.workspace.member import Invite, Member, Session, Token
from luminary.workspace.rights import Role

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

IDLE = timedelta(hours=12)
"""A session that was not used for so long has ended."""
LONGEST = timedelta(days=14)
"""No session lasts longer."""
INVITE_HOLDS = timedelta(hours=72)
"""How long a one-time link can be used."""
TOKEN_PREFIX = "lum_"  # noqa: S105
"""What every API token begins with, so that programs that look for leaked secrets find it."""

_TOUCH = timedelta(minutes=1)
"""How exactly the last use is kept: a row is not written at every request."""
_SET_UP = "first run"
"""Who made the link of the first owner; no login has a blank in it."""


def digest(secret: str) -> str:
    """Give what is kept of a secret; a secret of 256 random bits needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def secret() -> str:
    """Draw a secret of 256 bits."""
    return secrets.token_urlsafe(32)


class Sessions:
    """Logged-in browsers."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ledger = workspace.ledger

    def open(self, member: Member) -> str:
        """Begin a session; gives the secret for the cookie, which is not kept."""
        made, now = secret(), self._ledger.now()
        with self._ledger.together():
            self._ledger.remove_before("sessions", "until", now)
            self._ledger.remove_before("sessions", "seen", now - IDLE)
            self._ledger.add(
                "sessions",
                session=digest(made),
                member=member.member,
                csrf=secret(),
                made=now,
                seen=now,
                until=now + LONGEST,
            )
            self._ledger.change("members", {"member": member.member}, seen=now)
        return made

    def find(self, made: str) -> Session | None:
        """Give the session of a cookie's secret, and note that it was used; None when it has ended."""
        rows = self._ledger.rows("sessions", session=digest(made)) if made else []
        if not rows:
            return None
        row, now = rows[0], self._ledger.now()
        members = self._ledger.rows("members", member=row["member"], active=True)
        if not members or now >= row["until"] or now >= row["seen"] + IDLE:
            self._ledger.remove("sessions", session=row["session"])
            return None
        if now >= row["seen"] + _TOUCH:
            with self._ledger.together():
                self._ledger.change("sessions", {"session": row["session"]}, seen=now)
                self._ledger.change("members", {"member": row["member"]}, seen=now)
        return _session(row, Member.of(members[0]))

    def of(self, member: Member) -> list[Session]:
        """List the sessions of a member that have not ended, the last used first."""
        now = self._ledger.now()
        rows = [
            row
            for row in self._ledger.rows("sessions", member=member.member)
            if now < row["until"] and now < row["seen"] + IDLE
        ]
        return [_session(row, member) for row in sorted(rows, key=lambda row: row["seen"], reverse=True)]

    def close(self, made: str) -> None:
        """End the session of a cookie's secret."""
        self._ledger.remove("sessions", session=digest(made))

    def close_one(self, member: Member, session: str) -> None:
        """End one session of a member, by its digest."""
        self._ledger.remove("sessions", session=session, member=member.member)

    def close_all(self, member: Member, keep: str | None = None) -> int:
        """End all sessions of a member, but for the one with the secret `keep`; gives how many."""
        kept = digest(keep) if keep else None
        found = [row["session"] for row in self._ledger.rows("sessions", member=member.member)]
        return sum(self._ledger.remove("sessions", session=one) for one in found if one != kept)


def _session(row: Mapping[str, Any], member: Member) -> Session:
    return Session(row["session"], member, row["csrf"], row["made"], row["seen"], row["until"])


class Tokens:
    """Secrets with which programs use the API in the name of a member."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ledger = workspace.ledger

    def make(self, member: Member, name: str, until: datetime | None = None) -> str:
        """Make a token; gives the secret, which is shown once and not kept.

        Raises
        ------
        UsageError
            When it has no name, or would have run out already.
        """
        shown = " ".join(name.split())[:100]
        if not shown:
            raise UsageError(say("give the token a name that says what it is for"))
        if until is not None and until <= self._ledger.now():
            raise UsageError(say("the last day of the token has passed"))
        made = TOKEN_PREFIX + secret()
        with self._ledger.together():
            self._ledger.add(
                "tokens",
                token=digest(made),
                member=member.member,
                name=shown,
                made=self._ledger.now(),
                until=until,
            )
            self._workspace.audit.record("token.make", member.login, name=shown)
        return made

    def find(self, made: str) -> Member | None:
        """Give the member of a token's secret, and note that it was used; None when it holds no longer."""
        rows = self._ledger.rows("tokens", token=digest(made)) if made.startswith(TOKEN_PREFIX) else []
        if not rows:
            return None
        row, now = rows[0], self._ledger.now()
        members = self._ledger.rows("members", member=row["member"], active=True)
        if not members or (row["until"] is not None and now >= row["until"]):
            return None
        if row["used"] is None or now >= row["used"] + _TOUCH:
            self._ledger.change("tokens", {"token": row["token"]}, used=now)
        return Member.of(members[0])

    def of(self, member: Member) -> list[Token]:
        """List the tokens of a member, the newest first."""
        rows = self._ledger.newest("tokens", by="made", limit=200, member=member.member)
        return [Token(row["token"], row["name"], row["made"], row["used"], row["until"]) for row in rows]

    def drop(self, member: Member, token: str) -> None:
        """Let a token of a member hold no longer, by its digest.

        Raises
        ------
        UnknownNameError
            When the member has no such token.
        """
        with self._ledger.together():
            if not self._ledger.remove("tokens", token=token, member=member.member):
                raise UnknownNameError(say("this token is not there any more"))
            self._workspace.audit.record("token.drop", member.login)


class Invites:
    """One-time links."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ledger = workspace.ledger

    def make(self, role: Role, member: Member | None = None, *, first: bool = False) -> str:
        """Make a link for a new member with a role, or for the new password of a member; gives its secret.

        Parameters
        ----------
        role : Role
            Role of the new member.
        member : Member, optional
            Whose new password it is for; an earlier link for it stops working.
        first : bool, default False
            It is the link of the first owner; an earlier one stops working.
        """
        made, now = secret(), self._ledger.now()
        by = _SET_UP if first else self._workspace.actor
        with self._ledger.together():
            self._ledger.remove_before("invites", "until", now)
            if first:
                self._ledger.remove("invites", made_by=_SET_UP)
            if member is not None:
                self._ledger.remove("invites", member=member.member)
            self._ledger.add(
                "invites",
                invite=digest(made),
                role=role.value,
                member=None if member is None else member.member,
                made_by=by,
                made=now,
                until=now + INVITE_HOLDS,
            )
            self._workspace.audit.record(
                "invite.make", None if member is None else member.login, role=role.value
            )
        return made

    def find(self, made: str) -> Invite:
        """Give the invite of a link's secret.

        Raises
        ------
        AccessError
            When it was used, taken back, has run out, or never was.
        """
        rows = self._ledger.rows("invites", invite=digest(made))
        if not rows or self._ledger.now() >= rows[0]["until"] or not self._holds(rows[0]):
            raise AccessError(
                say("this link was used, taken back or has run out; ask an owner for a new one")
            )
        return _invite(rows[0])

    def _holds(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a link may still be used: that of the first owner only while there is none."""
        if row["made_by"] == _SET_UP:
            return not self._ledger.count("members", role=Role.OWNER.value, active=True)
        return row["member"] is None or bool(self._ledger.count("members", member=row["member"], active=True))

    def take(self, made: str) -> Invite:
        """Use up a link: of several who do so at once, one gets it.

        Raises
        ------
        AccessError
            When it cannot be used any more.
        """
        with self._ledger.together():
            found = self.find(made)
            self._ledger.remove("invites", invite=found.invite)
        return found

    def open(self) -> list[Invite]:
        """List the links that can still be used, the newest first."""
        now = self._ledger.now()
        rows = self._ledger.newest("invites", by="made", limit=500)
        return [_invite(row) for row in rows if now < row["until"] and self._holds(row)]

    def cancel(self, invite: str) -> None:
        """Take a link back, by its digest.

        Raises
        ------
        UnknownNameError
            When it is not there any more.
        """
        with self._ledger.together():
            if not self._ledger.remove("invites", invite=invite):
                raise UnknownNameError(say("this link is not there any more"))
            self._workspace.audit.record("invite.cancel")


def _invite(row: Mapping[str, Any]) -> Invite:
    return Invite(row["invite"], Role(row["role"]), row["member"], row["made_by"], row["made"], row["until"])
