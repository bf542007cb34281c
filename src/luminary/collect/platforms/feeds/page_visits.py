"""Pages of blogs, live: the pages that the entries of a feed point at, each fetched once.

Only pages of the feed's own site are fetched; robots.txt is obeyed, and so is a publisher who reserves the
page against text and data mining (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/, for
article 4(3) of directive (EU) 2019/790). A page that names no feed is fetched itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from luminary.collect.addresses import site_of
from luminary.collect.decode import clean
from luminary.collect.fetch.port import (
    Ask,
    Client,
    Connector,
    Cursor,
    Guess,
    Page,
    Pages,
    Reply,
    Trouble,
    Wanted,
)
from luminary.collect.fetch.weblinks import outline
from luminary.collect.platforms.feeds.charset import as_read
from luminary.collect.platforms.feeds.read import FeedReader, read_entry
from luminary.collect.source import Unit
from luminary.errors import FetchError, InputError, UnusableRowError
from luminary.i18n import say, say_count

_MOST_SEEN = 20_000
"""Pages of one feed that are remembered: no feed lists as many at once."""
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_SAID = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_RESERVED = re.compile(
    rb"""<meta\s[^>]*name\s*=\s*["']tdm-reservation["'][^>]*content\s*=\s*["']1["']""", re.IGNORECASE
)


def pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    """Fetch the pages of a blog that were not fetched before.

    Raises
    ------
    FetchError
        When neither feed nor page answers.
    """
    state: dict[str, Any] = {"feeds": {url: dict(one) for url, one in dict(cursor.get("feeds", {})).items()}}
    failed: FetchError | None = None
    answered = 0
    for url in wanted.words("url"):
        try:
            yield from _blog(client, url, state)
            answered += 1
        except FetchError as error:
            failed = error
            yield Trouble(url, error.message)
    if failed is not None and not answered:
        raise failed


def _blog(client: Client, url: str, state: dict[str, Any]) -> Pages:
    known = state["feeds"].setdefault(url, {})
    reply = client.get(str(known.get("feed") or url), known=known.get("tags"), robots=True)
    if reply.status == 304:
        return
    seen = outline(reply.body, reply.url)
    if seen.kind == "html":
        if not seen.links:
            yield from _visited(client, url, {url: None}, known, state)
            return
        known["feed"] = seen.links[0]
        reply = client.get(seen.links[0], robots=True)
        seen = outline(reply.body, reply.url)
    if seen.kind != "feed":
        raise FetchError(say("{url} is no feed, and names none", url=url))
    yield from _of_feed(client, url, reply, known, state)


def _of_feed(client: Client, url: str, reply: Reply, known: dict[str, Any], state: dict[str, Any]) -> Pages:
    """Visit what the entries of a feed point at, then remember the feed as read."""
    body, _ = as_read(reply.body, reply.headers)
    entries = dict(_entries(body, reply.url))
    sites = {site_of(reply.url), site_of(url), *_site(entries)}
    own = {page: value for page, value in entries.items() if site_of(page) in sites}
    if others := len(entries) - len(own):
        yield Trouble(
            reply.url,
            say_count(
                "{n} entry leads to another site, whose page is not fetched",
                "{n} entries lead to other sites, whose pages are not fetched",
                others,
            ),
        )
    yield from _visited(client, url, own, known, state)
    known["tags"] = {} if known.pop("again", False) else reply.tags
    yield Page("", b"", state)


def _entries(body: bytes, url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the entries of a feed by the page they point at, as far as it can be read."""
    try:
        for row in FeedReader().rows(Unit(url, body)):
            if isinstance(row.value, dict) and row.value.get("is_feed") is not True:
                try:
                    link = read_entry(row.value)[1].link
                except UnusableRowError:
                    continue
                if site_of(link):
                    yield link, row.value
    except InputError:
        return


def _site(entries: dict[str, dict[str, Any]]) -> set[str | None]:
    """Give the site that a feed says it is of."""
    first = next(iter(entries.values()), None)
    return set() if first is None else {site_of(read_entry(first)[0].link)}


def _visited(
    client: Client, url: str, wanted: dict[str, Any], known: dict[str, Any], state: dict[str, Any]
) -> Pages:
    """Fetch pages, one after the other; one that is not there is told and not asked for again."""
    seen: list[str] = known.setdefault("seen", [])
    done = set(seen)
    for page, entry in wanted.items():
        mark = hashlib.blake2b(page.encode(), digest_size=6).hexdigest()
        if mark in done:
            continue
        try:
            reply = client.get(page, headers={"Accept": "text/html, application/xhtml+xml"}, robots=True)
        except FetchError as error:
            yield Trouble(page, error.message)
            if error.status is None or error.status >= 500:
                known["again"] = True  # it may answer next time
                continue
            reply = None
        seen.append(mark)
        del seen[:-_MOST_SEEN]
        yield from _kept(page, reply, entry, state)


def _kept(page: str, reply: Reply | None, entry: Any, state: dict[str, Any]) -> Pages:
    """Hand a page on with its entry, or say why not."""
    refused = None if reply is None else _why_not(reply)
    if reply is None or refused:
        if refused:
            yield Trouble(page, refused)
        yield Page("", b"", state)
        return
    line = {"url": reply.url, "fetched": _now(), "html": _text(reply), "entry": entry}
    host = urlsplit(reply.url).hostname or "page"
    mark = hashlib.blake2b(page.encode(), digest_size=6).hexdigest()
    body = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    yield Page(f"{host}-{mark}.jsonl", body, state)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _why_not(reply: Reply) -> str | None:
    """Say why a page is not kept; None when it is."""
    kind = reply.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml", ""):
        return say("it is {kind}, no page", kind=kind)
    if reply.headers.get("tdm-reservation", "").strip() == "1" or _RESERVED.search(reply.body[:100_000]):
        return say("its publisher reserves it against text and data mining, so it is not kept")
    return None


def _text(reply: Reply) -> str:
    """Read a page in the encoding that its server, or it, says; what is no letter there is marked as such."""
    said = _SAID.search(reply.headers.get("content-type", ""))
    found = _CHARSET.search(reply.body[:4_096])
    declared = found[1].decode("ascii") if found else ""
    names = (said[1] if said else "", declared, "utf-8", "windows-1252")
    for name in names:
        try:
            if name:
                return clean(reply.body.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return clean(reply.body.decode("utf-8", "replace"))


def guess(told: str) -> Guess | None:
    """Take an address only when it is named as ``pages:ADDRESS``: the feed alone is what most want."""
    address = told.removeprefix("pages:")
    if address != told and address.startswith(("http://", "https://")):
        return Guess(0.9, {"url": address})
    return None


PAGE_VISITS = Connector(
    name="pages",
    title=say("Pages of blogs, with the links in them"),
    format="web-pages",
    asks=(Ask("url", say("address of a blog, its feed, or one page; several parted by spaces"), True),),
    terms="web_pages/api_key",
    pages=pages,
    guess=guess,
)
