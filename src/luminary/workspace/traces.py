"""Everything that leads to one person: keys, posts, names, handles, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from luminary.collect import link_identities
from luminary.privacy.objections import handle_sign, mail_sign, pair_sign
from luminary.privacy.persons import Persons
from luminary.store import Traces

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_ACCOUNTS_SQL = """
SELECT DISTINCT account FROM identities WHERE account IN (SELECT key FROM traced) OR person IN
(SELECT key FROM traced)
"""
_POSTS_SQL = "SELECT DISTINCT post FROM posts WHERE account IN (SELECT key FROM traced)"
_LABELS_SQL = """
SELECT DISTINCT account, name, handle, email, url FROM accounts WHERE account IN (SELECT key FROM traced)
"""
_BATCHES_SQL = """
SELECT batch FROM posts WHERE account IN (SELECT key FROM traced)
UNION SELECT batch FROM accounts WHERE account IN (SELECT key FROM traced)
UNION SELECT batch FROM refs WHERE account IN (SELECT key FROM traced) OR target IN (SELECT key FROM traced)
UNION SELECT batch FROM ties WHERE source IN (SELECT key FROM traced) OR target IN (SELECT key FROM traced)
"""
_OTHERS_SQL = """
SELECT DISTINCT lower(named) FROM (
    SELECT name AS named FROM accounts WHERE account NOT IN (SELECT key FROM traced)
    UNION ALL SELECT substr(account, strpos(account, '/~') + 2) FROM identities
    WHERE strpos(account, '/~') > 0 AND account NOT IN (SELECT key FROM traced))
WHERE EXISTS (SELECT 1 FROM traced_names n WHERE contains(lower(named), lower(n.name)))
"""
_SHARED_URLS_SQL = """
SELECT DISTINCT url FROM accounts WHERE account NOT IN (SELECT key FROM traced) AND url IS NOT NULL
AND url IN (SELECT url FROM accounts WHERE account IN (SELECT key FROM traced))
"""
_SHORTEST_PATH = 4
"""Signs of an address behind its host that make it somebody's own page and not the site's first page."""


def traces_of(work: Workspace, person: str) -> Traces:
    """Gather what leads to a person, through all accounts that are taken for hers.

    A name that is also the name, or part of the name, of somebody else is not among the names: where it
    stands in a text nobody can say who is meant.
    """
    link_identities(work.lake, work.engine)
    keys = set(Persons(work.ledger).members(person))
    _give(work, keys)
    keys |= {str(row[0]) for row in work.engine.rows(_ACCOUNTS_SQL)}
    _give(work, keys)
    work.lake.attach(work.engine, "posts", "accounts", "refs", "ties")
    posts = frozenset(str(row[0]) for row in work.engine.rows(_POSTS_SQL))
    labels = work.engine.rows(_LABELS_SQL)
    names, handles = _names(work, keys, labels)
    addresses = {str(row[3]) for row in labels if row[3]} | _own_urls(work, labels)
    batches = tuple(sorted(str(row[0]) for row in work.engine.rows(_BATCHES_SQL)))
    for name in ("traced", "traced_names"):
        work.engine.drop(name)
    return Traces(
        frozenset(keys),
        posts,
        tuple(sorted(names)),
        tuple(sorted(handles)),
        tuple(sorted(addresses)),
        batches,
    )


def signs_of(work: Workspace, traces: Traces) -> set[str]:
    """Give the signs by which later imports recognise the accounts of a person."""
    found = set(traces.keys)
    found |= {mail_sign(one) for one in traces.addresses if "@" in one and "://" not in one}
    scopes = {key.partition("/")[0] for key in traces.keys}
    work.lake.attach(work.engine, "accounts")
    _give(work, traces.keys)
    for account, _name, handle, _email, _url in work.engine.rows(_LABELS_SQL):
        if handle:
            found.add(handle_sign(str(account), str(handle)))
            if pair := pair_sign(str(account), str(handle)):
                found.add(pair)
    work.engine.drop("traced")
    unique = (f"{scope}/~{name}" for scope in scopes for name in traces.names)
    return found | set(unique)


def _give(work: Workspace, keys: Iterable[str]) -> None:
    work.engine.give("traced", pa.table({"key": pa.array(sorted(keys), pa.string())}))


def _names(work: Workspace, keys: set[str], labels: Sequence[Sequence[object]]) -> tuple[set[str], set[str]]:
    """Part what the person is called into names that only she has, and handles and single words."""
    natives = {key.partition("/")[2] for key in keys}
    called = {str(row[1]).strip() for row in labels if row[1]} | {
        one[1:] for one in natives if one[:1] == "~"
    }
    handles = {str(row[2]).strip().lstrip("@") for row in labels if row[2]}
    handles |= {one[1:] for one in natives if one[:1] == "@"}
    called = {one for one in called if one}
    work.engine.give("traced_names", pa.table({"name": pa.array(sorted(called), pa.string())}))
    others = [str(row[0]) for row in work.engine.rows(_OTHERS_SQL)]
    own = {one for one in called if not any(one.lower() in other for other in others)}
    whole = {one for one in own if len(one.split()) > 1}
    single = {one for one in called if len(one.split()) == 1 and one.lower() not in others}
    return whole, {one for one in handles | single if one}


def _own_urls(work: Workspace, labels: Sequence[Sequence[object]]) -> set[str]:
    """Keep the web addresses that nobody else gives, and that are no first page of a site."""
    shared = {str(row[0]) for row in work.engine.rows(_SHARED_URLS_SQL)}
    found = {str(row[4]).strip() for row in labels if row[4]} - shared
    return {
        one for one in found if len(one.rstrip("/").partition("://")[2].partition("/")[2]) >= _SHORTEST_PATH
    }
