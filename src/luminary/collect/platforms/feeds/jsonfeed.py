"""Feeds and entries of JSON Feed: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from luminary.collect.jsonrows import id_of, listed
from luminary.collect.platforms.feeds.entry import Entry, Person, Source, medium_of


def source_of(feed: Mapping[str, Any]) -> Source:
    """Read what stands above the entries."""
    link = _text(feed, "home_page_url") or _text(feed, "feed_url")
    return Source(_text(feed, "title"), link, _text(feed, "description"), tuple(_authors(feed)))


def entry_of(item: Mapping[str, Any]) -> Entry:
    """Read one entry."""
    words = _text(item, "content_text") or _text(item, "summary")
    field = "date_published" if item.get("date_published") else "date_modified"
    types = [str(one.get("mime_type")) for one in listed(item.get("attachments")) if isinstance(one, dict)]
    return Entry(
        id_of(item.get("id")) or _text(item, "url"),
        _text(item, "url"),
        _text(item, "title"),
        _text(item, "content_html") or escape(words, quote=False),
        _text(item, field),
        field if item.get(field) else "date_published",
        tuple(_authors(item)),
        medium_of(types),
    )


def _authors(value: Mapping[str, Any]) -> Iterator[Person]:
    for one in [*listed(value.get("authors")), value.get("author")]:
        if isinstance(one, dict) and (name := _text(one, "name")):
            yield Person(name, _text(one, "url"), "author")


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found.strip() if isinstance(found, str) else ""
