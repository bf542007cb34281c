"""A picture of the network, as the present reader may see it."""

from __future__ import annotations

from dataclasses import dataclass

from luminary.i18n import Message
from luminary.leaders import Scope


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody on the map.

    Attributes
    ----------
    person, name : str
        Key and name, or twice the number of somebody who is hidden.
    named : bool
        False when the name is withheld.
    community : int
        Number of the community, 0 for the largest.
    x, y : float
        Place on the map.
    figure, low, high : float or None
        The measure that sizes stand for, with its interval; None where the data cannot carry it.
    rank : int or None
        Place by that measure among everybody.
    tier : str
        Size of the followership.
    platforms : tuple of str
        Where the person has accounts; empty where the person is hidden.
    ties, outside : int
        People tied to; of those, people in other communities.
    reached : int
        Other communities tied to.
    answered_from : int
        Communities whose members acted on the person.
    participation : float or None
        Spread of the ties over communities: 0 all in one, near 1 evenly over many.
    bridge : bool
        True when the person ties communities together.
    """

    person: str
    name: str
    named: bool
    community: int
    x: float
    y: float
    figure: float | None
    low: float | None
    high: float | None
    rank: int | None
    tier: str
    platforms: tuple[str, ...]
    ties: int
    outside: int
    reached: int
    answered_from: int
    participation: float | None
    bridge: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """Two people who acted on each other.

    Attributes
    ----------
    one, other : int
        Their places in `Picture.nodes`.
    months : int
        Months in which either acted on the other.
    acts : int
        Acts of either on the other.
    """

    one: int
    other: int
    months: int
    acts: int


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """A community.

    Attributes
    ----------
    number : int
        0 for the largest.
    name : Message
        What its people have in common more than others, or who is best connected in it.
    size, shown : int
        People; of those, people on the map.
    ties : int
        Ties inside.
    density : float or None
        Share of all possible ties inside that are there.
    around : tuple of str
        Places and subjects that are typical.
    leading : tuple of int
        Places in `Picture.nodes` of the people with the most ties.
    bridges : int
        People on the map who tie it to others.
    """

    number: int
    name: Message
    size: int
    shown: int
    ties: int
    density: float | None
    around: tuple[str, ...]
    leading: tuple[int, ...]
    bridges: int


@dataclass(frozen=True, slots=True)
class Between:
    """Two communities and the ties between them: how many, and their months in all."""

    one: int
    other: int
    ties: int
    months: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The web of people as a picture, and as figures.

    Attributes
    ----------
    scope : Scope
        What counts.
    by, question, unit : str
        The measure that sizes stand for, what it answers, and its unit.
    nodes : tuple of Node
        The most important first.
    ties : tuple of Tie
        The strongest first.
    communities : tuple of CommunityFacts
        The largest first.
    between : tuple of Between
        The strongest first.
    bridges : tuple of int
        Places in `nodes` of those who tie communities together; those with most ties to others first.
    people, alone : int
        Everybody with ties; everybody without any, who is not in the picture.
    all_ties, all_communities, all_bridges : int
        How many there are, shown or not.
    ties_shown : int
        How many ties there are between the people shown.
    notes : tuple of Message
        What a reader must know.
    """

    scope: Scope
    by: str
    question: str
    unit: str
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    communities: tuple[CommunityFacts, ...]
    between: tuple[Between, ...]
    bridges: tuple[int, ...]
    people: int
    alone: int
    all_ties: int
    all_communities: int
    all_bridges: int
    ties_shown: int
    notes: tuple[Message, ...]
