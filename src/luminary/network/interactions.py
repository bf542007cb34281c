"""Posts and references become acts of one person on another."""

from __future__ import annotations

from collections.abc import Collection

from luminary.network.rooms import infer_in_rooms
from luminary.store import Engine, Lake, fingerprint_of

KINDS = ("reply", "quote", "mention", "repost", "reaction", "neighbour", "tie", "inferred reply")
"""Kinds of act, from `reply` (an answer to the person) to `tie` (a relation stated in an edge list).

An `inferred reply` is stated by nobody: it is worked out from a chat without threads (`answers`).
"""

NEIGHBOUR_HOURS = 72
"""Longest time between two neighbouring posts of a thread that still counts as one acting on the other."""

METHOD = 3
"""Goes up when the same posts give other acts."""

# By which key or alias a post can be pointed at.
_POINTED_SQL = """
SELECT post AS pointer, post, person, place, thread, moment FROM spoken
UNION ALL SELECT alias, post, person, place, thread, moment FROM spoken WHERE alias IS NOT NULL
"""

_SPOKEN_SQL = """
SELECT p.post, p.alias, p.place, p.thread, p.moment, i.person
FROM posts p JOIN identities i ON i.account = p.account
WHERE i.person NOT IN (SELECT person FROM services)
"""

_STATED_SQL = """
SELECT r.kind, s.person AS source, coalesce(t.person, n.person) AS target,
       coalesce(r.moment, own.moment, t.moment) AS moment, r.post, t.post AS target_post,
       coalesce(own.place, t.place) AS place, coalesce(own.thread, t.thread) AS thread, r.label
FROM refs r
JOIN identities s ON s.account = r.account
LEFT JOIN spoken own ON own.post = r.post
LEFT JOIN pointed t ON t.pointer = r.target_post
LEFT JOIN identities n ON n.account = r.target
WHERE r.kind <> 'silent mention'
"""

# The post before, by somebody else, in the same thread: once a month per pair and thread (some threads
# live for years), and only where the post does not act on that person by itself.
_NEIGHBOURS_SQL = f"""
WITH ordered AS (
    SELECT post, person, place, thread, moment,
           lag(post) OVER w AS before, lag(person) OVER w AS before_person,
           lag(moment) OVER w AS before_moment
    FROM spoken WHERE thread IS NOT NULL WINDOW w AS (PARTITION BY thread ORDER BY moment, post)
)
SELECT 'neighbour' AS kind, o.person AS source, o.before_person AS target, min(o.moment) AS moment,
       arg_min(o.post, o.moment) AS post, arg_min(o.before, o.moment) AS target_post,
       any_value(o.place) AS place, o.thread, NULL AS label
FROM ordered o
WHERE o.before_person <> o.person AND o.moment - o.before_moment <= INTERVAL {NEIGHBOUR_HOURS} HOUR
  AND NOT EXISTS (SELECT 1 FROM stated e WHERE e.post = o.post AND e.target = o.before_person)
GROUP BY o.person, o.before_person, o.thread, date_trunc('month', o.moment)
"""

_TIES_SQL = """
SELECT 'tie' AS kind, s.person AS source, t.person AS target, e.moment, NULL AS post, NULL AS target_post,
       e.relation AS place, NULL AS thread, e.relation AS label
FROM ties e JOIN identities s ON s.account = e.source JOIN identities t ON t.account = e.target
"""

# An inferred answer says nothing where the post acts on that person by itself, as by naming her.
_INFERRED_SQL = """
SELECT 'inferred reply' AS kind, own.person AS source, t.person AS target, own.moment, own.post,
       t.post AS target_post, own.place, own.thread, NULL AS label
FROM inferred i JOIN spoken own ON own.post = i.post JOIN spoken t ON t.post = i.answered
WHERE NOT EXISTS (SELECT 1 FROM stated e WHERE e.post = i.post AND e.target = t.person)
"""

_INTERACTIONS_SQL = """
SELECT kind, source, target, moment, post, target_post, place, thread, label
FROM (SELECT * FROM stated UNION ALL BY NAME SELECT * FROM neighbours
      UNION ALL BY NAME SELECT * FROM inferred_replies UNION ALL BY NAME SELECT * FROM stated_ties)
WHERE source <> target AND target IS NOT NULL
  AND source NOT IN (SELECT person FROM services) AND target NOT IN (SELECT person FROM services)
ORDER BY moment, source, target
"""

_PASSING = (
    "spoken", "pointed", "stated", "neighbours", "stated_ties", "services", "inferred", "inferred_replies",
)  # fmt: skip


def build_interactions(
    lake: Lake,
    engine: Engine,
    services: frozenset[str],
    upstream: str,
    left_out: Collection[str] = (),
) -> str:
    """Fill `interactions` and name it in the engine.

    Parameters
    ----------
    lake, engine : Lake, Engine
        `identities` and `people` must be named in the engine.
    services : frozenset of str
        Persons that are automated services, after the user's decisions.
    upstream : str
        Fingerprint of `identities`.
    left_out : collection of str
        Imports whose rows give no acts: the terms under which they came do not allow it.

    Returns
    -------
    str
        Fingerprint of the table.
    """
    fingerprint = fingerprint_of("interactions", METHOD, upstream, sorted(services), sorted(left_out))
    if lake.is_fresh(("interactions",), fingerprint):
        lake.attach(engine, "interactions")
        return fingerprint
    with lake.deriving():
        lake.attach(engine, "posts", "refs", "ties", without=left_out)
        _name_services(engine, services)
        for name, sql in (
            ("spoken", _SPOKEN_SQL),
            ("pointed", _POINTED_SQL),
            ("stated", _STATED_SQL),
            ("neighbours", _NEIGHBOURS_SQL),
            ("stated_ties", _TIES_SQL),
        ):
            engine.materialise(name, sql)
        infer_in_rooms(engine)
        engine.materialise("inferred_replies", _INFERRED_SQL)
        lake.derive(engine, "interactions", _INTERACTIONS_SQL, fingerprint)
        lake.attach(engine, "posts", "refs", "ties")
    for name in _PASSING:
        engine.drop(name)
    return fingerprint


def _name_services(engine: Engine, services: frozenset[str]) -> None:
    import pyarrow as pa

    engine.give("services", pa.table({"person": pa.array(sorted(services), pa.string())}))
