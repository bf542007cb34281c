"""What came back to one person: on which posts, how, from whom, from where.

All acts on the person that lie within the question are gathered once, in the relation `response` of the
engine; everything else counts in it. An act shows itself at the post it is on; where it is on no post (a
mention), at the post that acts. Acts whose time is not known count in every period.

What it cannot tell: what somebody thought who read and did nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luminary.store import Engine

# Everything done to one person within the period, each act with the post it shows itself at.
_RESPONSE_SQL = """
SELECT kind, source, moment, post, target_post, coalesce(target_post, post) AS shown, place, thread
FROM interactions
WHERE target = ?
  AND (moment IS NULL OR (moment >= coalesce(CAST(? AS TIMESTAMP), moment)
                          AND moment < coalesce(CAST(? AS TIMESTAMP), moment + INTERVAL 1 SECOND)))
  AND split_part(coalesce(target_post, post, source), ':', 1)
      = coalesce(?, split_part(coalesce(target_post, post, source), ':', 1))
"""

_NARROWED_SQL = "SELECT * FROM response_in_full WHERE shown IN (SELECT post FROM {posts})"

_SHOWN_SQL = "SELECT DISTINCT shown AS post FROM response_in_full WHERE shown IS NOT NULL"

_ANSWERED_SQL = """
WITH acted AS (
    SELECT shown AS post, count(DISTINCT source) AS people, count(*) AS acts
    FROM response WHERE shown IS NOT NULL GROUP BY shown)
SELECT a.post, a.people, a.acts, i.person, p.moment, p.text, p.title, p.place, p.url
FROM acted a LEFT JOIN posts p ON p.post = a.post LEFT JOIN identities i ON i.account = p.account
ORDER BY a.people DESC, a.post LIMIT ? OFFSET ?
"""

_POST_KINDS_SQL = """
SELECT shown, kind, count(DISTINCT source) FROM response WHERE shown IS NOT NULL GROUP BY shown, kind
"""

_TOTALS_SQL = "SELECT count(*), count(DISTINCT source), count(DISTINCT shown) FROM response"

_EVER_SQL = "SELECT count(*), count(DISTINCT source) FROM interactions WHERE target = ?"

_BY_PLACE_SQL = """
SELECT place, count(DISTINCT source) AS people, count(*) AS acts FROM response WHERE place IS NOT NULL
GROUP BY place ORDER BY people DESC, acts DESC, place
"""

_BY_COMMUNITY_SQL = """
SELECT c.community, count(DISTINCT r.source) AS people, count(*) AS acts
FROM response r JOIN communities c ON c.person = r.source
GROUP BY c.community ORDER BY people DESC, acts DESC, CAST(c.community AS INTEGER)
"""

_SIZES_SQL = "SELECT community, count(*) FROM communities GROUP BY community"

_BY_PERSON_SQL = """
SELECT source, count(*) AS acts FROM response GROUP BY source ORDER BY acts DESC, source
"""

_BY_KIND_SQL = "SELECT kind, count(DISTINCT source), count(*) FROM response GROUP BY kind"

# Words said to her, in an answer or by naming her, that hold a question mark. An address holds one too: its
# text is left out first.
_QUESTIONS_SQL = r"""
SELECT count(DISTINCT r.post), count(DISTINCT r.source) FROM response r JOIN posts p ON p.post = r.post
WHERE r.kind IN ('reply', 'mention')
  AND strpos(translate(regexp_replace(p.text, '\S+://\S+', '', 'g'), '？؟', '??'), '?') > 0
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """A post on which somebody acted, as it was imported (hostile).

    Attributes
    ----------
    people, acts : int
        Distinct people who acted on it, and what they did in all.
    kinds : mapping of str to int
        Kind of act to distinct people.
    author : str or None
        Person who wrote it: somebody else where the person was only named in it; None when it is not held.
    """

    post: str
    people: int
    acts: int
    kinds: Mapping[str, int]
    author: str | None
    moment: datetime | None
    text: str
    title: str | None
    place: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class From:
    """A place, a community or a kind of act, with the distinct people and the acts that came from it."""

    key: str
    people: int
    acts: int


def gather_response(
    engine: Engine,
    person: str,
    since: datetime | None = None,
    until: datetime | None = None,
    platform: str | None = None,
) -> None:
    """Make the relation `response_in_full`: all acts on a person, on one platform or all.

    Parameters
    ----------
    engine : Engine
        `interactions` must be named in it.
    person : str
        Key.
    since, until : datetime or None
        From the one on, and before the other.
    platform : str or None
        Where the post acted on stands; for a stated tie, where the one who states it is.
    """
    ends = [None if one is None else one.replace(tzinfo=None).isoformat() for one in (since, until)]
    engine.materialise("response_in_full", _RESPONSE_SQL, [person, *ends, platform])


def shown_posts(engine: Engine) -> str:
    """Name a relation with a column `post`: the posts at which the response shows itself."""
    engine.materialise("response_posts", _SHOWN_SQL)
    return "response_posts"


def narrow_response(engine: Engine, posts: str | None) -> None:
    """Make the relation `response`: what shows itself at the posts of a relation, or everything."""
    if posts is None:
        engine.materialise("response", "SELECT * FROM response_in_full")
    else:
        engine.materialise("response", _NARROWED_SQL.format(posts=posts))


def answered_posts(engine: Engine, limit: int, skip: int = 0) -> list[Answered]:
    """List the posts that most people acted on, best first; equal ones in the order of their keys."""
    kinds: dict[str, dict[str, int]] = {}
    for post, kind, people in _rows(engine, _POST_KINDS_SQL):
        kinds.setdefault(post, {})[kind] = people
    return [
        Answered(row[0], row[1], row[2], kinds[row[0]], row[3], row[4], row[5] or "", *row[6:])
        for row in _rows(engine, _ANSWERED_SQL, limit, skip)
    ]


def totals(engine: Engine) -> tuple[int, int, int]:
    """Count the acts, the distinct people and the distinct posts of the response."""
    (row,) = _rows(engine, _TOTALS_SQL)
    return row[0], row[1], row[2]


def ever(engine: Engine, person: str) -> tuple[int, int]:
    """Count all acts on a person and the distinct people who did them, whatever was asked for."""
    (row,) = engine.rows(_EVER_SQL, [person])
    return int(str(row[0])), int(str(row[1]))


def from_places(engine: Engine) -> list[From]:
    """List the places the response came from; acts without a place are not among them."""
    return [From(*row) for row in _rows(engine, _BY_PLACE_SQL)]


def from_communities(engine: Engine) -> list[tuple[From, int]]:
    """List the communities the response came from, each with its size; `communities` must be named."""
    sizes: dict[str, int] = dict(_rows(engine, _SIZES_SQL))
    return [(From(*row), sizes[row[0]]) for row in _rows(engine, _BY_COMMUNITY_SQL)]


def by_kind(engine: Engine) -> list[From]:
    """Count the response by kind of act."""
    return [From(*row) for row in _rows(engine, _BY_KIND_SQL)]


def by_person(engine: Engine) -> list[tuple[str, int]]:
    """List who acted and how often, most often first."""
    return [(row[0], row[1]) for row in _rows(engine, _BY_PERSON_SQL)]


def questions(engine: Engine) -> tuple[int, int]:
    """Count the questions put to the person, and who put them.

    A question is an answer to her, or a post that names her, with a question mark in it. What it cannot tell:
    questions without the mark, and marks that ask nobody.
    """
    ((asked, people),) = _rows(engine, _QUESTIONS_SQL)
    return asked, people


def half_from(acts: list[int]) -> int:
    """Tell from how few people half of all acts come; the counts descend.

    Examples
    --------
    >>> half_from([6, 2, 2, 1, 1]), half_from([1, 1, 1, 1]), half_from([])
    (1, 2, 0)
    """
    total, seen = sum(acts), 0
    for people, one in enumerate(acts, start=1):
        seen += one
        if 2 * seen >= total:
            return people
    return 0


def _rows(engine: Engine, sql: str, *values: int) -> list[tuple[Any, ...]]:
    return engine.rows(sql, values)
