"""At which past moments can a ranking be put to the test?

A cut needs history before it, to rank on, and time after it, to see who was acted on. What carries no time
cannot be put before or after a cut and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from luminary.errors import NotEnoughDataError
from luminary.leaders.talk import MONTH, NEVER, Talk

MOST_CUTS = 12
"""Cuts that are made when the user names none."""
WANTED_CUTS = 8
"""Fewer cuts than this are few, and the result says so."""
HISTORY = 3
"""Months of history that a cut needs before it, when the user names none."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def dated(talk: Talk) -> tuple[Talk, tuple[str, ...]]:
    """Leave out what has no time: acts without one, and likes of which only today's number is known.

    Raises
    ------
    NotEnoughDataError
        When no act carries a time.
    """
    timed = talk.acts.at != NEVER
    if not timed.any():
        raise NotEnoughDataError(
            f"none of the {len(timed):,} acts carries a time, so there is no past to rank on; import the "
            "ties with a time column, or use `luminary evaluate --truth FILE` with people you trust"
        )
    notes = []
    if not timed.all():
        notes.append(f"{int((~timed).sum()):,} acts without a time are left out.")
    if talk.posts.likes.any():
        notes.append("Likes without a giver are left out: only today's number of them is known.")
    posts = replace(talk.posts, likes=np.zeros_like(talk.posts.likes))
    return replace(talk, posts=posts, acts=talk.acts.where(timed)), tuple(notes)


def default_cuts(talk: Talk, horizon: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Choose the last month-ends that leave `horizon` microseconds after and three months before.

    A month-end is the first moment of the next calendar month, UTC. Month-ends after which nobody was acted
    on (a stray date far from all others, a pause) are passed over.

    Parameters
    ----------
    talk : Talk
        Acts must carry times.
    horizon : int
        Microseconds after the cut that must be in the data.

    Returns
    -------
    tuple of int, tuple of str
        Moments, oldest first, at most twelve; and what the reader must know about them.

    Raises
    ------
    NotEnoughDataError
        When there is none.
    """
    first, last = span(talk)
    possible = [at for at in _month_ends(first + HISTORY * MONTH, last) if at + horizon <= last]
    lively = [at for at in possible if _acts_between(talk, at, at + horizon)]
    if not lively:
        raise NotEnoughDataError(
            f"no past date can be tested: the data reach from {day(first)} to {day(last)}, and a date needs "
            f"{HISTORY} months before it and {_months(horizon)} after it in which somebody was acted on; "
            "import more history"
        )
    chosen = tuple(lively[-MOST_CUTS:])
    notes = []
    if passed := sum(at >= chosen[0] for at in possible) - len(chosen):
        notes.append(f"{passed} month-ends were passed over because nobody was acted on in the time after.")
    if len(chosen) < WANTED_CUTS:
        notes.append(
            f"{len(chosen)} past dates instead of at least {WANTED_CUTS}: the data reach from {day(first)} "
            f"to {day(last)}, and each date needs {HISTORY} months before it and {_months(horizon)} after it."
        )
    return chosen, tuple(notes)


def asked_cuts(talk: Talk, cuts: Sequence[datetime], horizon: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Check the moments a user named; those without a zone are UTC.

    Raises
    ------
    NotEnoughDataError
        When a moment has no act before it, or too little time after it.
    """
    first, last = span(talk)
    moments = sorted({_micros(cut) for cut in cuts})
    for at in moments:
        if not _acts_between(talk, first, at) or at + horizon > last:
            raise NotEnoughDataError(
                f"{day(at)} cannot be tested: the data reach from {day(first)} to {day(last)}, and a date "
                f"needs acts before it and {_months(horizon)} after it"
            )
    lively = [at for at in moments if _acts_between(talk, at, at + horizon)]
    silent = ", ".join(day(at) for at in moments if at not in lively)
    if not lively:
        raise NotEnoughDataError(
            f"nobody was acted on after {silent or 'any date: none was named'}, so there is nothing to "
            "compare a ranking with; name other dates, or none"
        )
    notes = [f"Nobody was acted on after {silent}: left out."] if silent else []
    if len(lively) < WANTED_CUTS:
        notes.append(f"{len(lively)} past dates were tested; {WANTED_CUTS} or more make the result firm.")
    return tuple(lively), tuple(notes)


def span(talk: Talk) -> tuple[int, int]:
    """Give the first moment of the data and the moment after the last."""
    starts = [int(times[0]) for times in (talk.posts.at, talk.acts.at) if len(times)]
    return min(starts), talk.now


def when(at: int) -> datetime:
    """Give the date of a moment in microseconds."""
    return _EPOCH + timedelta(microseconds=at)


def day(at: int) -> str:
    """Show a moment as a day."""
    return when(at).date().isoformat()


def _micros(moment: datetime) -> int:
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


def _month_ends(start: int, end: int) -> Iterator[int]:
    """Give the first moments of calendar months from `start` until `end`."""
    begin = when(start)
    year, month = begin.year, begin.month
    while (at := _micros(datetime(year, month, 1, tzinfo=UTC))) <= end:
        if at >= start:
            yield at
        year, month = year + month // 12, month % 12 + 1


def _acts_between(talk: Talk, start: int, end: int) -> bool:
    low, high = np.searchsorted(talk.acts.at, [start, end])
    return bool(high > low)


def _months(horizon: int) -> str:
    months = round(horizon / MONTH, 1)
    return "1 month" if months == 1 else f"{months:g} months"
