"""How many distinct people will act on what this person says in the coming month?

The forecast is the mean number of distinct people who acted on the person in each of the last twelve
months, the newer months counting more (half as much for every three months back)::

    influence = sum_m w_m D_m / sum_m w_m,    w_m = 2 ** (-m / 3),  m = 0 ... 11

where D_m counts each person once a month, with the strongest thing he did: a direct act counts 1, a
reaction 1/2, being the next to write in the same thread 1/4. Ten responses of one fan in a month are one
person; what happens in one month alone weighs at most 22 %.

The interval is one for the count that will really be seen. The same forecast is replayed at up to twelve
earlier month ends; how far it was off among people of like expectation, on the scale of square roots (on
which counts of all sizes scatter alike), gives the interval, widened for the small number of months
replayed. With too little history for that it is the interval of a Poisson count with 40 % extra scatter.

What it cannot tell: why people act, and what a paid message would do. A change of the whole community (it
doubles within a month) lies outside any interval made from its past.

References
----------
Bakshy, Hofman, Mason, Watts (2011), Everyone's an influencer, section 4: past local influence predicts best.
Anscombe (1948), The transformation of Poisson data, for the square root of count + 3/8.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import MONTH, NEVER, Floats, Talk
from luminary.leaders.weights import people_by_month, responders

WINDOW = 12
"""Months of the past that a forecast is made from."""
HALF_LIFE = 3.0
"""Months after which a month counts half."""
REPLAYS = 12
"""Earlier month ends at which the forecast is replayed for the interval."""
_LIKE = 1.5
"""People whose expectation is within this factor are of like expectation."""
_ENOUGH_LIKE = 200
_T_975 = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20)
"""Student's t at 97.5 % with 1 to 11 degrees of freedom."""


def compute(talk: Talk) -> Scores:
    """Forecast next month's distinct people for every person."""
    if not talk.is_dated:
        nothing = np.full(talk.size, np.nan)
        return Scores(nothing, responders(talk), nothing, nothing)
    counts = people_by_month(talk, _months_known(talk))
    expected = forecast(counts)
    low, high = replayed_interval(counts)
    return Scores(expected, responders(talk.last(WINDOW)), low, high)


def _months_known(talk: Talk) -> int:
    """Count the months that the data reach back, at most those that are used."""
    first = int(talk.acts.at[talk.acts.at != NEVER][0])
    return int(np.clip(np.ceil((talk.now - first) / MONTH), 1, WINDOW + REPLAYS))


def forecast(counts: Floats, start: int = 0) -> Floats:
    """Give the recency-weighted mean of the twelve months from column `start` on, or of those there are."""
    months = counts[:, start : start + WINDOW]
    weights = 2.0 ** (-np.arange(months.shape[1]) / HALF_LIFE)
    return np.asarray(months @ weights / weights.sum())


def replayed_interval(counts: Floats) -> tuple[Floats, Floats]:
    """Give the 95 % interval of next month's count from how far earlier forecasts were off.

    Parameters
    ----------
    counts : float array of shape (people, months)
        Distinct people by month, the last month first.
    """
    expected = forecast(counts)
    replays = max(0, min(REPLAYS, counts.shape[1] - 3))
    cases = [(forecast(counts, back + 1), counts[:, back]) for back in range(replays)]
    before = np.concatenate([case[0] for case in cases] or [np.zeros(0)])
    after = np.concatenate([case[1] for case in cases] or [np.zeros(0)])
    known = before > 0
    off = _root(after[known]) - _root(before[known])
    below, above = _spread(expected, before[known], off, _widening(replays))
    low = np.maximum(_root(expected) + below, 0) ** 2 - 0.375
    high = np.maximum(_root(expected) + above, 0) ** 2 - 0.375
    return np.clip(low, 0, expected), np.maximum(high, expected)


def _root(count: Floats) -> Floats:
    return np.asarray(np.sqrt(count + 0.375))


def _widening(replays: int) -> float:
    """Widen for the number of months replayed: months, not people, are independent of each other."""
    if replays < 2:
        return 1.5
    return float(min(_T_975[replays - 2], 3.2) / 1.96 * np.sqrt(1 + 1 / replays))


def _spread(expected: Floats, before: Floats, off: Floats, widening: float) -> tuple[Floats, Floats]:
    """Interpolate, over the size of the expectation, how far forecasts of that size were off."""
    sizes = np.geomspace(
        max(expected[expected > 0].min(initial=1.0), 1e-3), max(expected.max(initial=1), 1), 40
    )
    order = np.argsort(before)
    before, off = before[order], off[order]
    ends = np.array([_quantiles(size, before, off, widening) for size in sizes])
    at = np.log(np.maximum(expected, sizes[0]))
    return np.interp(at, np.log(sizes), ends[:, 0]), np.interp(at, np.log(sizes), ends[:, 1])


def _quantiles(size: float, before: Floats, off: Floats, widening: float) -> tuple[float, float]:
    """Give the outer 2.5 % on both sides among the replayed forecasts of about this size."""
    first, last = np.searchsorted(before, [size / _LIKE, size * _LIKE])
    if last - first < _ENOUGH_LIKE:
        middle = int(np.searchsorted(before, size))
        first, last = max(0, middle - _ENOUGH_LIKE // 2), min(len(before), middle + _ENOUGH_LIKE // 2)
    if last - first < 20:
        scatter = 1.96 * np.sqrt(0.25 + 0.1 * size)
        return -scatter, scatter
    low, high = np.quantile(off[first:last], [0.025, 0.975]) * widening
    return float(low), float(high)


MEASURES = (
    Measure(
        name="influence",
        title=say("Influence"),
        question=say("How many distinct people will act on what this person says in the coming month?"),
        unit=say("people in the coming month"),
        method=say(
            "recency-weighted mean of distinct people a month over 12 months (half-life 3 months); 95 "
            "% interval from replaying the forecast at earlier month ends"
        ),
        compute=compute,
        window=None,
    ),
)
