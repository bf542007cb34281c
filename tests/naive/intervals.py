"""Exact intervals by bisection, written for the reader."""

from __future__ import annotations

import math


def poisson_below(count: int, mean: float) -> float:
    """Chance of `count` or fewer."""
    return sum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(count + 1))


def garwood(count: int, tail: float = 0.025) -> tuple[float, float]:
    """The means at which so few, or so many, would just be unlikely."""
    low = 0.0 if count == 0 else _mean_where(lambda m: 1 - poisson_below(count - 1, m) > tail)
    return low, _mean_where(lambda m: poisson_below(count, m) < tail)


def _mean_where(reached) -> float:
    low, high = 1e-9, 10_000.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
