"""What is known of the people of a talk beside their figures: names, accounts, evidence, tier and level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from luminary.domain import Evidence, Kind
from luminary.leaders.leader import AccountLabel, Suggestion
from luminary.leaders.levels import Seen, kind_of, level_of
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.talk import Floats, Talk
from luminary.leaders.tiers import tier_of
from luminary.store import Engine

_QUOTE = 280

_LABELS_SQL = """
SELECT w.i, p.person, p.name, p.names, p.handle, p.kind
FROM people p JOIN talk_people w ON w.person = p.person
"""

_ACCOUNTS_SQL = """
SELECT w.i, d.account, d.weak, last(a.handle ORDER BY a.seen NULLS FIRST, a.row) FILTER (WHERE a.handle <> '')
FROM identities d JOIN talk_people w ON w.person = d.person LEFT JOIN accounts a ON a.account = d.account
GROUP BY ALL ORDER BY d.weak, d.account
"""

_CLOSED_SQL = """
SELECT w.i, avg(CASE WHEN a.access = 'closed' THEN 1.0 ELSE 0.0 END)
FROM {tables}posts p JOIN identities d ON d.account = p.account JOIN talk_people w ON w.person = d.person
JOIN (SELECT place, last(access ORDER BY row) AS access FROM places
      WHERE access IS NOT NULL GROUP BY place) a ON a.place = p.place
GROUP BY w.i
"""

# The posts of a person that most people acted on; where people only mentioned her, those posts of theirs.
_EVIDENCE_SQL = """
WITH counted AS (
    SELECT target, coalesce(target_post, post) AS post, count(DISTINCT source) AS people
    FROM {acts} WHERE coalesce(target_post, post) IS NOT NULL
      AND (moment IS NULL OR moment BETWEEN make_timestamp(?) AND make_timestamp(?))
    GROUP BY ALL),
best AS (
    SELECT *, row_number() OVER (PARTITION BY target ORDER BY people DESC, post) AS nth FROM counted)
SELECT w.i, list(b.post ORDER BY nth),
       any_value(left(p.text, {quote})) FILTER (WHERE nth = 1), any_value(p.url) FILTER (WHERE nth = 1)
FROM best b JOIN talk_people w ON w.person = b.target LEFT JOIN posts p ON p.post = b.post
WHERE nth <= 3 GROUP BY w.i
"""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of the people of a talk, by their number; people without an entry have nothing known."""

    names: Mapping[int, tuple[str, str, tuple[str, ...], str | None, str]]
    accounts: Mapping[int, tuple[AccountLabel, ...]]
    closed: Mapping[int, float]
    evidence: Mapping[int, Evidence]
    preset: str


def read_labels(
    engine: Engine, talk: Talk, acts: str, preset: str, since: int = 0, tables: str = ""
) -> Labels:
    """Read names, accounts, closed shares and evidence of all people of a talk from the engine.

    `tables` stands before the name of `posts`, as in `load_talk`.
    """
    evidence_sql = _EVIDENCE_SQL.format(acts=acts, quote=_QUOTE)
    return Labels(
        {int(row[0]): tuple(row[1:]) for row in _rows(engine, _LABELS_SQL)},
        _accounts(engine),
        {int(row[0]): float(row[1]) for row in _rows(engine, _CLOSED_SQL.format(tables=tables))},
        {
            int(row[0]): Evidence(tuple(row[1]), row[2] or "", row[3])
            for row in _rows(engine, evidence_sql, since, talk.now)
        },
        preset,
    )


def _rows(engine: Engine, sql: str, *values: int) -> list[tuple[Any, ...]]:
    return engine.rows(sql, values)


def _accounts(engine: Engine) -> dict[int, tuple[AccountLabel, ...]]:
    found: dict[int, tuple[AccountLabel, ...]] = {}
    for number, account, weak, handle in _rows(engine, _ACCOUNTS_SQL):
        platform, native = account.partition(":")[0], account.partition("/")[2]
        shown = handle or (native[1:] if native.startswith("@") else None)
        found[number] = (*found.get(number, ()), AccountLabel(platform, native, shown, bool(weak)))
    return found


class Presenter:
    """Says who the people of a talk are.

    Parameters
    ----------
    talk : Talk
        The people and their acts, in the window asked for.
    labels : Labels
        What is known of them.
    scores : mapping of Measure to Scores
        Every measure's answer.
    """

    def __init__(self, talk: Talk, labels: Labels, scores: Mapping[str, tuple[Measure, Scores]]) -> None:
        self._talk = talk
        self._labels = labels
        self._scores = scores

    def seen(self, person: int) -> Seen:
        """Gather what the suggestions about a person rest on."""
        key = self._talk.people[person]
        _, name, _, handle, kind = self._labels.names.get(person, (key, key, (), None, Kind.UNKNOWN))
        month = self._figure("responders_per_month", person)
        followers = self._figure("followers", person)
        return Seen(name, handle, kind, followers, self._labels.closed.get(person), month or 0.0)

    def kind(self, person: int) -> Suggestion:
        """Suggest person or organisation."""
        return kind_of(self.seen(person))

    def tier(self, person: int) -> Suggestion:
        """Give the tier, from the followers."""
        return tier_of(self._figure("followers", person), self._labels.preset)

    def level(self, person: int) -> Suggestion:
        """Suggest the relationship level."""
        return level_of(self.seen(person))

    def name(self, person: int) -> tuple[str, tuple[str, ...], str | None]:
        """Give the newest name, all names, and the newest handle; without any, the key is the name."""
        key = self._talk.people[person]
        _, name, names, handle, _ = self._labels.names.get(person, (key, key, (), None, Kind.UNKNOWN))
        return name, tuple(names or ()), handle

    def accounts(self, person: int) -> tuple[AccountLabel, ...]:
        """Give the accounts."""
        return self._labels.accounts.get(person, ())

    def evidence(self, person: int) -> Evidence:
        """Give the posts that most people acted on."""
        return self._labels.evidence.get(person, Evidence(()))

    def _figure(self, measure: str, person: int) -> float | None:
        if measure not in self._scores:
            return None
        value: Floats = self._scores[measure][1].value
        return None if np.isnan(value[person]) else float(value[person])
