"""Every side measure and baseline in plain loops, written for the reader. None where nothing can be said."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from tests.naive import graphs

from luminary.leaders.talk import DAY, MONTH, NEVER, Talk
from luminary.network import KINDS

WEIGHT = {"reaction": 0.5, "neighbour": 0.25, "inferred reply": 0.25}
Figures = list[float | None]


@dataclass(frozen=True)
class Act:
    source: int
    target: int
    kind: str
    at: int | None
    place: int
    post: int
    onto: int

    @property
    def weight(self) -> float:
        return WEIGHT.get(self.kind, 1.0)


@dataclass(frozen=True)
class Post:
    author: int
    at: int
    number: int


class Plain:
    """A talk as lists."""

    def __init__(self, talk: Talk, months: float = 12) -> None:
        start = talk.now - round(months * MONTH)
        a = talk.acts
        rows = zip(a.source, a.target, a.kind, a.at, a.place, a.post, a.target_post, strict=True)
        acts = [
            Act(int(s), int(t), KINDS[k], None if at == NEVER else int(at), int(pl), int(p), int(o))
            for s, t, k, at, pl, p, o in rows
        ]
        p = talk.posts
        posts = [Post(int(w), int(at), int(n)) for w, at, n in zip(p.author, p.at, p.number, strict=True)]
        self.acts = [act for act in acts if act.at is None or act.at >= start]
        self.posts = [post for post in posts if post.at >= start]
        self.now, self.size = talk.now, talk.size
        self.people = range(talk.size)
        self.timed = [act for act in self.acts if act.at is not None]

    def back(self, act: Act, span: int) -> int:
        return -1 if act.at is None else (self.now - 1 - act.at) // span

    def seen(self, span: int) -> float:
        return max(1.0, (self.now - min(act.at for act in self.timed)) / span)


def _per_person(plain: Plain, found: Counter | dict, known: bool) -> Figures:
    return [float(found.get(person, 0)) if known else None for person in plain.people]


def volume(plain: Plain) -> Figures:
    return _per_person(plain, Counter(post.author for post in plain.posts), bool(plain.posts))


def active_days(plain: Plain) -> Figures:
    days = {(post.author, post.at // DAY) for post in plain.posts}
    return _per_person(plain, Counter(author for author, _ in days), bool(plain.posts))


def responders(plain: Plain) -> Figures:
    pairs = {(act.target, act.source) for act in plain.acts}
    return _per_person(plain, Counter(target for target, _ in pairs), bool(plain.acts))


def mentions(plain: Plain) -> Figures:
    named = Counter(act.target for act in plain.acts if act.kind == "mention")
    return _per_person(plain, named, bool(named))


def _weeks(plain: Plain) -> Counter:
    return Counter(target for target, _ in {(act.target, plain.back(act, 7 * DAY)) for act in plain.timed})


def weeks_with_response(plain: Plain) -> Figures:
    return _per_person(plain, _weeks(plain), bool(plain.timed))


def _month_edges(plain: Plain) -> list[tuple[int, int, float]]:
    months = {(act.source, act.target, plain.back(act, MONTH)) for act in plain.acts}
    return [(source, target, 1.0) for source, target, _ in sorted(months)]


def pagerank(plain: Plain) -> Figures:
    if not plain.acts:
        return [None] * plain.size
    return [share * plain.size for share in graphs.page_rank(_month_edges(plain), plain.size)]


def kcore(plain: Plain) -> Figures:
    if not plain.acts:
        return [None] * plain.size
    return [float(core) for core in graphs.core_numbers(_month_edges(plain), plain.size)]


def _on_posts(plain: Plain, within: int | None = None) -> dict[int, dict[int, float]] | None:
    """Who acted on each post, with the strongest act."""
    numbers = {post.number: post for post in plain.posts}
    on: dict[int, dict[int, float]] = {number: {} for number in numbers}
    some = False
    for act in plain.acts:
        if act.onto not in numbers:
            continue
        some = True
        if within is not None and (act.at is None or act.at > numbers[act.onto].at + within):
            continue
        people = on[act.onto]
        people[act.source] = max(people.get(act.source, 0.0), act.weight)
    return on if some else None


def hindex(plain: Plain) -> Figures:
    on = _on_posts(plain)
    if on is None:
        return [None] * plain.size
    return [
        float(graphs.h_index([len(on[post.number]) for post in plain.posts if post.author == person]))
        for person in plain.people
    ]


def _by_month(plain: Plain, acts: list[Act]) -> dict[tuple[int, int], float]:
    """Distinct people (the strongest act of each) by person and month back."""
    strongest: dict[tuple[int, int, int], float] = {}
    for act in acts:
        key = act.target, plain.back(act, MONTH), act.source
        strongest[key] = max(strongest.get(key, 0.0), act.weight)
    months: dict[tuple[int, int], float] = defaultdict(float)
    for (target, month, _), weight in strongest.items():
        months[target, month] += weight
    return months


def _rate(plain: Plain, acts: list[Act]) -> Figures:
    if not plain.timed:
        return [None] * plain.size
    months = _by_month(plain, acts)
    reached = {act.target for act in plain.timed}
    return [
        sum(n for (who, _), n in months.items() if who == person) / plain.seen(MONTH)
        if person in reached
        else None
        for person in plain.people
    ]


def responders_per_month(plain: Plain) -> Figures:
    return _rate(plain, plain.timed)


def beyond_circle(plain: Plain) -> Figures:
    months: dict[tuple[int, int], set[int]] = defaultdict(set)
    for act in plain.timed:
        months[act.target, act.source].add(plain.back(act, MONTH))
    acted = {(act.source, act.target) for act in plain.acts}
    circle = {pair for pair, when in months.items() if len(when) >= 3 and pair in acted}
    return _rate(plain, [act for act in plain.timed if (act.target, act.source) not in circle])


def _in_places(plain: Plain) -> dict[int, Counter]:
    seen = {(act.target, act.place, act.source) for act in plain.acts if act.place >= 0}
    places: dict[int, Counter] = defaultdict(Counter)
    for target, place, _ in seen:
        places[target][place] += 1
    return places


def spread(plain: Plain) -> Figures:
    found: Figures = [None] * plain.size
    for person, places in _in_places(plain).items():
        m = sum(places.values())
        entropy = -sum(n / m * math.log(n / m) for n in places.values())
        found[person] = 1 + (math.exp(entropy) - 1) * m / (m + 5)
    return found


def niche(plain: Plain) -> Figures:
    everywhere: Counter = Counter()
    for places in _in_places(plain).values():
        everywhere.update(places)
    found: Figures = [None] * plain.size
    for person, places in _in_places(plain).items():
        m = sum(places.values())
        found[person] = max(
            (places.get(place, 0) + 5 * n / everywhere.total()) / (m + 5) / max(n / everywhere.total(), 0.001)
            for place, n in everywhere.items()
        )
    return found


def quality(plain: Plain) -> Figures:
    if not plain.acts:
        return [None] * plain.size
    edges = _month_edges(plain)
    standing = [share * plain.size for share in graphs.page_rank(edges, plain.size)]
    given = Counter(source for source, _, _ in edges)
    passed = Counter((source, target) for source, target, _ in edges)

    def of(responder: int, person: int) -> float:
        back = 0.85 * standing[person] * passed[person, responder] / max(given[person], 1)
        return max(0.0, standing[responder] - back)

    pairs = {(act.target, act.source) for act in plain.acts}
    usual = sum(of(responder, person) for person, responder in pairs) / len(pairs)
    found: Figures = [None] * plain.size
    for person in {target for target, _ in pairs}:
        own = [of(responder, person) for target, responder in pairs if target == person]
        found[person] = (sum(own) + 5 * usual) / (len(own) + 5)
    return found


def conversation(plain: Plain) -> Figures:
    fans: dict[tuple[int, int, int], set[int]] = defaultdict(set)
    for act in plain.acts:
        if act.post >= 0:
            fans[act.target, act.source, plain.back(act, MONTH)].add(act.post)

    def led_on(post: int, person: int, responder: int) -> bool:
        return any(act.onto == post and act.source not in (person, responder) for act in plain.acts)

    share = {
        (person, responder, month): sum(led_on(post, person, responder) for post in posts) / len(posts)
        for (person, responder, month), posts in fans.items()
    }
    return _drawn_shares(plain, [(key[0], value) for key, value in share.items()], prior=10)


def _drawn_shares(plain: Plain, cases: list[tuple[int, float]], prior: float) -> Figures:
    if not cases:
        return [None] * plain.size
    usual = sum(share for _, share in cases) / len(cases)
    found: Figures = [None] * plain.size
    for person in {who for who, _ in cases}:
        own = [share for who, share in cases if who == person]
        found[person] = (sum(own) + prior * usual) / (len(own) + prior)
    return found


def continuity(plain: Plain) -> Figures:
    weeks = _weeks(plain)
    return [
        weeks[person] / math.ceil(plain.seen(7 * DAY)) if weeks[person] else None for person in plain.people
    ]


def returning(plain: Plain) -> Figures:
    months: dict[tuple[int, int], set[int]] = defaultdict(set)
    for act in plain.timed:
        months[act.target, act.source].add(plain.back(act, MONTH))
    return _drawn_shares(plain, [(pair[0], float(len(when) > 1)) for pair, when in months.items()], prior=5)


def rising(plain: Plain) -> Figures:
    nothing: Figures = [None] * plain.size
    if not plain.timed or plain.seen(MONTH) - 3 < 1:
        return nothing
    months = _by_month(plain, plain.timed)
    before = plain.seen(MONTH) - 3
    x = [sum(n for (who, m), n in months.items() if who == person and m < 3) / 3 for person in plain.people]
    y = [
        sum(n for (who, m), n in months.items() if who == person and m >= 3) / before
        for person in plain.people
    ]
    if not sum(x) or not sum(y):
        return nothing
    g = sum(x) / sum(y)
    return [math.log2((a + g) / (b * g + g)) if a + b > 0 else None for a, b in zip(x, y, strict=True)]


def _per_post(plain: Plain, on: dict[int, dict[int, float]], posts: list[Post]) -> tuple[list, list]:
    people = [
        sum(sum(on[post.number].values()) for post in posts if post.author == person)
        for person in plain.people
    ]
    return people, [sum(post.author == person for post in posts) for person in plain.people]


def _drawn_rate(people: list, posts: list) -> list[float]:
    usual = sum(people) / max(sum(posts), 1)
    return [(a + 20 * usual) / (b + 20) for a, b in zip(people, posts, strict=True)]


def response_per_post(plain: Plain) -> Figures:
    on = _on_posts(plain)
    if on is None:
        return [None] * plain.size
    people, posts = _per_post(plain, on, plain.posts)
    return [r if n else None for r, n in zip(_drawn_rate(people, posts), posts, strict=True)]


def fatigue(plain: Plain) -> Figures:
    on = _on_posts(plain, within=7 * DAY)
    ripe = [post for post in plain.posts if post.at < plain.now - 7 * DAY]
    late = [post for post in ripe if post.at >= plain.now - 3 * MONTH]
    early = [post for post in ripe if post.at < plain.now - 3 * MONTH]
    if on is None:
        return [None] * plain.size
    after, n_after = _per_post(plain, on, late)
    before, n_before = _per_post(plain, on, early)
    if not sum(after) or not sum(before):
        return [None] * plain.size
    change = (sum(after) / sum(n_after)) / (sum(before) / sum(n_before))
    rates = zip(_drawn_rate(after, n_after), _drawn_rate(before, n_before), n_after, n_before, strict=True)
    return [math.log2(a / b / change) if n and m else None for a, b, n, m in rates]


def unanswered(plain: Plain) -> Figures:
    on = _on_posts(plain)
    if on is None:
        return [None] * plain.size
    return _drawn_shares(plain, [(p.author, float(not on[p.number])) for p in plain.posts], prior=5)


TWINS: dict[str, Callable[[Plain], Figures]] = {
    twin.__name__: twin
    for twin in (
        volume,
        active_days,
        responders,
        mentions,
        weeks_with_response,
        pagerank,
        kcore,
        hindex,
        responders_per_month,
        beyond_circle,
        spread,
        niche,
        quality,
        conversation,
        continuity,
        returning,
        rising,
        response_per_post,
        fatigue,
        unanswered,
    )
}
