"""Does the response keep coming, and do people come back?

``continuity``  share of the weeks in which anybody acted on the person. Weeks are those since the first act
                in the window. 95 % interval of Wilson (1927).
``returning``   share of the distinct responders who acted on the person in more than one month of 30.44 days,
                drawn towards the share of all by five people, with Wilson's interval of what results.

Response that keeps coming is hard to buy and harder to fake for long. Both need acts with a time; NaN where
the person has none.

What they cannot tell: whether there was anything to respond to. Weeks follow one another, so the interval of
`continuity` is somewhat too narrow; people who first came in the last month had no time to come back.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders.counting import WEEK, count, distinct, scores, spans_back, spans_seen, total, unknown
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import MONTH, Talk
from luminary.stats import shrunk_share, wilson_interval

PRIOR = 5.0
"""People by which the share of those who come back is drawn towards that of all."""


def continuity(talk: Talk) -> Scores:
    """Give the share of weeks with response."""
    if not talk.is_dated:
        return unknown(talk.size)
    week = spans_back(talk, WEEK)
    weeks = count(distinct(talk.acts.target[week >= 0], week[week >= 0])[0], talk.size)
    seen = np.full(talk.size, np.ceil(spans_seen(talk, WEEK)))
    return scores(wilson_interval(weeks.astype(float), seen), weeks)


def returning(talk: Talk) -> Scores:
    """Give the share of responders who came back in another month."""
    month = spans_back(talk, MONTH)
    known = month >= 0
    who, responder, _ = distinct(talk.acts.target[known], talk.acts.source[known], month[known])
    pairs, months = np.unique(who * talk.size + responder, return_counts=True)
    n = count(pairs // max(talk.size, 1), talk.size)
    again = total(pairs // max(talk.size, 1), (months > 1).astype(float), talk.size)
    return scores(shrunk_share(again, n.astype(float), PRIOR), n)


MEASURES = (
    Measure(
        name="continuity",
        title=say("Continuity"),
        question=say("In what share of the weeks does anybody act on this person?"),
        unit=say("share of weeks"),
        method=say("weeks with response over weeks seen; 95 % Wilson interval"),
        compute=continuity,
    ),
    Measure(
        name="returning",
        title=say("People who come back"),
        question=say("What share of those who act on this person come back in another month?"),
        unit=say("share of responders"),
        method=say(
            "responders of two months or more, drawn towards the share of all by 5 people; 95 % Wilson "
            "interval"
        ),
        compute=returning,
    ),
)
