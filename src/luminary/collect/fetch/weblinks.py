"""What feeds and pages say about where to go on: feeds of a site, older entries, pages of entries.

RFC 5005 (``prev-archive``, ``next``) for older entries of Atom and RSS, ``next_url`` of JSON Feed, and
``?paged=N`` of WordPress, which has neither. A site names its feeds by ``<link rel="alternate">``
(https://blog.whatwg.org/feed-autodiscovery).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from luminary.collect.safexml import attribute_of, elements, every, text_in
from luminary.errors import InputError

_ENTRIES = {"item", "atom:entry"}
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_COMMENTS = re.compile(r"comment|kommentar", re.IGNORECASE)
_MOST = 100_000


class Outline(NamedTuple):
    """What a body is, and what it leads to."""

    kind: str
    """feed, opml, html, or nothing that is known (empty)."""
    links: tuple[str, ...] = ()
    """For a feed: the pages of its entries; for a list of feeds: the feeds; for a page: its feeds."""
    older: str = ""
    """For a feed: where older entries are."""
    generator: str = ""


def outline(body: bytes, url: str) -> Outline:
    """Look at a body that came from an address; what ends too early is read as far as it goes."""
    plain = body[:4_000].replace(b"\0", b"")  # UTF-16 looks so
    start = plain.lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").lower()
    if start[:1] == b"{":
        return _json(body, url)
    if b"<html" in start or b"<!doctype html" in start:
        return Outline("html", tuple(feeds_of(body, url)))
    return _xml(body, url) if start[:1] == b"<" or b"<?xml" in start else Outline("")


def feeds_of(page: bytes, url: str) -> Iterator[str]:
    """Give the feeds that a page names, those of comments last."""
    from selectolax.lexbor import LexborHTMLParser

    found: list[tuple[bool, str]] = []
    for one in LexborHTMLParser(page).css("link[rel][href]"):
        told = {name: value or "" for name, value in one.attributes.items()}
        if "alternate" in told["rel"].lower().split() and told.get("type", "").strip().lower() in _FEEDS:
            found.append(
                (bool(_COMMENTS.search(told.get("title", "") + told["href"])), _joined(url, told["href"]))
            )
    yield from dict.fromkeys(address for _, address in sorted(found, key=lambda pair: pair[0]) if address)


def _json(body: bytes, url: str) -> Outline:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return Outline("")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Outline("")
    items = [one for one in feed["items"] if isinstance(one, dict)]
    links = [_joined(url, str(one.get("url") or "")) for one in items]
    return Outline("feed", _several(links), _joined(url, str(feed.get("next_url") or "")))


def _xml(body: bytes, url: str) -> Outline:
    links: list[str] = []
    above: dict[str, Any] = {}
    kind = ""
    try:
        for element in elements(body, url, {*_ENTRIES, "channel", "outline"}):
            if element.name in _ENTRIES:
                links.append(_joined(url, _page(element.children)))
            elif element.name == "outline":
                links.append(_joined(url, element.attributes.get("xmlUrl", "")))
            elif element.name in ("channel", "atom:feed"):
                above, kind = element.children, "feed"
            elif element.name.lower() == "opml":
                kind = "opml"
    except InputError:  # the reader says so when it is imported
        kind = kind or ("feed" if links else "")
    older = next((_joined(url, one) for one in _older(above)), "")
    return Outline(kind, _several(links), older, text_in(above, "generator", "atom:generator"))


def _page(entry: dict[str, Any]) -> str:
    if told := text_in(entry, "link"):
        return told
    for one in every(entry, "atom:link"):
        if attribute_of(one, "rel") in ("", "alternate"):
            return attribute_of(one, "href")
    guid = text_in(entry, "guid")
    return guid if guid.startswith("http") else ""


def _older(above: dict[str, Any]) -> Iterator[str]:
    for rel in ("prev-archive", "next"):
        for one in every(above, "atom:link"):
            if attribute_of(one, "rel") == rel and attribute_of(one, "href"):
                yield attribute_of(one, "href")


def _several(links: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in links[:_MOST] if one))


def _joined(base: str, address: str) -> str:
    """Complete an address; empty when it leads to nothing on the web."""
    try:
        found = urljoin(base, address.strip()) if address.strip() else ""
        return found if urlsplit(found).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def paged(url: str, number: int) -> str:
    """Give the address of a page of older entries as WordPress has them.

    Examples
    --------
    >>> paged("https://astrid.example/feed/?lang=sv", 2)
    'https://astrid.example/feed/?lang=sv&paged=2'
    """
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != "paged"]
    return parts._replace(query=urlencode([*query, ("paged", str(number))])).geturl()
