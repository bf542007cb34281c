"""Posts that were removed at the source go here, too: their texts, figures, references and raw rows."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from luminary.store import Engine, Lake, Traces
from luminary.store.erasing import LakeEraser, costly
from luminary.store.tables import Home, at_home

_ASKED = "removed_at_source"


def take_out(lake: Lake, engine: Engine, posts: Iterable[str]) -> int:
    """Take posts out of the lake, with everything that belongs to them.

    What others said stays; that they said it to one of these posts goes with it. Older states of the tables
    leave the disk. Asked again for the same posts, it does nothing.

    Parameters
    ----------
    lake, engine : Lake, Engine
        Where they are.
    posts : iterable of str
        Their keys; those that are not here are passed over.

    Returns
    -------
    int
        How many posts were here.
    """
    with lake.landing(), lake.deriving():
        here = _here(lake, engine, posts)
        if here:
            lake.age()
            _erase(lake, engine, here)
    return len(here)


def _here(lake: Lake, engine: Engine, posts: Iterable[str]) -> frozenset[str]:
    lake.attach(engine, "posts")
    engine.give(_ASKED, pa.table({"key": pa.array(sorted(set(posts)), pa.string())}))
    try:
        found = engine.rows(f"SELECT DISTINCT post FROM posts WHERE post IN (SELECT key FROM {_ASKED})")
    finally:
        engine.drop(_ASKED)
    return frozenset(str(row[0]) for row in found)


def _erase(lake: Lake, engine: Engine, posts: frozenset[str]) -> None:
    eraser = LakeEraser(lake, engine, Traces(frozenset(), posts), {})
    try:
        for declared in eraser.tables():
            eraser.erase(declared)
    finally:
        eraser.close()
    kept = {one.name for one in costly()}
    for declared in at_home(Home.DERIVED):
        if declared.name not in kept:
            lake.drop(declared.name)
