"""Why somebody is on a list, what speaks against relying on it, and what the person herself may read.

One source of these sentences for the report, the web app and the command line. They are `Message`s, so that
each reader gets them in a language of his own; names in them are shown as `text.name` cleans them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from luminary.domain import Estimate
from luminary.i18n import Message, Rounded, say, say_count
from luminary.leaders.leader import Leader
from luminary.report.text import clean, has_interval, is_known, name

FEW = 8
"""Below this many observations a figure is called thin."""
_WIDE_PLACES = 10
_ONE_PLACE = 1.5
"""Effective number of places below which response is called local."""
_RECENT = 3
_CLEAR = 2.0
"""Standard deviations from which a change of direction is called one."""


def why_told(leader: Leader, by: str, subject: str | None) -> Message:
    """Say in one sentence why the person is in the ranking by a measure."""
    estimate = leader.measures[by]
    said = influence_told(estimate, subject) if by == "influence" else plain_told(estimate)
    parts = [said, *spread_told(leader), *steady_told(leader, estimate)]
    if len(parts) == 1:
        return say("{one}.", one=parts[0])
    if len(parts) == 2:
        return say("{one}; {two}.", one=parts[0], two=parts[1])
    return say("{one}; {two}; {three}.", one=parts[0], two=parts[1], three=parts[2])


def influence_told(estimate: Estimate, subject: str | None) -> Message:
    """Say how many people are expected to act."""
    if not is_known(estimate):
        people = say_count("{n} person", "{n} people", estimate.n)
        return say("Not enough to say: {people} acted in this period", people=people)
    figure = figure_told(estimate)
    if subject is None:
        return say(
            "{figure} people are expected to act on what this person says in the coming month", figure=figure
        )
    return say(
        "{figure} people are expected to act on what this person says on {subject} in the coming month",
        figure=figure,
        subject=name(subject),
    )


def plain_told(estimate: Estimate) -> Message:
    """Say a figure of any other measure with its unit."""
    if not is_known(estimate):
        seen = say_count("{n} observation", "{n} observations", estimate.n)
        return say("Not enough to say from {seen}", seen=seen)
    return say("{figure} {unit}", figure=figure_told(estimate), unit=Message(clean(estimate.unit, 80)))


def figure_told(estimate: Estimate) -> Message:
    """Write a figure that is known, with its interval where it has one."""
    value = short(estimate.value or 0.0)
    if not has_interval(estimate) or estimate.low is None or estimate.high is None:
        return say("{value}", value=value)
    return say("{value} ({low} to {high})", value=value, low=short(estimate.low), high=short(estimate.high))


def short(value: float) -> Rounded:
    """Round a figure to what the eye can use: whole numbers above ten, else one decimal or two.

    Examples
    --------
    >>> [str(short(one)) for one in (9618, 21.2, 3.25, 0.123, 4.0)]
    ['9,618', '21', '3.2', '0.12', '4']
    """
    digits = 0 if abs(value) >= 9.95 or float(value).is_integer() else 1 if abs(value) >= 0.95 else 2
    return Rounded(float(value), digits)


def spread_told(leader: Leader) -> Iterator[Message]:
    """Say from how many communities the response comes, where there are several."""
    spread = leader.measures.get("spread")
    if spread is not None and spread.value is not None and is_known(spread) and spread.value >= _ONE_PLACE:
        communities = round(spread.value)
        yield say("the response comes from about {communities} communities", communities=communities)


def steady_told(leader: Leader, estimate: Estimate) -> Iterator[Message]:
    """Say for how many months in a row, up to the last, at least the lower end was reached."""
    least = max(1.0, estimate.low or 1.0)
    run: list[float] = []
    for month in reversed(leader.trend):
        if not month >= least:
            break
        run.append(month)
    if len(run) >= _RECENT:
        people = say_count("{n} person", "{n} people", math.floor(min(run)))
        yield say(
            "at least {people} did so in each of the last {months} months", people=people, months=len(run)
        )


def direction(trend: tuple[float, ...]) -> str:
    """Tell whether response rose or fell: the last three months against those before.

    Returns
    -------
    str
        "rising" or "falling" where the last three months differ from their share of the whole by more than
        two standard deviations of a binomial count; else "". With fewer than six known months always "".

    Examples
    --------
    >>> direction((9, 8, 10, 9, 1, 0, 1)), direction((3, 4, 3, 4, 3, 4))
    ('falling', '')
    """
    known = [month for month in trend if math.isfinite(month)]
    total = sum(known)
    if len(known) < 2 * _RECENT or total <= 0:
        return ""
    share = _RECENT / len(known)
    off = (sum(known[-_RECENT:]) - total * share) / math.sqrt(total * share * (1 - share))
    return "rising" if off > _CLEAR else "falling" if off < -_CLEAR else ""


def against_told(leader: Leader, by: str) -> list[Message]:
    """List what speaks against relying on the place; empty when none of the checks found anything."""
    return [*_thin(leader.measures[by]), *_unsure(leader), *_local(leader), *_identity(leader)]


def _thin(estimate: Estimate) -> Iterator[Message]:
    if not is_known(estimate):
        yield say("no figure: {method}", method=Message(clean(estimate.method, 160)))
    elif estimate.n < FEW:
        seen = say_count("{n} observation", "{n} observations", estimate.n)
        yield say("thin data: {seen} in all", seen=seen)
    elif not has_interval(estimate):
        yield say("no interval: this measure gives none")


def _unsure(leader: Leader) -> Iterator[Message]:
    if leader.rank_high - leader.rank_low >= _WIDE_PLACES:
        low, high = leader.rank_low, leader.rank_high
        yield say("the place is unsure: anywhere from {low} to {high}", low=low, high=high)
    if direction(leader.trend) == "falling":
        yield say("falling: the last three months are clearly below those before")
    if leader.trend and not leader.trend[-1] > 0:
        yield say("nobody acted in the last month")


def _local(leader: Leader) -> Iterator[Message]:
    spread = leader.measures.get("spread")
    if spread is not None and spread.value is not None and spread.value < _ONE_PLACE:
        yield say("nearly all response comes from one community")


def _identity(leader: Leader) -> Iterator[Message]:
    if any(account.weak for account in leader.accounts):
        yield say("known by name only in one source, so two namesakes may be mixed")
    if not leader.named:
        yield say("the name is withheld; this is a pseudonym")
