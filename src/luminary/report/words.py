"""What a figure says in plain words: why somebody is on the list, and what speaks against relying on it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from markupsafe import Markup

from luminary.domain import Estimate
from luminary.leaders.leader import Leader, Ranking
from luminary.report.text import clean, count, figure, has_interval, interval, is_known, name, number

FEW = 8
"""Below this many observations a figure is called thin."""
_WIDE_PLACES = 10
_ONE_PLACE = 1.5
"""Effective number of places below which response is called local."""
_RECENT = 3
_CLEAR = 2.0
"""Standard deviations from which a change of direction is called one."""


def why(leader: Leader, ranking: Ranking) -> Markup:
    """Say in one sentence why the person is in the ranking."""
    estimate = leader.measures[ranking.by]
    said = _influence(estimate, ranking.subject) if ranking.by == "influence" else _plain(estimate)
    parts = [said, _spread(leader), _steady(leader, estimate)]
    return Markup("; ").join(part for part in parts if part) + "."


def _influence(estimate: Estimate, subject: str | None) -> str:
    if not is_known(estimate):
        return f"Not enough to say: {count(estimate.n, 'person', 'people')} acted in this period"
    between = f" ({interval(estimate)})" if has_interval(estimate) else ""
    on = Markup(" on <em><bdi>{}</bdi></em>").format(name(subject)) if subject else Markup()
    return Markup("{}{} people are expected to act on what this person says{} in the coming month").format(
        figure(estimate), between, on
    )


def _plain(estimate: Estimate) -> str:
    if not is_known(estimate):
        return f"Not enough to say from {count(estimate.n, 'observation')}"
    between = f" ({interval(estimate)})" if has_interval(estimate) else ""
    return f"{figure(estimate)}{between} {clean(estimate.unit, 80)}"


def _spread(leader: Leader) -> str:
    spread = leader.measures.get("spread")
    if spread is None or spread.value is None or not is_known(spread) or spread.value < _ONE_PLACE:
        return ""
    return f"the response comes from about {number(round(spread.value))} communities"


def _steady(leader: Leader, estimate: Estimate) -> str:
    """Say for how many months in a row, up to the last, at least the lower end was reached."""
    least = max(1.0, estimate.low or 1.0)
    run: list[float] = []
    for month in reversed(leader.trend):
        if not month >= least:
            break
        run.append(month)
    if len(run) < _RECENT:
        return ""
    least_people = count(math.floor(min(run)), "person", "people")
    return f"at least {least_people} did so in each of the last {len(run)} months"


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


def against(leader: Leader, ranking: Ranking) -> list[str]:
    """List what speaks against relying on the place; empty when none of the checks found anything."""
    return [*_thin(leader.measures[ranking.by]), *_unsure(leader), *_local(leader), *_identity(leader)]


def _thin(estimate: Estimate) -> Iterator[str]:
    if not is_known(estimate):
        yield f"no figure: {clean(estimate.method, 160)}"
    elif estimate.n < FEW:
        yield f"thin data: {count(estimate.n, 'observation')} in all"
    elif not has_interval(estimate):
        yield "no interval: this measure gives none"


def _unsure(leader: Leader) -> Iterator[str]:
    if leader.rank_high - leader.rank_low >= _WIDE_PLACES:
        yield f"the place is unsure: anywhere from {leader.rank_low} to {leader.rank_high}"
    if direction(leader.trend) == "falling":
        yield "falling: the last three months are clearly below those before"
    if leader.trend and not leader.trend[-1] > 0:
        yield "nobody acted in the last month"


def _local(leader: Leader) -> Iterator[str]:
    spread = leader.measures.get("spread")
    if spread is not None and spread.value is not None and spread.value < _ONE_PLACE:
        yield "nearly all response comes from one community"


def _identity(leader: Leader) -> Iterator[str]:
    if any(account.weak for account in leader.accounts):
        yield "known by name only in one source, so two namesakes may be mixed"
    if not leader.named:
        yield "the name is withheld; this is a pseudonym"


def first_places(ranking: Ranking) -> Markup:
    """Say who may be first, as far as the data can tell."""
    first = [leader for leader in ranking.leaders if leader.rank_low == 1]
    if not first:
        return Markup()
    names = [Markup("<strong><bdi>{}</bdi></strong>").format(name(leader.name)) for leader in first]
    if len(first) == 1:
        return names[0] + " comes first, and the interval leaves the first place to nobody else."
    if len(first) > 4:
        return Markup("The data cannot tell the first {} apart: any of them may be first.").format(len(first))
    joined = Markup(", ").join(names[:-1]) + " or " + names[-1]
    return Markup("First is {}: the data cannot tell which.").format(joined)
