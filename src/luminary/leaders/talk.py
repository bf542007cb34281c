"""The conversation as arrays: who wrote when and where, and who acted on whom.

Every measure reads a `Talk` and nothing else, so that a ranking of the past (`Talk.until`) cannot see what
came later, by construction.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from luminary.network import KINDS
from luminary.store import Engine

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

DAY = 86_400_000_000
"""Microseconds in a day."""
MONTH = round(30.4375 * DAY)
"""Microseconds in a month of 30.44 days: months of equal length, counted back from the end."""
NEVER = np.iinfo(np.int64).min
"""The time of an act whose time is not known."""

_PEOPLE_SQL = "SELECT person FROM people WHERE person NOT IN (SELECT person FROM services)"

_POSTS_SQL = """
SELECT w.i AS author, epoch_us(p.moment) AS moment, pl.i AS place, coalesce(th.i, -1) AS thread,
       greatest(0, coalesce(lk.likes, 0) - coalesce(nm.named, 0)) AS likes, p.post
FROM {tables}posts p JOIN identities d ON d.account = p.account
JOIN talk_people w ON w.person = d.person JOIN talk_places pl ON pl.place = p.place
LEFT JOIN talk_threads th ON th.thread = p.thread
LEFT JOIN (SELECT of, CAST(last(value ORDER BY moment NULLS FIRST, row) AS BIGINT) AS likes
           FROM {tables}metrics WHERE what = 'likes' GROUP BY of) lk ON lk.of = p.post
LEFT JOIN (SELECT target_post, count(*) AS named
           FROM {tables}refs WHERE kind = 'reaction' GROUP BY target_post) nm ON nm.target_post = p.post
{where} ORDER BY 2, p.post
"""

_ACTS_SQL = """
SELECT s.i AS source, t.i AS target, list_position({kinds}, x.kind) - 1 AS kind,
       coalesce(epoch_us(x.moment), {never}) AS moment,
       coalesce(pl.i, -1) AS place, coalesce(th.i, -1) AS thread,
       coalesce(own.i, -1) AS post, coalesce(onto.i, -1) AS target_post
FROM {acts} x JOIN talk_people s ON s.person = x.source JOIN talk_people t ON t.person = x.target
LEFT JOIN talk_places pl ON pl.place = x.place LEFT JOIN talk_threads th ON th.thread = x.thread
LEFT JOIN talk_posts own ON own.post = x.post LEFT JOIN talk_posts onto ON onto.post = x.target_post
ORDER BY 4, 1, 2, 3, 7
"""


_FOLLOWERS_SQL = """
SELECT w.i AS person, coalesce(epoch_us(m.moment), {never}) AS moment, m.value AS followers
FROM {tables}metrics m JOIN identities d ON d.account = m.of JOIN talk_people w ON w.person = d.person
WHERE m.what = 'followers' AND m.value IS NOT NULL ORDER BY 2, m.row
"""


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts of one person on another, in order of time; all arrays have one element per act.

    Attributes
    ----------
    source, target : int array
        Number of the person who acted, and of the one acted on.
    kind : int array
        Place of the kind in `luminary.network.KINDS`.
    at : int array
        Microseconds since 1970, UTC; `NEVER` where not known.
    place, thread, post, target_post : int array
        Numbers; -1 where there is none.
    """

    source: Ints
    target: Ints
    kind: Ints
    at: Ints
    place: Ints
    thread: Ints
    post: Ints
    target_post: Ints

    def where(self, chosen: NDArray[np.bool_]) -> Acts:
        """Keep the acts for which `chosen` is true."""
        return Acts(*(getattr(self, name)[chosen] for name in self.__slots__))

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts in order of time; all arrays have one element per post.

    Attributes
    ----------
    author, place, thread : int array
        Numbers; `thread` is -1 where there is none.
    at : int array
        Microseconds since 1970, UTC.
    number : int array
        Number of the post, to which `Acts.post` and `Acts.target_post` refer.
    likes : int array
        Likes of which nobody knows who gave them.
    """

    author: Ints
    at: Ints
    place: Ints
    thread: Ints
    number: Ints
    likes: Ints

    def where(self, chosen: NDArray[np.bool_]) -> Posts:
        """Keep the posts for which `chosen` is true."""
        return Posts(*(getattr(self, name)[chosen] for name in self.__slots__))

    def __len__(self) -> int:
        return len(self.author)


@dataclass(frozen=True, slots=True)
class Followers:
    """Numbers of followers as platforms showed them, in order of time; one element per reading.

    Attributes
    ----------
    person : int array
        Number of the person.
    at : int array
        When it was read; `NEVER` where the source does not say, which counts as always known.
    count : float array
        Followers.
    """

    person: Ints
    at: Ints
    count: Floats

    @classmethod
    def unknown(cls) -> Followers:
        """Give no readings at all."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Talk:
    """Posts and acts among `people`, seen from the moment `now`.

    Attributes
    ----------
    people : tuple of str
        Key of each person, by number.
    posts, acts : Posts, Acts
        What happened before `now`, in order of time. Acts whose time is not known are always there.
    now : int
        Microseconds since 1970: the end of the data, or the moment a ranking is made for.
    followers : Followers
        Numbers of followers read before `now`.
    """

    people: tuple[str, ...]
    posts: Posts
    acts: Acts
    now: int
    followers: Followers = field(default_factory=Followers.unknown)

    @property
    def size(self) -> int:
        """Number of people."""
        return len(self.people)

    @property
    def is_dated(self) -> bool:
        """Whether any act carries a time."""
        return bool(len(self.acts)) and int(self.acts.at[-1]) != NEVER

    def until(self, now: int) -> Talk:
        """Give the talk as it stood at a moment: nothing at or after it is seen."""
        read = self.followers.at < now
        followers = Followers(*(getattr(self.followers, name)[read] for name in Followers.__slots__))
        return replace(
            self,
            posts=self.posts.where(self.posts.at < now),
            acts=self.acts.where(self.acts.at < now),
            now=now,
            followers=followers,
        )

    def since(self, start: int) -> Talk:
        """Give the talk from a moment on; acts without a time stay."""
        acts = self.acts.where((self.acts.at >= start) | (self.acts.at == NEVER))
        return replace(self, posts=self.posts.where(self.posts.at >= start), acts=acts)

    def last(self, months: float) -> Talk:
        """Give the last months before `now`."""
        return self.since(self.now - round(months * MONTH))


def load_talk(
    engine: Engine,
    acts: str = "interactions",
    posts: str | None = None,
    *,
    services: frozenset[str] = frozenset(),
    tables: str = "",
) -> Talk:
    """Read the talk from the tables of an engine.

    It needs `posts`, `metrics`, `refs`, `ties`, `identities`, `people` and `interactions`.

    Parameters
    ----------
    engine : Engine
        Where the tables are named.
    acts : str, default "interactions"
        Relation of the acts that count, such as those on one subject.
    posts : str, optional
        Relation with a column `post`: the posts that count; all when not given.
    services : frozenset of str
        Persons that are automated services; they are no people.
    tables : str, default ""
        What stands before the names of `posts`, `metrics`, `refs` and `ties` where not all rows count.
    """
    _number(engine, services, tables)
    where = "" if posts is None else f"WHERE p.post IN (SELECT post FROM {posts})"
    found = engine.arrow(_POSTS_SQL.format(where=where, tables=tables))
    numbers = pa.array(np.arange(len(found)))
    engine.give("talk_posts", pa.table({"post": found["post"], "i": numbers}))
    author, at, place, thread, likes = (_ints(found.column(one)) for one in range(5))
    written = Posts(author, at, place, thread, np.arange(len(found), dtype=np.int64), likes)
    kinds = "[" + ", ".join(f"'{kind}'" for kind in KINDS) + "]"
    acted = engine.arrow(_ACTS_SQL.format(kinds=kinds, never=NEVER, acts=acts))
    done = Acts(*(_ints(acted.column(one)) for one in range(len(Acts.__slots__))))
    people = tuple(str(row[0]) for row in engine.rows("SELECT person FROM talk_people ORDER BY i"))
    return Talk(people, written, done, _end(written, done), _followers(engine, tables))


def _followers(engine: Engine, tables: str) -> Followers:
    found = engine.arrow(_FOLLOWERS_SQL.format(never=NEVER, tables=tables))
    counts = np.asarray(found.column(2), dtype=np.float64)
    return Followers(_ints(found.column(0)), _ints(found.column(1)), counts)


def _number(engine: Engine, services: frozenset[str], tables: str) -> None:
    """Give people, places and threads numbers, the same for the same data."""
    engine.give("services", pa.table({"person": pa.array(sorted(services), pa.string())}))
    for name, column, sql in (
        ("talk_people", "person", _PEOPLE_SQL),
        (
            "talk_places",
            "place",
            f"SELECT DISTINCT place FROM {tables}posts UNION SELECT relation FROM {tables}ties",
        ),
        ("talk_threads", "thread", f"SELECT DISTINCT thread FROM {tables}posts WHERE thread IS NOT NULL"),
    ):
        engine.materialise(
            name, f"SELECT {column}, row_number() OVER (ORDER BY {column}) - 1 AS i FROM ({sql})"
        )


def _ints(column: object) -> Ints:
    return np.asarray(column, dtype=np.int64)


def _end(posts: Posts, acts: Acts) -> int:
    """Give the moment after the last thing that happened."""
    ends = [int(times[-1]) for times in (posts.at, acts.at) if len(times) and int(times[-1]) != NEVER]
    return max(ends, default=0) + 1
