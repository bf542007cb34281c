"""What comes back on each post?

``response_per_post``  distinct people who acted on a post (a direct act 1, a reaction 1/2, a neighbour 1/4),
                       averaged over the person's posts in the window and drawn towards the mean of all posts
                       by twenty posts. 95 % interval of a Poisson rate, widened by how much posts vary.
``fatigue``            the same, the last three months against those before, as log2 of the ratio, with the
                       change of the whole community taken out; negative: each post gets less than it did. So
                       that new posts are not at a disadvantage, only people who acted within seven days
                       count, and posts of the last seven days are left out.
``unanswered``         share of the person's posts on which nobody acted, drawn towards the share of all by
                       five posts. 95 % interval of Wilson (1927). High is bad.

Only acts that say which post they are on count; NaN for everybody where there are none, and for a person
without posts (for `fatigue`: without posts in both periods).

What they cannot tell: a post may be read and heeded without a word. In `response_per_post` and `unanswered`
the newest posts have had little time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luminary.i18n import say
from luminary.leaders.counting import WEEK, answered, count, scores, total, unknown
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import MONTH, Floats, Talk
from luminary.stats import Interval, log_ratio_interval, rate_interval, shrunk_share
from luminary.stats.interval import extra_variation

PRIOR = 20.0
"""Posts by which a rate is drawn towards that of all."""
SHARE_PRIOR = 5.0
"""Posts by which a share is drawn towards that of all."""
RECENT = 3
"""Months that count as recent."""


def response_per_post(talk: Talk) -> Scores:
    """Give the distinct people per post."""
    found = answered(talk)
    if found is None:
        return unknown(talk.size)
    people, posts = _sums(talk, found.people, np.ones(len(talk.posts), dtype=np.bool_))
    rate = _drawn(people, posts) / (posts + PRIOR)
    scatter = 1 + _variation(talk, found.people) * rate
    return scores(rate_interval(_drawn(people, posts), posts + PRIOR, scatter), posts.astype(np.int64))


def fatigue(talk: Talk) -> Scores:
    """Tell how response per post changed."""
    found = answered(talk, within=WEEK)
    if found is None:
        return unknown(talk.size)
    ripe = talk.posts.at < talk.now - WEEK
    late = talk.posts.at >= talk.now - RECENT * MONTH
    after, posts_after = _sums(talk, found.people, ripe & late)
    before, posts_before = _sums(talk, found.people, ripe & ~late)
    if not after.any() or not before.any():
        return unknown(talk.size)
    a, b = _drawn(after, posts_after), _drawn(before, posts_before)
    varies = _variation(talk, found.people)
    rate_after, rate_before = a / (posts_after + PRIOR), b / (posts_before + PRIOR)
    _, half = log_ratio_interval(a, b, 1 + varies * rate_after, 1 + varies * rate_before)
    change = (after.sum() / posts_after.sum()) / (before.sum() / posts_before.sum())
    value = np.log2(rate_after / rate_before / change)
    n = np.where((posts_after > 0) & (posts_before > 0), posts_after + posts_before, 0)
    return scores(Interval(value, value - half, value + half), n.astype(np.int64))


def unanswered(talk: Talk) -> Scores:
    """Give the share of posts on which nobody acted."""
    found = answered(talk)
    if found is None:
        return unknown(talk.size)
    alone, posts = _sums(talk, (found.heads == 0).astype(float), np.ones(len(talk.posts), dtype=np.bool_))
    return scores(shrunk_share(alone, posts, SHARE_PRIOR), posts.astype(np.int64))


def _sums(talk: Talk, amount: Floats, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Add up an amount over the chosen posts of each person, and count them."""
    author = talk.posts.author[chosen]
    return total(author, amount[chosen], talk.size), count(author, talk.size).astype(float)


def _drawn(people: Floats, posts: Floats) -> Floats:
    """Add the response that twenty usual posts would get."""
    return np.asarray(people + PRIOR * people.sum() / max(float(posts.sum()), 1.0))


def _variation(talk: Talk, people: Floats) -> float:
    """Estimate how much the response to posts of one person varies beyond chance."""
    author, size = talk.posts.author, talk.size
    posts = count(author, size).astype(float)
    return extra_variation(total(author, people, size), total(author, people**2, size), posts)


MEASURES = (
    Measure(
        name="response_per_post",
        title=say("Response per post"),
        question=say("How many people act on a post of this person?"),
        unit=say("people per post"),
        method=say(
            "distinct people per post, drawn towards the mean by 20 posts; 95 % interval of a Poisson "
            "rate, widened by the variation between posts"
        ),
        compute=response_per_post,
    ),
    Measure(
        name="fatigue",
        title=say("Change in response per post"),
        question=say("Does each post of this person get more or less response than before?"),
        unit=say("doublings beyond the community's change"),
        method=say(
            "log2 of people per post within 7 days, last 3 months over those before, each drawn by 20 "
            "posts, the community's change taken out; 95 % interval by the delta method"
        ),
        compute=fatigue,
    ),
    Measure(
        name="unanswered",
        title=say("Posts nobody answers"),
        question=say("What share of this person's posts does nobody act on?"),
        unit=say("share of posts"),
        method=say(
            "posts without any act on them, drawn towards the share of all by 5 posts; 95 % Wilson interval"
        ),
        compute=unanswered,
    ),
)
