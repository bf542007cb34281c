"""Proof: does the ranking deserve belief? The back-test, and the comparison with a list that is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from luminary.i18n import say
from luminary.leaders import BacktestResult, EvaluateResult
from luminary.report import backtest_picture
from luminary.report.charts import Bar, Scale, bar
from luminary.report.inputs import BacktestPicture, MeasureLine
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.jobs import Job
from luminary.workspace.plain import from_plain
from luminary.workspace.rights import Right

router = APIRouter(prefix="/proof")
NAV = (Nav(say("Proof"), "/proof", "shield-check", Group.PROVE, 0),)

_FRONT = ("influence", "followers", "volume", "pagerank")
"""Measures of the picture that is read in ten seconds: ours, and what people use instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """A measure in the picture: how many of those looked for it found, with its bar on the common scale."""

    line: MeasureLine
    bar: Bar | None
    title: str

    @property
    def full(self) -> int:
        """Signs to fill."""
        return round(self.line.found.value or 0)


@dataclass(frozen=True, slots=True)
class Proof:
    """A back-test as the page draws it."""

    result: BacktestResult
    picture: BacktestPicture
    lines: tuple[Line, ...]

    @property
    def front(self) -> list[Line]:
        """The few lines that a manager reads: the simple ranking that came nearest is always among them."""
        simple = [line for line in self.lines if line.line.baseline]
        best = max(simple, key=lambda line: line.line.found.value or 0.0, default=None)
        names = dict.fromkeys((*_FRONT, *([best.line.name] if best else [])))
        return [line for name in names for line in self.lines if line.line.name == name]


@router.get("")
def proof(ask: Asking = asking(Right.READ), subject: Annotated[str, Query()] = "") -> HTMLResponse:
    """Show the newest back-test on a subject, or on everything."""
    params = {"subject": subject} if subject else {}
    running = _open_job(ask, "backtest", params)
    newest = ask.work.jobs.newest("backtest", params)
    shown: dict[str, Any] = {
        "subject": subject,
        "subjects": ask.work.listening.subjects(),
        "job": running or newest,
        "proof": _proof(ask, newest) if newest and newest.result else None,
        "made": newest.ended if newest else None,
        "evaluation": _evaluation(ask),
        "holding": ask.work.collect.holding(),
    }
    return ask.page("proof.html", **shown)


@router.post("")
def test(ask: Asking = asking(Right.EDIT), subject: Annotated[str, Form()] = "") -> Response:
    """Ask for a back-test."""
    ask.work.jobs.ask("backtest", {"subject": subject} if subject else {})
    from urllib.parse import urlencode

    return ask.goto("/proof" + (f"?{urlencode({'subject': subject})}" if subject else ""))


def _open_job(ask: Asking, kind: str, params: dict[str, str]) -> Job | None:
    """Find a job for this that waits or runs."""
    for state in ("running", "waiting"):
        for job in ask.work.jobs.list(50, 0, state=state, kind=kind):
            if dict(job.params) == params:
                return job
    return None


def _proof(ask: Asking, job: Job) -> Proof:
    result = from_plain(BacktestResult, job.result)
    picture = backtest_picture(result)
    scale = Scale(0.0, float(picture.of), (0.0, float(picture.of)))
    titles = {one.name: one.title for one in ask.work.leaders.measures()}
    lines = tuple(Line(one, bar(one.found, scale), titles.get(one.name, one.name)) for one in picture.lines)
    return Proof(result, picture, lines)


def _evaluation(ask: Asking) -> EvaluateResult | None:
    newest = ask.work.jobs.newest("evaluate")
    return from_plain(EvaluateResult, newest.result) if newest and newest.result else None
