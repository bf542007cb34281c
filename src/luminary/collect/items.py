"""A post of a feed as collecting tools see it on a page: who, when, what, with which figures.

Tools that watch pages (and the tables made of what they saw) differ in field names from platform to platform;
what a post is does not. A platform's module fills in an `Item`, and this writes the records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from luminary.collect.services import looks_like_service
from luminary.collect.source import Options
from luminary.domain import (
    Access,
    Account,
    Metric,
    Place,
    Post,
    Record,
    Reference,
    ReferenceKind,
    account_key,
    post_key,
)
from luminary.errors import UnusableRowError


@dataclass(frozen=True, slots=True)
class Who:
    """An account, by whatever is known of it."""

    id: str | None = None
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    url: str | None = None
    kind: str = "unknown"
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether anything names it."""
        return bool(self.id or self.handle or self.name)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a post points at: a post, an account, or both."""

    kind: ReferenceKind
    post: str | None = None
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A post."""

    platform: str
    id: str
    who: Who
    at: int
    text: str
    thread: str | None = None
    title: str | None = None
    url: str | None = None
    media: str = "text"
    origin: str = "own"
    paid: bool | None = None
    closed: bool = False
    figures: Mapping[str, float] = field(default_factory=dict)
    points: tuple[Pointed, ...] = ()


def records_of(item: Item, options: Options, seen: int | None) -> Iterator[Record]:
    """Write the records of a post.

    Parameters
    ----------
    item : Item
        The post.
    options : Options
        Open or closed, where the user says so.
    seen : int or None
        When the figures were read.

    Raises
    ------
    UnusableRowError
        When nothing names the author.
    """
    if not item.who.is_known:
        raise UnusableRowError("neither id, handle nor name of the author is there, so nobody is the author")
    author, place = account_of(item.platform, item.who, seen), place_of(item, options)
    key = post_key(item.platform, "", item.id)
    yield author
    yield place
    yield Post(
        key,
        author.key,
        item.at,
        item.text,
        place.key,
        post_key(item.platform, "", item.thread) if item.thread else None,
        item.title,
        item.url,
        media=item.media,
        origin=item.origin,
        paid_label=item.paid,
    )
    yield from _pointed(item, author.key, key)
    yield from (Metric(key, what, value, seen) for what, value in item.figures.items())
    yield from (Metric(author.key, what, value, seen) for what, value in item.who.figures.items())


def account_of(platform: str, who: Who, seen: int | None = None) -> Account:
    """Name an account by the strongest of what is known of it."""
    kind = who.kind
    if kind == "unknown" and looks_like_service(who.name, who.handle):
        kind = "service"
    return Account(
        account_key(platform, "", id=who.id, handle=who.handle, name=who.name),
        platform,
        name=who.name,
        handle=who.handle,
        bio=who.bio,
        url=who.url,
        kind=kind,
        seen=seen,
    )


def place_of(item: Item, options: Options) -> Place:
    """Give the place of a post: the platform's feed, or what only some can see there."""
    name = f"{item.platform}, not public" if item.closed else item.platform
    access = options.access or (Access.CLOSED if item.closed else Access.OPEN)
    return Place(f"{item.platform}:/{name}", item.platform, "", name, Access(access).value)


def _pointed(item: Item, author: str, key: str) -> Iterator[Record]:
    done: set[tuple[object, ...]] = set()
    for one in item.points:
        account = account_of(item.platform, one.who) if one.who is not None and one.who.is_known else None
        target = account.key if account is not None else None
        told = (one.kind, one.post, target)
        if told in done or (target == author and one.post is None) or (one.post is None and target is None):
            continue
        done.add(told)
        if account is not None:
            yield account
        post = post_key(item.platform, "", one.post) if one.post else None
        yield Reference(one.kind, author, item.at, key, post, target)
