"""Plain twins of `influence` and `standing`, written for the reader."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from statistics import median

from luminary.leaders.talk import DAY, MONTH, NEVER, Talk
from luminary.leaders.weights import FORECAST_WEIGHTS, RECOGNITION_WEIGHTS
from luminary.network import KINDS


def acts(talk: Talk) -> list[tuple[int, int, str, int, int]]:
    """Give acts as (source, target, kind, at, place)."""
    one = talk.acts
    return [
        (int(s), int(t), KINDS[k], int(a), int(p))
        for s, t, k, a, p in zip(one.source, one.target, one.kind, one.at, one.place, strict=True)
    ]


def influence(talk: Talk) -> list[float]:
    """Average the distinct people of each month back, three months back counting half."""
    dated = [act for act in acts(talk) if act[3] != NEVER]
    if not dated:
        return [math.nan] * talk.size
    known = min(12, max(1, math.ceil((talk.now - dated[0][3]) / MONTH)))
    strongest: dict[tuple[int, int, int], float] = defaultdict(float)
    for source, target, kind, at, _ in dated:
        key = (target, (talk.now - 1 - at) // MONTH, source)
        strongest[key] = max(strongest[key], FORECAST_WEIGHTS[kind])
    people: Counter[tuple[int, int]] = Counter()
    for (target, month, _), weight in strongest.items():
        people[target, month] += weight
    weights = [2 ** (-month / 3) for month in range(known)]
    return [
        sum(weights[month] * people[who, month] for month in range(known)) / sum(weights)
        for who in range(talk.size)
    ]


def standing(talk: Talk) -> list[float]:
    """Multiply faithful people, weeks and places, and divide by the root of the threads."""
    signs = [
        (source, target, talk.now - 1 if at == NEVER else at, place, RECOGNITION_WEIGHTS[kind])
        for source, target, kind, at, place in acts(talk)
    ]
    threads: dict[int, set[int]] = defaultdict(set)
    for who, at, place, thread, likes in zip(
        talk.posts.author, talk.posts.at, talk.posts.place, talk.posts.thread, talk.posts.likes, strict=True
    ):
        signs += [(talk.size + k, int(who), int(at), int(place), 1.0) for k in range(min(int(likes), 20))]
        if thread >= 0:
            threads[int(who)].add(int(thread))
    middle = median(map(len, threads.values())) if threads else 1.0
    return [_standing(talk, who, signs, len(threads[who]) or middle) for who in range(talk.size)]


def _standing(talk: Talk, who: int, signs: list[tuple[int, int, int, int, float]], threads: float) -> float:
    days: dict[tuple[int, int], float] = defaultdict(float)
    weeks: dict[tuple[int, int], float] = defaultdict(float)
    places: dict[tuple[int, int], float] = defaultdict(float)
    for source, target, at, place, weight in signs:
        if target == who:
            faded = weight * 2 ** (-((talk.now - at) / MONTH) / 120)
            days[source, at // DAY] = max(days[source, at // DAY], faded)
            week = (talk.now - 1 - at) // (7 * DAY)
            weeks[source, week] = max(weeks[source, week], weight)
            places[source, place] = max(places[source, place], faded)
    pairs: Counter[int] = Counter()
    for (source, _), amount in days.items():
        pairs[source] += amount
    faithful = sum(
        min(came / nth, 1) ** 2 for nth, came in enumerate(sorted(pairs.values(), reverse=True), 1)
    )
    by_week: Counter[int] = Counter()
    for (_, week), amount in weeks.items():
        by_week[week] += amount
    lasting = sum(
        math.sqrt(people) * 2 ** (-(week * 7 * DAY / MONTH) / 120) for week, people in by_week.items()
    )
    return math.sqrt(faithful * lasting * _communities(places) ** 0.25 / threads**0.5)


def _communities(places: dict[tuple[int, int], float]) -> float:
    amounts: Counter[int] = Counter()
    for (_, place), amount in places.items():
        amounts[place] += amount
    total = sum(amounts.values())
    if not total:
        return 1.0
    entropy = -sum(one / total * math.log(one / total) for one in amounts.values())
    return 1 + (math.exp(entropy) - 1) * total / (total + 5)
