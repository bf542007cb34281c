"""Would this ranking have found the people who were acted on next?

At several past moments every measure ranks people on what was known then; what happened in the time after
tells whom others really acted on. A measure scores by how well its first places agree with that.

Whom others acted on is a head count after the cut: distinct people, each with the strongest thing he did, as
`influence` counts (a direct act 1, a reaction 1/2, the mere neighbour in a thread 1/4). Because that is also
how `influence` forecasts, every comparison is made twice more: with every act counting one, and with direct
acts only. A verdict that holds under one reading alone says so.

A place in a ranking goes to everybody who had written or been acted on before the cut; equal figures are
ordered by the person's key, people without a figure come last. Who was
neither (a *cold start*) cannot be ranked, but stays among those acted on most: no ranking can reach a perfect
score by leaving newcomers out.

What it cannot tell: whether people acted because the person mattered or because they were asked to; and
whether next month will be like the last ones.

References
----------
Järvelin, Kekäläinen (2002), Cumulated gain-based evaluation of IR techniques (NDCG).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from luminary.domain import Estimate
from luminary.errors import UsageError
from luminary.i18n import Listing, say
from luminary.leaders import resample
from luminary.leaders.cuts import asked_cuts, dated, day, default_cuts, when
from luminary.leaders.measure import Measure, measure
from luminary.leaders.measure import measures as all_measures
from luminary.leaders.talk import MONTH, NEVER, Floats, Ints, Talk
from luminary.leaders.trial import HEADLINE, READINGS, Look, Replays, Trial, look
from luminary.leaders.verdict import Facts, Lead, backtest_sentence

BESIDE = ("influence", "standing", "rising")
"""Measures that are tested beside the baselines."""


@dataclass(frozen=True, slots=True)
class CutResult:
    """One past moment.

    Attributes
    ----------
    cut, until : datetime
        The ranking sees nothing at or after `cut`; who was acted on is counted from there until `until`.
    ranked : int
        People who could be ranked.
    acted_on, cold_starts : int
        People acted on after the cut; those of them who could not be ranked.
    most : int
        How many people acted on most were looked for: `top`, or fewer when fewer were acted on.
    found : mapping of str to int
        How many of them each measure has among its first `most` places; people acted on as much as the last
        of them count too.
    ndcg, precision, spearman : mapping of str to float or None
        Scores of each measure; None where it has none.
    """

    cut: datetime
    until: datetime
    ranked: int
    acted_on: int
    cold_starts: int
    most: int
    found: Mapping[str, int]
    ndcg: Mapping[str, float | None]
    precision: Mapping[str, float | None]
    spearman: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class MeasureScore:
    """How well one measure found who was acted on next.

    Attributes
    ----------
    measure : str
        Its name.
    baseline : bool
        Whether it is one of the simple rankings.
    ndcg : Estimate
        NDCG of the first `top` places, 0 to 1: 1 when the people acted on most stand first, in order.
    precision : Estimate
        Share of the people acted on most that it has among as many first places.
    spearman : Estimate
        Rank correlation, -1 to 1, over everybody who could be ranked. Many are silent before and after, which
        makes it easy to be high: compare measures, do not read it alone.
    found : float
        Mean number of the people acted on most that it found.
    wins, losses : int
        Cuts at which `influence` has the higher, and the lower, NDCG.
    difference : Estimate or None
        NDCG of `influence` less that of this measure, cut by cut; None for `influence` itself.
    """

    measure: str
    baseline: bool
    ndcg: Estimate
    precision: Estimate
    spearman: Estimate
    found: float
    wins: int
    losses: int
    difference: Estimate | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The comparison repeated with another meaning of "acted on".

    Attributes
    ----------
    name : str
        "as influence counts", "every act", "direct acts only".
    ndcg : mapping of str to float
        Mean NDCG of each measure over the cuts at which anybody was acted on in this sense.
    best_baseline : str or None
        The simple ranking with the highest; None when there is no cut or no baseline.
    difference : Estimate or None
        NDCG of `influence` less that of the best baseline.
    wins, losses : int
        Cuts at which `influence` is above, and below, it.
    """

    name: str
    ndcg: Mapping[str, float]
    best_baseline: str | None
    difference: Estimate | None
    wins: int
    losses: int

    @property
    def is_lost(self) -> bool:
        """Whether the best simple ranking did better than `influence`."""
        return self.difference is not None and (self.difference.value or 0.0) < 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of people whose real count lay inside the 95 % interval of `influence`.

    Attributes
    ----------
    top, active : Estimate
        Among the first `top` places, and among all with an expectation above zero.
    """

    top: Estimate
    active: Estimate


@dataclass(frozen=True, slots=True)
class BacktestResult:
    """What a back-test found.

    Attributes
    ----------
    cuts : tuple of CutResult
        Oldest first.
    scores : tuple of MeasureScore
        `influence` first, then by NDCG.
    sentence : str
        The verdict in plain words; it says when the ranking should not be relied on.
    found : mapping of str to float
        Mean number of the people acted on most that each measure found.
    interval_coverage : Coverage
        Whether the intervals of `influence` kept their promise.
    readings : tuple of Reading
        The comparison under each meaning of "acted on".
    notes : tuple of str
        What a reader must know.
    """

    cuts: tuple[CutResult, ...]
    scores: tuple[MeasureScore, ...]
    sentence: str
    found: Mapping[str, float]
    interval_coverage: Coverage
    readings: tuple[Reading, ...]
    notes: tuple[str, ...] = ()


def backtest(
    talk: Talk,
    cuts: Sequence[datetime] | None = None,
    *,
    measures: Sequence[Measure] | None = None,
    horizon_months: float = 1.0,
    top: int = 20,
    seed: int = 7,
) -> BacktestResult:
    """Rank on the past, and compare with who was acted on next.

    Parameters
    ----------
    talk : Talk
        Acts without a time are left out.
    cuts : sequence of datetime, optional
        Moments to rank at (nothing at or after them is seen); without a zone they are UTC. Not given: the
        last month-ends, up to twelve, with three months of history before and the horizon after.
    measures : sequence of Measure, optional
        Must hold `influence`. Not given: `influence`, `standing`, `rising` and every baseline.
    horizon_months : float, default 1
        Months of 30.44 days after a cut that count as "next".
    top : int, default 20
        Places looked at.
    seed : int, default 7
        Of the bootstrap.

    Returns
    -------
    BacktestResult
        Scores with 95 % intervals: bootstrap over cuts, or over people where there is one cut; `method` says.

    Raises
    ------
    NotEnoughDataError
        When no act has a time, or no moment leaves enough before and after it.
    UsageError
        When `influence` is not among the measures, one is named twice, or a number is not positive.
    """
    tested = _tested(measures)
    if not (top >= 1 and horizon_months > 0):
        raise UsageError(f"top is {top} and horizon_months {horizon_months:g}; both must be positive")
    known, notes = dated(talk)
    horizon = round(horizon_months * MONTH)
    if cuts is None:
        moments, more = default_cuts(known, horizon)
    else:
        moments, more = asked_cuts(known, cuts, horizon)
    looks = [look(known, at, horizon, tested, top) for at in moments]
    trial, silent = _without_silent(Trial(looks, tested, seed))
    return _result(trial, (*notes, *more, *silent, *_follower_notes(talk, trial.tested)))


def _without_silent(trial: Trial) -> tuple[Trial, tuple[str, ...]]:
    """Leave out measures that have no figure for anybody: their order would be that of the keys."""
    kept = tuple(one for one in trial.tested if one.name == HEADLINE or trial.says_anything(one.name))
    gone = [one.name for one in trial.tested if one not in kept]
    listed = Listing(gone, ", ")
    told = say("Left out, because they have no figure for anybody: {measures}.", measures=listed)
    return replace(trial, tested=kept), (told,) if gone else ()


def _tested(chosen: Sequence[Measure] | None) -> tuple[Measure, ...]:
    """Give the measures to test, `influence` first."""
    if chosen is None:
        baselines = [one for one in all_measures().values() if one.baseline and one.name not in BESIDE]
        chosen = [measure(name) for name in BESIDE] + sorted(baselines, key=lambda one: one.name)
    names = [one.name for one in chosen]
    if HEADLINE not in names:
        raise UsageError(
            f"every measure is compared with '{HEADLINE}': add it to {', '.join(names) or 'none'}"
        )
    if len(set(names)) < len(names):
        raise UsageError(f"a measure is named twice: {', '.join(names)}")
    return tuple(sorted(chosen, key=lambda one: one.name != HEADLINE))


def _follower_notes(talk: Talk, tested: Sequence[Measure]) -> tuple[str, ...]:
    if "followers" not in {one.name for one in tested} or not (talk.followers.at == NEVER).any():
        return ()
    return (
        say(
            "Follower numbers without a date count at every cut: `followers` may know more than it could "
            "have."
        ),
    )


def _result(trial: Trial, notes: tuple[str, ...]) -> BacktestResult:
    replays = Replays.of(trial) if len(trial.looks) == 1 else None
    scores = [_measure_score(trial, one, replays) for one in trial.tested]
    scores.sort(key=lambda one: (one.measure != HEADLINE, -(one.ndcg.value or 0.0), one.measure))
    readings = tuple(_reading(trial, name) for name in READINGS)
    cuts = tuple(_cut_result(one, trial.names) for one in trial.looks)
    return BacktestResult(
        cuts=cuts,
        scores=tuple(scores),
        sentence=backtest_sentence(_facts(trial, scores, readings)),
        found={one.measure: one.found for one in scores},
        interval_coverage=_coverage(trial),
        readings=readings,
        notes=(*notes, *_cold_notes(cuts), *_thin_notes(trial)),
    )


def _cut_result(one: Look, names: Sequence[str]) -> CutResult:
    after = one.gains > 0
    known = np.isin(np.arange(len(after)), one.ranked)
    return CutResult(
        cut=when(one.at),
        until=when(one.until),
        ranked=len(one.ranked),
        acted_on=int(after.sum()),
        cold_starts=int((after & ~known).sum()),
        most=one.most,
        found={name: one.found(name) for name in names},
        ndcg={name: _or_none(one.ndcg(name)) for name in names},
        precision={name: _or_none(one.share(name)) for name in names},
        spearman={name: _or_none(one.spearman(name)) for name in names},
    )


def _or_none(score: float) -> float | None:
    return None if np.isnan(score) else score


def _measure_score(trial: Trial, one: Measure, replays: Replays | None) -> MeasureScore:
    name, looks = one.name, trial.looks
    ahead = trial.ndcg(HEADLINE) - trial.ndcg(name)
    shares = np.array([at.share(name) for at in looks])
    ranks = np.array([at.spearman(name) for at in looks])
    drawn = None if replays is None else replays.ndcg(name)
    apart = None if replays is None or drawn is None else replays.ndcg(HEADLINE) - drawn
    return MeasureScore(
        measure=name,
        baseline=one.baseline,
        ndcg=_estimate(trial, trial.ndcg(name), "NDCG", drawn),
        precision=_estimate(
            trial, shares, say("share of those acted on most"), replays.share(name) if replays else None
        ),
        spearman=_estimate(
            trial, ranks, say("rank correlation"), replays.spearman(name) if replays else None, -1.0
        ),
        found=trial.found(name),
        wins=int((ahead > 0).sum()),
        losses=int((ahead < 0).sum()),
        difference=None if name == HEADLINE else _estimate(trial, ahead, "NDCG", apart, -1.0),
    )


def _estimate(
    trial: Trial, values: Floats, unit: str, replicates: Floats | None, least: float = 0.0
) -> Estimate:
    """Put an interval on a score: over cuts, or over people where there is one cut."""
    if replicates is None:
        return resample.over_cuts(values, unit, trial.seed, least)
    ranked = len(trial.looks[0].ranked)
    return resample.over_people(float(values[0]), replicates, ranked, unit, say("people, at one cut"), least)


def _reading(trial: Trial, name: str) -> Reading:
    """Compare `influence` with the best baseline under one meaning of "acted on"."""
    by_cut = {one: trial.ndcg(one, name) for one in trial.names}
    known = ~np.isnan(by_cut[HEADLINE])
    if not known.any():
        return Reading(name, {}, None, None, 0, 0)
    means = {one: float(values[known].mean()) for one, values in by_cut.items()}
    if not trial.baselines:
        return Reading(name, means, None, None, 0, 0)
    best = max(trial.baselines, key=lambda one: means[one])
    ahead = by_cut[HEADLINE] - by_cut[best]
    difference = resample.over_cuts(ahead, "NDCG", trial.seed, -1.0)
    return Reading(name, means, best, difference, int((ahead > 0).sum()), int((ahead < 0).sum()))


def _facts(trial: Trial, scores: Sequence[MeasureScore], readings: Sequence[Reading]) -> Facts:
    """Gather what the sentence is made of."""
    rivals = [one for one in scores if one.measure in trial.baselines and one.difference is not None]
    best = max(rivals, key=lambda one: one.ndcg.value or 0.0, default=None)
    first = trial.looks[0]
    return Facts(
        dates=len(trial.looks),
        most=float(np.mean([one.most for one in trial.looks])),
        top=first.top,
        months=round((first.until - first.at) / MONTH, 2),
        found=trial.found(HEADLINE),
        simple={name: trial.found(name) for name in trial.baselines},
        lead=None if best is None or best.difference is None else Lead(best.measure, best.difference),
        lost={one.name: one.best_baseline for one in readings[1:] if one.best_baseline and one.is_lost},
    )


def _coverage(trial: Trial) -> Coverage:
    """Check the intervals of `influence` against what really came."""
    top, active = [], []
    for one in trial.looks:
        expected = one.orders[HEADLINE]
        expected = expected[one.scores[HEADLINE].value[expected] > 0]
        top.append(_inside(one, expected[: one.top]))
        active.append(_inside(one, expected))
    return Coverage(_share(trial, top), _share(trial, active))


def _inside(one: Look, people: Ints) -> NDArray[np.bool_]:
    """Tell whose count lay inside; people without an interval are left out."""
    scored = one.scores[HEADLINE]
    if scored.low is None or scored.high is None:
        return np.zeros(0, dtype=bool)
    low, high, real = scored.low[people], scored.high[people], one.gains[people]
    known = ~np.isnan(low) & ~np.isnan(high)
    return np.asarray(((low <= real) & (real <= high))[known])


def _share(trial: Trial, inside: Sequence[NDArray[np.bool_]]) -> Estimate:
    unit, n = say("share of people"), sum(len(one) for one in inside)
    if trial.looks[0].until - trial.looks[0].at != MONTH:
        return Estimate(None, None, None, 0, unit, say("influence gives intervals for one month only"))
    if not n:
        return Estimate(None, None, None, 0, unit, say("influence gave nobody an interval"))
    shares = resample.over_cuts(np.array([one.mean() for one in inside if len(one)]), unit, trial.seed)
    return Estimate(shares.value, shares.low, shares.high, n, unit, shares.method)


def _cold_notes(cuts: Sequence[CutResult]) -> tuple[str, ...]:
    cold, acted = sum(one.cold_starts for one in cuts), sum(one.acted_on for one in cuts)
    if not cold:
        return ()
    return (
        say(
            "{cold} of {acted} times somebody was acted on who had neither written nor been acted on before "
            "the cut: no ranking could name them, and all scores bear it.",
            cold=cold,
            acted=acted,
        ),
    )


def _thin_notes(trial: Trial) -> tuple[str, ...]:
    top = trial.looks[0].top
    thin = Listing([day(one.at) for one in trial.looks if one.most < top], ", ")
    told = say("Fewer than {top} people were acted on after {days}.", top=top, days=thin)
    return (told,) if thin.items else ()
