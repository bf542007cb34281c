"""Are more people acting on this person than before?

Growth of distinct people a month (a direct act 1, a reaction 1/2, a neighbour 1/4), the last three months
against the months before in the window, with the growth of the whole community taken out and one person a
month added to both sides, so that two people after one are no sensation::

    rising = log2( (x + g) / (y g + g) ),    g = community's growth, x and y people a month, recent and before

1 means twice as many as the community's growth explains, -1 half as many. The 95 % interval is normal on the
logarithm, with the variance of counts (delta method), widened by how much months vary beyond chance.

NaN for everybody when the acts span less than four months, and where nobody acted on the person in the
window.

What it cannot tell: why. Holidays and returning from leave look like a fall and a rise.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders.counting import month_scatter, months_in, scores, spans_seen, unknown
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import MONTH, Talk
from luminary.leaders.weights import people_by_month, responders
from luminary.stats import Interval, log_ratio_interval

RECENT = 3
"""Months that count as recent."""
PRIOR = 1.0
"""People a month added to both sides."""


def compute(talk: Talk) -> Scores:
    """Give each person's growth."""
    seen = spans_seen(talk, MONTH)
    before = seen - RECENT
    if not talk.is_dated or before < 1:
        return unknown(talk.size)
    months = people_by_month(talk, months_in(seen))
    x, y = months[:, :RECENT].sum(axis=1) / RECENT, months[:, RECENT:].sum(axis=1) / before
    if not y.any() or not x.any():
        return unknown(talk.size)
    growth = float(x.sum() / y.sum())
    varies = month_scatter(months, seen)
    after, earlier = x + PRIOR * growth, y + PRIOR
    _, half = log_ratio_interval(after * RECENT, earlier * before, 1 + varies * after, 1 + varies * earlier)
    value = np.log2(after / (earlier * growth))
    n = np.where(months.any(axis=1), responders(talk), 0)
    return scores(Interval(value, value - half, value + half), n)


MEASURES = (
    Measure(
        name="rising",
        title=say("Rising"),
        question=say("Are more people acting on this person than before?"),
        unit=say("doublings beyond the community's growth"),
        method=say(
            "log2 of distinct people a month, last 3 months over those before, the community's growth "
            "taken out, one person a month added; 95 % interval by the delta method"
        ),
        compute=compute,
    ),
)
