"""Computes the board that pages of a ranking are cut from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(_work: Workspace, params: Params) -> Record:
    """Write the scope in one way only."""
    from luminary.leaders import Scope

    return Scope.from_params(params).as_params()


def run(work: Workspace, params: Params, tell: Telling) -> Record:
    """Keep the board where `Leading.board_if_ready` finds it."""
    from luminary.leaders import Scope

    opened = work.leaders.board(Scope.from_params(params), tell)
    return {"people": opened.board.size}


KIND = JobKind("board", say("Ranking"), run, check)
