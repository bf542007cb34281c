"""A back-test turned into the figures that the page draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from luminary.domain import Estimate
from luminary.report.inputs import BacktestPicture, MeasureLine
from luminary.report.text import has_interval, is_known, number

if TYPE_CHECKING:
    from luminary.leaders.backtest import BacktestResult, Coverage, MeasureScore


def backtest_picture(result: BacktestResult) -> BacktestPicture:
    """Give what the page shows of a back-test: how many of the people looked for each measure found.

    The interval of that number is the one of the share found, times how many were looked for.

    Raises
    ------
    ValueError
        When the result holds no cut.
    """
    if not result.cuts:
        raise ValueError("a back-test without a cut cannot be shown")
    most = float(np.mean([cut.most for cut in result.cuts]))
    lines = tuple(_line(score, most) for score in result.scores)
    notes = (*_promise(result.interval_coverage), *result.notes)
    return BacktestPicture(
        result.sentence, max(1, round(most)), tuple(cut.cut for cut in result.cuts), lines, notes
    )


def _line(score: MeasureScore, most: float) -> MeasureLine:
    others = (("NDCG", score.ndcg), ("Rank correlation", score.spearman))
    return MeasureLine(score.measure, _found(score, most), score.baseline, others)


def _found(score: MeasureScore, most: float) -> Estimate:
    share = score.precision
    if not is_known(share):
        return Estimate(None, None, None, share.n, "people", share.method)
    low = high = None
    if has_interval(share) and share.low is not None and share.high is not None:
        # Where fewer people could be looked for at some cuts, the mean count is not quite share times mean.
        low, high = min(share.low * most, score.found), max(share.high * most, score.found)
    return Estimate(score.found, low, high, share.n, "people", share.method)


def _promise(coverage: Coverage) -> list[str]:
    """Say whether the intervals kept their promise."""
    top = coverage.top
    if top.value is None or not is_known(top):
        return []
    return [
        "The 95 % intervals of the first places held the count that really came in "
        f"{number(100 * top.value)} % of {number(top.n)} cases."
    ]
