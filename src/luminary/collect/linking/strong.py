"""Strong identifiers: what hardly two people share, and what a platform has checked.

Links that both sides give, or that the platform checked (rel=me), prove one person. The same e-mail address,
ORCID iD or Wikidata entry shows it where names do not speak against it. The same website shows it where the
names fit: a site that two accounts of one platform give, or more than five accounts in all, is an employer's,
a shared host's or a project's, and means nobody. A link that only one side gives is a hint for review, since
anybody can link to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luminary.collect.linking.evidence import Piece
from luminary.store import Engine

WEIGHTS = {
    "verified": 40.0,
    "mutual": 40.0,
    "orcid": 35.0,
    "wikidata": 35.0,
    "mail": 30.0,
    "site": 16.0,
    "third": 16.0,
    "claim": 12.0,
}
"""Bits of evidence; with the weight against two accounts at random, a site alone is about even."""
PROOF = frozenset(("verified", "mutual"))
"""What the person herself has proven: allows two accounts of one platform, and needs no name."""
IDENTIFIERS = frozenset(("orcid", "wikidata", "mail"))
_SHARED = 5
"""On more accounts than this, a mark means nobody."""
_FOLLOWED = 3
"""An account that more others than this give as their own, without answering, is an employer's."""

_LINKS_SQL = f"""
WITH linked AS (
    SELECT c.person AS source, o.person AS target, bool_or(c.proven) AS proven,
           count(DISTINCT c.person) OVER (PARTITION BY o.person) AS sources
    FROM claims c JOIN owns o ON o.platform = c.platform AND o.name = c.name AND o.person <> c.person
    GROUP BY c.person, o.person)
SELECT least(a.source, a.target), greatest(a.source, a.target),
       CASE WHEN bool_or(a.proven) THEN 'verified' WHEN bool_or(b.source IS NOT NULL) THEN 'mutual'
            ELSE 'claim' END AS code, '' AS seen
FROM linked a LEFT JOIN linked b ON b.source = a.target AND b.target = a.source
WHERE a.proven OR b.source IS NOT NULL OR a.sources <= {_FOLLOWED}
GROUP BY 1, 2
"""

# What several accounts share: a mark, or a profile elsewhere that is not among the accounts.
_MARKS_SQL = f"""
WITH held AS (
    SELECT m.person, c.scope, m.kind, m.value FROM marks m JOIN cards c ON c.person = m.person
    UNION
    SELECT k.person, c.scope, 'third', k.platform || ' ' || k.name FROM claims k
    JOIN cards c ON c.person = k.person WHERE k.platform NOT IN ('orcid', 'wikidata')),
sharing AS (
    SELECT *, count(*) OVER (PARTITION BY kind, value) AS holders,
           count(*) OVER (PARTITION BY kind, value, scope) AS there FROM held)
SELECT a.person, b.person, a.kind,
       CASE WHEN a.kind = 'mail' THEN '' ELSE a.value END,
       bool_or(greatest(a.there, b.there) > 1) AS rival
FROM sharing a JOIN sharing b ON b.kind = a.kind AND b.value = a.value AND a.person < b.person
WHERE a.holders <= {_SHARED} AND a.scope <> b.scope
  AND (a.kind IN ('mail', 'orcid', 'wikidata') OR greatest(a.there, b.there) = 1)
GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of strong evidence about two keys, the smaller one first.

    Attributes
    ----------
    contradicted : bool
        True when the same identifier stands on two accounts of one platform.
    """

    one: str
    other: str
    piece: Piece
    contradicted: bool = False


def strong_pairs(engine: Engine) -> Iterator[Found]:
    """Find pairs by strong identifiers; `cards`, `owns`, `claims` and `marks` must be named in the engine."""
    for one, other, code, seen in engine.rows(_LINKS_SQL):
        yield Found(str(one), str(other), Piece(str(code), WEIGHTS[str(code)], str(seen)))
    for one, other, kind, seen, rival in engine.rows(_MARKS_SQL):
        piece = Piece(str(kind), WEIGHTS[str(kind)], str(seen))
        yield Found(str(one), str(other), piece, bool(rival))
