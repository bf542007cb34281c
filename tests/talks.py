"""Small invented conversations from readable lines.

::

    talk([
        "Bo posts 2025-02-27 ward #beds =b1 likes 3",     who, day, place, #thread, =name of the post
        "Astrid posts 2025-03-01 ward #beds =a1",
        "Astrid -> Bo reply 2025-03-01 ward #beds =a1 @b1",  =a1 the post acted with, @b1 the post acted on
        "Citra -> Bo tie",                                  no day: the time is not known
    ])

The order of the words after the names is free. A kind, a day (``2025-03-01`` or ``2025-03-01T10:30``, UTC), a
thread and posts are told by how they look; any other word is the place. People are numbered by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from hypothesis import strategies as st

from luminary.leaders.talk import DAY, MONTH, NEVER, Acts, Posts, Talk
from luminary.network import KINDS

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$")
_START = 1_735_689_600_000_000
"""The first moment of 2025."""


@dataclass
class _Line:
    """One line, understood."""

    who: str
    to: str | None
    kind: str = "reply"
    at: int = NEVER
    place: str | None = None
    thread: str | None = None
    post: str | None = None
    onto: str | None = None
    likes: int = 0


def talk(lines: Iterable[str], now: str | None = None, people: Sequence[str] = ()) -> Talk:
    """Build a talk from lines; `now` is the moment after the last line when not given.

    `people` adds people who neither write nor are acted on.
    """
    read = [_read(line) for line in lines]
    written = sorted((line for line in read if line.to is None), key=lambda line: line.at)
    acted = [line for line in read if line.to is not None]
    everybody = sorted({*people, *(n for line in read for n in (line.who, line.to) if n is not None)})
    who = {name: number for number, name in enumerate(everybody)}
    place, thread = _numbers(line.place for line in read), _numbers(line.thread for line in read)
    named = {line.post: number for number, line in enumerate(written) if line.post is not None}
    posts = Posts(
        author=_ints(who[line.who] for line in written),
        at=_ints(line.at for line in written),
        place=_ints(place[line.place] for line in written),
        thread=_ints(thread[line.thread] for line in written),
        number=_ints(range(len(written))),
        likes=_ints(line.likes for line in written),
    )
    rows = sorted(
        (
            line.at,
            who[line.who],
            who[str(line.to)],
            KINDS.index(line.kind),
            place[line.place],
            thread[line.thread],
            -1 if line.post is None else named[line.post],
            -1 if line.onto is None else named[line.onto],
        )
        for line in acted
    )
    return Talk(tuple(everybody), posts, _acts(rows), _end(read) if now is None else moment(now))


def moment(text: str) -> int:
    """Give the microsecond of a day or minute, UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def number(of: Talk, name: str) -> int:
    """Find a person's number."""
    return of.people.index(name)


def _read(line: str) -> _Line:
    head, _, rest = line.partition(" ")
    words = rest.split()
    found = _Line(head, None)
    if words[0] == "->":
        found = _Line(head, words[1])
        words = words[1:]
    elif words[0] != "posts":
        raise ValueError(f"neither 'posts' nor '->' in '{line}'")
    words = words[1:]
    while words:
        _take(found, words)
    if found.to is None and found.at == NEVER:
        raise ValueError(f"a post needs a day: '{line}'")
    return found


def _take(found: _Line, words: list[str]) -> None:
    word = words.pop(0)
    if word == "likes":
        found.likes = int(words.pop(0))
    elif _DAY.match(word):
        found.at = moment(word)
    elif word in KINDS and found.to is not None:
        found.kind = word
    elif word[0] in "#=@":
        setattr(found, {"#": "thread", "=": "post", "@": "onto"}[word[0]], word[1:])
    else:
        found.place = word


def _numbers(words: Iterable[str | None]) -> dict[str | None, int]:
    """Number words by name; no word is -1."""
    known = sorted({word for word in words if word is not None})
    return {None: -1, **{word: number for number, word in enumerate(known)}}


def _ints(values: Iterable[int]) -> np.ndarray:
    return np.array(list(values), dtype=np.int64)


def _acts(rows: Sequence[tuple[int, ...]]) -> Acts:
    at, source, target, kind, place, thread, post, onto = (
        np.array(rows, dtype=np.int64).reshape(-1, 8).T.copy()
    )
    return Acts(source, target, kind, at, place, thread, post, onto)


def _end(read: Sequence[_Line]) -> int:
    return max((line.at for line in read if line.at != NEVER), default=0) + 1


# ---- random talks, and what may be done to them ----


@st.composite
def talks(draw: st.DrawFn, dated: bool | None = None, most: int = 40) -> Talk:
    """Draw a small talk of two to eight people over up to fourteen months; a few acts have no time.

    `dated` False gives acts without any time, as in an edge list; True gives only acts with one.
    """
    size = draw(st.integers(2, 8))
    span = 14 * MONTH
    written = sorted(
        draw(
            st.lists(
                st.tuples(st.integers(0, span), st.integers(0, size - 1), st.integers(0, 3)), max_size=25
            )
        )
    )
    posts = Posts(
        author=_ints(row[1] for row in written),
        at=_ints(_START + row[0] for row in written),
        place=_ints(row[2] for row in written),
        thread=_ints(row[2] * 10 + row[1] for row in written),
        number=_ints(range(len(written))),
        likes=_ints(0 for _ in written),
    )
    found = (_random_act(draw, size, span, posts, dated) for _ in range(draw(st.integers(0, most))))
    rows = sorted(row for row in found if row is not None)
    return Talk(tuple(f"p{i}" for i in range(size)), posts, _acts(rows), _START + span + 1)


def _random_act(
    draw: st.DrawFn, size: int, span: int, posts: Posts, dated: bool | None
) -> tuple[int, ...] | None:
    source, target = draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))
    if source == target:
        return None
    known = dated if dated is not None else draw(st.integers(0, 9)) > 0
    at = _START + draw(st.integers(0, span)) if known else NEVER
    mine, theirs = np.flatnonzero(posts.author == source), np.flatnonzero(posts.author == target)
    post = int(draw(st.sampled_from(mine.tolist()))) if len(mine) and draw(st.booleans()) else -1
    onto = int(draw(st.sampled_from(theirs.tolist()))) if len(theirs) and draw(st.booleans()) else -1
    return at, source, target, draw(st.integers(0, 6)), draw(st.integers(-1, 3)), -1, post, onto


def renumbered(of: Talk, order: Sequence[int]) -> Talk:
    """Give the same talk with person i as number `order[i]`, and simultaneous rows in another order."""
    to = np.asarray(order, dtype=np.int64)
    people = [""] * of.size
    for i, name in enumerate(of.people):
        people[order[i]] = name
    acts = replace(of.acts, source=to[of.acts.source], target=to[of.acts.target])
    rows = np.lexsort((acts.target, acts.source, acts.at))
    acts = Acts(*(getattr(acts, name)[rows] for name in Acts.__slots__))
    return replace(of, people=tuple(people), posts=replace(of.posts, author=to[of.posts.author]), acts=acts)


def repeated(of: Talk, times: int) -> Talk:
    """Give the same talk with every act done `times` times at the same moment."""
    acts = Acts(*(np.repeat(getattr(of.acts, name), times) for name in Acts.__slots__))
    return replace(of, acts=acts)


def with_unanswered_posts(of: Talk, author: int, count: int) -> Talk:
    """Add posts by `author` on which nobody acts, spread over the time of the talk."""
    first = len(of.posts)
    times = np.linspace(of.now - 12 * MONTH, of.now - DAY, count).astype(np.int64)
    new = Posts(
        author=np.full(count, author, dtype=np.int64),
        at=times,
        place=np.zeros(count, dtype=np.int64),
        thread=np.full(count, 99, dtype=np.int64),
        number=np.arange(first, first + count, dtype=np.int64),
        likes=np.zeros(count, dtype=np.int64),
    )
    both = {n: np.concatenate([getattr(of.posts, n), getattr(new, n)]) for n in Posts.__slots__}
    order = np.argsort(both["at"], kind="stable")
    return replace(of, posts=Posts(**{name: values[order] for name, values in both.items()}))
