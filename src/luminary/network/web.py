"""The web of ties as arrays: how strong they are, how dense communities, and who stands between them.

Acts of a pair, in both directions, are one tie; its weight is the number of months in which either acted.

The *participation* of a person is 1 - sum over communities of (weight of ties into it / weight of all ties)
squared: 0 when all ties stay in one community, near 1 when they are spread evenly over many. Betweenness
would need all shortest paths; participation needs one look at each tie, and says the same about who connects
communities.

What it cannot tell: whether something really travelled over a bridge, only that the ties are there.

References
----------
Guimera, Amaral (2005), Functional cartography of complex metabolic networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from luminary.network.communities import find_communities

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

CONNECTS = 0.30
"""Participation above which a well-tied person connects communities (the authors' limit for hubs)."""
FEWEST_OUTSIDE = 3
"""People in other communities that a bridge is tied to at least; fewer can be chance."""


@dataclass(frozen=True, slots=True)
class Web:
    """Ties of people who are numbered from 0 to `size` - 1; one element per tie.

    Attributes
    ----------
    one, other : int array
        The two people, the smaller number first; ascending, no pair twice.
    months : int array
        Months in which either acted on the other.
    acts : int array
        Acts of either on the other.
    size : int
        Number of people.
    """

    one: Ints
    other: Ints
    months: Ints
    acts: Ints
    size: int

    def among(self, chosen: NDArray[np.bool_]) -> Web:
        """Keep the ties of which both ends are chosen; numbers stay."""
        kept = chosen[self.one] & chosen[self.other]
        return Web(self.one[kept], self.other[kept], self.months[kept], self.acts[kept], self.size)

    def degrees(self) -> Ints:
        """Give how many people everybody is tied to."""
        ends = np.concatenate([self.one, self.other])
        return np.bincount(ends, minlength=self.size).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Standing:
    """How everybody stands towards the communities; all arrays have one element per person.

    Attributes
    ----------
    ties : int array
        People tied to.
    outside : int array
        Of those, people in other communities.
    reached : int array
        Other communities tied to.
    participation : float array
        See above; NaN for people without ties.
    """

    ties: Ints
    outside: Ints
    reached: Ints
    participation: Floats

    def bridges(self) -> NDArray[np.bool_]:
        """Tell who ties communities together."""
        spread = np.nan_to_num(self.participation, nan=0.0) > CONNECTS
        return np.asarray(spread & (self.outside >= FEWEST_OUTSIDE))


@dataclass(frozen=True, slots=True)
class Inside:
    """What is inside each community, by its number.

    Attributes
    ----------
    size : int array
        People.
    ties : int array
        Ties with both ends inside.
    density : float array
        Share of all possible ties that are there; NaN for one person alone.
    """

    size: Ints
    ties: Ints
    density: Floats


def weave(source: Ints, target: Ints, month: Ints, size: int) -> Web:
    """Make the web of acts.

    Parameters
    ----------
    source, target : int array
        Who acted on whom; nobody on himself.
    month : int array
        Month of each act; any one number for acts without a time.
    size : int
        Number of people.

    Examples
    --------
    >>> web = weave(np.array([0, 1, 0, 2]), np.array([1, 0, 1, 1]), np.array([3, 3, 4, 4]), 3)
    >>> web.one.tolist(), web.other.tolist(), web.months.tolist(), web.acts.tolist()
    ([0, 1], [1, 2], [2, 1], [3, 1])
    """
    keys = np.minimum(source, target).astype(np.int64) * max(size, 1) + np.maximum(source, target)
    pairs, place, acts = np.unique(keys, return_inverse=True, return_counts=True)
    first = int(month.min()) if len(month) else 0
    span = int(month.max()) - first + 1 if len(month) else 1
    distinct = np.unique(place.astype(np.int64) * span + (month - first))
    months = np.bincount(distinct // span, minlength=len(pairs))
    return Web(
        pairs // max(size, 1),
        pairs % max(size, 1),
        months.astype(np.int64),
        acts.astype(np.int64),
        size,
    )


def part(web: Web) -> Ints:
    """Give the number of everybody's community, 0 for the largest; -1 for people without ties."""
    width = len(str(max(web.size - 1, 0)))
    named = [str(one).zfill(width) for one in range(web.size)]
    pairs = zip(web.one.tolist(), web.other.tolist(), web.months.tolist(), strict=True)
    found = find_communities([(named[one], named[other], months) for one, other, months in pairs])
    return np.array([found.get(one, -1) for one in named], dtype=np.int64)


def stand(web: Web, community: Ints) -> Standing:
    """Tell how everybody stands towards the communities."""
    near = np.concatenate([web.one, web.other])
    far = np.concatenate([web.other, web.one])
    weight = np.concatenate([web.months, web.months]).astype(np.float64)
    groups = int(community.max(initial=-1)) + 1
    cells, place = np.unique(near * max(groups, 1) + community[far], return_inverse=True)
    person, group = cells // max(groups, 1), cells % max(groups, 1)
    into = np.bincount(place, weights=weight, minlength=len(cells))
    whole = np.bincount(near, weights=weight, minlength=web.size)
    away = group != community[person]
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.bincount(person, weights=(into / whole[person]) ** 2, minlength=web.size)
        participation = np.where(whole > 0, 1.0 - squares, np.nan)
    return Standing(
        ties=web.degrees(),
        outside=np.bincount(near[community[near] != community[far]], minlength=web.size).astype(np.int64),
        reached=np.bincount(person[away], minlength=web.size).astype(np.int64),
        participation=np.where(participation < 1e-12, 0.0, participation),
    )


def answered_from(source: Ints, target: Ints, community: Ints) -> Ints:
    """Count the communities whose members acted on everybody."""
    groups = int(community.max(initial=-1)) + 1
    cells = np.unique(target * max(groups, 1) + community[source])
    return np.bincount(cells // max(groups, 1), minlength=len(community)).astype(np.int64)


def inside(web: Web, community: Ints) -> Inside:
    """Tell what is inside each community."""
    groups = int(community.max(initial=-1)) + 1
    size = np.bincount(community[community >= 0], minlength=groups).astype(np.int64)
    within = community[web.one] == community[web.other]
    ties = np.bincount(community[web.one[within]], minlength=groups).astype(np.int64)
    possible = size * (size - 1) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        density = np.where(possible > 0, ties / possible, np.nan)
    return Inside(size, ties, density)


def between(web: Web, community: Ints) -> list[tuple[int, int, int, int]]:
    """List the ties between communities: two numbers, how many ties, how many months; the strongest first."""
    first, second = community[web.one], community[web.other]
    apart = first != second
    groups = max(int(community.max(initial=-1)) + 1, 1)
    keys = np.minimum(first, second)[apart] * groups + np.maximum(first, second)[apart]
    pairs, place, ties = np.unique(keys, return_inverse=True, return_counts=True)
    months = np.bincount(place, weights=web.months[apart], minlength=len(pairs)).astype(np.int64)
    order = np.lexsort((pairs, -ties, -months))
    return [
        (int(pairs[at]) // groups, int(pairs[at]) % groups, int(ties[at]), int(months[at])) for at in order
    ]
