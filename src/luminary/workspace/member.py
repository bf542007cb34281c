"""A member of a workspace, and what is kept about the ways in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luminary.workspace.rights import Right, Role


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may use the workspace.

    Attributes
    ----------
    member : str
        Key.
    login : str
        Name to log in with.
    name : str
        Name shown.
    role : Role
        What the member may do.
    active : bool
        False when the member may no longer log in.
    language : str or None
        Language of the interface; None for the browser's.
    theme : str or None
        light, dark or auto; None for auto.
    has_password : bool
        False when the member logs in elsewhere, or has no password yet.
    outside : str or None
        Issuer and subject of an OpenID Connect account.
    made, seen : datetime or None
        When the member was added, and was last there.
    """

    member: str
    login: str
    name: str
    role: Role
    active: bool = True
    language: str | None = None
    theme: str | None = None
    has_password: bool = False
    outside: str | None = None
    made: datetime | None = None
    seen: datetime | None = None

    def can(self, right: Right) -> bool:
        """Tell whether the member has a right."""
        return self.active and right in self.role.rights

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Member:
        """Read a member from a row; the password stays behind."""
        return cls(
            member=row["member"],
            login=row["login"],
            name=row["name"],
            role=Role(row["role"]),
            active=bool(row["active"]),
            language=row["language"] or None,
            theme=row["theme"] or None,
            has_password=bool(row["password"]),
            outside=row["outside"] or None,
            made=row["made"],
            seen=row["seen"],
        )


@dataclass(frozen=True, slots=True)
class Session:
    """A logged-in browser.

    Attributes
    ----------
    session : str
        SHA-256 of the secret; it opens nothing.
    member : Member
        Who is logged in.
    csrf : str
        Secret that every form of this session carries.
    made, seen, until : datetime
        When it began, was last used, and ends at the latest.
    """

    session: str
    member: Member
    csrf: str
    made: datetime
    seen: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """A secret that lets a program use the API in the name of a member; `token` is its SHA-256."""

    token: str
    name: str
    made: datetime
    used: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time link: for a new member with a role, or for the new password of `member`."""

    invite: str
    role: Role
    member: str | None
    made_by: str
    made: datetime
    until: datetime
