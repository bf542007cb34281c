"""What the records of a person's own collections mean: likes, reposts, follows, the profile, posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from luminary.collect.decode import moment, required
from luminary.collect.jsonrows import id_field, told
from luminary.collect.platforms.bluesky.said import BLUESKY, Address, account, address, spoken
from luminary.collect.showing import inner
from luminary.domain import Account, Place, Record, Reference, ReferenceKind, Tie


def recorded(at: Address, record: Mapping[str, Any], place: Place, seen: int | None) -> Iterator[Record]:
    """Turn a record into records; one of a collection that is not read gives none.

    Parameters
    ----------
    at : Address
        Whose record it is, of which collection.
    record : mapping
        As its author wrote it.
    place : Place
        Where posts stand.
    seen : int or None
        When the record was read.
    """
    if at.collection == "app.bsky.feed.post":
        yield Account(account(at.did), BLUESKY)
        yield from spoken(at, record, place)
    elif at.collection in _ACTS:
        yield from _ACTS[at.collection](at.did, record, seen)


def _liked(did: str, record: Mapping[str, Any], _seen: int | None) -> Iterator[Record]:
    target = address(inner(record, "subject").get("uri"), "subject.uri")
    if target.collection == "app.bsky.feed.post":
        yield Reference(
            ReferenceKind.REACTION, account(did), _when(record), None, target.key, account(target.did), "like"
        )


def _reposted(did: str, record: Mapping[str, Any], _seen: int | None) -> Iterator[Record]:
    target = address(inner(record, "subject").get("uri"), "subject.uri")
    yield Reference(ReferenceKind.REPOST, account(did), _when(record), None, target.key, account(target.did))


def _followed(did: str, record: Mapping[str, Any], _seen: int | None) -> Iterator[Record]:
    yield Tie(account(did), account(id_field(record, "subject")), "follows", _when(record))


def _described(did: str, record: Mapping[str, Any], seen: int | None) -> Iterator[Record]:
    name, bio = told(record.get("displayName")), told(record.get("description"))
    yield Account(account(did), BLUESKY, name=name, bio=bio, seen=seen)


def _when(record: Mapping[str, Any]) -> int:
    return moment(required(record, "createdAt"), "createdAt")


_ACTS: dict[str, Callable[[str, Mapping[str, Any], int | None], Iterator[Record]]] = {
    "app.bsky.feed.like": _liked,
    "app.bsky.feed.repost": _reposted,
    "app.bsky.graph.follow": _followed,
    "app.bsky.actor.profile": _described,
}
