"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass

from luminary.web.jsonapi import group
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right, Role

router = group("me", "Who asks")


@dataclass(frozen=True, slots=True)
class Me:
    """The member in whose name the token acts, with what the member may do."""

    login: str
    name: str
    role: Role
    rights: tuple[Right, ...]


@router.get("")
def me(ask: Asking = asking(Right.READ)) -> Me:
    """Tell who the token's member is."""
    assert ask.member is not None
    return Me(ask.member.login, ask.member.name, ask.member.role, tuple(sorted(ask.member.role.rights)))
