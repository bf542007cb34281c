"""Reader of Jetstream: what happens on the network, one event a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import required
from luminary.collect.jsonrows import id_field, rows_of, shown, told
from luminary.collect.platforms.bluesky.acts import recorded
from luminary.collect.platforms.bluesky.said import BLUESKY, Address, account
from luminary.collect.showing import feed, inner
from luminary.collect.source import Options, RawRow, Unit
from luminary.collect.tabular import TimeReader
from luminary.domain import Account, Record
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
        yield from recorded(at, record, self._place, seen)
