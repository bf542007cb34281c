"""A leader: a person in a ranking, with everything that stands behind the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from luminary.domain import Estimate, Evidence


@dataclass(frozen=True, slots=True)
class AccountLabel:
    """An account of a leader, as shown."""

    platform: str
    id: str
    handle: str | None
    weak: bool
    """True when only a name or handle is known."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word about a person, with what it rests on; `decided` when a user set it."""

    value: str
    why: str
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Leader:
    """A person in a ranking.

    Attributes
    ----------
    person : str
        Stable key.
    name : str
        As the newest source shows it, or a pseudonym where the name is withheld.
    rank, rank_low, rank_high : int
        Place, and the best and worst place that the interval of the measure allows.
    measures : mapping of str to Estimate
        Every measure by name; the one ranked by is among them.
    kind, tier, level : Suggestion
        Person or organisation; size of the followership; nearness to the audience.
    names : tuple of str
        All names seen; empty where the name is withheld.
    trend : tuple of float
        Distinct people who acted on the person, month by month, oldest first, up to twelve months.
    evidence : Evidence
        The posts that most people acted on.
    named : bool
        False when the name is withheld.
    """

    person: str
    name: str
    accounts: tuple[AccountLabel, ...]
    rank: int
    rank_low: int
    rank_high: int
    measures: Mapping[str, Estimate]
    kind: Suggestion
    tier: Suggestion
    level: Suggestion
    trend: tuple[float, ...]
    evidence: Evidence
    named: bool = True
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """People in the order of one measure.

    Attributes
    ----------
    by : str
        Measure ranked by.
    question : str
        What that measure answers.
    subject : str or None
        Subject ranked on; None for everything.
    since, until : datetime or None
        Limits the user set.
    first, last : datetime or None
        First and last thing that counted.
    people : int
        People in the data who could have been ranked.
    leaders : tuple of Leader
        Best first, as many as were asked for.
    notes : tuple of str
        What a reader must know: the purpose, services left out, names withheld, thin data.
    """

    by: str
    question: str
    subject: str | None
    since: datetime | None
    until: datetime | None
    first: datetime | None
    last: datetime | None
    people: int
    leaders: tuple[Leader, ...]
    notes: tuple[str, ...] = ()
