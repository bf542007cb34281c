"""Pictures of the network: drawn once from the web, and kept in the lake for all who ask.

A kept picture holds keys of people and nothing else about them; who they are is looked up when it is shown,
so that it is as much as the reader may know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from luminary.network.layout import lay_out
from luminary.network.web import Inside, Ints, Standing, Web, answered_from, between, inside, stand
from luminary.store import Lake, arrow_schema
from luminary.store.tables import table

KEPT = 40
"""Pictures that stay on the disk; beyond them, those longest unused leave."""
MOST_TIES = 20_000
"""Ties that a picture holds; the strongest ones."""
MOST_COMMUNITIES = 200
"""Communities that are described; the largest ones."""
_HEAD = b"luminary.head"


@dataclass(frozen=True, slots=True)
class Around:
    """What the people of a community have in common more than others: a place or a subject.

    Attributes
    ----------
    kind : str
        place or subject.
    name : str
        Key of the place, or name of the subject.
    people : int
        Members who wrote there.
    times : float
        How many times the share among everybody that is.
    """

    kind: str
    name: str
    people: int
    times: float


@dataclass(frozen=True, slots=True)
class Community:
    """One community, as it is in the whole network.

    Attributes
    ----------
    number : int
        0 for the largest.
    size : int
        People.
    ties : int
        Ties inside.
    density : float or None
        Share of all possible ties that are there.
    around : tuple of Around
        What is typical, the most typical first.
    """

    number: int
    size: int
    ties: int
    density: float | None
    around: tuple[Around, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What is the same for a whole picture.

    Attributes
    ----------
    people, alone : int
        People with ties, and without any.
    ties, ties_shown : int
        Ties in the network; those between the people shown.
    communities : int
        How many there are.
    bridges : int
        People who tie communities together, in the whole network.
    """

    people: int
    alone: int
    ties: int
    ties_shown: int
    communities: int
    bridges: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture without names.

    Attributes
    ----------
    head : Head
        Totals.
    communities : tuple of Community
        The largest ones.
    between : tuple of tuple of int
        Two communities, ties and months between them; the strongest first.
    people : pyarrow.Table
        As the table `network_people` is declared, without its column `picture`; the most important first.
    ties : pyarrow.Table
        As the table `network_ties` is declared, without its column `picture`; the strongest first.
    """

    head: Head
    communities: tuple[Community, ...]
    between: tuple[tuple[int, int, int, int], ...]
    people: pa.Table
    ties: pa.Table


def draw(
    keys: Sequence[str],
    web: Web,
    acts: tuple[Ints, Ints],
    community: Ints,
    first: Ints,
    around: Mapping[int, tuple[Around, ...]],
    limit: int,
) -> Drawn:
    """Draw a picture.

    Parameters
    ----------
    keys : sequence of str
        Key of each person of the web.
    web : Web
        All ties.
    acts : tuple of int array
        Who acted, and on whom, act by act.
    community : int array
        Number of everybody's community.
    first : int array
        Numbers of people, the most important first; those with more ties follow.
    around : mapping of int to tuple of Around
        What is typical of communities.
    limit : int
        How many people are shown.
    """
    standing = stand(web, community)
    chosen = _choose(standing.ties, first, limit)
    shown = np.zeros(web.size, dtype=bool)
    shown[chosen] = True
    small = web.among(shown)
    apart = [one for one in between(web, community) if max(one[:2]) < MOST_COMMUNITIES]
    return Drawn(
        _head(web, small, standing, int(community.max(initial=-1)) + 1),
        _communities(inside(web, community), around),
        tuple(apart[:MOST_COMMUNITIES]),
        _people(keys, chosen, standing, community, small.degrees(), answered_from(*acts, community)),
        _ties(keys, small, standing.ties),
    )


def _choose(ties: Ints, first: Ints, limit: int) -> Ints:
    """Choose whom to show: those named first, then those with most ties; nobody without ties."""
    named = first[ties[first] > 0]
    rest = np.setdiff1d(np.flatnonzero(ties > 0), named)
    return np.concatenate([named, rest[np.argsort(-ties[rest], kind="stable")]])[:limit].astype(np.int64)


def _head(web: Web, small: Web, standing: Standing, communities: int) -> Head:
    return Head(
        people=int((standing.ties > 0).sum()),
        alone=int((standing.ties == 0).sum()),
        ties=len(web.one),
        ties_shown=len(small.one),
        communities=communities,
        bridges=int(standing.bridges().sum()),
    )


def _communities(within: Inside, around: Mapping[int, tuple[Around, ...]]) -> tuple[Community, ...]:
    return tuple(
        Community(
            number=at,
            size=int(within.size[at]),
            ties=int(within.ties[at]),
            density=None if np.isnan(within.density[at]) else float(within.density[at]),
            around=around.get(at, ()),
        )
        for at in range(min(len(within.size), MOST_COMMUNITIES))
    )


def _people(
    keys: Sequence[str], chosen: Ints, standing: Standing, community: Ints, near: Ints, answered: Ints
) -> pa.Table:
    x, y = lay_out(community[chosen], near[chosen])
    columns = {
        "person": [keys[one] for one in chosen],
        "community": community[chosen],
        "ties": standing.ties[chosen],
        "outside": standing.outside[chosen],
        "reached": standing.reached[chosen],
        "answered_from": answered[chosen],
        "participation": standing.participation[chosen],
        "x": x,
        "y": y,
    }
    return pa.table(columns, arrow_schema(table("network_people"), leave_out=("picture",)))


def _ties(keys: Sequence[str], small: Web, ties: Ints) -> pa.Table:
    """Keep the strongest ties: most months, then most acts, then those of the best tied people."""
    well_tied = np.minimum(ties[small.one], ties[small.other])
    order = np.lexsort((small.other, small.one, -well_tied, -small.acts, -small.months))[:MOST_TIES]
    columns = {
        "one": [keys[one] for one in small.one[order]],
        "other": [keys[one] for one in small.other[order]],
        "months": small.months[order],
        "acts": small.acts[order],
    }
    return pa.table(columns, arrow_schema(table("network_ties"), leave_out=("picture",)))


def keep_picture(lake: Lake, key: str, drawn: Drawn, generation: int | None = None) -> None:
    """Keep a picture under the fingerprint of what it was computed from, unless rows went since."""
    told = {"head": asdict(drawn.head), "communities": [asdict(one) for one in drawn.communities],
            "between": drawn.between}  # fmt: skip
    people = drawn.people.replace_schema_metadata({_HEAD: json.dumps(told).encode()})
    for name, rows in (
        ("network_ties", drawn.ties),
        ("network_people", people),
    ):  # whoever finds people finds ties
        file = lake.scratch()
        pq.write_table(rows, file, compression="zstd", compression_level=1)
        lake.keep(name, key, file, KEPT, generation)


def load_picture(lake: Lake, key: str) -> Drawn | None:
    """Load a picture; None when it is not kept."""
    people, ties = _read(lake, "network_people", key), _read(lake, "network_ties", key)
    if people is None or ties is None:
        return None
    told = json.loads(people.schema.metadata[_HEAD])
    communities = tuple(
        Community(**{**one, "around": tuple(Around(**kept) for kept in one["around"])})
        for one in told["communities"]
    )
    apart = tuple((one, other, ties, months) for one, other, ties, months in told["between"])
    return Drawn(Head(**told["head"]), communities, apart, people.replace_schema_metadata(None), ties)


def _read(lake: Lake, name: str, key: str) -> pa.Table | None:
    file = lake.part(name, key)
    if file is None:
        return None
    try:
        with pq.ParquetFile(file) as read:
            return read.read()
    except FileNotFoundError:  # another program has just removed it as the longest unused one
        return None
