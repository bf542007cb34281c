"""How much would a score change with other dates, or with other people?

Scores over several dates are resampled by date: that answers "what if we had tested at other dates?". Where
there is one date or one list only, people are resampled instead: a person drawn twice stands twice, in the
ranking as in the truth, one place after the other.

Dates follow one another, and the same people are there at all of them; so an interval over dates tells how
steady a score is within this community, not how it would be in another one.

References
----------
Efron, Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentile interval).
Hesterberg (2015), What Teachers Should Know About the Bootstrap, section 4.3 (too narrow with few cases).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from luminary.domain import Estimate
from luminary.i18n import say
from luminary.leaders.talk import Floats, Ints

Weights: TypeAlias = NDArray[np.int64]
"""How often each person was drawn: one row per replicate, one column per person in ranked order."""

REPLICATES = 1000
"""Replicates of every bootstrap."""


def over_cuts(values: Floats, unit: str, seed: int, least: float = 0.0) -> Estimate:
    """Give the mean of a score over cuts with its interval; NaN where a cut has none.

    Parameters
    ----------
    values : float array
        One score per cut.
    unit : str
        In words.
    seed : int
        Same seed, same draws: differences of scores must be formed before, cut by cut.
    least : float, default 0
        The lowest value the score can take; the highest is 1.
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return Estimate(None, None, None, 0, unit, say("no cut gives this score"))
    mean = float(known.mean())
    if len(known) == 1:
        return Estimate(mean, None, None, 1, unit, say("one cut; no interval over cuts"))
    draws = np.random.default_rng(seed).integers(0, len(known), (REPLICATES, len(known)))
    ends = np.quantile(known[draws].mean(axis=1), [0.025, 0.975])
    low, high = _held(mean + (ends - mean) * _widening(len(known)), mean, least)
    method = say(
        "mean over {cuts} cuts; 95 % bootstrap over cuts, widened by Student's t for their number",
        cuts=len(known),
    )
    return Estimate(mean, low, high, len(known), unit, method)


def over_people(
    value: float, replicates: Floats, n: int, unit: str, what: str, least: float = 0.0
) -> Estimate:
    """Give a score with the interval from its replicates, which are shifted to centre on the score.

    Parameters
    ----------
    value : float
        The score; NaN where there is none.
    replicates : float array
        The score in each replicate; NaN where a replicate has none.
    n : int
        How many were resampled.
    unit, what : str
        Unit of the score; what was resampled, in words.
    least : float, default 0
        The lowest value the score can take; the highest is 1.
    """
    if np.isnan(value):
        return Estimate(None, None, None, n, unit, say("nothing to score"))
    known = replicates[~np.isnan(replicates)]
    if n < 2 or not len(known):
        return Estimate(value, None, None, n, unit, say("fewer than two {what}; no interval", what=what))
    ends = value + np.quantile(known, [0.025, 0.975]) - known.mean()
    low, high = _held(ends, value, least)
    return Estimate(value, low, high, n, unit, say("95 % bootstrap over {what}", what=what))


def draw_people(count: int, seed: int) -> Weights:
    """Draw how often each of `count` people stands in each replicate."""
    return np.random.default_rng(seed).poisson(1.0, (REPLICATES, count)).astype(np.int64)


def places(weights: Weights) -> tuple[Ints, Ints]:
    """Tell after which and up to which place each person stands, drawn people standing one after another."""
    upto = np.cumsum(weights, axis=1)
    return upto - weights, upto


def gain_within(weights: Weights, gains: Floats, limit: int) -> Floats:
    """Sum the gains within the first `limit` places, each divided by log2(place + 1), for each replicate."""
    before, upto = (np.minimum(ends, limit) for ends in places(weights))
    discounts = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, limit + 2)))])
    return np.asarray(((discounts[upto] - discounts[before]) * gains).sum(axis=1))


def weighted_correlation(weights: Weights, left: Floats, right: Floats) -> Floats:
    """Correlate two columns of ranks in each replicate; the ranks themselves stay as they are."""
    w = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1)
    x, y = left - left.mean(), right - right.mean()
    mean_x, mean_y = w @ x, w @ y
    spread = np.sqrt((w @ x**2 - mean_x**2).clip(0) * (w @ y**2 - mean_y**2).clip(0))
    return np.where(spread > 0, (w @ (x * y) - mean_x * mean_y) / np.where(spread > 0, spread, 1), np.nan)


def _held(ends: Floats, value: float, least: float) -> tuple[float, float]:
    """Keep an interval within what the score can be, and around its value."""
    low, high = np.clip(ends, least, 1.0)
    return float(min(low, value)), float(max(high, value))


def _widening(cases: int) -> float:
    """Give Student's t over the normal quantile, and the n/(n-1) of a variance from few cases."""
    freedom, z = cases - 1, 1.959964
    if freedom < 3:
        t = (12.706, 4.303)[freedom - 1]
    else:
        # Hill's expansion (Abramowitz and Stegun 26.7.5); off by less than 1 % from 3 degrees on.
        t = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        t += (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    return float(t / z * np.sqrt(cases / freedom))
