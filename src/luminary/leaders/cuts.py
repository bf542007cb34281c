"""At which past moments can a ranking be put to the test?

A cut needs history before it, to rank on, and time after it, to see who was acted on. What carries no time
cannot be put before or after a cut and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from luminary.errors import NotEnoughDataError
from luminary.i18n import Listing, Message, say, say_count
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
            say(
                "none of the {acts} acts carries a time, so there is no past to rank on; import the ties "
                "with a "
                "time column, or use `luminary evaluate --truth FILE` with people you trust",
                acts=len(timed),
            )
        )
    notes = []
    if not timed.all():
        gone = int((~timed).sum())
        notes.append(
            say_count("{n} act without a time is left out.", "{n} acts without a time are left out.", gone)
        )
    if talk.posts.likes.any():
        notes.append(say("Likes without a giver are left out: only today's number of them is known."))
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
    reach = {"first": day(first), "last": day(last), "months": HISTORY, "after": _months(horizon)}
    possible = [at for at in _month_ends(first + HISTORY * MONTH, last) if at + horizon <= last]
    lively = [at for at in possible if _acts_between(talk, at, at + horizon)]
    if not lively:
        raise NotEnoughDataError(
            say(
                "no past date can be tested: the data reach from {first} to {last}, and a date needs "
                "{months} "
                "months before it and {after} after it in which somebody was acted on; import more history",
                **reach,
            )
        )
    chosen = tuple(lively[-MOST_CUTS:])
    notes = []
    if passed := sum(at >= chosen[0] for at in possible) - len(chosen):
        notes.append(
            say_count(
                "{n} month-end was passed over because nobody was acted on in the time after.",
                "{n} month-ends were passed over because nobody was acted on in the time after.",
                passed,
            )
        )
    if len(chosen) < WANTED_CUTS:
        notes.append(
            say_count(
                "{n} past date instead of at least {wanted}: the data reach from {first} to {last}, and each "
                "date needs {months} months before it and {after} after it.",
                "{n} past dates instead of at least {wanted}: the data reach from {first} to {last}, and "
                "each "
                "date needs {months} months before it and {after} after it.",
                len(chosen),
                wanted=WANTED_CUTS,
                **reach,
            )
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
                say(
                    "{day} cannot be tested: the data reach from {first} to {last}, and a date needs acts "
                    "before "
                    "it and {after} after it",
                    day=day(at),
                    first=day(first),
                    last=day(last),
                    after=_months(horizon),
                )
            )
    lively = [at for at in moments if _acts_between(talk, at, at + horizon)]
    silent = Listing([day(at) for at in moments if at not in lively], ", ")
    if not lively:
        after = silent if silent.items else say("any date: none was named")
        raise NotEnoughDataError(
            say(
                "nobody was acted on after {days}, so there is nothing to compare a ranking with; name other "
                "dates, or none",
                days=after,
            )
        )
    notes = [say("Nobody was acted on after {days}: left out.", days=silent)] if silent.items else []
    if len(lively) < WANTED_CUTS:
        notes.append(
            say_count(
                "{n} past date was tested; {wanted} or more make the result firm.",
                "{n} past dates were tested; {wanted} or more make the result firm.",
                len(lively),
                wanted=WANTED_CUTS,
            )
        )
    return tuple(lively), tuple(notes)


def span(talk: Talk) -> tuple[int, int]:
    """Give the first moment of the data and the moment after the last."""
    starts = [int(times[0]) for times in (talk.posts.at, talk.acts.at) if len(times)]
    return min(starts), talk.now


def when(at: int) -> datetime:
    """Give the date of a moment in microseconds."""
    return _EPOCH + timedelta(microseconds=at)


def day(at: int) -> date:
    """Give the day of a moment."""
    return when(at).date()


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


def _months(horizon: int) -> Message:
    months = round(horizon / MONTH, 1)
    if months == int(months):
        return say_count("{n} month", "{n} months", int(months))
    return say("{months} months", months=months)
