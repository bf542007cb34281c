"""How much does this person write, and on how many days?

Simple rankings that the headline measures are compared with: being loud and being there.

``volume``       posts written
``active_days``  days (UTC) with at least one post

What they cannot tell: whether anybody listens. NaN for everybody where the data hold no posts at all.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders.counting import count, distinct, unknown
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import DAY, Ints, Talk


def volume(talk: Talk) -> Scores:
    """Count each person's posts."""
    return _counted(talk, talk.posts.author)


def active_days(talk: Talk) -> Scores:
    """Count the days on which each person wrote."""
    return _counted(talk, distinct(talk.posts.author, talk.posts.at // DAY)[0])


def _counted(talk: Talk, authors: Ints) -> Scores:
    if not len(talk.posts):
        return unknown(talk.size)
    written = count(authors, talk.size)
    return Scores(written.astype(np.float64), written)


MEASURES = (
    Measure(
        name="volume",
        title=say("Posts written"),
        question=say("How much does this person write?"),
        unit=say("posts"),
        method=say("posts in the window"),
        compute=volume,
        baseline=True,
    ),
    Measure(
        name="active_days",
        title=say("Active days"),
        question=say("On how many days does this person write?"),
        unit=say("days"),
        method=say("days (UTC) with a post in the window"),
        compute=active_days,
        baseline=True,
    ),
)
