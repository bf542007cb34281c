"""Does a ranking find the people whom the user already trusts?

Every measure is scored against a list of people, in two ways that can be seen apart: people of the list who
are not in the data count as never found (so nobody gains by missing them), and how many there are is said
beside it. People of a second list can be left out of the ranking before it is scored, such as those who were
appointed already when the ranking was made.

Everybody who wrote or was acted on has a place. Equal figures are ordered by the person's key and people
without a figure come last, so that the list itself never decides a tie.

The interval says how the score could change with another list of the same kind: people of the list are drawn
anew, somebody drawn twice stands twice; the others keep their places. It does not cover a list that is
one-sided.

What it cannot tell: whether people outside the list are worse. A list names those somebody knows.

References
----------
Manning, Raghavan, Schütze (2008), Introduction to Information Retrieval, section 8.4 (average precision).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminary.domain import Estimate
from luminary.errors import NotEnoughDataError, UsageError
from luminary.i18n import Listing, Message, say, say_count, together
from luminary.leaders import resample
from luminary.leaders.measure import Measure
from luminary.leaders.measure import measures as all_measures
from luminary.leaders.names import Ambiguous, Known, Matched, fold, match
from luminary.leaders.talk import Floats, Ints, Talk
from luminary.leaders.trial import best_first, rankable
from luminary.leaders.verdict import by
from luminary.stats.ranking import average_precision, ndcg_at, precision_at

DEPTH = 100
"""Places looked at for NDCG and recall."""


@dataclass(frozen=True, slots=True)
class TruthScore:
    """How well one measure finds the people of a list.

    Attributes
    ----------
    measure : str
        Its name.
    baseline : bool
        Whether it is one of the simple rankings.
    ap : Estimate
        Average precision, 0 to 1: mean, over everybody in the list, of the share of the list among the places
        down to that person; 0 for people not found.
    p10, p25, p_size : Estimate
        Share of the list among the first 10 and 25 places, and among as many places as the list has people.
    ndcg : Estimate
        NDCG of the first 100 places.
    recall : Estimate
        Share of the list among the first 100 places.
    hits : int
        People of the list among as many places as it has people.
    """

    measure: str
    baseline: bool
    ap: Estimate
    p10: Estimate
    p25: Estimate
    p_size: Estimate
    ndcg: Estimate
    recall: Estimate
    hits: int


@dataclass(frozen=True, slots=True)
class EvaluateResult:
    """What the comparison with a list found.

    Attributes
    ----------
    scores : tuple of TruthScore
        By average precision, best first.
    ranked : int
        People who could be ranked, without those left out.
    truth, found : int
        Different people in the list, and those of them found in the data.
    missing : tuple of str
        Names that fit nobody in the data.
    ambiguous : tuple of Ambiguous
        Names that fit several people; they count as not found.
    repeated : int
        Lines that mean somebody who stands in the list already.
    excluded : int
        People left out of the ranking.
    exclude_missing : tuple of str
        Names to leave out that fit nobody in the data.
    sentence : str
        The result in plain words.
    notes : tuple of str
        What a reader must know.
    """

    scores: tuple[TruthScore, ...]
    ranked: int
    truth: int
    found: int
    missing: tuple[str, ...]
    ambiguous: tuple[Ambiguous, ...]
    repeated: int
    excluded: int
    exclude_missing: tuple[str, ...]
    sentence: str
    notes: tuple[str, ...] = ()


def evaluate(
    talk: Talk,
    known: Sequence[Known],
    *,
    truth: Iterable[str],
    exclude: Iterable[str] = (),
    measures: Sequence[Measure] | None = None,
    seed: int = 7,
) -> EvaluateResult:
    """Score every measure against a list of people the user trusts.

    Parameters
    ----------
    talk : Talk
        For a ranking of the past: `talk.until(moment)`.
    known : sequence of Known
        What everybody is called.
    truth : iterable of str
        Keys, ids, handles or names.
    exclude : iterable of str, optional
        People to leave out of the ranking; a name that fits several leaves out all of them.
    measures : sequence of Measure, optional
        Not given: all there are.
    seed : int, default 7
        Of the bootstrap.

    Raises
    ------
    UsageError
        When the list is empty, or nobody is left in it.
    NotEnoughDataError
        When nobody in it can be ranked.
    """
    pool = rankable(talk)
    out = match(exclude, known, talk, pool)
    gone = _left_out(out, talk)
    wanted = match(truth, known, talk, pool)
    both = _in_both(wanted, out, gone)
    total = wanted.size - both
    if not total:
        raise UsageError(
            say("there is nobody to find in the list: everybody in it is to be left out")
            if both
            else say("there is nobody to find in the list: give one name, handle or id on each line")
        )
    positives = np.array(sorted(set(wanted.people) - gone), dtype=np.int64)
    if not len(positives):
        raise NotEnoughDataError(
            say(
                "none of the {total} people to find is in the data, such as '{example}'; names, handles and "
                "ids are compared, case and accents do not matter: check the column, or import more",
                total=total,
                example=_example(wanted),
            )
        )
    ranked = np.setdiff1d(pool, np.array(sorted(gone), dtype=np.int64))
    tested = list(all_measures().values()) if measures is None else measures
    drawn = resample.draw_people(total, seed)
    answers = [(one, one.figures_of(talk).value) for one in tested]
    silent = [one.name for one, figures in answers if np.isnan(figures[ranked]).all()]
    scores = [
        _score(one, np.isin(best_first(figures, ranked), positives), total, drawn)
        for one, figures in answers
        if one.name not in silent
    ]
    scores.sort(key=lambda one: (-(one.ap.value or 0.0), one.measure))
    return EvaluateResult(
        scores=tuple(scores),
        ranked=len(ranked),
        truth=total,
        found=len(positives),
        missing=wanted.missing,
        ambiguous=wanted.ambiguous,
        repeated=wanted.repeated,
        excluded=len(gone),
        exclude_missing=out.missing,
        sentence=_sentence(scores, total, len(positives)),
        notes=(*_notes(wanted, out, both), *_silent_notes(silent)),
    )


def _left_out(out: Matched, talk: Talk) -> set[int]:
    """Give the numbers of the people to leave out, all that an ambiguous name fits."""
    keys = {key for one in out.ambiguous for key in one.people}
    return set(out.people) | {number for number, key in enumerate(talk.people) if key in keys}


def _in_both(wanted: Matched, out: Matched, gone: set[int]) -> int:
    """Count the people of the list who are to be left out, whether the data know them or not."""
    unknown = {fold(name) for name in out.missing}
    return len(gone & set(wanted.people)) + sum(fold(name) in unknown for name in wanted.missing)


def _example(wanted: Matched) -> str:
    return wanted.missing[0] if wanted.missing else wanted.ambiguous[0].name


def _score(one: Measure, hits: NDArray[np.bool_], total: int, drawn: resample.Weights) -> TruthScore:
    """Score one measure; `drawn` has one column per person of the list, those found first."""
    again = Redrawn(np.flatnonzero(hits), total, drawn)
    ideal = np.ones(total)

    def estimate(value: float, replicates: Floats, unit: str) -> Estimate:
        return resample.over_people(value, replicates, total, unit, say("people of the list"))

    def share(k: int) -> Estimate:
        return estimate(
            float(precision_at(hits, k)), again.within(k) / k, say("share of the first {k} places", k=k)
        )

    return TruthScore(
        measure=one.name,
        baseline=one.baseline,
        ap=estimate(
            float(average_precision(hits, total)), again.average_precision(), say("average precision")
        ),
        p10=share(10),
        p25=share(25),
        p_size=share(total),
        ndcg=estimate(float(ndcg_at(hits.astype(np.float64), ideal, DEPTH)), again.ndcg(DEPTH), "NDCG"),
        recall=estimate(
            float(hits[:DEPTH].sum()) / total, again.share(again.within(DEPTH)), say("share of the list")
        ),
        hits=int(hits[:total].sum()),
    )


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A ranking in which the people of the list are drawn anew; all others keep their order.

    Parameters
    ----------
    places : int array
        Places, from 0, of the people found.
    total : int
        People in the list.
    drawn : int array
        How often each person of the list stands, a row per replicate; the found ones come first.
    """

    places: Ints
    total: int
    drawn: resample.Weights

    @property
    def _found(self) -> resample.Weights:
        return self.drawn[:, : len(self.places)]

    @property
    def _others(self) -> Ints:
        """Count the people outside the list before each person found."""
        return self.places - np.arange(len(self.places))

    def share(self, found: Floats) -> Floats:
        """Divide by the size of the list drawn; NaN where nobody was drawn."""
        size = self.drawn.sum(axis=1)
        return _divided(found, size)

    def within(self, k: int) -> Floats:
        """Count the people of the list among the first k places."""
        before, upto = resample.places(self._found)
        room = np.maximum(k - self._others, 0)
        return np.asarray((np.minimum(upto, room) - np.minimum(before, room)).sum(axis=1), dtype=np.float64)

    def average_precision(self) -> Floats:
        """Average the share of the list down to each of its people."""
        before, _ = resample.places(self._found)
        summed = np.zeros(len(self.drawn))
        for nth in range(1, int(self._found.max(initial=0)) + 1):
            reached = before + nth
            summed += ((self._found >= nth) * reached / (reached + self._others)).sum(axis=1)
        return self.share(summed)

    def ndcg(self, k: int) -> Floats:
        """Discount the people of the list by their place, against all of them standing first."""
        discounts = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, k + 2)))])
        before, upto = (np.minimum(ends + self._others, k) for ends in resample.places(self._found))
        reached = (discounts[upto] - discounts[before]).sum(axis=1)
        best = discounts[np.minimum(self.drawn.sum(axis=1), k)]
        return _divided(reached, best)


def _divided(left: Floats, right: Floats | Ints) -> Floats:
    """Divide; NaN where there is nothing to divide by."""
    return np.where(right > 0, left / np.where(right > 0, right, 1), np.nan)


def _sentence(scores: Sequence[TruthScore], total: int, found: int) -> Message:
    """Say what was found, by the best measure and by the best simple ranking."""
    known = say("Of the {total} people on your list {found} are in the data.", total=total, found=found)
    if not scores:
        return together([known, say("No measure has a figure for anybody.")])
    best = scores[0]
    told = {"by": by(best.measure), "hits": best.hits, "total": total}
    simple = next((one for one in scores if one.baseline), None)
    if simple is None or simple is best:
        alone = say("Ranking {by} has {hits} of them among its first {total}.", **told)
        return together([known, alone])
    beside = say(
        "Ranking {by} has {hits} of them among its first {total}; the best simple ranking, {simple}, "
        "{fewer}.",
        **told,
        simple=by(simple.measure),
        fewer=simple.hits,
    )
    return together([known, beside])


def _notes(wanted: Matched, out: Matched, both: int) -> tuple[Message, ...]:
    """Say what in the lists counts for less than a reader may think."""
    found = (
        say_count(
            "{n} line means somebody who stands in the list already; it counts once.",
            "{n} lines mean somebody who stands in the list already; they count once.",
            wanted.repeated,
        ),
        say_count(
            "{n} person of the list is not in the data; that counts as never found.",
            "{n} people of the list are not in the data; they count as never found.",
            len(wanted.missing),
        ),
        say_count(
            "{n} name of the list fits several people; it counts as never found.",
            "{n} names of the list fit several people; they count as never found.",
            len(wanted.ambiguous),
        ),
        say_count(
            "{n} person stands in both lists and is left out of both.",
            "{n} people stand in both lists; they are left out of both.",
            both,
        ),
        *_gone_notes(out),
    )
    return tuple(one for one in found if one.values["n"])


def _gone_notes(out: Matched) -> tuple[Message, ...]:
    return (
        say_count(
            "{n} person to leave out is not in the data.",
            "{n} people to leave out are not in the data.",
            len(out.missing),
        ),
        say_count(
            "{n} name to leave out fits several people; all of them are left out.",
            "{n} names to leave out fit several people; all of them are left out.",
            len(out.ambiguous),
        ),
    )


def _silent_notes(silent: Sequence[str]) -> tuple[Message, ...]:
    if not silent:
        return ()
    listed = Listing(silent, ", ")
    return (say("Left out, because they have no figure for anybody: {measures}.", measures=listed),)
