"""Measures of graphs, written for the reader; edges are (from, to, weight)."""

from __future__ import annotations

from collections.abc import Sequence

Edges = Sequence[tuple[int, int, float]]


def page_rank(edges: Edges, size: int, damping: float = 0.85) -> list[float]:
    share = [1 / size] * size
    given = [sum(w for a, _, w in edges if a == node) for node in range(size)]
    for _ in range(300):
        stuck = sum(share[node] for node in range(size) if given[node] == 0)
        after = [(1 - damping) / size + damping * stuck / size] * size
        for a, b, w in edges:
            after[b] += damping * share[a] * w / given[a]
        share = after
    return share


def core_numbers(edges: Edges, size: int) -> list[int]:
    friends = [
        {b for a, b, _ in edges if a == node != b} | {a for a, b, _ in edges if b == node != a}
        for node in range(size)
    ]
    cores = [0] * size
    for k in range(1, size):
        left = set(range(size))
        while any(len(friends[node] & left) < k for node in left):
            left = {node for node in left if len(friends[node] & left) >= k}
        for node in left:
            cores[node] = k
    return cores


def h_index(counts: Sequence[int]) -> int:
    return max((h for h in range(len(counts) + 1) if sum(c >= h for c in counts) >= h), default=0)
