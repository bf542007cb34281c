"""One past moment, or several: what the measures said, what came after, and how well the two agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminary.i18n import say
from luminary.leaders import resample
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.rank import taking_part
from luminary.leaders.talk import Floats, Ints, Talk
from luminary.leaders.weights import FORECAST_WEIGHTS, act_weights, strongest
from luminary.stats.ranking import ndcg_at, precision_at, spearman

HEADLINE = "influence"
"""The measure that all others are compared with, and whose intervals are tested."""
READINGS: Mapping[str, Mapping[str, float]] = {
    say("as influence counts"): FORECAST_WEIGHTS,
    say("every act"): dict.fromkeys(FORECAST_WEIGHTS, 1.0),
    say("direct acts only"): {
        **dict.fromkeys(FORECAST_WEIGHTS, 1.0),
        "neighbour": 0.0,
        "inferred reply": 0.0,
    },
}
"""What counts as being acted on; the first one is the one that scores are given for."""
MAIN = next(iter(READINGS))


def best_first(values: Floats, people: Ints) -> Ints:
    """Order people by falling value; equals stay as they are in `people`, NaN comes last."""
    return people[np.argsort(-values[people], kind="stable")]


def rankable(talk: Talk) -> Ints:
    """List the people who wrote or were acted on, by number, which is the order of their keys."""
    return np.flatnonzero(taking_part(talk))


def acted_on(talk: Talk, start: int, end: int, weights: Mapping[str, float]) -> Floats:
    """Count the distinct people who acted on each person between two moments, the strongest act of each."""
    low, high = np.searchsorted(talk.acts.at, [start, end])
    pairs = talk.acts.target[low:high] * talk.size + talk.acts.source[low:high]
    keys, strength = strongest(pairs, act_weights(talk, weights)[low:high])
    counted = np.bincount(keys // max(talk.size, 1), weights=strength, minlength=talk.size)
    return counted.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Look:
    """One cut: who can be ranked, what each measure says, and what came after.

    Attributes
    ----------
    at, until : int
        Microseconds: the cut, and the end of the time after it.
    top : int
        Places looked at.
    ranked : int array
        Numbers of the people who can be ranked, in the order of their keys.
    scores, orders : mapping
        Figures of each measure, and the people in its order.
    after : mapping of str to float array
        How many acted on each person afterwards, for each meaning of "acted on".
    """

    at: int
    until: int
    top: int
    ranked: Ints
    scores: Mapping[str, Scores]
    orders: Mapping[str, Ints]
    after: Mapping[str, Floats]

    @property
    def gains(self) -> Floats:
        """How many acted on each person afterwards."""
        return self.after[MAIN]

    @property
    def most(self) -> int:
        """How many people acted on most are looked for: fewer than `top` when fewer were acted on."""
        return min(self.top, int(np.count_nonzero(self.gains)))

    def says_anything(self, name: str) -> bool:
        """Tell whether a measure has a figure for anybody who can be ranked."""
        return not bool(np.isnan(self.scores[name].value[self.ranked]).all())

    def ndcg(self, name: str, reading: str | None = None) -> float:
        """Score a measure; NaN where nobody was acted on in this sense."""
        gains = self.after[reading or MAIN]
        return float(ndcg_at(gains[self.orders[name]], gains, self.top)) if gains.any() else float("nan")

    def hits(self, name: str) -> NDArray[np.bool_]:
        """Tell for each place whether that person is among those acted on most, ties included."""
        least = np.sort(self.gains)[::-1][self.most - 1]
        return np.asarray(self.gains[self.orders[name]] >= least)

    def found(self, name: str) -> int:
        """Count those acted on most among as many first places."""
        return int(self.hits(name)[: self.most].sum())

    def share(self, name: str) -> float:
        """Give the share found of those acted on most."""
        return float(precision_at(self.hits(name), self.most))

    def spearman(self, name: str) -> float:
        """Correlate with what came after, over those who can be ranked and have a figure."""
        values, gains = self.scores[name].value[self.ranked], self.gains[self.ranked]
        known = ~np.isnan(values)
        values, gains = values[known], gains[known]
        if len(values) < 3 or np.ptp(values) == 0 or np.ptp(gains) == 0:
            return float("nan")
        return float(spearman(values, gains))


def look(talk: Talk, at: int, horizon: int, tested: Sequence[Measure], top: int) -> Look:
    """Rank on what was known at a moment, and count who was acted on in the `horizon` after it."""
    past = talk.until(at)
    ranked = rankable(past)
    scores = {one.name: one.of(past) if one.name == HEADLINE else one.figures_of(past) for one in tested}
    orders = {name: best_first(found.value, ranked) for name, found in scores.items()}
    after = {name: acted_on(talk, at, at + horizon, weights) for name, weights in READINGS.items()}
    return Look(at, at + horizon, top, ranked, scores, orders, after)


@dataclass(frozen=True, slots=True)
class Trial:
    """All cuts, and what is tested at them."""

    looks: Sequence[Look]
    tested: tuple[Measure, ...]
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        """Every measure, `influence` first."""
        return tuple(one.name for one in self.tested)

    @property
    def baselines(self) -> tuple[str, ...]:
        """The simple rankings."""
        return tuple(one.name for one in self.tested if one.baseline)

    def says_anything(self, name: str) -> bool:
        """Tell whether a measure has a figure for anybody at any cut."""
        return any(one.says_anything(name) for one in self.looks)

    def ndcg(self, name: str, reading: str | None = None) -> Floats:
        """Score a measure at each cut."""
        return np.array([one.ndcg(name, reading) for one in self.looks])

    def found(self, name: str) -> float:
        """Give the mean number found over the cuts."""
        return float(np.mean([one.found(name) for one in self.looks]))


@dataclass(frozen=True, slots=True)
class Replays:
    """One cut scored again and again with people drawn anew."""

    look: Look
    drawn: resample.Weights
    """How often each person stands in each replicate, by number."""

    @classmethod
    def of(cls, trial: Trial) -> Replays:
        """Draw the people of the first cut."""
        first = trial.looks[0]
        return cls(first, resample.draw_people(len(first.gains), trial.seed))

    def _first(self, order: Ints) -> Ints:
        """Take as many first places as any replicate can need."""
        return order[: 4 * self.look.top + 100]

    def ndcg(self, name: str) -> Floats:
        """Give the NDCG in each replicate; NaN where nobody drawn was acted on."""
        order = self._first(self.look.orders[name])
        ideal = self._first(np.argsort(-self.look.gains, kind="stable"))
        reached = resample.gain_within(self.drawn[:, order], self.look.gains[order], self.look.top)
        possible = resample.gain_within(self.drawn[:, ideal], self.look.gains[ideal], self.look.top)
        return np.divide(reached, possible, out=np.full_like(possible, np.nan), where=possible > 0)

    def share(self, name: str) -> Floats:
        """Give the share found in each replicate."""
        ideal = np.argsort(-self.look.gains, kind="stable")[: np.count_nonzero(self.look.gains)]
        ideal = self._first(ideal)
        _, upto = resample.places(self.drawn[:, ideal])
        most = np.minimum(self.look.top, upto[:, -1])
        last = (upto < most[:, None]).sum(axis=1).clip(max=len(ideal) - 1)
        order = self._first(self.look.orders[name])
        before, after = (np.minimum(ends, most[:, None]) for ends in resample.places(self.drawn[:, order]))
        hit = self.look.gains[order][None, :] >= self.look.gains[ideal][last][:, None]
        found = ((after - before) * hit).sum(axis=1)
        return np.where(most > 0, found / np.maximum(most, 1), np.nan)

    def spearman(self, name: str) -> Floats:
        """Give the rank correlation in each replicate; NaN where the measure or the outcome is constant."""
        values = self.look.scores[name].value[self.look.ranked]
        known = self.look.ranked[~np.isnan(values)]
        left, right = midranks(self.look.scores[name].value[known]), midranks(self.look.gains[known])
        return resample.weighted_correlation(self.drawn[:, known], left, right)


def midranks(values: Floats) -> Floats:
    """Rank values from 1, equals sharing the mean of their places."""
    _, which, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[which], dtype=np.float64)
