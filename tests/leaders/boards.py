"""Boards of invented talks, small and large."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from luminary.leaders import Board, Head, Labels, Talk, answers, fill_board, measures_in_order
from luminary.store import arrow_schema
from luminary.store.tables import table


def labels(talk: Talk, kinds: dict[int, str] | None = None) -> Labels:
    """Everybody is called by the key, and of the kind given or unknown."""
    told = {i: (key, key, (key,), None, (kinds or {}).get(i, "unknown")) for i, key in enumerate(talk.people)}
    return Labels(told, {}, {}, {}, "source texts")


def board_of(talk: Talk, kinds: dict[int, str] | None = None) -> Board:
    """Fill the board of a talk."""
    return Board(*filled(talk, kinds))


def filled(talk: Talk, kinds: dict[int, str] | None = None) -> tuple[Head, pa.Table]:
    """Fill head and rows."""
    return fill_board(talk, labels(talk, kinds), answers(talk, measures_in_order()))


def large(people: int, seed: int = 7) -> tuple[Head, pa.Table]:
    """Invent a board of many people without any talk behind it; some figures are missing."""
    drawn = np.random.default_rng(seed)
    names = tuple(one.name for one in measures_in_order())
    value = np.round(drawn.gamma(0.4, 3, (people, len(names))), 3)
    value[drawn.random(value.shape) < 0.05] = np.nan
    ends = {
        "values": value,
        "lows": value * 0.6,
        "highs": value * 1.5,
        "counts": np.nan_to_num(np.round(value)),
    }
    given = [("Åsa", "Östen", "Ærlig", "Øyvind", "Aino", "Zoë")[one] for one in drawn.integers(0, 6, people)]
    keys = [f"table:Vakt/{one:07d}" for one in range(people)]
    shown = [f"{name} {one}" for one, name in enumerate(given)]
    same = {"kind": "person", "tier": "nano", "level": "follower or customer"}
    columns = {
        "person": keys,
        "name": shown,
        "names": [[one] for one in shown],
        "handle": [None] * people,
        "called": [one.casefold().replace("å", "a").replace("ö", "o").replace("æ", "ae") for one in shown],
        "accounts": [['{"platform": "table", "id": "1", "handle": null, "weak": false}']] * people,
        **{name: [word] * people for name, word in same.items()},
        **{f"{name}_why": ['"invented"'] * people for name in same},
        **{f"{name}_decided": [False] * people for name in same},
        "evidence": [["table:Vakt/1"]] * people,
        "quote": ["Vi provar det på fredag."] * people,
        "link": [None] * people,
    }
    lists = {**ends, "trend": np.round(drawn.gamma(0.4, 3, (people, 12)))}
    schema = arrow_schema(table("boards"), leave_out=("board",))
    arrays = [
        _list(lists[one.name]) if one.name in lists else pa.array(columns[one.name], one.type)
        for one in schema
    ]
    return Head(names, 12, True, 1, 2, 0), pa.table(arrays, schema=schema)


def _list(values: np.ndarray) -> pa.Array:
    ends = pa.array(np.arange(len(values) + 1, dtype=np.int32) * values.shape[1])
    return pa.ListArray.from_arrays(ends, pa.array(np.ascontiguousarray(values).ravel()))
