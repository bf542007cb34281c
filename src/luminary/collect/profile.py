"""What sources show of one person: accounts, names, role, self-description, figures with their time.

Everything in it is hostile. A self-description never raises a figure; it stands beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luminary.privacy.terms import DERIVED, Terms
from luminary.store import Engine

_PERSON_SQL = "SELECT name, names, handle, role, bio, kind, kind_why FROM people WHERE person = ?"

_ACCOUNTS_SQL = """
SELECT d.account, d.how, d.weak,
       last(a.handle ORDER BY a.seen NULLS FIRST, a.row) FILTER (WHERE a.handle <> ''),
       last(a.url ORDER BY a.seen NULLS FIRST, a.row) FILTER (WHERE a.url <> ''),
       min(a.created), max(a.seen)
FROM identities d LEFT JOIN accounts a ON a.account = d.account
WHERE d.person = ? GROUP BY d.account, d.how, d.weak ORDER BY d.weak, d.account
"""

# The first and the last reading of each figure. A reading without a time counts as older than all others.
_FIGURES_SQL = """
SELECT m.of, m.what, count(*),
       first(m.value ORDER BY m.moment NULLS LAST, m.row), min(m.moment),
       last(m.value ORDER BY m.moment NULLS FIRST, m.row), max(m.moment),
       count(DISTINCT m.moment), list(DISTINCT m.batch)
FROM metrics m JOIN identities d ON d.account = m.of
WHERE d.person = ? AND m.value IS NOT NULL GROUP BY m.of, m.what
ORDER BY m.what <> 'followers', m.what, m.of
"""


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """An account of a person.

    Attributes
    ----------
    how : str
        How it is known to be hers: own id, name seen with one id, name only, ...
    weak : bool
        True when no id was found for it, so that two namesakes may be mixed.
    """

    account: str
    platform: str
    id: str
    handle: str | None
    url: str | None
    how: str
    weak: bool
    created: datetime | None
    seen: datetime | None


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """A figure that a platform shows of an account (followers, reads), as read last.

    Attributes
    ----------
    value : float
        The last reading.
    at : datetime or None
        When it was read; None where the source does not say.
    growth : float or None
        Last reading less the first one; None unless there are two with different times.
    since : datetime or None
        When the first one was read, where there is a growth.
    readings : int
        How many readings there are.
    attribution : str
        Whom the platforms' terms ask to be named beside it.
    """

    account: str
    what: str
    value: float
    at: datetime | None
    growth: float | None
    since: datetime | None
    readings: int
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What sources show of a person (hostile)."""

    name: str
    names: tuple[str, ...]
    handle: str | None
    role: str | None
    bio: str | None
    kind: str
    kind_why: str
    accounts: tuple[AccountSeen, ...]
    figures: tuple[FigureSeen, ...]


def shown_of(engine: Engine, person: str, terms: Mapping[str, Terms] | None = None) -> Shown | None:
    """Gather what sources show of a person; None when nobody has the key.

    Parameters
    ----------
    engine : Engine
        `people`, `identities`, `accounts` and `metrics` must be named in it.
    person : str
        Key.
    terms : mapping of str to Terms, optional
        Under which each import came: where they forbid it no growth is computed, and they say whom to name.
    """
    found = _rows(engine, _PERSON_SQL, person)
    if not found:
        return None
    name, names, handle, role, bio, kind, why = found[0]
    accounts = tuple(_account(*row) for row in _rows(engine, _ACCOUNTS_SQL, person))
    figures = tuple(_figure(terms or {}, *row) for row in _rows(engine, _FIGURES_SQL, person))
    return Shown(name or person, tuple(names or ()), handle, role, bio, kind, why or "", accounts, figures)


def _account(
    account: str,
    how: str,
    weak: bool,
    handle: str | None,
    url: str | None,
    created: datetime | None,
    seen: datetime | None,
) -> AccountSeen:
    platform, native = account.partition(":")[0], account.partition("/")[2]
    shown = handle or (native[1:] if native.startswith("@") else None)
    return AccountSeen(account, platform, native, shown, url, how, bool(weak), created, seen)


def _figure(
    terms: Mapping[str, Terms],
    account: str,
    what: str,
    readings: int,
    first: float,
    since: datetime | None,
    value: float,
    at: datetime | None,
    times: int,
    batches: list[str],
) -> FigureSeen:
    under = [terms[one] for one in batches if one in terms]
    grows = times > 1 and all(one.allows(DERIVED) for one in under)
    growth, start = (value - first, since) if grows else (None, None)
    named = ", ".join(sorted({one.attribution for one in under if one.attribution}))
    return FigureSeen(account, what, value, at, growth, start, readings, named)


def _rows(engine: Engine, sql: str, *values: str) -> list[tuple[Any, ...]]:
    return engine.rows(sql, values)
