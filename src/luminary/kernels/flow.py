"""Standing that flows along edges: PageRank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from luminary.errors import ConvergenceError
from luminary.kernels.csr import Csr, Floats


@dataclass(frozen=True, slots=True)
class PageRank:
    """Shares of standing that sum to 1, and the rounds it took to find them."""

    share: Floats
    rounds: int


def page_rank(graph: Csr, damping: float = 0.85, tolerance: float = 1e-8, most_rounds: int = 500) -> PageRank:
    """Share out standing: each node passes its own on along its edges, in proportion to their weights.

    Parameters
    ----------
    graph : Csr
        Edges lead from those who give standing to those who get it.
    damping : float, default 0.85
        Share that is passed on; the rest is dealt to all alike, as is all that nodes without edges have.
    tolerance : float, default 1e-8
        It has converged when one round moves less than this in total; the error left is then at most
        tolerance * damping / (1 - damping).
    most_rounds : int, default 500
        Rounds after which it gives up.

    Raises
    ------
    ConvergenceError
        When it has not converged after `most_rounds`.

    References
    ----------
    Page, Brin, Motwani, Winograd (1999), The PageRank citation ranking, section 2.

    Examples
    --------
    >>> from luminary.kernels import build_csr
    >>> page_rank(build_csr(np.array([0, 1]), np.array([1, 0]), 2)).share
    array([0.5, 0.5])
    """
    if graph.size == 0:
        return PageRank(np.zeros(0), 0)
    share, rounds, moved = _flow(graph.start, graph.to, graph.weight, damping, tolerance, most_rounds)
    if not moved < tolerance:
        raise ConvergenceError(
            f"PageRank still moved {moved:.1e} after {rounds} rounds; "
            "allow more rounds, or a tolerance above that"
        )
    return PageRank(share, rounds)


@njit(cache=True)
def _flow(start: Any, to: Any, weight: Any, damping: float, tolerance: float, most_rounds: int) -> Any:
    size = len(start) - 1
    given = np.zeros(size)
    for node in range(size):
        for edge in range(start[node], start[node + 1]):
            given[node] += weight[edge]
    share = np.full(size, 1.0 / size)
    moved, rounds = np.inf, 0
    while rounds < most_rounds and not moved < tolerance:
        after = np.zeros(size)
        stuck = 0.0
        for node in range(size):
            if given[node] == 0.0:
                stuck += share[node]
            for edge in range(start[node], start[node + 1]):
                after[to[edge]] += share[node] * weight[edge] / given[node]
        moved = 0.0
        for node in range(size):
            after[node] = damping * (after[node] + stuck / size) + (1.0 - damping) / size
            moved += abs(after[node] - share[node])
        share = after
        rounds += 1
    return share, rounds, moved
