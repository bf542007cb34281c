"""Which person does an account belong to?

A key made of the platform's id is a person by itself. A key made of a name or a handle is linked to an id
when, within the same community, exactly one id was ever seen with that name or handle (in a mention, a user
list, an author field), or when one of several ids is pointed at ten times as often as the next (people who
once had a second account), or when exactly one id is left after forgiving case and the fonts of Unicode, but
not accents: å and a are different letters. Otherwise it stays apart. Every such conflict is listed for
review; so are ids with several names, whose names are linked together because one id is one account.

What it cannot tell: whether two people with the same name, of whom only one was ever mentioned, are one.

Accounts of one person on several platforms are found by `linking`, and joined by decisions about pairs in
the ledger (`luminary.privacy.persons`): column `alone` keeps whom the platform by itself shows, column
`person` the main key of everybody who was decided to be the same. Nothing else is rewritten, so a decision
taken back leaves no trace here.
"""

from __future__ import annotations

import unicodedata

import pyarrow as pa

from luminary.privacy.persons import SAME, Persons, together
from luminary.store import Engine, Lake, fingerprint_of

DERIVED = ("identities", "people", "key_conflicts")
_PASSING = (
    "seen_accounts", "seen_with", "seen_often", "plain_labels", "labels", "alone", "decided_pairs",
    "joined_keys",
)  # fmt: skip

_SEEN_SQL = """
SELECT account, left(account, strpos(account, '/')) AS scope,
       substr(account, strpos(account, '/') + 1) AS native
FROM (
    SELECT account FROM posts UNION SELECT account FROM refs UNION SELECT account FROM accounts
    UNION SELECT target FROM refs WHERE target IS NOT NULL
    UNION SELECT source FROM ties UNION SELECT target FROM ties)
"""

_WEAK_SQL = "(native LIKE '~%' OR native LIKE '@%')"

# What ids were seen with: a name ('~Bo Ek') or a handle ('@bo').
_SEEN_WITH_SQL = """
SELECT DISTINCT left(account, strpos(account, '/')) AS scope, account AS id, label
FROM (SELECT account, '~' || nfc_normalize(trim(name)) AS label FROM accounts WHERE trim(name) <> ''
      UNION ALL
      SELECT account, '@' || lower(ltrim(handle, '@')) AS label FROM accounts WHERE trim(handle) <> '')
WHERE substr(account, strpos(account, '/') + 1, 1) NOT IN ('~', '@')
"""

_CLEARLY = 10
"""A name that several ids were seen with is linked to one that is pointed at this many times as often."""

_OFTEN_SQL = """
SELECT s.scope, s.label, s.id, coalesce(any_value(r.often), 0) AS often
FROM seen_with s LEFT JOIN (SELECT target, count(*) AS often FROM refs GROUP BY target) r ON r.target = s.id
GROUP BY s.scope, s.label, s.id
"""

_ALONE_SQL = f"""
WITH single AS (
    SELECT scope, label, arg_max(id, often) AS id, count(*) AS ids
    FROM seen_often GROUP BY scope, label
    HAVING count(*) = 1 OR (max(often) > 0 AND max(often) >= {_CLEARLY} * max(often, 2)[2])),
loose AS (
    SELECT w.scope, p.plain, min(w.id) AS id
    FROM seen_with w JOIN plain_labels p ON p.label = w.label GROUP BY ALL HAVING count(DISTINCT w.id) = 1)
SELECT s.account,
       coalesce(o.id, l.id, s.account) AS person,
       CASE WHEN NOT {_WEAK_SQL} THEN 'own id'
            WHEN o.id IS NULL AND l.id IS NOT NULL THEN 'name seen with one id, but for case and font'
            WHEN o.id IS NOT NULL THEN
                CASE WHEN native LIKE '~%' THEN 'name' ELSE 'handle' END
                || CASE WHEN o.ids = 1 THEN ' seen with one id' ELSE ' seen mostly with this id' END
            WHEN native LIKE '~%' THEN 'name only' ELSE 'handle only' END AS how,
       {_WEAK_SQL} AND o.id IS NULL AND l.id IS NULL AS weak
FROM seen_accounts s
LEFT JOIN single o ON o.scope = s.scope AND o.label = s.native AND {_WEAK_SQL}
LEFT JOIN plain_labels p ON p.label = s.native AND native LIKE '~%'
LEFT JOIN loose l ON l.scope = s.scope AND l.plain = p.plain
"""

# Keys of decided pairs as they are now: what was a name then may have found its id since.
_PAIRS_SQL = """
SELECT coalesce(a.person, p.one), coalesce(b.person, p.other) FROM decided_pairs p
LEFT JOIN alone a ON a.account = p.one LEFT JOIN alone b ON b.account = p.other
"""

_IDENTITIES_SQL = """
SELECT a.account, coalesce(j.main, a.person) AS person, a.how, a.weak, a.person AS alone
FROM alone a LEFT JOIN joined_keys j ON j.key = a.person
"""

_CONFLICTS_SQL = f"""
SELECT scope || label AS key, list_sort(list(id)) AS others, 'one name, several ids' AS conflict,
       CASE WHEN max(often) > 0 AND max(often) >= {_CLEARLY} * max(often, 2)[2]
            THEN 'linked to ' || arg_max(id, often) || ', which is pointed at most'
            ELSE 'kept apart: no id was chosen for the name' END AS treated
FROM seen_often WHERE label LIKE '~%' GROUP BY scope, label HAVING count(*) > 1
UNION ALL
SELECT id AS key, list_sort(list(substr(label, 2))) AS others, 'one id, several names' AS conflict,
       'taken as one person who changed the name' AS treated
FROM seen_with WHERE label LIKE '~%' GROUP BY id HAVING count(*) > 1
"""

# Every label a person was seen with; the newest row wins.
_LABELS_SQL = """
SELECT i.person, a.name, a.handle, a.platform, a.role, a.bio, a.kind, a.seen, a.row, a.batch
FROM accounts a JOIN identities i ON i.account = a.account
UNION ALL
SELECT i.person, substr(native, 2), NULL, NULL, NULL, NULL, NULL, NULL, -1, NULL
FROM seen_accounts s JOIN identities i ON i.account = s.account WHERE native LIKE '~%'
UNION ALL
SELECT i.person, NULL, substr(native, 2), NULL, NULL, NULL, NULL, NULL, -1, NULL
FROM seen_accounts s JOIN identities i ON i.account = s.account WHERE native LIKE '@%'
"""

_NEWEST = "ORDER BY seen NULLS FIRST, row"

_PEOPLE_SQL = f"""
WITH followed AS (
    SELECT person, max(followers) AS followers FROM (
        SELECT i.person, i.alone, last(m.value ORDER BY m.moment NULLS FIRST, m.row) AS followers
        FROM metrics m JOIN identities i ON i.account = m.of WHERE m.what = 'followers' GROUP BY ALL)
    GROUP BY person)
SELECT l.person,
       coalesce(last(name {_NEWEST}) FILTER (WHERE name <> ''),
                last(handle {_NEWEST}) FILTER (WHERE handle <> ''),
                substr(l.person, strpos(l.person, '/') + 1)) AS name,
       list_sort(list(DISTINCT name) FILTER (WHERE name <> '')) AS names,
       last(handle {_NEWEST}) FILTER (WHERE handle <> '') AS handle,
       left(l.person, strpos(l.person, ':') - 1) AS platform,
       last(role {_NEWEST}) FILTER (WHERE role <> '') AS role,
       last(bio {_NEWEST}) FILTER (WHERE bio <> '') AS bio,
       CASE WHEN bool_or(kind = 'service') THEN 'service'
            WHEN bool_or(kind = 'organisation') THEN 'organisation'
            WHEN bool_or(kind = 'person') THEN 'person' ELSE 'unknown' END AS kind,
       CASE WHEN bool_or(kind IN ('service', 'organisation', 'person')) THEN 'the source says so'
            ELSE 'nothing says so' END AS kind_why,
       any_value(f.followers) AS followers
FROM (SELECT * FROM labels UNION ALL BY NAME SELECT person FROM identities) l
LEFT JOIN followed f ON f.person = l.person
GROUP BY l.person
"""


def identities_fingerprint(lake: Lake) -> str:
    """Give the fingerprint that the tables have when they are up to date."""
    return fingerprint_of("identities", 5, lake.landed(), lake.generation(), Persons(lake.ledger).stamp())


def link_identities(lake: Lake, engine: Engine) -> str:
    """Fill `identities`, `people` and `key_conflicts` from the lake and name them in the engine.

    Returns
    -------
    str
        Fingerprint of what they were computed from, for the tables that depend on them.
    """
    fingerprint = identities_fingerprint(lake)
    if lake.is_fresh(DERIVED, fingerprint):
        lake.attach(engine, *DERIVED)
        return fingerprint
    with lake.deriving():
        lake.attach(engine, "posts", "refs", "accounts", "ties", "metrics")
        engine.materialise("seen_accounts", _SEEN_SQL)
        engine.materialise("seen_with", _SEEN_WITH_SQL)
        engine.materialise("seen_often", _OFTEN_SQL)
        engine.give("plain_labels", _plain_labels(engine))
        engine.materialise("alone", _ALONE_SQL)
        _give_joined(lake, engine)
        lake.derive(engine, "identities", _IDENTITIES_SQL, fingerprint)
        lake.derive(engine, "key_conflicts", _CONFLICTS_SQL, fingerprint)
        engine.materialise("labels", _LABELS_SQL)
        lake.derive(engine, "people", _PEOPLE_SQL, fingerprint)
    for name in _PASSING:
        engine.drop(name)
    return fingerprint


def _give_joined(lake: Lake, engine: Engine) -> None:
    """Name the keys that were decided to be one person, with the main key of each."""
    rows = lake.ledger.rows("person_pairs", verdict=SAME)
    decided = {side: pa.array([row[side] for row in rows], pa.string()) for side in ("one", "other")}
    engine.give("decided_pairs", pa.table(decided))
    found = together([(str(one), str(other)) for one, other in engine.rows(_PAIRS_SQL)])
    mains = {"key": list(found), "main": [keys[0] for keys in found.values()]}
    engine.give("joined_keys", pa.table({name: pa.array(keys, pa.string()) for name, keys in mains.items()}))


def _plain_labels(engine: Engine) -> pa.Table:
    """Write all names without case and without the fonts of Unicode ("𝓑𝓸 Ek" as "bo ek")."""
    found = engine.arrow(
        "SELECT label FROM seen_with WHERE label LIKE '~%' "
        "UNION SELECT native FROM seen_accounts WHERE native LIKE '~%'"
    )
    labels = [str(label) for label in found.column(0).to_pylist()]
    return pa.table(
        {
            "label": pa.array(labels, pa.string()),
            "plain": pa.array([plain_name(label) for label in labels], pa.string()),
        }
    )


def plain_name(name: str) -> str:
    r"""Write a name without case, without the fonts of Unicode and with single blanks; accents stay.

    Examples
    --------
    >>> plain_name("\N{MATHEMATICAL BOLD CAPITAL B}o  EK"), plain_name("Åsa")
    ('bo ek', 'åsa')
    """
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())
