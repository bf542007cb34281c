"""Back-tests the ranking on the workspace's own history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, only
from luminary.workspace.plain import as_plain

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(work: Workspace, params: Params) -> Record:
    """Refuse a subject that does not exist."""
    from luminary.listening import subject_named

    given = only(params, "subject")
    return {"subject": subject_named(work.ledger, given["subject"]).name} if given else {}


def run(work: Workspace, params: Params, tell: Telling) -> Record:
    """Give the whole result; `backtest_of` reads it back."""
    tell(0, 0)
    return dict(as_plain(work.leaders.backtest(subject=params.get("subject"))))


KIND = JobKind("backtest", say("Back-test"), run, check)
