"""Feeds and entries of RSS and Atom; values as `luminary.collect.safexml` gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.platforms.feeds.entry import Entry, Person, Source, medium_of
from luminary.collect.safexml import Value, attribute_of, every, text_in, texts

ENTRIES = frozenset(("item", "atom:entry"))
_DATES = ("pubDate", "atom:published", "dc:date", "atom:issued", "atom:updated", "atom:modified", "date")
_TEXTS = ("content:encoded", "atom:content", "description", "atom:summary", "itunes:summary")
_MAILED = re.compile(r"^\s*\S+@\S+\s*\((.+)\)\s*$")
_SUFFIXES = (("mp3", "audio/"), ("m4a", "audio/"), ("mp4", "video/"), ("m4v", "video/"))


def source_of(channel: Mapping[str, Any]) -> Source:
    """Read what stands above the entries."""
    return Source(
        text_in(channel, "title", "atom:title"),
        _link(channel),
        text_in(channel, "description", "atom:subtitle", "atom:tagline", "itunes:summary"),
        (*_authors(channel), *_named(channel)),
    )


def entry_of(item: Mapping[str, Any]) -> Entry:
    """Read one entry."""
    field = next((name for name in _DATES if text_in(item, name)), "pubDate")
    reply = next(iter(every(item, "thr:in-reply-to")), "")
    link = _link(item)
    return Entry(
        text_in(item, "guid", "atom:id") or attribute_of(item, "rdf:about") or link,
        link,
        text_in(item, "title", "atom:title"),
        text_in(item, *_TEXTS),
        text_in(item, field),
        field,
        (*_authors(item), *_named(item)),
        medium_of(list(_types(item))),
        attribute_of(reply, "ref") or attribute_of(reply, "href"),
        text_in(item, "slash:comments", "thr:total"),
    )


def _link(value: Mapping[str, Any]) -> str:
    """Give the address of the page that shows it: RSS writes it as text, Atom as an attribute."""
    told = text_in(value, "link")
    if told:
        return told
    for one in every(value, "atom:link"):
        if attribute_of(one, "rel") in ("", "alternate"):
            return attribute_of(one, "href")
    guid = next(iter(every(value, "guid")), "")
    permanent = attribute_of(guid, "isPermaLink") != "false"
    return text_in(value, "guid") if permanent and text_in(value, "guid").startswith("http") else ""


def _authors(value: Mapping[str, Any]) -> Iterator[Person]:
    """Give the authors: the most telling way in which they are named."""
    atom = [one for one in every(value, "atom:author") if isinstance(one, dict)]
    if atom:
        for one in atom:
            name = text_in(one, "atom:name") or text_in(one, "atom:email")
            if name:
                yield Person(name, text_in(one, "atom:uri", "atom:url"), "author")
        return
    names = list(texts(value, "dc:creator")) or list(texts(value, "author"))
    names = names or list(texts(value, "itunes:author")) or list(texts(value, "managingEditor"))
    for name in dict.fromkeys(names):
        mailed = _MAILED.match(name)
        yield Person(mailed[1] if mailed else name, "", "author")


def _named(value: Mapping[str, Any]) -> Iterator[Person]:
    """Give the people a podcast names, with their role; it is host where none is told."""
    for one in every(value, "podcast:person"):
        name = one if isinstance(one, str) else str(one.get("#text", ""))
        if name.strip():
            role = attribute_of(one, "role").lower() or "host"
            yield Person(name.strip(), attribute_of(one, "href"), role)


def _types(item: Mapping[str, Any]) -> Iterator[str]:
    """Give the MIME types of what is attached; a missing one is told by the file's ending."""
    attached: list[Value] = [*every(item, "enclosure"), *every(item, "media:content")]
    attached += [one for one in every(item, "atom:link") if attribute_of(one, "rel") == "enclosure"]
    for one in attached:
        address = attribute_of(one, "url") or attribute_of(one, "href")
        ending = address.partition("?")[0].rpartition(".")[2].lower()
        told = attribute_of(one, "type") or f"{attribute_of(one, 'medium')}/"
        yield told if told != "/" else dict(_SUFFIXES).get(ending, "")
