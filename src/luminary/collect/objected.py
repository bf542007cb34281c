"""Leaves people who objected, or were erased, out of what an import is about to land.

Accounts are recognised by keyed hashes of their key, their handle within the platform and their e-mail
address (`luminary.privacy.objections`). Of a recognised account neither posts, references, ties, figures nor
raw rows are kept; where others name it, the mark stands instead.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from luminary.privacy.objections import ObjectionList, handle_sign, mail_sign, pair_sign, plain_sign
from luminary.store import Engine, Ledger, StagedEraser, Staging, Traces, arrow_schema
from luminary.store.tables import table

_STAGED = ("posts", "refs", "ties", "accounts", "metrics")
_KEYS_SQL = """
SELECT account FROM objected_posts UNION SELECT account FROM objected_refs
UNION SELECT target FROM objected_refs WHERE target IS NOT NULL
UNION SELECT source FROM objected_ties UNION SELECT target FROM objected_ties
UNION SELECT account FROM objected_accounts UNION SELECT of FROM objected_metrics
"""
_LABELS_SQL = """
SELECT DISTINCT account, handle, email FROM objected_accounts
WHERE trim(handle) <> '' OR trim(email) <> ''
"""
_CALLED_SQL = """
SELECT DISTINCT account, trim(name), handle, email FROM objected_accounts
WHERE account IN (SELECT key FROM objected_keys)
"""
_OTHERS_SQL = """
SELECT DISTINCT lower(trim(name)) FROM objected_accounts
WHERE account NOT IN (SELECT key FROM objected_keys) AND trim(name) <> ''
"""
_POSTS_SQL = "SELECT DISTINCT post FROM objected_posts WHERE account IN (SELECT key FROM objected_keys)"


def leave_out(staging: Staging, engine: Engine, ledger: Ledger) -> int:
    """Leave people on the objection list out of staged files; gives how many raw rows are not kept."""
    listed = ObjectionList(ledger)
    if listed.is_empty():
        return 0
    for name in _STAGED:
        schema = arrow_schema(table(name), leave_out=("batch",))
        engine.read(f"objected_{name}", staging.files(name), schema)
    try:
        found = set(_recognised(engine, listed))
        return _without(staging, engine, listed, found) if found else 0
    finally:
        for name in (*(f"objected_{one}" for one in _STAGED), "objected_keys"):
            engine.drop(name)


def _recognised(engine: Engine, listed: ObjectionList) -> Iterator[str]:
    """Give the keys of the accounts that are on the list, by key, handle, id with handle, or address."""
    keys = [str(row[0]) for row in engine.rows(_KEYS_SQL)]
    yield from listed.among(keys)
    signs: dict[str, list[str]] = {}
    handles: dict[str, set[str]] = {}
    for account, handle, email in engine.rows(_LABELS_SQL):
        key, called = str(account), str(handle or "")
        if called:
            handles.setdefault(key, set()).add(handle_sign(key, called))
        hers = {*handles.get(key, ()), pair_sign(key, called), mail_sign(str(email)) if email else None}
        for sign in hers - {None}:
            signs.setdefault(str(sign), []).append(key)
    known = {account for sign in listed.among(signs) for account in signs[sign]}
    yield from known
    called_so = {sign for account in known for sign in handles.get(account, ())}
    yield from (key for key in keys if plain_sign(key) in called_so)


def _without(staging: Staging, engine: Engine, listed: ObjectionList, found: set[str]) -> int:
    """Write the staged files without the accounts that were recognised."""
    engine.give("objected_keys", pa.table({"key": pa.array(sorted(found), pa.string())}))
    called = engine.rows(_CALLED_SQL)
    others = [str(row[0]) for row in engine.rows(_OTHERS_SQL)]
    names = {str(row[1]) for row in called if row[1] and len(str(row[1]).split()) > 1}
    own = {one for one in names if not any(one.lower() in other for other in others)}
    posts = frozenset(str(row[0]) for row in engine.rows(_POSTS_SQL))
    traces = Traces(
        keys=frozenset(found),
        posts=posts,
        names=tuple(sorted(own)),
        handles=tuple(sorted({str(row[2]).strip().lstrip("@") for row in called if row[2]} - {""})),
        addresses=tuple(sorted({str(row[3]) for row in called if row[3]})),
    )
    eraser = StagedEraser(staging, engine, traces, listed.instead(posts))
    try:
        return eraser.leave_out()
    finally:
        eraser.close()
