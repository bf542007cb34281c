"""Does the ranking deserve belief? Begin with a job of the kind `backtest` or `evaluate`."""

from __future__ import annotations

from luminary.errors import NotEnoughDataError
from luminary.i18n import say
from luminary.leaders import BacktestResult, EvaluateResult
from luminary.web.jsonapi import group
from luminary.web.visitor import Asking, asking
from luminary.workspace.plain import from_plain
from luminary.workspace.rights import Right

router = group("proof", "Proof")


@router.get("/backtest")
def backtest(ask: Asking = asking(Right.READ), subject: str | None = None) -> BacktestResult:
    """Give the newest back-test on a subject, or on everything."""
    newest = ask.work.jobs.newest("backtest", {"subject": subject} if subject else {})
    if newest is None or not newest.result:
        raise NotEnoughDataError(say("nothing was tested yet; begin a job of the kind 'backtest'"))
    return from_plain(BacktestResult, newest.result)


@router.get("/evaluation")
def evaluation(ask: Asking = asking(Right.NAMES)) -> EvaluateResult:
    """Give the newest comparison with a list of people that is trusted."""
    newest = ask.work.jobs.newest("evaluate")
    if newest is None or not newest.result:
        raise NotEnoughDataError(say("nothing was compared yet; begin a job of the kind 'evaluate'"))
    return from_plain(EvaluateResult, newest.result)
