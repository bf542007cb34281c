"""Readers of feeds and of lists of feeds. A feed is open unless the user says otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from luminary.collect.addresses import links_in, page_key, site_of
from luminary.collect.decode import clean, json_of
from luminary.collect.jsonrows import field_names, listed, shown
from luminary.collect.markup import outside, plain
from luminary.collect.platforms.feeds import jsonfeed, xml
from luminary.collect.platforms.feeds.entry import Entry, Person, Source, feed_slug
from luminary.collect.safexml import Element, attribute_of, elements
from luminary.collect.services import looks_like_service
from luminary.collect.source import RawRow, Unit
from luminary.collect.tabular import TimeReader
from luminary.domain import (
    Access,
    Account,
    Metric,
    Place,
    Post,
    Record,
    Reference,
    ReferenceKind,
    Tie,
    account_key,
    place_key,
    post_key,
)
from luminary.errors import InputError, UnusableRowError

FEED_PLATFORM = "feed"
GUEST = "guest"
_HEADER, _ABOVE = "is_feed", "feed"
_MOST_LINKS = 500
_MAIL, _ISO = TimeReader("mail"), TimeReader("iso")


class FeedReader:
    """Reads feeds: a row for the feed itself, and one for each entry.

    Parameters
    ----------
    place : str, default ""
        Names the feed in keys; by default the address of its site does.
    access : Access or None
        A feed is open unless this says otherwise.
    """

    known = field_names("""
        is_feed feed title link guid pubDate author category comments enclosure source description rdf:about
        @rdf:about content:encoded dc:creator dc:date dc:subject date atom:id atom:title atom:link
        atom:published atom:updated atom:issued atom:modified atom:author atom:contributor atom:content
        atom:summary atom:category atom:rights atom:source @xml:lang @xml:base thr:in-reply-to thr:total
        slash:comments wfw:commentRss media:content media:thumbnail media:group media:description
        itunes:author
        itunes:summary itunes:subtitle itunes:title itunes:duration itunes:episode itunes:season
        itunes:episodeType itunes:explicit itunes:image itunes:keywords itunes:block podcast:person
        podcast:transcript podcast:chapters podcast:soundbite podcast:season podcast:episode podcast:value
        podcast:socialInteract podcast:location podcast:alternateEnclosure id url external_url content_html
        content_text summary image banner_image date_published date_modified authors tags language
        attachments
    """)

    def __init__(self, place: str = "", access: Access | None = None) -> None:
        self._place = place
        self._access = access or Access.OPEN

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a feed into entries; what stands only above them is written to each.

        Raises
        ------
        InputError
            When it is neither XML nor JSON Feed, or ends too early; whole entries are read all the same.
        """
        if unit.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            yield from _json_rows(unit)
        else:
            yield from _xml_rows(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a feed or an entry into records."""
        source, entry = read_entry(row.value)
        slug = feed_slug(self._place or source.link, self._place or source.title)
        if row.value.get(_HEADER) is True:
            return iter((_feed_account(slug, source), self._feed_place(slug, source)))
        return self._entry(slug, source, entry)

    def _feed_place(self, slug: str, source: Source) -> Place:
        name = clean(source.title).strip()[:500] or slug
        return Place(place_key(FEED_PLATFORM, slug, "feed"), FEED_PLATFORM, slug, name, self._access)

    def _entry(self, slug: str, source: Source, entry: Entry) -> Iterator[Record]:
        at = _time(entry)
        people = entry.people or source.people
        author = _author(slug, source, people)
        place = self._feed_place(slug, source)
        own, _ = outside(entry.markup, "blockquote")
        text, title = plain(own), clean(entry.title).strip()[:500] or None
        if not (text or title or entry.link):
            raise UnusableRowError("title, text and link are missing")
        key = post_key(FEED_PLATFORM, slug, _id(entry, author.key, at, text))
        guests = [one for one in _of_role(people, GUEST) if one.name != author.name]
        together = bool(guests) or len({one.name for one in _of_role(entry.people, "author")}) > 1
        yield author
        yield place
        yield Post(
            key,
            author.key,
            at,
            text,
            place.key,
            post_key(FEED_PLATFORM, slug, clean(entry.answers)[:500]) if entry.answers else key,
            title,
            entry.link or None,
            page_key(entry.link),
            media=entry.media,
            origin="co-created" if together else "own",
        )
        yield from _pointing(slug, key, author.key, at, entry)
        for guest in guests:
            account = _person_account(slug, guest)
            yield account
            yield Reference(ReferenceKind.MENTION, author.key, at, key, target=account.key, label=GUEST)
            yield Tie(author.key, account.key, "podcast guest", at)
        if entry.comments.isdecimal():
            yield Metric(key, "replies", float(entry.comments[:15]))


def read_entry(value: Any) -> tuple[Source, Entry]:
    """Read a raw row of a feed: what stands above the entries, and the entry.

    Raises
    ------
    UnusableRowError
        When it is no such row.
    """
    if not isinstance(value, dict) or not isinstance(value.get(_ABOVE), dict):
        raise UnusableRowError(f"the row is {shown(value)}, not an entry of a feed")
    above = value[_ABOVE]
    read = jsonfeed if "home_page_url" in above or "version" in above else xml
    return read.source_of(above), read.entry_of(value)


class OpmlReader:
    """Reads lists of feeds: each feed becomes an account and a place.

    Parameters
    ----------
    access : Access or None
        Feeds are open unless this says otherwise.
    """

    known = field_names("""
        @text @title @type @xmlUrl @htmlUrl @description @language @version @category @created @isComment
    """)

    def __init__(self, access: Access | None = None) -> None:
        self._access = access or Access.OPEN

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a list into its outlines; a folder of outlines is a row of its own.

        Raises
        ------
        InputError
            When it is no XML, or no OPML.
        """
        found = 0
        for element in elements(unit.data, unit.file, {"outline"}):
            if element.name == "outline":
                found += 1
                yield RawRow(found, element.value())
            elif element.name.lower() != "opml":
                raise InputError.at(unit.file, f"its outermost element is {element.name}, not opml")

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a feed of the list into its account and its place; a folder says nothing."""
        address = attribute_of(row.value, "xmlUrl")
        if not address:
            if attribute_of(row.value, "type").lower() in ("rss", "atom", "feed"):
                raise UnusableRowError("'xmlUrl' is missing")
            return
        site = attribute_of(row.value, "htmlUrl") or address
        if page_key(site) is None:
            raise UnusableRowError(f"'xmlUrl' is {shown(address)}, which is no web address")
        title = attribute_of(row.value, "title") or attribute_of(row.value, "text")
        source = Source(title, site, attribute_of(row.value, "description"))
        slug = feed_slug(site, title)
        yield _feed_account(slug, source)
        name = clean(title).strip()[:500] or slug
        yield Place(place_key(FEED_PLATFORM, slug, "feed"), FEED_PLATFORM, slug, name, self._access)


def _xml_rows(unit: Unit) -> Iterator[RawRow]:
    entries: list[Element] = []
    broken: InputError | None = None
    above: dict[str, Any] = {}
    try:
        for element in elements(unit.data, unit.file, {*xml.ENTRIES, "channel"}):
            if element.name in xml.ENTRIES:
                entries.append(element)
            elif element.name in ("channel", "atom:feed"):
                above = element.children
            elif element.name not in ("rss", "rdf:RDF"):
                broken = InputError.at(
                    unit.file, f"its outermost element is {element.name}, not that of a feed"
                )
    except InputError as error:
        broken = error
    if above or entries:
        yield RawRow(1, {_HEADER: True, _ABOVE: above})
    short = {name: value for name, value in above.items() if name in _ABOVE_EACH}
    for number, entry in enumerate(entries, 2):
        value = entry.value()
        inner = value if isinstance(value, dict) else {"#text": value}
        yield RawRow(number, {**inner, _ABOVE: short})
    if broken is not None:
        raise broken


_ABOVE_EACH = field_names("""
    title link atom:title atom:link atom:author atom:id dc:creator author itunes:author managingEditor
    podcast:person
""")


def _json_rows(unit: Unit) -> Iterator[RawRow]:
    feed = json_of(unit.data, unit.file)
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise InputError.at(unit.file, "no 'items'; a JSON Feed has version, title and items")
    above = {name: value for name, value in feed.items() if name != "items"}
    yield RawRow(1, {_HEADER: True, _ABOVE: above})
    for number, item in enumerate(listed(feed["items"]), 2):
        yield RawRow(number, {**item, _ABOVE: above} if isinstance(item, dict) else item)


def _time(entry: Entry) -> int:
    if not entry.at:
        raise UnusableRowError(f"'{entry.at_field}' is missing")
    try:
        return _MAIL(entry.at, entry.at_field)
    except UnusableRowError:
        return _ISO(entry.at, entry.at_field)


def _feed_account(slug: str, source: Source) -> Account:
    title = clean(source.title).strip()[:500]
    return Account(
        account_key(FEED_PLATFORM, "", id=slug),
        FEED_PLATFORM,
        title or slug,
        bio=plain(source.about)[:2000] or None,
        url=source.link or None,
        kind="service" if looks_like_service(title) else "unknown",
    )


def _author(slug: str, source: Source, people: tuple[Person, ...]) -> Account:
    """Tell who wrote: the first author named, else the only host, else the feed itself."""
    named = _of_role(people, "author") or _of_role(source.people, "author")
    hosts = _of_role(people, "host")
    chosen = named[0] if named else hosts[0] if len(hosts) == 1 else None
    if chosen is None or clean(chosen.name).strip() == clean(source.title).strip():
        return _feed_account(slug, source)
    return _person_account(slug, chosen)


def _person_account(slug: str, person: Person) -> Account:
    """Name a person: by the page that the feed gives as his own, else by name within the feed."""
    name = clean(person.name).strip()[:500]
    key = page_key(person.url)
    if key is not None and key.count("/") > 1:
        return Account(account_key("web", "", id=key.removeprefix("web:/")), "web", name, url=person.url)
    service = looks_like_service(name)
    return Account(
        account_key(FEED_PLATFORM, slug, name=name or "?"),
        FEED_PLATFORM,
        name,
        url=person.url or None,
        kind="service" if service else "unknown",
    )


def _of_role(people: tuple[Person, ...], role: str) -> list[Person]:
    return [one for one in people if one.role == role]


def _id(entry: Entry, *parts: object) -> str:
    """Name an entry by its own id; by what it says where it has none."""
    if id := clean(entry.id).strip()[:500]:
        return id
    told = "\x1f".join(map(str, (*parts, entry.title)))
    return "#" + hashlib.blake2b(told.encode(errors="replace"), digest_size=10).hexdigest()


def _pointing(slug: str, key: str, author: str, at: int, entry: Entry) -> Iterator[Record]:
    """Give what an entry answers, and the pages of other sites that it links to."""
    if entry.answers:
        answered = page_key(entry.answers) or post_key(FEED_PLATFORM, slug, clean(entry.answers)[:500])
        yield Reference(ReferenceKind.REPLY, author, at, key, answered)
    own = site_of(entry.link)
    for number, address in enumerate(links_in(entry.markup)):
        if number >= _MOST_LINKS:
            return
        if site_of(address) != own:
            target = page_key(address)
            yield Reference(ReferenceKind.MENTION, author, at, key, target, label="link")
