"""Reader of Jetstream: what happens on the network, one event a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from luminary.collect.decode import moment, required
from luminary.collect.jsonrows import id_field, rows_of, shown, told
from luminary.collect.platforms.bluesky.said import BLUESKY, Address, account, address, spoken
from luminary.collect.showing import feed, inner
from luminary.collect.source import Options, RawRow, Unit
from luminary.collect.tabular import TimeReader
from luminary.domain import Account, Record, Reference, ReferenceKind, Tie
from luminary.errors import UnusableRowError

_MICROS = TimeReader("microseconds")
_KINDS = ("commit", "identity", "account")
_OPERATIONS = ("create", "update", "delete")


class JetstreamReader:
    """Reads events.

    Parameters
    ----------
    options : Options
        Place, open or closed.
    """

    known = frozenset(["did", "time_us", "kind", "commit", "identity", "account"])

    def __init__(self, options: Options) -> None:
        self._place = feed(BLUESKY, options)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file into events."""
        return rows_of(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn an event into records; one of a collection that is not read gives none."""
        event = row.value
        kind, did = required(event, "kind"), id_field(event, "did")
        seen = _MICROS(required(event, "time_us"), "time_us")
        if kind not in _KINDS:
            raise UnusableRowError(f"'kind' is {shown(kind)}, which is not known")
        if kind == "commit":
            return self._commit(did, inner(event, "commit"), seen)
        handle = told(inner(event, "identity").get("handle"))
        return iter((Account(account(did), BLUESKY, handle=handle, seen=seen),) if kind == "identity" else ())

    def _commit(self, did: str, commit: Mapping[str, Any], seen: int) -> Iterator[Record]:
        operation, collection = required(commit, "operation"), id_field(commit, "collection")
        at = Address(did, collection, id_field(commit, "rkey"))
        if operation not in _OPERATIONS:
            raise UnusableRowError(f"'operation' is {shown(operation)}, which is not known")
        record = commit.get("record")
        if operation == "delete":
            return
        if not isinstance(record, Mapping):
            raise UnusableRowError("'commit.record' is missing")
        if collection == "app.bsky.feed.post":
            yield Account(account(did), BLUESKY)
            yield from spoken(at, record, self._place)
        elif collection in _ACTS:
            yield from _ACTS[collection](did, record, seen)


def _liked(did: str, record: Mapping[str, Any], _seen: int) -> Iterator[Record]:
    target = address(inner(record, "subject").get("uri"), "subject.uri")
    if target.collection == "app.bsky.feed.post":
        yield Reference(
            ReferenceKind.REACTION, account(did), _when(record), None, target.key, account(target.did), "like"
        )


def _reposted(did: str, record: Mapping[str, Any], _seen: int) -> Iterator[Record]:
    target = address(inner(record, "subject").get("uri"), "subject.uri")
    yield Reference(ReferenceKind.REPOST, account(did), _when(record), None, target.key, account(target.did))


def _followed(did: str, record: Mapping[str, Any], _seen: int) -> Iterator[Record]:
    yield Tie(account(did), account(id_field(record, "subject")), "follows", _when(record))


def _described(did: str, record: Mapping[str, Any], seen: int) -> Iterator[Record]:
    name, bio = told(record.get("displayName")), told(record.get("description"))
    yield Account(account(did), BLUESKY, name=name, bio=bio, seen=seen)


def _when(record: Mapping[str, Any]) -> int:
    return moment(required(record, "createdAt"), "createdAt")


_ACTS: dict[str, Callable[[str, Mapping[str, Any], int], Iterator[Record]]] = {
    "app.bsky.feed.like": _liked,
    "app.bsky.feed.repost": _reposted,
    "app.bsky.graph.follow": _followed,
    "app.bsky.actor.profile": _described,
}
