"""Pages of blogs, kept whole: one page a line, with the entry of the feed that led to it.

A line is ``{"url", "fetched", "html", "entry"}``: the address after redirects, the moment (ISO), the page as
text, and the raw row of the feed's entry, or null for a page that no feed named. What an entry says of id,
author and time holds; its page gives the whole text and the links in it. So an entry and its page are one
post, whichever was imported first. A page without entry says these itself: ``article:published_time`` and
``author`` as ``<meta>``, JSON-LD (https://schema.org/BlogPosting), ``<time datetime>``; a time that nobody
states is not guessed. The main text is found by trafilatura (https://trafilatura.readthedocs.io): menus,
footers and comments are left out, and so are links in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from luminary.collect.decode import clean
from luminary.collect.fetch.extra import library
from luminary.collect.jsonrows import field_names, lines_of, shown, text_field
from luminary.collect.platforms.feeds.entry import Entry, Person, Source, feed_slug
from luminary.collect.platforms.feeds.read import FeedReader, read_entry
from luminary.collect.source import Format, Glimpse, Options, RawRow, Reader, Sighting, Unit
from luminary.domain import Record
from luminary.errors import UnusableRowError
from luminary.i18n import say

_SUFFIXES = (".jsonl", ".ndjson")
_HEADING = re.compile(r"<h1>([^<]{0,500})</h1>")
_DATES = ("article:published_time", "datePublished", "date", "dc.date", "dcterms.created", "pubdate")
_MOST_PEOPLE = 20


class PageReader(FeedReader):
    """Reads pages that were kept with the entry that led to them."""

    known = field_names("url fetched html entry")

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file into lines."""
        yield from lines_of(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a page into the records of its post.

        Raises
        ------
        UnusableRowError
            When there is no page, or nobody says when it was written.
        """
        value = row.value
        if not isinstance(value, dict):
            raise UnusableRowError(f"the row is {shown(value)}, not a page")
        url, html = text_field(value, "url"), text_field(value, "html")
        markup = main_part(html, url)
        if isinstance(value.get("entry"), dict):
            source, entry = read_entry(value["entry"])
            entry = entry._replace(markup=markup or entry.markup, link=url)
        else:
            source, entry = _of_page(html, url, markup)
        slug = feed_slug(self._place or source.link, self._place or source.title)
        return self._entry(slug, source, entry)


def main_part(html: str, url: str) -> str:
    """Give the main text of a page as markup, with its links; empty when there is none."""
    if not html.strip():
        return ""
    found = library("trafilatura").extract(
        html, url=url, output_format="html", include_links=True, include_comments=False, favor_recall=True
    )
    return str(found or "")


def _of_page(html: str, url: str, markup: str) -> tuple[Source, Entry]:
    """Read what a page says about itself."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html)
    said = _metas(page)
    linked = next(_posts_in(page), {})
    title = said.get("og:title") or _text(page, "h1") or _text(page, "title")
    parts = urlsplit(url)
    source = Source(said.get("og:site_name") or parts.netloc, f"{parts.scheme}://{parts.netloc}/")
    at = next((said[name.lower()] for name in _DATES if said.get(name.lower())), "") or linked.get("at", "")
    people = tuple(_people(said, linked))
    entry = Entry(url, url, title, _without_title(markup, title), at or _time_of(page), _DATES[0], people)
    return source, entry


def _metas(page: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in page.css("meta[content]"):
        name = one.attributes.get("property") or one.attributes.get("name") or one.attributes.get("itemprop")
        if name:
            found.setdefault(name.lower(), clean(one.attributes.get("content") or "").strip())
    return found


def _posts_in(page: Any) -> Iterator[dict[str, Any]]:
    """Give time and authors of the postings that JSON-LD of a page describes."""
    for one in page.css('script[type="application/ld+json"]'):
        try:
            told = json.loads(one.text() or "")
        except (ValueError, RecursionError):
            continue
        for thing in _things(told):
            if isinstance(thing.get("datePublished"), str):
                yield {"at": thing["datePublished"], "people": thing.get("author")}


def _things(told: Any) -> Iterator[Mapping[str, Any]]:
    inner = told.get("@graph", [told]) if isinstance(told, dict) else told
    yield from (one for one in inner if isinstance(one, dict)) if isinstance(inner, list) else ()


def _people(said: Mapping[str, str], linked: Mapping[str, Any]) -> Iterator[Person]:
    """Give the authors that a page names; an address is no name."""
    told = linked.get("people")
    for one in (told if isinstance(told, list) else [told])[:_MOST_PEOPLE]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip():
            url = one.get("url") if isinstance(one, dict) else ""
            yield Person(name.strip(), url if isinstance(url, str) else "", "author")
    for name in ("author", "article:author", "dc.creator"):
        if said.get(name) and not said[name].startswith(("http://", "https://")):
            yield Person(said[name], "", "author")


def _text(page: Any, element: str) -> str:
    found = page.css_first(element)
    return "" if found is None else clean(found.text() or "").strip()


def _time_of(page: Any) -> str:
    found = page.css_first("article time[datetime]") or page.css_first("time[datetime]")
    return "" if found is None else (found.attributes.get("datetime") or "").strip()


def _without_title(markup: str, title: str) -> str:
    """Take the heading out of a text that is the title: it is kept as such."""
    first = _HEADING.search(markup)
    same = first is not None and first[1].strip() == escape(title, quote=False).strip()
    return markup.replace(first[0], "", 1) if first is not None and same else markup


def _is_lines(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if (
            _is_lines(name)
            and head.startswith(b"{")
            and all(f'"{one}"'.encode() in head for one in ("url", "html"))
        ):
            return Sighting(0.8, f"{name} with url and html on each line")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return PageReader(options.place, options.access)


PAGES = Format(
    name="web-pages",
    title=say("Pages of blogs (JSON lines of url and html)"),
    recognise=_recognise,
    data=_is_lines,
    reader=_reader,
    lines=_is_lines,
)
