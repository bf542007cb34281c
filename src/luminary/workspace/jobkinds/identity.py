"""Looks for accounts of one person; what is certain is joined, the rest waits for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, only

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(_work: Workspace, params: Params) -> Record:
    """Refuse parameters: all accounts are compared."""
    return only(params)


def run(work: Workspace, _params: Params, tell: Telling) -> Record:
    """Compare all accounts."""
    tell(0, 0)
    found = work.identity.suggest()
    return {
        "accounts": found.accounts, "joined": found.joined, "retracted": found.retracted,
        "waiting": found.waiting, "conflicts": found.conflicts, "notes": [str(one) for one in found.notes],
    }  # fmt: skip


KIND = JobKind("identity", say("Accounts of one person"), run, check)
