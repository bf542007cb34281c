"""Puts people in the order of one measure, and tells which places the interval allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminary.leaders.measure import Scores
from luminary.leaders.talk import Ints, Talk


@dataclass(frozen=True, slots=True)
class Order:
    """People in order, best first.

    Attributes
    ----------
    people : int array
        Numbers of the people.
    low, high : int array
        Best and worst place that the intervals allow, for each of `people`; 1 is the best.
    """

    people: Ints
    low: Ints
    high: Ints


def order_by(scores: Scores, among: NDArray[np.bool_]) -> Order:
    """Order the people who are `among`; those without a figure are left out.

    People with the same figure stand in the order of their numbers, which is that of their keys, so that
    luck decides nothing. The best place a person can have is one behind those whose whole interval lies
    above; the worst is that of all whose interval reaches up to the person's.
    """
    chosen = np.flatnonzero(among & ~np.isnan(scores.value))
    people = chosen[np.argsort(-scores.value[chosen], kind="stable")]
    value = scores.value[people]
    low = value if scores.low is None else np.where(np.isnan(scores.low[people]), value, scores.low[people])
    high = (
        value if scores.high is None else np.where(np.isnan(scores.high[people]), value, scores.high[people])
    )
    above = len(people) - np.searchsorted(np.sort(low), high, side="right")
    reaching = len(people) - np.searchsorted(np.sort(high), low, side="left")
    places = np.arange(1, len(people) + 1)
    return Order(people, np.minimum(above + 1, places), np.maximum(reaching, places))


def taking_part(talk: Talk) -> NDArray[np.bool_]:
    """Tell who wrote anything or was acted on: the others cannot be ranked."""
    part = np.zeros(talk.size, dtype=bool)
    part[talk.posts.author] = True
    part[talk.acts.target] = True
    return part
