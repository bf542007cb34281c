"""Groups of people who act on each other more than on others.

Acts of a pair, in both directions, are one tie; its weight is the number of months in which either acted, so
that one long quarrel does not weld two people together. The Leiden method parts the network so that the
modularity is high; three passes, because one leaves groups apart that belong together.

What it cannot tell: who belongs to several groups. Small groups can be swallowed by large ones (the limit of
resolution of modularity).

References
----------
Traag, Waltman, van Eck (2019), From Louvain to Leiden: guaranteeing well-connected communities.
"""

from __future__ import annotations

from collections.abc import Sequence

from luminary.store import Engine, Lake, fingerprint_of

_SEED = 7
_PASSES = 3

_PAIRS_SQL = """
SELECT least(source, target) AS one, greatest(source, target) AS other,
       CAST(count(DISTINCT coalesce(date_trunc('month', moment), TIMESTAMP '1970-01-01')) AS DOUBLE) AS months
FROM interactions GROUP BY ALL ORDER BY one, other
"""


def find_communities(pairs: Sequence[tuple[str, str, float]], seed: int = _SEED) -> dict[str, int]:
    """Part people into communities.

    Parameters
    ----------
    pairs : sequence of (str, str, float)
        Two people and the weight of their tie; each pair once, no loops.
    seed : int, default 7
        Of the random order in which people are looked at.

    Returns
    -------
    dict
        Person to number of the community; 0 is the largest, equal sizes in the order of their first person.

    Examples
    --------
    >>> found = find_communities([("Aino", "Bo", 1), ("Bo", "Cai", 1), ("Aino", "Cai", 1), ("Dag", "Eva", 1)])
    >>> found["Aino"] == found["Bo"] == found["Cai"] == 0, found["Dag"] == found["Eva"] == 1
    (True, True)
    """
    if not pairs:
        return {}
    from graspologic_native import leiden

    _, found = leiden(
        [(str(one), str(other), float(weight)) for one, other, weight in pairs],
        starting_communities=None,
        resolution=1.0,
        randomness=0.001,
        iterations=_PASSES,
        use_modularity=True,
        seed=seed,
        trials=1,
    )
    members: dict[int, list[str]] = {}
    for person in sorted(found):
        members.setdefault(found[person], []).append(person)
    largest_first = sorted(members.values(), key=lambda people: (-len(people), people[0]))
    return {person: number for number, people in enumerate(largest_first) for person in people}


def build_communities(lake: Lake, engine: Engine, upstream: str, *, compute: bool = True) -> bool:
    """Fill `communities` from `interactions` and name it in the engine.

    Parameters
    ----------
    lake, engine : Lake, Engine
        `interactions` must be named in the engine.
    upstream : str
        Fingerprint of `interactions`.
    compute : bool, default True
        Compute them when they are not there yet.

    Returns
    -------
    bool
        False when they are not there and were not to be computed.
    """
    fingerprint = fingerprint_of("communities", 1, upstream)
    if lake.is_fresh(("communities",), fingerprint):
        lake.attach(engine, "communities")
        return True
    if not compute:
        return False
    import pyarrow as pa

    found = find_communities(engine.rows(_PAIRS_SQL))  # type: ignore[arg-type]
    people = sorted(found)
    rows = {
        "person": pa.array(people, pa.string()),
        "community": pa.array([str(found[one]) for one in people]),
    }
    with lake.deriving():
        engine.give("found_communities", pa.table(rows))
        lake.derive(engine, "communities", "SELECT person, community FROM found_communities", fingerprint)
    engine.drop("found_communities")
    return True
