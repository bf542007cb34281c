"""Feeds and podcasts, live: any address of a feed, of a page that names one, or of a list of feeds (OPML).

Only what changed comes (conditional requests, and the hash of the body where a server knows none). Older
entries come when history is asked for (RFC 5005, WordPress). Failures of one feed among several are troubles;
when no feed answers, the run fails.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from luminary.collect.fetch.port import (
    Ask,
    Client,
    Connector,
    Cursor,
    Guess,
    Page,
    Pages,
    Trouble,
    Wanted,
)
from luminary.collect.fetch.weblinks import Outline, outline, paged
from luminary.collect.platforms.feeds.charset import as_read
from luminary.collect.platforms.feeds.page_visits import PAGE_VISITS
from luminary.errors import FetchError, UsageError
from luminary.i18n import say

_MOST_FEEDS = 10_000
_MOST_OLDER = 500
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, text/html;q=0.7, */*;q=0.5"
)
_GONE = 410


@dataclass(slots=True)
class _Visit:
    """One run over the feeds of a source: what is known of each, and how many answered."""

    wanted: Wanted
    client: Client
    known: dict[str, dict[str, Any]]
    answered: int = 0
    failed: list[FetchError] = field(default_factory=list)

    def cursor(self) -> Cursor:
        return {"feeds": self.known}


class _Got(NamedTuple):
    """What an address answered."""

    address: str
    status: int
    tags: dict[str, str]
    body: bytes
    encoding: str
    """What it is in, where that is not what it says."""
    seen: Outline


def pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    """Fetch the feeds of a source, one after the other.

    Raises
    ------
    FetchError
        When none of them answers.
    """
    urls = wanted.words("url")
    if not urls:
        raise UsageError(say("name the address of a feed, of a site, or of a list of feeds"))
    visit = _Visit(wanted, client, {url: dict(one) for url, one in dict(cursor.get("feeds", {})).items()})
    for url in urls:
        yield from _guarded(visit, url)
    if visit.failed and not visit.answered:
        raise visit.failed[-1]


def _guarded(visit: _Visit, url: str, *, lists: bool = True) -> Pages:
    """Fetch one feed; say what went wrong with it and go on."""
    try:
        yield from _feed(visit, url, lists=lists)
        visit.answered += 1
    except FetchError as error:
        if error.status == _GONE:
            visit.known.setdefault(url, {})["gone"] = True
            yield Page("", b"", visit.cursor())
        visit.failed.append(error)
        yield Trouble(url, error.message)


def _feed(visit: _Visit, url: str, *, lists: bool) -> Pages:
    known = visit.known.get(url, {})
    if known.get("gone"):
        raise FetchError(say("{url} is gone for good (410); remove the source", url=url), _GONE)
    got = _found(visit, url, known)
    if got.seen.kind == "opml" and lists:
        for one in got.seen.links[:_MOST_FEEDS]:
            yield from _guarded(visit, one, lists=False)
        return
    if got.status == 304:
        return
    if got.seen.kind != "feed":
        raise FetchError(say("{url} is no feed, and names none", url=got.address))
    yield from _kept(visit, url, got, known)
    if visit.wanted.history and not known.get("whole"):
        yield from _older(visit, url, got)


def _found(visit: _Visit, url: str, known: dict[str, Any]) -> _Got:
    """Ask for a feed; for a page, ask for the first feed that it names."""
    tags = None if visit.wanted.history else known.get("tags")
    got = _asked(visit, str(known.get("feed") or url), tags)
    if got.seen.kind == "html" and got.seen.links:
        return _asked(visit, got.seen.links[0])
    return got


def _asked(visit: _Visit, address: str, tags: Any = None, allow: tuple[int, ...] = ()) -> _Got:
    reply = visit.client.get(
        address, headers={"Accept": _ACCEPT}, known=tags or None, robots=True, allow=allow
    )
    body, encoding = as_read(reply.body, reply.headers)
    return _Got(address, reply.status, reply.tags, body, encoding, outline(body, reply.url))


def _kept(visit: _Visit, url: str, got: _Got, known: dict[str, Any]) -> Pages:
    """Hand a body on when it is another one than last time."""
    told = hashlib.sha256(got.body).hexdigest()
    visit.known[url] = {**known, "feed": got.address, "tags": got.tags, "hash": told}
    if told == known.get("hash"):
        yield Page("", b"", visit.cursor())
        return
    if got.encoding:
        yield Trouble(
            got.address, say("it is not in the encoding it names; read as {name}", name=got.encoding)
        )
    yield Page(_name(got.address, got.body), got.body, visit.cursor())


def _name(address: str, body: bytes) -> str:
    """Name a body after its address, with the ending of what it is."""
    parts = urlsplit(address)
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    is_json = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    return f"{parts.hostname or 'feed'}-{mark}.{'json' if is_json else 'xml'}"


def _older(visit: _Visit, url: str, first: _Got) -> Pages:
    """Fetch older entries, page after page, until there are none or they repeat; a stopped walk goes on."""
    known, asked, bodies = visit.known[url], {first.address}, {first.body}
    place, number = known.get("older") or [_next(first.seen, first.address, 2), 2]
    while place and place not in asked and len(asked) < _MOST_OLDER:
        asked.add(place)
        got = _asked(visit, place, allow=(404, _GONE))
        if got.status in (404, _GONE) or not got.seen.links or got.body in bodies:
            break
        bodies.add(got.body)
        place, number = _next(got.seen, first.address, number + 1), number + 1
        known["older"] = [place, number]
        yield Page(_name(got.address, got.body), got.body, visit.cursor())
    known.pop("older", None)
    known["whole"] = True
    yield Page("", b"", visit.cursor())


def _next(seen: Outline, address: str, number: int) -> str:
    """Give where older entries are: where the feed says so, or as WordPress has them."""
    if seen.older:
        return seen.older
    return paged(address, number) if "wordpress" in seen.generator.lower() else ""


def guess(told: str) -> Guess | None:
    """Take any address of the web; others know theirs better."""
    words = told.split()
    if words and all(one.lower().startswith(("http://", "https://")) for one in words):
        return Guess(0.1, {"url": " ".join(words)})
    return None


CONNECTORS = (
    Connector(
        name="feed",
        title=say("Feeds and podcasts (RSS, Atom, JSON Feed), lists of feeds (OPML)"),
        format="feed",
        asks=(
            Ask("url", say("address of a feed, a site, or a list of feeds; several parted by spaces"), True),
        ),
        terms="feeds/api_key",
        pages=pages,
        guess=guess,
    ),
    PAGE_VISITS,
)
