"""How much one act counts, and how acts are gathered into people and months.

A direct act (reply, quote, mention, repost, stated tie) counts one. The mere neighbour of somebody's next
post in a thread counts a quarter: on threads with both, the author before is the one really answered in
about half the cases, and the neighbour says nothing of his own (docs/decisions/0003-headline-measures.md).
An inferred reply, worked out where a chat has no threads, takes the neighbour's place there and counts no
more.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from luminary.leaders.talk import MONTH, NEVER, Floats, Ints, Talk
from luminary.network import KINDS

FORECAST_WEIGHTS: Mapping[str, float] = {
    "reply": 1.0,
    "quote": 1.0,
    "mention": 1.0,
    "repost": 1.0,
    "reaction": 0.5,
    "neighbour": 0.25,
    "tie": 1.0,
    "inferred reply": 0.25,
}
"""Weights of `influence`: a reaction costs less than a word, so it counts half."""

RECOGNITION_WEIGHTS: Mapping[str, float] = {**FORECAST_WEIGHTS, "reaction": 1.0}
"""Weights of `standing`: a reaction is as good a sign that one is known as a word."""


def act_weights(talk: Talk, weights: Mapping[str, float]) -> Floats:
    """Give the weight of each act."""
    return np.array([weights[kind] for kind in KINDS])[talk.acts.kind]


def months_back(talk: Talk) -> Ints:
    """Tell for each act in which month of 30.44 days before `now` it lies: 0 is the last one."""
    known = talk.acts.at != NEVER
    return np.where(known, (talk.now - 1 - np.where(known, talk.acts.at, talk.now)) // MONTH, -1)


def strongest(keys: Ints, weights: Floats) -> tuple[Ints, Floats]:
    """Keep, for each distinct key, the largest weight: ten acts of one fan count as the strongest of them."""
    order = np.lexsort((weights, keys))
    last = np.flatnonzero(np.diff(keys[order], append=keys[order][-1:] + 1)) if len(keys) else order
    return keys[order][last], weights[order][last]


def people_by_month(talk: Talk, months: int, weights: Mapping[str, float] = FORECAST_WEIGHTS) -> Floats:
    """Count the distinct people who acted on each person, month by month back from `now`.

    Returns
    -------
    float array of shape (people, months)
        Column 0 is the last month. A person counts once a month, with the strongest thing she did.
    """
    back, weight = months_back(talk), act_weights(talk, weights)
    chosen = (back >= 0) & (back < months) & (weight > 0)
    pair = talk.acts.target[chosen] * talk.size + talk.acts.source[chosen]
    keys, strength = strongest(pair * months + back[chosen], weight[chosen])
    counted = np.zeros((talk.size, months))
    np.add.at(counted, (keys // months // talk.size, keys % months), strength)
    return counted


def responders(talk: Talk) -> Ints:
    """Count the distinct people who acted on each person."""
    pairs = np.unique(talk.acts.target * talk.size + talk.acts.source)
    return np.bincount(pairs // max(talk.size, 1), minlength=talk.size).astype(np.int64)
