"""How well does an order find what it should?

Every function takes what was found in the order it was found, best first, so that ties must be broken by the
caller, openly. A question without an answer (nothing to find, constant ranks) gives NaN, never zero.

References
----------
Järvelin, Kekäläinen (2002), Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4), section 2.
Manning, Raghavan, Schütze (2008), Introduction to Information Retrieval, section 8.4.
Spearman (1904), The proof and measurement of association between two things.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.floating[Any]] | NDArray[np.integer[Any]] | NDArray[np.bool_]


def ndcg_at(ranked: Numbers, gains: Numbers, k: int) -> float:
    """Tell how much of the gain that could stand in the first `k` places does, early places counting more.

    Parameters
    ----------
    ranked : array
        Gain of each item, in the order to be judged, best first; not negative.
    gains : array
        Gains of all items that could have been found, in any order.
    k : int
        Places looked at, at least 1.

    Returns
    -------
    float
        0 to 1: the sum of gain / log2(place + 1), divided by that of the best possible order. NaN when there
        is nothing to gain.

    Examples
    --------
    >>> import numpy as np
    >>> gains = np.array([3.0, 0.0, 1.0])
    >>> ndcg_at(gains[[0, 2, 1]], gains, 2)
    1.0
    """
    _check(k)
    best = _discounted(np.sort(np.asarray(gains, dtype=float))[::-1][:k])
    if best <= 0:
        return float("nan")
    return _discounted(np.asarray(ranked, dtype=float)[:k]) / best


def _discounted(gains: NDArray[np.float64]) -> float:
    return float((gains / np.log2(np.arange(2, len(gains) + 2))).sum())


def precision_at(hits: Numbers, k: int) -> float:
    """Tell which share of the first `k` places is taken by what was looked for.

    An order shorter than `k` has missed the places it does not fill.

    Parameters
    ----------
    hits : array
        True or 1 where the item at this place was looked for, best first.
    k : int
        Places looked at, at least 1.

    Examples
    --------
    >>> precision_at(np.array([True, False, True, True]), 4)
    0.75
    """
    _check(k)
    return float(np.asarray(hits, dtype=float)[:k].sum() / k)


def average_precision(hits: Numbers, wanted: int) -> float:
    """Average the precision over the places at which something looked for stands.

    Parameters
    ----------
    hits : array
        True or 1 where the item at this place was looked for, best first.
    wanted : int
        How many were looked for; those that the order never shows count as found at no place.

    Returns
    -------
    float
        0 to 1; NaN when nothing was looked for.

    Examples
    --------
    >>> average_precision(np.array([True, False, True]), 2)
    0.8333333333333333
    """
    found = np.asarray(hits, dtype=bool)
    _check_wanted(found, wanted)
    if wanted == 0:
        return float("nan")
    places = np.flatnonzero(found) + 1
    return float((np.arange(1, len(places) + 1) / places).sum() / wanted)


def r_precision(hits: Numbers, wanted: int) -> float:
    """Give the precision at as many places as there are items looked for; NaN when there are none.

    Examples
    --------
    >>> r_precision(np.array([True, False, True]), 2)
    0.5
    """
    _check_wanted(np.asarray(hits, dtype=bool), wanted)
    return precision_at(hits, wanted) if wanted else float("nan")


def spearman(first: Numbers, second: Numbers) -> float:
    """Give the rank correlation of two columns; equal values share the mean of their ranks.

    Returns
    -------
    float
        -1 to 1; NaN when a column is constant or has fewer than two values.

    Raises
    ------
    ValueError
        When the columns differ in length or hold NaN: leaving rows out is the caller's choice.

    Examples
    --------
    >>> spearman(np.array([1, 2, 3]), np.array([10, 30, 20]))
    0.5
    """
    one, two = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if one.shape != two.shape or np.isnan(one).any() or np.isnan(two).any():
        raise ValueError(
            f"two columns of equal length without NaN are needed, got {one.shape} and {two.shape}"
        )
    one, two = _centred_ranks(one), _centred_ranks(two)
    scale = float(np.sqrt((one @ one) * (two @ two)))
    return float(one @ two) / scale if scale > 0 else float("nan")


def _centred_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank from 0, the mean rank where values are equal, minus the mean of all."""
    _, group, count = np.unique(values, return_inverse=True, return_counts=True)
    first = np.cumsum(count) - count
    ranks: NDArray[np.float64] = (first + (count - 1) / 2)[group]
    return ranks - (len(values) - 1) / 2


def _check(k: int) -> None:
    if k < 1:
        raise ValueError(f"k is {k}; at least one place must be looked at")


def _check_wanted(hits: NDArray[np.bool_], wanted: int) -> None:
    if wanted < int(hits.sum()):
        raise ValueError(f"{int(hits.sum())} were found, but only {wanted} looked for")
