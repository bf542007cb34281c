"""When people respond to this person, does it lead on?

The share of responses on which a third person acted in turn: somebody other than the responder and the
person, so that one's own answers add nothing. Each responder counts once a month: of her responses in that
month, the share that led on. Shares are drawn towards that of all by ten; the 95 % interval is Wilson's
(1927)::

    conversation = (sum over responder-months of share led on + 10 c) / (responder-months + 10)

Only responses that are posts count, as nobody can act on a mere reaction; responses without a time make one
month of their own. NaN where the person has none.

What it cannot tell: whether the conversation that follows is about the same, or friendly. In a busy place
somebody always writes next.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders.counting import among, count, distinct, scores, spans_back, total, unknown
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import MONTH, Floats, Ints, Talk
from luminary.stats import shrunk_share

PRIOR = 10.0
"""Responder-months by which shares are drawn towards that of all."""


def compute(talk: Talk) -> Scores:
    """Give the share of responses to each person that led on."""
    known = talk.acts.post >= 0
    if not known.any():
        return unknown(talk.size)
    columns = (talk.acts.target, talk.acts.source, spans_back(talk, MONTH), talk.acts.post)
    who, responder, month, post = distinct(*(column[known] for column in columns))
    led = _led_on(talk, who, responder, post)
    new = np.diff(np.array([who, responder, month]), axis=1).any(axis=0)
    fan = np.concatenate([[0], np.flatnonzero(new) + 1])
    share = np.add.reduceat(led, fan) / np.diff(fan, append=len(who))
    n = count(who[fan], talk.size)
    return scores(shrunk_share(total(who[fan], share, talk.size), n.astype(float), PRIOR), n)


def _led_on(talk: Talk, who: Ints, responder: Ints, post: Ints) -> Floats:
    """Tell for each response whether anybody but the responder and the person acted on it."""
    answered = talk.acts.target_post >= 0
    onto, third = distinct(talk.acts.target_post[answered], talk.acts.source[answered])
    span = int(max(post.max(), onto.max(initial=0))) + 1
    people = np.bincount(onto, minlength=span)
    pairs = onto * talk.size + third
    involved = sum(among(pairs, post * talk.size + one).astype(np.int64) for one in (who, responder))
    return np.asarray(people[post] > involved, dtype=float)


MEASURES = (
    Measure(
        name="conversation",
        title=say("Leads on to conversation"),
        question=say("When people respond to this person, does it lead on?"),
        unit=say("share of responses a third person acted on"),
        method=say("each responder once a month; drawn towards the share of all by 10; 95 % Wilson interval"),
        compute=compute,
    ),
)
