"""A graph as rows of neighbours (compressed sparse rows)."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]


class Csr(NamedTuple):
    """A directed graph of n nodes and m edges; those of node i stand from `start[i]` to `start[i + 1]`.

    Attributes
    ----------
    start : int64 array of shape (n + 1,)
        Where the edges of each node begin.
    to : int64 array of shape (m,)
        Node each edge leads to, ascending within a node, no node twice.
    weight : float64 array of shape (m,)
        Sum of the weights of equal edges.
    """

    start: Ints
    to: Ints
    weight: Floats

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.start) - 1


def build_csr(source: Ints, target: Ints, size: int, weight: Floats | None = None) -> Csr:
    """Build a graph from edges; equal edges become one, with the sum of their weights.

    Parameters
    ----------
    source, target : int64 array
        Ends of each edge, from 0 to `size` - 1.
    size : int
        Number of nodes.
    weight : float64 array, optional
        Weight of each edge, above 0; one each when not given.

    Raises
    ------
    ValueError
        When an end lies outside the graph.

    Examples
    --------
    >>> build_csr(np.array([0, 0, 1]), np.array([1, 1, 2]), 3).weight
    array([2., 1.])
    """
    for ends in (source, target):
        if len(ends) and not 0 <= int(ends.min()) <= int(ends.max()) < size:
            raise ValueError(f"edges lead to {ends.min()} to {ends.max()}, but there are {size} nodes")
    keys, index = np.unique(source.astype(np.int64) * size + target, return_inverse=True)
    sums = np.bincount(index, weights=weight, minlength=len(keys)).astype(np.float64)
    rows = keys // max(size, 1)
    start = np.searchsorted(rows, np.arange(size + 1)).astype(np.int64)
    return Csr(start, keys % max(size, 1), sums)
