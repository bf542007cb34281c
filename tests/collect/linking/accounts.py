"""Invented accounts, handed to the search as an import would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from luminary.collect.linking import Given, Suggested, find_pairs
from luminary.store import DuckDBEngine, arrow_schema
from luminary.store.tables import table

_TEXTS = ("name", "handle", "bio", "url", "email", "role", "kind")


def account(key: str, name: str | None = None, **more: str) -> dict[str, str | None]:
    """Make an account; its handle is that of the key."""
    native = key.partition("/")[2]
    handle = native[1:] if native.startswith("@") else None
    return {"account": key, "name": name, "handle": handle, "kind": "unknown", **more}


def link(key: str, address: str, verified: bool = False) -> tuple[str, str, bool]:
    """Let an account give an address."""
    return key, address, verified


def search(
    folder: Path,
    accounts: Sequence[dict[str, str | None]],
    links: Iterable[tuple[str, str, bool]] = (),
    given: Given | None = None,
) -> Suggested:
    """Look for pairs among accounts."""
    engine = DuckDBEngine(folder)
    keys = pa.array([one["account"] for one in accounts], pa.string())
    texts = {name: pa.array([one.get(name) for one in accounts], pa.string()) for name in _TEXTS}
    engine.give("accounts", pa.table({"account": keys, **texts}))
    engine.give("identities", pa.table({"account": keys, "person": keys, "alone": keys}))
    schema = arrow_schema(table("account_links"))
    rows = [
        {
            "batch": "b",
            "row": 1,
            "account": key,
            "address": address,
            "label": None,
            "verified": 0 if yes else None,
        }
        for key, address, yes in links
    ]
    engine.give("account_links", pa.Table.from_pylist(rows, schema=schema))
    try:
        return find_pairs(engine, given or Given())
    finally:
        engine.close()


def joined(found: Suggested) -> set[tuple[str, str]]:
    """List the pairs that are joined."""
    return {(pair.one, pair.other) for pair in found.merged}


def verdicts(found: Suggested) -> dict[tuple[str, str], str]:
    """Give the verdict on every pair."""
    return {(pair.one, pair.other): pair.verdict for pair in found.pairs}
