"""The largest h with h things of at least size h."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from luminary.kernels.csr import Ints


def h_indices(owner: Ints, count: Ints, size: int) -> Ints:
    """Give each owner's h-index: the largest h such that h of the owner's things count at least h.

    Parameters
    ----------
    owner : int64 array
        Owner of each thing, from 0 to `size` - 1.
    count : int64 array
        What each thing counts, 0 or more.
    size : int
        Number of owners.

    References
    ----------
    Hirsch (2005), An index to quantify an individual's scientific research output.

    Examples
    --------
    >>> h_indices(np.array([0, 0, 0, 1]), np.array([5, 2, 1, 9]), 3)
    array([2, 1, 0])
    """
    order = np.lexsort((-count, owner))
    found: Ints = _climb(owner[order], count[order], size)
    return found


@njit(cache=True)
def _climb(owner: Any, count: Any, size: int) -> Any:
    """Walk down each owner's things, largest first, as long as they are larger than the h reached."""
    h = np.zeros(size, np.int64)
    for i in range(len(owner)):
        if count[i] > h[owner[i]]:
            h[owner[i]] += 1
    return h
