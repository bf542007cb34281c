"""A person's months: what she wrote and what came back, and the months of which nothing is known.

A month counts as known when anything at all was imported from one of the person's platforms in it. Before
the first and after the last such month, and in a hole between two imports, there is nothing to count: such a
month is not zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from luminary.store import Engine

# Months in which the person's platforms hold anything.
_KNOWN_SQL = """
SELECT CAST(date_trunc('month', moment) AS DATE) AS month FROM {posts}
WHERE left(account, strpos(account, ':')) IN (
    SELECT DISTINCT left(account, strpos(account, ':')) FROM identities WHERE person = ?)
GROUP BY 1 UNION
SELECT CAST(date_trunc('month', moment) AS DATE) FROM interactions
WHERE (target = ? OR source = ?) AND moment IS NOT NULL GROUP BY 1
"""

_WRITTEN_SQL = """
SELECT CAST(date_trunc('month', p.moment) AS DATE), count(*)
FROM {posts} p JOIN identities i ON i.account = p.account WHERE i.person = ? GROUP BY 1
"""

_RECEIVED_SQL = """
SELECT CAST(date_trunc('month', moment) AS DATE), count(DISTINCT source), count(*)
FROM interactions WHERE target = ? AND moment IS NOT NULL GROUP BY 1
"""

_UNDATED_SQL = "SELECT count(*) FROM interactions WHERE target = ? AND moment IS NULL"

_PLATFORMS_SQL = """
SELECT left(p.account, strpos(p.account, ':') - 1), count(*), min(p.moment), max(p.moment)
FROM {posts} p JOIN identities i ON i.account = p.account WHERE i.person = ? GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class MonthSeen:
    """One month; all three figures are None where nothing is known of the month.

    Attributes
    ----------
    posts : int or None
        What the person wrote.
    people, acts : int or None
        Distinct people who acted on the person, and what they did in all.
    """

    month: date
    posts: int | None
    people: int | None
    acts: int | None


@dataclass(frozen=True, slots=True)
class PlatformSeen:
    """What a person wrote on one platform, with the first and the last time."""

    platform: str
    posts: int
    first: datetime
    last: datetime


def months_of(engine: Engine, person: str, posts: str = "posts") -> tuple[MonthSeen, ...]:
    """List a person's months from the first to the last that anything is known of, holes among them.

    `posts` is the relation of the posts that count.
    """
    known = {row[0] for row in _rows(engine, _KNOWN_SQL.format(posts=posts), person, person, person)}
    written = {row[0]: row[1] for row in _rows(engine, _WRITTEN_SQL.format(posts=posts), person)}
    received = {row[0]: (row[1], row[2]) for row in _rows(engine, _RECEIVED_SQL, person)}
    if not known:
        return ()
    return tuple(
        MonthSeen(month, written.get(month, 0), *received.get(month, (0, 0)))
        if month in known
        else MonthSeen(month, None, None, None)
        for month in _from_to(min(known), max(known))
    )


def undated_acts(engine: Engine, person: str) -> int:
    """Count the acts on a person of which nobody knows when."""
    return int(str(engine.scalar(_UNDATED_SQL, [person])))


def platforms_of(engine: Engine, person: str, posts: str = "posts") -> tuple[PlatformSeen, ...]:
    """List the platforms a person wrote on, as far as posts of the relation `posts` tell."""
    return tuple(PlatformSeen(*row) for row in _rows(engine, _PLATFORMS_SQL.format(posts=posts), person))


def _from_to(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _rows(engine: Engine, sql: str, *values: str) -> list[tuple[Any, ...]]:
    return engine.rows(sql, values)
