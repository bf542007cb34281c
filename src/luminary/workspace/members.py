"""Who may use a workspace, and how they prove who they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from luminary.errors import AccessError, UnknownNameError, UsageError
from luminary.i18n import LANGUAGES, say
from luminary.report.text import clean
from luminary.workspace.doors import Invites, Sessions, Tokens
from luminary.workspace.member import Invite, Member, Session, Token
from luminary.workspace.passwords import Throttle, check_password, fits, hashed, is_outdated
from luminary.workspace.rights import Role

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

__all__ = ["THEMES", "Invite", "Member", "Members", "Session", "Token", "login_of"]

THEMES = ("auto", "light", "dark")
_LOGIN = re.compile(r"[\w.@+-]{2,64}")


class Members:
    """Members, their roles and passwords, and the sessions, tokens and one-time links that let them in."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ledger = workspace.ledger
        self._sessions = Sessions(workspace)
        self._tokens = Tokens(workspace)
        self._invites = Invites(workspace)
        self._throttle = Throttle(workspace.ledger)

    def add(
        self, login: str, name: str, role: Role, password: str | None = None, *, outside: str | None = None
    ) -> Member:
        """Add a member.

        Parameters
        ----------
        login : str
            Name to log in with: letters, figures and ``. _ - @ +``; case does not matter.
        name : str
            Name shown; the login when empty.
        role : Role
            What the member may do.
        password : str, optional
            Without one the member needs a one-time link, or logs in elsewhere.
        outside : str, optional
            Issuer and subject of an OpenID Connect account.

        Raises
        ------
        UsageError
            When the login is taken or cannot be one, or the password is too easy to guess.
        """
        chosen = login_of(login)
        if password is not None:
            check_password(password, chosen)
        kept = None if password is None else hashed(password)
        key = uuid4().hex
        with self._ledger.together():
            added = self._ledger.add(
                "members",
                member=key,
                login=chosen,
                name=clean(name, 100) or chosen,
                role=role.value,
                password=kept,
                outside=outside,
                active=True,
                made=self._ledger.now(),
            )
            if not added:
                raise UsageError(say("the login '{login}' is taken; choose another", login=chosen))
            self._workspace.audit.record("member.add", chosen, role=role.value)
        return self.get(key)

    def list(self) -> list[Member]:
        """List the members by name."""
        return sorted(map(Member.of, self._ledger.rows("members")), key=lambda one: (one.name, one.login))

    def get(self, member: str) -> Member:
        """Give a member by key or login.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        rows = self._ledger.rows("members", member=member) or self._ledger.rows(
            "members", login=_folded(member)
        )
        if not rows:
            raise UnknownNameError.of("member", member, [one.login for one in self.list()])
        return Member.of(rows[0])

    def any(self) -> bool:
        """Tell whether there is a member at all."""
        return self._ledger.count("members") > 0

    def change(
        self,
        member: Member,
        *,
        role: Role | None = None,
        name: str | None = None,
        language: str | None = None,
        theme: str | None = None,
        active: bool | None = None,
    ) -> Member:
        """Change what is given of a member; gives the member as changed.

        Parameters
        ----------
        member : Member
            Who.
        role : Role, optional
            What the member may do.
        name : str, optional
            Name shown.
        language : str, optional
            Language of the interface; empty for the browser's.
        theme : str, optional
            light, dark or auto.
        active : bool, optional
            False ends all sessions, and lets nobody in any more.

        Raises
        ------
        UsageError
            When the last owner would be no owner any more, or a value cannot be used.
        """
        given = {
            "role": role and role.value,
            "name": name,
            "language": language,
            "theme": theme,
            "active": active,
        }
        values = {what: value for what, value in given.items() if value is not None}
        _check_values(values)
        with self._ledger.together():
            now = self.get(member.member)
            if role not in (None, Role.OWNER) or active is False:
                self._keep_an_owner(now)
            if values:
                self._ledger.change("members", {"member": now.member}, **values)
            if active is False:
                self._sessions.close_all(now)
            self._note_change(now, values)
        return self.get(member.member)

    def _note_change(self, member: Member, values: dict[str, str | bool]) -> None:
        """Write what others must be able to see into the log; language and theme are the member's own."""
        noted = {what: value for what, value in values.items() if what not in ("language", "theme")}
        if noted:
            before = {what: getattr(member, what) for what in noted}
            self._workspace.audit.record("member.change", member.login, after=noted, before=before)

    def _keep_an_owner(self, member: Member) -> None:
        owners = self._ledger.rows("members", role=Role.OWNER.value, active=True)
        if [one["member"] for one in owners] == [member.member]:
            raise UsageError(
                say("'{login}' is the last owner; make somebody else an owner first", login=member.login)
            )

    def set_password(self, member: Member, password: str, *, keep: str | None = None) -> None:
        """Give a member a new password, and end all sessions but the one with the secret `keep`.

        Raises
        ------
        UsageError
            When it is too easy to guess.
        """
        check_password(password, member.login)
        kept = hashed(password)
        with self._ledger.together():
            self._ledger.change("members", {"member": member.member}, password=kept)
            self._sessions.close_all(member, keep)
            self._ledger.remove("invites", member=member.member)
            self._workspace.audit.record("member.password", member.login)

    def change_password(
        self, member: Member, old: str, new: str, address: str, *, keep: str | None = None
    ) -> None:
        """Let a member who knows the old password choose a new one.

        Raises
        ------
        AccessError
            When the old one is wrong.
        TooManyTriesError
            When it was wrong too often.
        UsageError
            When the new one is too easy to guess.
        """
        if member.has_password:
            self.verify(member.login, old, address)
        self.set_password(member, new, keep=keep)

    def verify(self, login: str, password: str, address: str) -> Member:
        """Give the member whose login and password these are.

        Parameters
        ----------
        login, password : str
            As typed.
        address : str
            Network address of who asks; failures are counted by login and address.

        Raises
        ------
        AccessError
            When login or password is wrong, without saying which.
        TooManyTriesError
            When there were too many failures; says when to try again.
        """
        typed = _folded(login)[:200]
        self._throttle.count(typed, address)
        rows = self._ledger.rows("members", login=typed, active=True)
        kept = rows[0]["password"] if rows else None
        if not fits(kept, password):
            raise AccessError(say("login or password is wrong"))
        self._throttle.forget(typed, address)
        if is_outdated(str(kept)):
            self._ledger.change("members", {"member": rows[0]["member"]}, password=hashed(password))
        return Member.of(rows[0])

    def open_session(self, member: Member) -> str:
        """Begin a session of a browser; gives the secret for the cookie, which is not kept."""
        with self._as(member.login), self._ledger.together():
            self._workspace.audit.record("session.open", member.login)
            return self._sessions.open(member)

    def session(self, secret: str) -> Session | None:
        """Give the session of a cookie's secret; None when there is none, or it has ended."""
        return self._sessions.find(secret)

    def sessions(self, member: Member) -> Sequence[Session]:
        """List the sessions of a member, the last used first."""
        return self._sessions.of(member)

    def close_session(self, secret: str) -> None:
        """End the session of a cookie's secret."""
        self._sessions.close(secret)

    def close_one(self, member: Member, session: str) -> None:
        """End one session of a member, by the digest that `sessions` gives."""
        self._sessions.close_one(member, session)

    def close_all(self, member: Member, *, keep: str | None = None) -> int:
        """End all sessions of a member but the one with the secret `keep`; gives how many."""
        return self._sessions.close_all(member, keep)

    def make_token(self, member: Member, name: str, until: datetime | None = None) -> str:
        """Make an API token; gives the secret, which is shown once and not kept.

        Raises
        ------
        UsageError
            When it has no name, or would have run out already.
        """
        return self._tokens.make(member, name, until)

    def token(self, secret: str) -> Member | None:
        """Give the member of an API token; None when it holds no longer."""
        return self._tokens.find(secret)

    def tokens(self, member: Member) -> Sequence[Token]:
        """List the API tokens of a member, the newest first."""
        return self._tokens.of(member)

    def drop_token(self, member: Member, token: str) -> None:
        """Let an API token hold no longer, by the digest that `tokens` gives.

        Raises
        ------
        UnknownNameError
            When the member has no such token.
        """
        self._tokens.drop(member, token)

    def invite(self, role: Role, member: Member | None = None) -> str:
        """Make a one-time link: for a new member with a role, or for the new password of a member."""
        return self._invites.make(role if member is None else member.role, member)

    def invited(self, secret: str) -> Invite:
        """Give the invite of a link's secret.

        Raises
        ------
        AccessError
            When it was used, taken back, has run out, or never was.
        """
        return self._invites.find(secret)

    def invites(self) -> Sequence[Invite]:
        """List the links that can still be used, the newest first."""
        return self._invites.open()

    def cancel_invite(self, invite: str) -> None:
        """Take a link back, by the digest that `invites` gives.

        Raises
        ------
        UnknownNameError
            When it is not there any more.
        """
        self._invites.cancel(invite)

    def set_up_link(self) -> str | None:
        """Make the link with which the first owner comes in; gives its secret, None when there is an owner.

        Every call makes a new one, and the one before stops working.
        """
        with self._ledger.together():
            if self._ledger.count("members", role=Role.OWNER.value, active=True):
                return None
            return self._invites.make(Role.OWNER, first=True)

    def accept(
        self, secret: str, login: str, name: str, password: str | None = None, *, outside: str | None = None
    ) -> Member:
        """Become a member with a one-time link, which is used up.

        Parameters
        ----------
        secret : str
            Secret of the link.
        login, name : str
            As in `add`.
        password, outside : str, optional
            One of them is needed: how the member will log in.

        Raises
        ------
        AccessError
            When the link cannot be used.
        UsageError
            When login or password cannot be used; then the link is not used up.
        """
        if password is None and outside is None:
            raise UsageError(say("choose a password"))
        with self._as(login_of(login)), self._ledger.together():
            found = self._invites.take(secret)
            if found.member is not None:
                raise AccessError(say("this link is for a new password, not for a new member"))
            return self.add(login, name, found.role, password, outside=outside)

    def reset(self, secret: str, password: str) -> Member:
        """Choose a new password with a one-time link, which is used up.

        Raises
        ------
        AccessError
            When the link cannot be used.
        UsageError
            When the password is too easy to guess; then the link is not used up.
        """
        with self._ledger.together():
            found = self._invites.take(secret)
            if found.member is None:
                raise AccessError(say("this link is for a new member, not for a new password"))
            member = self.get(found.member)
            with self._as(member.login):
                self.set_password(member, password)
            return member

    @contextmanager
    def _as(self, login: str) -> Iterator[None]:
        """Write the log in the name of somebody who is about to be let in."""
        before, self._workspace.actor = self._workspace.actor, login
        try:
            yield
        finally:
            self._workspace.actor = before

    def accept_outside(self, secret: str, outside: str, login: str, name: str) -> Member:
        """Become a member with a one-time link and an OpenID Connect account, under a login that is free.

        A link for the new password of a member ties the account to that member instead.

        Raises
        ------
        AccessError
            When the link cannot be used.
        UsageError
            When the account belongs to another member already.
        """
        with self._ledger.together():
            found = self.invited(secret)
            if found.member is not None:
                return self.link_outside(self.get(self._invites.take(secret).member or ""), outside)
            return self.accept(secret, self._free_login(login), name, outside=outside)

    def link_outside(self, member: Member, outside: str) -> Member:
        """Let a member log in with an OpenID Connect account.

        Raises
        ------
        UsageError
            When it belongs to another member already.
        """
        with self._as(member.login), self._ledger.together():
            others = [
                row for row in self._ledger.rows("members", outside=outside) if row["member"] != member.member
            ]
            if others:
                raise UsageError(say("this account belongs to another member already"))
            self._ledger.change("members", {"member": member.member}, outside=outside)
            self._workspace.audit.record("member.link", member.login)
        return self.get(member.member)

    def _free_login(self, wanted: str) -> str:
        """Make a login of what an account elsewhere is called; figures follow where it is taken."""
        plain = re.sub(r"[^\w.@+-]", "", _folded(wanted))[:50]
        base = plain if len(plain) > 1 else f"member{plain}"
        taken = {one.login for one in self.list()}
        return next(
            one for one in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if one not in taken
        )

    def from_outside(self, outside: str) -> Member | None:
        """Give the active member with an OpenID Connect account; None when there is none."""
        rows = self._ledger.rows("members", outside=outside, active=True)
        return Member.of(rows[0]) if rows else None


def login_of(text: str) -> str:
    """Write a login as it is kept.

    Raises
    ------
    UsageError
        When it cannot be one.

    Examples
    --------
    >>> login_of(" Åse.Lund@Sykehus.example ")
    'åse.lund@sykehus.example'
    """
    folded = _folded(text)
    if not _LOGIN.fullmatch(folded):
        raise UsageError(
            say(
                "'{login}' cannot be a login: 2 to 64 letters, figures and . _ - @ + are",
                login=clean(text, 80),
            )
        )
    return folded


def _folded(text: str) -> str:
    plain = text.encode("utf-8", "replace").decode().replace("\x00", "")
    return unicodedata.normalize("NFKC", plain).strip().casefold()


def _check_values(values: dict[str, str | bool]) -> None:
    """Refuse a language or theme that is not there; a name is cleaned."""
    if values.get("language") not in (None, "", *LANGUAGES):
        raise UsageError(say("no language is named '{language}'", language=values["language"]))
    if values.get("theme") not in (None, *THEMES):
        raise UsageError(say("no theme is named '{theme}'", theme=values["theme"]))
    if "name" in values:
        values["name"] = clean(str(values["name"]), 100)
        if not values["name"]:
            raise UsageError(say("a member needs a name"))
