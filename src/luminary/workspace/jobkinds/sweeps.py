"""Removes what is older than it may be; workers ask for it once there is something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, only

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(_work: Workspace, params: Params) -> Record:
    """It is asked for nothing."""
    return only(params)


def run(work: Workspace, _params: Params, _tell: Telling) -> Record:
    """Remove it."""
    found = work.sweeping.sweep()
    return {"removed": [{"what": one.what, "rows": one.rows} for one in found]}


KIND = JobKind("sweep", say("Removal of what is too old"), run, check)
