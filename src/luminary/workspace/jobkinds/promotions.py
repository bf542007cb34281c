"""Finds brands and collaborations in all posts, so that the pages that show them need not wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, only

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(_work: Workspace, params: Params) -> Record:
    """Refuse any parameter: all posts are looked at."""
    return only(params)


def run(work: Workspace, _params: Params, tell: Telling) -> Record:
    """Look through the posts; gives how many rows were found."""
    tell(0, 0)
    return {"found": work.collaborations.fill()}


KIND = JobKind("promotions", say("Collaborations"), run, check)
