"""The web of people told the plain way: pair by pair, person by person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping


def ties(acts: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Give months and acts of every pair; acts are (who, on whom, month)."""
    months: dict[tuple[int, int], set[int]] = {}
    count: dict[tuple[int, int], int] = {}
    for source, target, month in acts:
        pair = (min(source, target), max(source, target))
        months.setdefault(pair, set()).add(month)
        count[pair] = count.get(pair, 0) + 1
    return {pair: (len(months[pair]), count[pair]) for pair in months}


def standing(
    pairs: Mapping[tuple[int, int], tuple[int, int]], community: list[int], person: int
) -> tuple[int, int, int, float]:
    """Give ties, ties outside, communities reached, participation."""
    near = {}
    for (one, other), (months, _) in pairs.items():
        if person in (one, other):
            near[other if person == one else one] = months
    away = [one for one in near if community[one] != community[person]]
    whole = sum(near.values())
    if not whole:
        return 0, 0, 0, math.nan
    into: dict[int, int] = {}
    for one, months in near.items():
        into[community[one]] = into.get(community[one], 0) + months
    participation = 1 - sum((part / whole) ** 2 for part in into.values())
    return len(near), len(away), len({community[one] for one in away}), participation


def density(pairs: Iterable[tuple[int, int]], community: list[int], number: int) -> float:
    """Give the share of possible ties inside a community that are there."""
    members = [person for person, one in enumerate(community) if one == number]
    possible = [(a, b) for a in members for b in members if a < b]
    if not possible:
        return math.nan
    known = set(pairs)
    return sum(pair in known for pair in possible) / len(possible)
