"""Brings erasures to their end that were begun; a killed one goes on where it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, only

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(_work: Workspace, params: Params) -> Record:
    """It is asked for nothing: what is to go stands in the ledger until it is gone."""
    return only(params)


def run(work: Workspace, _params: Params, _tell: Telling) -> Record:
    """Go on until nothing is left to do."""
    return {"done": work.personal.resume(patience=-1)}


KIND = JobKind("erase", say("Erasure of a person"), run, check)
