"""What several measures count: distinct rows, spans of time, responses to posts.

Everything here looks only at what others did; see `weights` for how much one act counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from luminary.leaders.measure import Scores
from luminary.leaders.talk import DAY, NEVER, Floats, Ints, Talk
from luminary.leaders.weights import FORECAST_WEIGHTS, act_weights, strongest
from luminary.stats import Interval
from luminary.stats.interval import extra_variation

WEEK = 7 * DAY
"""Microseconds in a week."""
_LARGEST_KEY = 2**62


def distinct(*columns: Ints) -> tuple[Ints, ...]:
    """Give the distinct rows of columns of equal length, in order.

    Examples
    --------
    >>> distinct(np.array([2, 1, 2]), np.array([-1, 0, -1]))
    (array([1, 2]), array([ 0, -1]))
    """
    if not len(columns[0]):
        return columns
    low = [int(column.min()) for column in columns]
    span = [int(column.max()) - least + 1 for column, least in zip(columns, low, strict=True)]
    if prod(span) > _LARGEST_KEY:
        return _distinct_by_sorting(columns)
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column, least, wide in zip(columns, low, span, strict=True):
        key = key * wide + (column - least)
    key, rows = np.unique(key), []
    for least, wide in zip(reversed(low), reversed(span), strict=True):
        rows.append(key % wide + least)
        key = key // wide
    return tuple(reversed(rows))


def _distinct_by_sorting(columns: tuple[Ints, ...]) -> tuple[Ints, ...]:
    """Do the same for columns whose rows do not fit into one number."""
    rows = np.stack(columns)[:, np.lexsort(columns[::-1])]
    new = np.concatenate([[True], (np.diff(rows, axis=1) != 0).any(axis=0)])
    return tuple(rows[:, new])


def among(keys: Ints, wanted: Ints) -> NDArray[np.bool_]:
    """Tell for each wanted key whether it is among the `keys`, which ascend."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.bool_)
    return np.asarray(keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted)


def count(who: Ints, size: int) -> Ints:
    """Count the rows of each person."""
    return np.bincount(who, minlength=size).astype(np.int64)


def total(who: Ints, amount: Floats, size: int) -> Floats:
    """Add up an amount for each person."""
    return np.asarray(np.bincount(who, weights=amount, minlength=size), dtype=float)


def unknown(size: int) -> Scores:
    """Say of everybody that the data cannot carry a figure."""
    nothing = np.full(size, np.nan)
    return Scores(nothing, np.zeros(size, dtype=np.int64), nothing, nothing)


def scores(found: Interval, n: Ints) -> Scores:
    """Turn intervals into scores; NaN where there is no observation."""
    found = found.where(n > 0)
    return Scores(found.value, n, found.low, found.high)


def spans_back(talk: Talk, span: int) -> Ints:
    """Tell for each act in which span (such as a month) before `now` it lies: 0 the last, -1 unknown."""
    known = talk.acts.at != NEVER
    return np.where(known, (talk.now - 1 - np.where(known, talk.acts.at, talk.now)) // span, -1)


def spans_seen(talk: Talk, span: int) -> float:
    """Tell how many spans lie between the first act with a time and `now`, at least one.

    Data that begin in the middle of a window are not held against anybody. Only acts count: a post that
    nobody acts on must change nothing.
    """
    times = talk.acts.at[talk.acts.at != NEVER]
    return max(1.0, (talk.now - int(times[0])) / span) if len(times) else 1.0


def month_scatter(months: Floats, seen: float) -> float:
    """Estimate how much people's months vary beyond chance (the `a` of `extra_variation`)."""
    whole = months[:, : max(1, int(seen))]
    cells = np.full(len(whole), float(whole.shape[1]))
    return extra_variation(whole.sum(axis=1), (whole**2).sum(axis=1), cells)


def months_in(seen: float) -> int:
    """Give the number of columns that hold `seen` months, the last one perhaps in part."""
    return int(np.ceil(seen - 1e-9))


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back on each post of a talk; all arrays have one element per post.

    Attributes
    ----------
    people : float array
        Distinct people who acted on the post, each with the strongest thing she did (see `weights`).
    heads : int array
        The same, every person counted one.
    """

    people: Floats
    heads: Ints


def answered(talk: Talk, within: int | None = None) -> Answered | None:
    """Count who acted on each post of a talk; None where no act says which post it is on.

    Parameters
    ----------
    talk : Talk
        Acts on posts that the talk does not hold are left out.
    within : int, optional
        Count only acts up to so many microseconds after the post.
    """
    acts, posts = talk.acts, talk.posts
    row = _rows(posts.number, acts.target_post)
    chosen = row >= 0
    if not chosen.any():
        return None
    if within is not None:
        chosen &= (acts.at != NEVER) & (acts.at <= posts.at[row] + within)
    keys, strength = strongest(
        row[chosen] * talk.size + acts.source[chosen], act_weights(talk, FORECAST_WEIGHTS)[chosen]
    )
    on = keys // talk.size
    return Answered(total(on, strength, len(posts)), count(on, len(posts)))


def _rows(numbers: Ints, wanted: Ints) -> Ints:
    """Find the row of each wanted number; -1 where it is not there."""
    if not len(numbers):
        return np.full(len(wanted), -1, dtype=np.int64)
    row = np.full(int(max(numbers.max(), wanted.max(initial=0))) + 1, -1, dtype=np.int64)
    row[numbers] = np.arange(len(numbers))
    return np.where(wanted >= 0, row[wanted], -1)
