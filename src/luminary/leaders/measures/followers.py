"""How many accounts follow this person, as far as platforms tell?

The newest number that was read before `now`; for a person with several accounts on record, the newest of any.
Followers are shown beside influence, never as influence: they count who could listen, not who does.

What it cannot tell: how many of them are people, or read anything. A number without a date counts as known at
any time, so that in a back-test it may be newer than the ranking.

References
----------
Cha, Haddadi, Benevenuto, Gummadi (2010), Measuring user influence in Twitter: the million follower fallacy.
"""

from __future__ import annotations

import numpy as np

from luminary.i18n import say
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import Talk


def compute(talk: Talk) -> Scores:
    """Take the newest reading of each person; NaN where there is none."""
    value = np.full(talk.size, np.nan)
    value[talk.followers.person] = talk.followers.count  # in order of time: the last one stays
    n = np.bincount(talk.followers.person, minlength=talk.size)
    return Scores(value, n.astype(np.int64))


MEASURES = (
    Measure(
        name="followers",
        title=say("Followers"),
        question=say("How many accounts follow this person, as far as platforms tell?"),
        unit=say("accounts"),
        method=say("newest number the platform showed"),
        compute=compute,
        baseline=True,
        window=None,
    ),
)
