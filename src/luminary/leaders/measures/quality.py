"""How much are those listened to who act on this person?

The mean standing of the distinct responders, drawn towards the mean of all responders by five people. A
responder's standing is her PageRank (see `graph`: damping 0.85, converged to 1e-8, edges weigh months) as a
multiple of the average person's, less what the person herself passes on to her, so that praising those who
praise you gains nothing directly::

    s_j = N (PR_j - 0.85 PR_i w_ij / sum_k w_ik),    quality_i = (sum_j s_j + 5 s) / (m + 5)

The 95 % interval is that of a mean, with the variance between responders taken over all persons. Ten acts of
one fan in a month count as one; a fan who acts in many months is still one responder. NaN where nobody acted.

What it cannot tell: standing is standing among those who take part here. What passes back over third persons
is not taken off.

References
----------
Page, Brin, Motwani, Winograd (1999), The PageRank citation ranking. Bonacich (1972), Factoring and weighting
approaches to status scores and clique identification, for standing that comes from those with standing.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders.counting import count, distinct, scores, total, unknown
from luminary.leaders.flows import DAMPING, month_graph, standing_by_flow
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import Floats, Ints, Talk
from luminary.stats import Interval
from luminary.stats.interval import Z_95

PRIOR = 5.0
"""Average responders by which a mean is drawn."""


def compute(talk: Talk) -> Scores:
    """Give the mean standing of each person's responders."""
    if not len(talk.acts):
        return unknown(talk.size)
    who, responder = distinct(talk.acts.target, talk.acts.source)
    standing = _standing_of(talk, who, responder)
    m = count(who, talk.size)
    usual = float(standing.mean())
    value = (total(who, standing, talk.size) + PRIOR * usual) / (m + PRIOR)
    half = Z_95 * _deviation(who, standing, m) / np.sqrt(m + PRIOR)
    return scores(Interval(value, np.maximum(value - half, 0), value + half), m)


def _standing_of(talk: Talk, who: Ints, responder: Ints) -> Floats:
    """Give the standing of each responder without what the person acted on passes to her."""
    graph = month_graph(talk)
    standing = standing_by_flow(graph)
    giver = np.repeat(np.arange(graph.size, dtype=np.int64), np.diff(graph.start))
    per_weight = DAMPING * standing / np.maximum(total(giver, graph.weight, graph.size), 1.0)
    passed = per_weight[giver] * graph.weight
    keys, wanted = giver * graph.size + graph.to, who * graph.size + responder
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    back = np.where(keys[at] == wanted, passed[at], 0.0)
    return np.maximum(standing[responder] - back, 0.0)


def _deviation(who: Ints, standing: Floats, m: Ints) -> float:
    """Give the standard deviation between the responders of one person, taken over all persons."""
    mean = total(who, standing, len(m)) / np.maximum(m, 1)
    freedom = int(np.maximum(m - 1, 0).sum())
    if freedom == 0:
        return float(standing.mean())
    return float(np.sqrt(((standing - mean[who]) ** 2).sum() / freedom))


MEASURES = (
    Measure(
        name="quality",
        title=say("Quality of response"),
        question=say("How much are those listened to who act on this person?"),
        unit=say("times the average standing"),
        method=say(
            "mean PageRank of the distinct responders without what the person passes to them, drawn "
            "towards the mean by 5 people; PageRank converged to 1e-8; 95 % interval of a mean"
        ),
        compute=compute,
    ),
)
