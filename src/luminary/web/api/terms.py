"""Terms of the platforms."""

from __future__ import annotations

from luminary.web.jsonapi import group
from luminary.web.visitor import Asking, asking
from luminary.workspace.policies import Policy
from luminary.workspace.rights import Right

router = group("terms", "Terms of the platforms")


@router.get("")
def terms(source: str | None = None, ask: Asking = asking(Right.READ)) -> list[Policy]:
    """List the policies: what each allows, who reviewed it, how many imports came under it."""
    return list(ask.work.policies.all(source))
