"""Where people stand on the map before a browser refines it: communities as circles that do not overlap.

A community is a circle with an area in proportion to its people. The circles lie on a spiral, the largest in
the middle, the others as near to it as they fit. Inside a circle people lie on a spiral, those with the most
ties in the middle. The same data give the same map.
"""

from __future__ import annotations

import numpy as np

from luminary.network.web import Floats, Ints

_GOLDEN = np.pi * (3.0 - np.sqrt(5.0))
_FINE = 0.5
_GAP = 1.15
"""Circles are kept this much larger than their people need, so that communities can be told apart."""


def lay_out(community: Ints, ties: Ints) -> tuple[Floats, Floats]:
    """Give everybody a place.

    Parameters
    ----------
    community : int array
        Number of everybody's community.
    ties : int array
        How many people everybody is tied to.

    Returns
    -------
    tuple of float array
        Across and up; the middle of everything is about (0, 0).

    Examples
    --------
    >>> x, y = lay_out(np.array([0, 0, 1]), np.array([5, 1, 1]))
    >>> len(x) == len(y) == 3
    True
    """
    groups, place, sizes = np.unique(community, return_inverse=True, return_counts=True)
    radius = np.sqrt(sizes.astype(np.float64))
    middle = pack(radius * _GAP)
    order = np.lexsort((np.arange(len(place)), -ties, place))
    starts = np.concatenate([[0], np.cumsum(sizes)])[: len(groups)]
    nth = np.empty(len(place), dtype=np.int64)
    nth[order] = np.arange(len(place)) - starts[place[order]]
    away = np.sqrt((nth + 0.5) / sizes[place]) * radius[place]
    angle = nth * _GOLDEN
    return middle[place, 0] + away * np.cos(angle), middle[place, 1] + away * np.sin(angle)


def pack(radius: Floats) -> Floats:
    """Give the middles of circles so that no two overlap; the larger ones lie nearer to the middle.

    Each circle takes the first point of a spiral that is free enough for it.

    Examples
    --------
    >>> middle = pack(np.array([2.0, 1.0]))
    >>> bool(np.hypot(*(middle[0] - middle[1])) >= 3.0)
    True
    """
    middle = np.zeros((len(radius), 2))
    points = _spiral(radius)
    free = np.full(len(points), np.inf)
    for one in np.argsort(-radius, kind="stable"):
        middle[one] = points[int(np.argmax(free >= radius[one]))]
        away = np.hypot(points[:, 0] - middle[one, 0], points[:, 1] - middle[one, 1])
        free = np.minimum(free, away - radius[one])
    return middle


def _spiral(radius: Floats) -> Floats:
    """Give evenly spread points from the middle outwards, enough for all circles however they fall."""
    step = max(float(radius.min(initial=1.0)), float(radius.max(initial=1.0)) / 20) * _FINE
    reach = 2.0 * float(radius.max(initial=1.0)) + np.sqrt((radius**2).sum()) * 2.5 + step
    number = np.arange(int((reach / step) ** 2) + 1)
    away, angle = step * np.sqrt(number), number * _GOLDEN
    return np.column_stack([away * np.cos(angle), away * np.sin(angle)])
