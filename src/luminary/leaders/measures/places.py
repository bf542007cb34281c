"""From how many communities does the response come, and how much from one?

A community is a place (a channel, a forum category, a relation). Each responder counts once in each place in
which she acted on the person; acts without a place are left out.

``spread``  effective number of places: the exponential of the entropy of the responders' places (Hill number
            of order 1), drawn towards one by five responders::

                C = exp(-sum_p q_p ln q_p),    spread = 1 + (C - 1) m / (m + 5)

            95 % interval by the delta method: the entropy's variance is (sum q ln2 q - H**2) / m (Basharin
            1959).
``niche``   how many times more of the responders come from the person's strongest place than of everybody's
            responders, drawn towards the usual share by five responders::

                niche = max_p ((M_p + 5 b_p) / (m + 5)) / max(b_p, 0.001)

            95 % interval of Wilson for the share in that place.

NaN where nobody acted on the person in a known place.

What they cannot tell: places are what the platform calls so, and a big channel can hold several circles. The
strongest place is chosen after looking, so `niche` of a person with few responders is on the high side.

References
----------
Hill (1973), Diversity and evenness. Jost (2006), Entropy and diversity. Basharin (1959), On a statistical
estimate for the entropy of a sequence of independent random variables.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders.counting import count, distinct, scores, total, unknown
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import Floats, Ints, Talk
from luminary.stats import Interval, wilson_interval
from luminary.stats.interval import Z_95

PRIOR = 5.0
"""Responders by which both figures are drawn towards the usual."""
_RAREST = 1e-3
"""Share of all response below which a place is not counted as rarer: it is too small to tell."""


def spread(talk: Talk) -> Scores:
    """Give the effective number of places of each person's responders."""
    who, _, heads = _places(talk)
    if not len(who):
        return unknown(talk.size)
    m = total(who, heads, talk.size)
    share = heads / m[who]
    entropy = total(who, -share * np.log(share), talk.size)
    variance = total(who, share * np.log(share) ** 2, talk.size) - entropy**2
    half = Z_95 * np.sqrt(np.maximum(variance, 0) / np.maximum(m, 1))
    # With every responder in one place the estimated variance is zero; one unseen other place is always
    # possible.
    half = np.maximum(half, np.log1p(1 / np.maximum(m, 1)))
    ends = (_drawn(entropy + side, m) for side in (0.0, -half, half))
    return scores(Interval(*ends), m.astype(np.int64))


def niche(talk: Talk) -> Scores:
    """Tell how concentrated each person's responders are in one place."""
    who, where, heads = _places(talk)
    if not len(who):
        return unknown(talk.size)
    usual = np.bincount(where, weights=heads) / heads.sum()
    m = total(who, heads, talk.size)
    drawn = heads + PRIOR * usual[where]
    scale = np.maximum(usual[where], _RAREST)
    times = drawn / (m[who] + PRIOR) / scale
    best = np.lexsort((-drawn, -times, who))[np.flatnonzero(np.diff(np.sort(who), prepend=-1))]
    share = wilson_interval(drawn[best], m[who[best]] + PRIOR)
    ends = (share.value, share.low, share.high)
    found = Interval(*(_for_all(who[best], end / scale[best], talk.size) for end in ends))
    return scores(found, m.astype(np.int64))


def _places(talk: Talk) -> tuple[Ints, Ints, Floats]:
    """Count the responders of each person in each place: person, place, responders."""
    known = talk.acts.place >= 0
    who, where, _ = distinct(*(c[known] for c in (talk.acts.target, talk.acts.place, talk.acts.source)))
    if not len(who):
        return who, where, np.zeros(0)
    person, place = distinct(who, where)
    span = int(where.max()) + 1
    return person, place, count(np.searchsorted(person * span + place, who * span + where), 0).astype(float)


def _drawn(entropy: Floats, m: Floats) -> Floats:
    return np.asarray(1 + (np.exp(np.maximum(entropy, 0)) - 1) * m / (m + PRIOR))


def _for_all(who: Ints, values: Floats, size: int) -> Floats:
    """Give everybody a value: NaN where there is none."""
    found = np.full(size, np.nan)
    found[who] = values
    return found


MEASURES = (
    Measure(
        name="spread",
        title=say("Communities reached"),
        question=say("From how many communities do the people come who act on this person?"),
        unit=say("communities (effective number)"),
        method=say(
            "exponential of the entropy of the responders' places, drawn towards one by 5 responders; "
            "95 % interval by the delta method"
        ),
        compute=spread,
    ),
    Measure(
        name="niche",
        title=say("Concentration on one community"),
        question=say("How much more than usual does the response come from one community?"),
        unit=say("times the usual share"),
        method=say(
            "share of responders in the strongest place over that place's share of all, drawn by 5 "
            "responders; 95 % Wilson interval"
        ),
        compute=niche,
    ),
)
