"""How many people act on this person in an ordinary month, and how many of them from outside the own circle?

``responders_per_month``  distinct people who acted on the person in a month, averaged over the months of the
                          window; in each month a person counts once, with the strongest thing she did: a
                          direct act 1, a reaction 1/2, being the next to write in the same thread 1/4::

                              rate = sum_m D_m / months

``beyond_circle``         the same, leaving out the own circle: people who acted on the person in at least
                          three months of the window and on whom the person acted in the window too. What is
                          left is the response of people who are not in a standing exchange with the person.
                          Without times nobody can be told to have come back, so it needs acts with a time.

Months are those since the first act in the window, at most its length. The 95 % interval is that of a Poisson
rate (Garwood 1936), widened by how much more than chance the months of the same person vary, estimated over
all people (variance m + a m**2, Breslow 1984). NaN where nobody acted on the person with a time.

What they cannot tell: whether the months to come will be like these; `influence` tries to. A colleague whom
the person never answers counts as outside the circle.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luminary.i18n import say
from luminary.leaders.counting import (
    among,
    distinct,
    month_scatter,
    months_in,
    scores,
    spans_back,
    spans_seen,
    unknown,
)
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import MONTH, Talk
from luminary.leaders.weights import people_by_month, responders
from luminary.stats import rate_interval

CIRCLE_MONTHS = 3
"""Months in which somebody of the own circle acted on the person."""


def responders_per_month(talk: Talk) -> Scores:
    """Count distinct people a month."""
    return _rate(talk, np.ones(len(talk.acts), dtype=np.bool_))


def beyond_circle(talk: Talk) -> Scores:
    """Count distinct people a month who are not of the own circle."""
    return _rate(talk, ~_from_circle(talk))


def _rate(talk: Talk, chosen: NDArray[np.bool_]) -> Scores:
    """Count the chosen acts' people over the months that all acts span."""
    if not talk.is_dated:
        return unknown(talk.size)
    seen = spans_seen(talk, MONTH)
    months = people_by_month(_only(talk, chosen), months_in(seen))
    mean = months.sum(axis=1) / seen
    found = rate_interval(months.sum(axis=1), seen, 1 + month_scatter(months, seen) * mean)
    return scores(found, responders(_only(talk, spans_back(talk, MONTH) >= 0)))


def _only(talk: Talk, chosen: NDArray[np.bool_]) -> Talk:
    return Talk(talk.people, talk.posts, talk.acts.where(chosen), talk.now, talk.followers)


def _from_circle(talk: Talk) -> NDArray[np.bool_]:
    """Tell for each act whether it comes from the own circle of the person acted on."""
    acts, back = talk.acts, spans_back(talk, MONTH)
    source, target, _ = distinct(*(column[back >= 0] for column in (acts.source, acts.target, back)))
    pairs, months = np.unique(target * talk.size + source, return_counts=True)
    often = pairs[months >= CIRCLE_MONTHS]
    acted_on = np.unique(acts.source * talk.size + acts.target)
    circle = often[among(acted_on, often)]
    return among(circle, acts.target * talk.size + acts.source)


MEASURES = (
    Measure(
        name="responders_per_month",
        title=say("People a month"),
        question=say("How many distinct people act on this person in an ordinary month?"),
        unit=say("people a month"),
        method=say(
            "mean of distinct people a month (reactions 1/2, neighbours 1/4); 95 % interval of a "
            "Poisson rate, widened by the variation between months"
        ),
        compute=responders_per_month,
    ),
    Measure(
        name="beyond_circle",
        title=say("People beyond the own circle"),
        question=say("How many people from outside the own circle act on this person in an ordinary month?"),
        unit=say("people a month"),
        method=say(
            "as responders_per_month, without people who act on the person in 3 or more months and on "
            "whom the person acts too"
        ),
        compute=beyond_circle,
    ),
)
