"""How firmly is this person recognised, over time, by independent others?

Four things make a standing, over the whole history, with what is ten years old counting half::

    standing = sqrt( faithful * weeks * communities ** 1/4  /  threads ** 1/2 )

``faithful``     people who acted on the person again and again. The most faithful must have come on one day
                 to count fully, the second on two, the tenth on ten: a soft h-index, so that a single fan,
                 however eager, is one person, and a crowd that came once is not many.
``weeks``        weeks in which anybody acted on the person, each with the square root of how many did: a
                 broad week counts more, but not as much as many weeks.
``communities``  effective number of places the response comes from (exponential of the entropy), drawn
                 towards one by five responses: response spread over several circles is worth more.
``threads``      conversations the person took part in, as a divisor: being answered because one is
                 everywhere is worth less than being answered when one speaks. Who wrote in none, and is only
                 spoken of, counts as the middle writer.

The unit is a geometric mean of faithful people and weeks; only comparisons within one data set mean
something. The interval comes from a Poisson bootstrap over the responders: who happened to be there.

Likes of which only the number is known count as the fewest people who can have given them: a post with n
likes has them from persons 1 to n, the same persons for every post, and never more than twenty: a number
that nobody can check carries no more than that.

What it cannot tell: whether recognition is deserved. A person who led long ago keeps a standing.

References
----------
Hirsch (2005), An index to quantify an individual's scientific research output, for the h-index.
Jost (2006), Entropy and diversity, for the effective number of communities.
Chamandy et al. (2012), Estimating uncertainty for massive data streams, for the Poisson bootstrap.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from luminary.i18n import say
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import DAY, MONTH, NEVER, Floats, Ints, Talk
from luminary.leaders.weights import RECOGNITION_WEIGHTS, act_weights, responders, strongest

HALF_LIFE = 120.0
"""Months after which recognition counts half."""
_SPREAD_POWER = 0.25
_THREAD_POWER = 0.5
_COMMUNITY_PRIOR = 5.0
_ANONYMOUS = 20
"""Most unknown people that likes without names can stand for."""
_REPLICATES = 100
_SEED = 1
_WEEK = 7 * DAY
_OFFSET = 0.25
"""Added before taking the logarithm, so that a standing of zero has one."""


def compute(talk: Talk, *, interval: bool = True) -> Scores:
    """Give every person's standing with its interval."""
    signs = _signs(talk)
    if not len(signs.source):
        nothing = np.zeros(talk.size)
        return Scores(nothing, responders(talk))
    recognition = Recognition.of(talk, signs)
    value = recognition.standing(np.ones(recognition.sources))
    if not interval:
        return Scores(value, responders(talk))
    low, high = _bootstrap(recognition, value)
    return Scores(value, responders(talk), low, high)


def _bootstrap(recognition: Recognition, value: Floats) -> tuple[Floats, Floats]:
    """Draw the responders again and again, and take the spread on the logarithmic scale."""
    random = np.random.default_rng(_SEED)
    drawn = (random.poisson(1.0, recognition.sources).astype(float) for _ in range(_REPLICATES))
    logs = np.array([np.log(recognition.standing(counts) + _OFFSET) for counts in drawn])
    spread = 1.96 * logs.std(axis=0, ddof=1)
    middle = np.log(value + _OFFSET)
    return np.clip(np.exp(middle - spread) - _OFFSET, 0, value), np.exp(middle + spread) - _OFFSET


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of recognition: acts, and likes without names as acts of unknown people."""

    source: Ints
    target: Ints
    at: Ints
    place: Ints
    weight: Floats


def _signs(talk: Talk) -> Signs:
    """Gather acts and nameless likes; acts without a time count as of now."""
    acts, posts = talk.acts, talk.posts
    likes = np.minimum(posts.likes, _ANONYMOUS)
    liked = np.repeat(np.arange(len(posts)), likes)
    unknown = np.arange(len(liked)) - np.repeat(np.cumsum(likes) - likes, likes)
    return Signs(
        np.concatenate([acts.source, talk.size + unknown]),
        np.concatenate([acts.target, posts.author[liked]]),
        np.concatenate([np.where(acts.at == NEVER, talk.now - 1, acts.at), posts.at[liked]]),
        np.concatenate([acts.place, posts.place[liked]]),
        np.concatenate([act_weights(talk, RECOGNITION_WEIGHTS), np.ones(len(liked))]),
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums that recognition is made of: on whom (`target`), by whom (`source`), in which group, how much."""

    target: Ints
    source: Ints
    group: Ints
    amount: Floats

    @property
    def span(self) -> int:
        """One more than the largest group."""
        return int(self.group.max()) + 1


@dataclass(frozen=True, slots=True)
class Recognition:
    """What is needed to compute standings for any weighting of the responders.

    Attributes
    ----------
    people, sources : int
        Number of people, and of people with unknown likers.
    pairs : Cells
        Faded days on which a person acted on another; one row per pair.
    weeks, places : Cells
        Strongest sign of each pair per week; strongest faded sign per pair and place.
    week_fade : float array
        Fading of each week, by group number of `weeks`.
    threads : float array
        Conversations each person took part in.
    """

    people: int
    sources: int
    pairs: Cells
    weeks: Cells
    places: Cells
    week_fade: Floats
    threads: Floats

    @classmethod
    def of(cls, talk: Talk, signs: Signs) -> Recognition:
        """Gather it from the signs of a talk."""
        sources = talk.size + _ANONYMOUS
        faded = signs.weight * _fade(talk.now - signs.at)
        weeks = _cells(signs, sources, (talk.now - 1 - signs.at) // _WEEK, signs.weight)
        days = _cells(signs, sources, signs.at // DAY - int(signs.at.min()) // DAY, faded)
        return cls(
            talk.size,
            sources,
            _per_pair(days, sources),
            weeks,
            _cells(signs, sources, signs.place + 1, faded),
            _fade(np.arange(weeks.span) * _WEEK),
            _threads(talk),
        )

    def standing(self, counts: Floats) -> Floats:
        """Give standings when each responder counts `counts` times."""
        spread = self._communities(counts) ** _SPREAD_POWER / self.threads**_THREAD_POWER
        return np.asarray(np.sqrt(self._faithful(counts) * self._weeks(counts) * spread))

    def _faithful(self, counts: Floats) -> Floats:
        """Count people who came back: the k-th most faithful must have come on k days to count fully."""
        present = counts[self.pairs.source] > 0
        target, days = self.pairs.target[present], self.pairs.amount[present]
        order = np.lexsort((-days, target))
        target, days = target[order], days[order]
        starts = np.flatnonzero(np.diff(target, prepend=-1))
        place = np.arange(len(target)) - np.repeat(starts, np.diff(starts, append=len(target))) + 1
        share = np.minimum(days / place, 1.0) ** 2
        return _sum(target, counts[self.pairs.source[present]][order] * share, self.people)

    def _weeks(self, counts: Floats) -> Floats:
        """Add up weeks with response, each with the root of its people, faded."""
        target, week, people = _gathered(self.weeks, counts)
        return _sum(target, np.sqrt(people) * self.week_fade[week], self.people)

    def _communities(self, counts: Floats) -> Floats:
        """Give the effective number of places that response comes from, drawn towards one."""
        target, _, amount = _gathered(self.places, counts)
        total = _sum(target, amount, self.people)
        share = amount / np.maximum(total[target], 1e-12)
        entropy = _sum(target, -share * np.log(np.maximum(share, 1e-12)), self.people)
        return np.asarray(1 + (np.exp(entropy) - 1) * total / (total + _COMMUNITY_PRIOR))


def _fade(age: Ints) -> Floats:
    return np.asarray(2.0 ** (-(age / MONTH) / HALF_LIFE))


def _cells(signs: Signs, sources: int, group: Ints, amount: Floats) -> Cells:
    """Keep the strongest sign of each pair within each group."""
    span = int(group.max()) + 1
    keys, strength = strongest((signs.target * sources + signs.source) * span + group, amount)
    return Cells(keys // span // sources, keys // span % sources, keys % span, strength)


def _per_pair(days: Cells, sources: int) -> Cells:
    """Add up the days of each pair."""
    pairs, index = np.unique(days.target * sources + days.source, return_inverse=True)
    amount = np.bincount(index, weights=days.amount).astype(float)
    return Cells(pairs // sources, pairs % sources, np.zeros_like(pairs), amount)


def _gathered(cells: Cells, counts: Floats) -> tuple[Ints, Ints, Floats]:
    """Add up the amounts of each target and group, each responder counted `counts` times."""
    keys, index = np.unique(cells.target * cells.span + cells.group, return_inverse=True)
    amount = np.bincount(index, weights=cells.amount * counts[cells.source]).astype(float)
    return keys // cells.span, keys % cells.span, amount


def _threads(talk: Talk) -> Floats:
    """Count the conversations each person took part in; who wrote in none counts as the middle writer.

    Otherwise people who are only spoken of would stand above everybody who speaks.
    """
    within = talk.posts.thread >= 0
    span = int(talk.posts.thread.max(initial=0)) + 1
    seen = np.unique(talk.posts.author[within] * span + talk.posts.thread[within])
    threads = np.bincount(seen // span, minlength=talk.size).astype(float)
    middle = float(np.median(threads[threads > 0])) if len(seen) else 1.0
    return np.where(threads > 0, threads, middle)


def _sum(group: Ints, amount: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(group, weights=amount, minlength=size), dtype=float)


MEASURES = (
    Measure(
        name="standing",
        title=say("Standing"),
        question=say("How firmly is this person recognised, over time, by independent others?"),
        unit=say("faithful people and weeks (geometric mean)"),
        method=say(
            "root of faithful people x weeks with response x spread over places, divided by the root "
            "of threads taken part in; half-life 10 years; 95 % interval from a Poisson bootstrap over "
            "responders"
        ),
        compute=compute,
        figures=partial(compute, interval=False),
        window=None,
    ),
)
