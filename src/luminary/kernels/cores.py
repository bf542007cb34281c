"""How deep a node lies in the dense middle of a graph: k-cores."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from luminary.kernels.csr import Csr, Ints, build_csr


def core_numbers(graph: Csr) -> Ints:
    """Give the largest k for which each node is in a group where all know at least k others of the group.

    Directions and weights do not matter, nor do edges to oneself.

    References
    ----------
    Seidman (1983), Network structure and minimum degree. Batagelj, Zaversnik (2003), An O(m) algorithm for
    cores decomposition of networks.

    Examples
    --------
    >>> from luminary.kernels import build_csr
    >>> core_numbers(build_csr(np.array([0, 1, 2, 2]), np.array([1, 2, 0, 3]), 4))
    array([2, 2, 2, 1])
    """
    source = np.repeat(np.arange(graph.size, dtype=np.int64), np.diff(graph.start))
    other = source != graph.to
    source, target = source[other], graph.to[other]
    both = build_csr(np.concatenate([source, target]), np.concatenate([target, source]), graph.size)
    degree = np.diff(both.start)
    order = np.argsort(degree, kind="stable")
    first = np.searchsorted(degree[order], np.arange(graph.size + 1))
    cores: Ints = _peel(both.start, both.to, degree, order, first)
    return cores


@njit(cache=True)
def _peel(start: Any, to: Any, degree: Any, order: Any, first: Any) -> Any:
    """Take away the node with the fewest neighbours left, again and again.

    `order` lists the nodes by `degree`, and `first[d]` tells where those of degree d begin in it. They are
    made outside, as compiling a sort takes many seconds.
    """
    size = len(start) - 1
    place = np.empty(size, np.int64)
    for at in range(size):
        place[order[at]] = at
    for at in range(size):
        node = order[at]
        for edge in range(start[node], start[node + 1]):
            other = to[edge]
            if degree[other] > degree[node]:
                # Move the neighbour to the front of its bucket, then move the border past it.
                front = max(first[degree[other]], at + 1)
                ahead = order[front]
                order[front], order[place[other]] = other, ahead
                place[ahead], place[other] = place[other], front
                first[degree[other]] = front + 1
                degree[other] -= 1
    return degree
