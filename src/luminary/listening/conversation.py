"""A post in its conversation: what was said before and after it, and what others did with it.

The conversation is the thread of the post. Where a platform knows no threads it is the post itself, what it
answers, quotes or passes on, and what does so to it. Service accounts are in it: they were there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luminary.errors import UnknownNameError
from luminary.i18n import say
from luminary.store import Engine

_POST_SQL = "SELECT p.thread FROM posts p WHERE p.post = ? LIMIT 1"

_THREAD_SQL = "SELECT post FROM posts WHERE thread = ?"

_AROUND_SQL = """
SELECT CAST(? AS VARCHAR) AS post
UNION SELECT post FROM interactions WHERE target_post = ? AND post IS NOT NULL
UNION SELECT target_post FROM interactions WHERE post = ? AND target_post IS NOT NULL
"""

_NUMBERED_SQL = """
SELECT p.post, row_number() OVER (ORDER BY p.moment, p.post) AS nth
FROM posts p JOIN conversation_posts c ON c.post = p.post
"""

_SAID_SQL = """
SELECT p.post, p.account, i.person, p.moment, p.text, p.title, p.place, p.url
FROM conversation n JOIN posts p ON p.post = n.post LEFT JOIN identities i ON i.account = p.account
WHERE n.nth BETWEEN ? AND ? ORDER BY n.nth
"""

# How the posts of the conversation act on the one post. References are read and not interactions, so that
# what the author and services did is seen too.
_HOW_SQL = """
SELECT DISTINCT r.post, r.kind FROM refs r JOIN conversation n ON n.post = r.post
WHERE r.target_post IN (SELECT post FROM posts WHERE post = ? UNION
                        SELECT alias FROM posts WHERE post = ? AND alias IS NOT NULL)
  AND r.kind <> 'silent mention'
"""

_MENTIONS_SQL = """
SELECT DISTINCT r.post, i.person FROM refs r JOIN conversation n ON n.post = r.post
JOIN identities i ON i.account = r.target WHERE r.target IS NOT NULL
"""

_RECEIVED_SQL = """
SELECT kind, count(DISTINCT source) FROM interactions WHERE target_post = ? GROUP BY kind ORDER BY 2 DESC, 1
"""

_FIGURES_SQL = """
SELECT what, last(value ORDER BY moment NULLS FIRST, row) FROM metrics
WHERE of = ? AND value IS NOT NULL GROUP BY what ORDER BY what
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One post of a conversation, as it was imported (hostile).

    Attributes
    ----------
    author : str
        Person who wrote it.
    acts : tuple of str
        How it acts on the post that the conversation is shown for: reply, quote, ...
    points_at : frozenset of str
        Persons that it names, answers or quotes.
    """

    post: str
    author: str
    moment: datetime
    text: str
    title: str | None
    place: str
    url: str | None
    acts: tuple[str, ...]
    points_at: frozenset[str]


@dataclass(frozen=True, slots=True)
class Around:
    """A post with what stands around it.

    Attributes
    ----------
    said : tuple of Said
        In order of time.
    earlier, later : int
        How many posts of the conversation come before and after those.
    received : mapping of str to int
        Kind of act to distinct people who did that to the post.
    figures : mapping of str to float
        What the platform shows of the post (likes, reads), as read last.
    """

    said: tuple[Said, ...]
    earlier: int
    later: int
    received: Mapping[str, int]
    figures: Mapping[str, float]


def around(engine: Engine, post: str, before: int = 3, after: int = 6) -> Around:
    """Give a post with the posts before and after it in its conversation.

    `posts`, `refs`, `metrics`, `identities` and `interactions` must be named in the engine.

    Raises
    ------
    UnknownNameError
        When there is no such post.
    """
    _name_conversation(engine, post)
    nth = int(str(engine.scalar("SELECT nth FROM conversation WHERE post = ?", [post])))
    last = int(str(engine.scalar("SELECT max(nth) FROM conversation")))
    low, high = max(1, nth - before), min(last, nth + after)
    return Around(
        _said(engine, post, low, high),
        low - 1,
        last - high,
        dict(_rows(engine, _RECEIVED_SQL, post)),
        dict(_rows(engine, _FIGURES_SQL, post)),
    )


def _name_conversation(engine: Engine, post: str) -> None:
    """Number the posts of the conversation by time, in the relation `conversation`."""
    found = engine.rows(_POST_SQL, [post])
    if not found:
        raise UnknownNameError(
            say("no post has the key '{post}'; `luminary leader PERSON` lists keys", post=post)
        )
    thread = found[0][0]
    if thread is None:
        engine.materialise("conversation_posts", _AROUND_SQL, [post, post, post])
    else:
        engine.materialise("conversation_posts", _THREAD_SQL, [str(thread)])
    engine.materialise("conversation", _NUMBERED_SQL)


def _said(engine: Engine, post: str, low: int, high: int) -> tuple[Said, ...]:
    acts: dict[str, set[str]] = {}
    for one, kind in _rows(engine, _HOW_SQL, post, post):
        acts.setdefault(one, set()).add(kind)
    named: dict[str, set[str]] = {}
    for one, person in _rows(engine, _MENTIONS_SQL):
        named.setdefault(one, set()).add(person)
    return tuple(
        Said(
            row[0],
            row[2] or row[1],
            row[3],
            row[4] or "",
            row[5],
            row[6],
            row[7],
            tuple(sorted(acts.get(row[0], ()))),
            frozenset(named.get(row[0], ())),
        )
        for row in _rows(engine, _SAID_SQL, low, high)
    )


def _rows(engine: Engine, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
    return engine.rows(sql, values)
