"""Scores of orders, written for the reader."""

from __future__ import annotations

import math
from collections.abc import Sequence


def ndcg_at(ranked: Sequence[float], gains: Sequence[float], k: int) -> float:
    got = sum(gain / math.log2(place + 1) for place, gain in enumerate(ranked[:k], 1))
    best = sum(gain / math.log2(place + 1) for place, gain in enumerate(sorted(gains, reverse=True)[:k], 1))
    return got / best if best > 0 else math.nan


def average_precision(hits: Sequence[bool], wanted: int) -> float:
    if wanted == 0:
        return math.nan
    total = 0.0
    for place in range(1, len(hits) + 1):
        if hits[place - 1]:
            total += sum(hits[:place]) / place
    return total / wanted


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    def rank(values: Sequence[float]) -> list[float]:
        return [
            sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
            for value in values
        ]

    x, y = rank(first), rank(second)
    n = len(x)
    mx, my = sum(x) / n if n else 0.0, sum(y) / n if n else 0.0
    top = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    scale = math.sqrt(sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y))
    return top / scale if scale > 0 else math.nan
