"""What web analytics tell of visits to one's own pages: figures as each tool counted them.

A tool splits the same visits in several ways (by source, by page, by both) and over several periods. Two
figures are added only when one tool counted them, split in the same way, for the same site, over single
days; every longer period stands by itself. Visitors, shares, means and positions are never added: one visitor
comes on two days.

A figure is laid to a person's account only where that is certain: the source is the address of one of its
posts, the link's own mark (``utm_content``) is its id, handle or key, or the source is a website that exactly
one account names as its own.

What it cannot tell: what somebody brought who was read and not clicked, or whose link carried no mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa

from luminary.collect.addresses import page_key, site_of
from luminary.store import Engine

_SHORTEST = 4
"""Signs that a mark must have to mean somebody."""
SPLITS = ("referrer", "medium", "campaign", "content", "page", "query", "day", "month")
"""What visits can be shown by."""
_ADDED = frozenset({
    "visits", "engaged visits", "views", "clicks", "impressions", "actions", "key events", "bounces", "exits",
    "seconds", "entrances", "linking pages", "incoming links", "backlinks",
})  # fmt: skip
"""Figures that may be added; all others stand only where a single row holds them."""
_SPLIT_BY = """
concat_ws(' and ',
    CASE WHEN referrer IS NOT NULL THEN 'referrer' END, CASE WHEN medium IS NOT NULL THEN 'medium' END,
    CASE WHEN campaign IS NOT NULL THEN 'campaign' END, CASE WHEN content IS NOT NULL THEN 'content' END,
    CASE WHEN page IS NOT NULL THEN 'page' END, CASE WHEN query IS NOT NULL THEN 'query' END)
"""
_OVER = """
CASE WHEN moment IS NULL OR until IS NULL THEN 'not said'
     WHEN moment = until THEN 'single days'
     ELSE strftime(moment, '%Y-%m-%d') || ' to ' || strftime(until, '%Y-%m-%d') END
"""
_KEYS = {
    "day": "strftime(moment, '%Y-%m-%d')",
    "month": "strftime(moment, '%Y-%m')",
}
_VISITS_SQL = """
SELECT tool, site, what, {key} AS key, {split} AS split, {over} AS over,
       sum(value), count(*), min(moment), max(until)
FROM visits
WHERE {key} IS NOT NULL {single}
  AND (? IS NULL OR tool = ?) AND (? IS NULL OR site = ?) AND (? IS NULL OR what = ?)
  AND (? IS NULL OR moment >= CAST(? AS TIMESTAMP)) AND (? IS NULL OR until <= CAST(? AS TIMESTAMP))
GROUP BY ALL ORDER BY what, tool, site, sum(value) DESC, key, split, over
"""
_SOURCES_SQL = "SELECT DISTINCT referrer, content, page FROM visits"
_POSTS_SQL = "SELECT account, post, url FROM posts WHERE url IS NOT NULL"
_ACCOUNTS_SQL = """
SELECT account, substr(account, strpos(account, '/') + 1),
       list(DISTINCT ltrim(handle, '@')) FILTER (WHERE handle <> ''),
       list(DISTINCT url) FILTER (WHERE url <> '')
FROM accounts GROUP BY account
"""
_BROUGHT_SQL = f"""
SELECT b.account, b.post, b.how, v.tool, v.site, v.what, {_SPLIT_BY} AS split, {_OVER} AS over,
       sum(v.value), count(*), min(v.moment), max(v.until)
FROM visits v JOIN brought b ON b.its_referrer IS NOT DISTINCT FROM v.referrer
    AND b.its_content IS NOT DISTINCT FROM v.content AND b.its_page IS NOT DISTINCT FROM v.page
GROUP BY ALL ORDER BY v.what, v.tool, sum(v.value) DESC, b.account, b.post
"""
_LINKS_SQL = """
SELECT r.target_post, r.account, count(DISTINCT r.post), min(r.moment), max(r.moment)
FROM refs r WHERE left(r.target_post, length(?)) = ? OR r.target_post = ?
GROUP BY ALL ORDER BY 3 DESC, r.target_post, r.account
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure as one tool counted it.

    Attributes
    ----------
    tool, site, what : str
        What counted, whose pages, and what: visits, views, clicks, ...
    key : str
        What it is shown by: a source, a page, a day.
    split, over : str
        How the tool had split its figures, and over which days; figures that differ here are not added.
    value : float or None
        The figure; None where several rows hold it and it cannot be added.
    rows : int
        Rows it stands in.
    first, last : datetime or None
        First and last day.
    """

    tool: str
    site: str
    what: str
    key: str
    split: str
    over: str
    value: float | None
    rows: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Brought:
    """A figure that is laid to an account.

    Attributes
    ----------
    account : str
        Key of the account.
    post : str or None
        The post from which people came, where that is known.
    how : str
        Why it is certain: "address of the post", "mark of the link" or "own website".
    counted : Counted
        The figure; its key is the account.
    """

    account: str
    post: str | None
    how: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class Linked:
    """Links to one page of a site, from one account's posts.

    Attributes
    ----------
    page : str
        The page, without scheme.
    account : str
        Who links.
    posts : int
        Posts with the link.
    first, last : datetime or None
        When the first and the last of them were written.
    """

    page: str
    account: str
    posts: int
    first: datetime | None
    last: datetime | None


def visits_by(
    engine: Engine,
    by: str,
    *,
    tool: str | None = None,
    site: str | None = None,
    what: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Counted]:
    """List the figures by one of `SPLITS`, the largest first within what one tool counted.

    `visits` must be named in the engine. A day or month is shown for single days only.
    """
    key = _KEYS.get(by, by)
    single = "AND moment = until" if by in _KEYS else ""
    sql = _VISITS_SQL.format(key=key, split=_SPLIT_BY, over=_OVER, single=single)
    asked = [value for one in (tool, site, what, since, until) for value in (one, one)]
    return [_counted(*row) for row in engine.rows(sql, asked)]


def brought_by(engine: Engine, numbers: Mapping[str, str] | None = None) -> list[Brought]:
    """List the figures that can be laid to an account for certain.

    Parameters
    ----------
    engine : Engine
        `visits`, `posts` and `accounts` must be named in it.
    numbers : mapping of str to str, optional
        Numbers under which people are shown ("OL-0042"), to their keys: links may carry them as marks.
    """
    found = list(_matches(engine, numbers or {}))
    names = ("its_referrer", "its_content", "its_page", "account", "post", "how")
    columns = {name: [row[at] for row in found] for at, name in enumerate(names)}
    engine.give("brought", pa.table({name: pa.array(rows, pa.string()) for name, rows in columns.items()}))
    rows: list[tuple[Any, ...]] = engine.rows(_BROUGHT_SQL)
    return [Brought(row[0], row[1], row[2], _counted(*row[3:6], row[0], *row[6:])) for row in rows]


def links_to(engine: Engine, site: str) -> list[Linked]:
    """List the links to pages of a site that stand in posts and pages, by page and account.

    `refs` must be named in the engine.
    """
    host = (site_of(site) or site).removeprefix("www.").strip("/").lower()
    front = f"web:/{host}"
    rows: list[tuple[Any, ...]] = engine.rows(_LINKS_SQL, [f"{front}/", f"{front}/", front])
    return [Linked(row[0].removeprefix("web:/"), *row[1:]) for row in rows]


def _counted(*row: Any) -> Counted:
    tool, site, what, key, split, over, value, rows, first, last = row
    may_add = rows == 1 or (what in _ADDED and over != "not said") or (what in _LINKS and rows)
    return Counted(
        tool, site, what, key, split or "nothing", over, value if may_add else None, rows, first, last
    )


_LINKS = frozenset({"linking pages", "incoming links", "backlinks"})
"""Counts of links carry no days, and each row counts other links."""


def _matches(engine: Engine, numbers: Mapping[str, str]) -> Iterator[tuple[str | None, ...]]:
    """Say of every source of visits whose it is, where that is certain."""
    posts = _posts(engine)
    marks, sites = _accounts(engine)
    marks |= {number.casefold(): person for number, person in numbers.items()}
    for referrer, content, page in engine.rows(_SOURCES_SQL):
        source, mark = _text(referrer), _text(content) or _mark_in(_text(page))
        kept = (_text(referrer), _text(content), _text(page))
        if mark and (account := marks.get(mark.casefold())):
            yield (*kept, account, None, "mark of the link")
        elif source and (key := page_key(_address(source))) in posts:
            yield (*kept, *posts[str(key)], "address of the post")
        elif source and (account := sites.get(site_of(_address(source)) or "")):
            yield (*kept, account, None, "own website")


def _posts(engine: Engine) -> dict[str, tuple[str, str]]:
    """Give account and post of every address at which exactly one post stands."""
    found: dict[str, set[tuple[str, str]]] = {}
    for account, post, url in engine.rows(_POSTS_SQL):
        if key := page_key(str(url)):
            found.setdefault(key, set()).add((str(account), str(post)))
    return {key: next(iter(ones)) for key, ones in found.items() if len(ones) == 1}


def _accounts(engine: Engine) -> tuple[dict[str, str], dict[str, str]]:
    """Give the only account that each mark stands for, and the only one that each website belongs to.

    Names are no marks, and short ones could mean anything.
    """
    marks: dict[str, set[str]] = {}
    sites: dict[str, set[str]] = {}
    rows: list[tuple[Any, ...]] = engine.rows(_ACCOUNTS_SQL)
    for account, native, handles, urls in rows:
        own = () if native.startswith("~") else (native.lstrip("@"), *(handles or ()))
        for mark in (account, *(one for one in own if len(one) >= _SHORTEST)):
            marks.setdefault(str(mark).casefold(), set()).add(account)
        for url in urls or ():
            if (site := site_of(url)) and urlsplit(url).path.strip("/") == "":
                sites.setdefault(site, set()).add(account)
    return _single(marks), _single(sites)


def _single(found: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {key: next(iter(ones)) for key, ones in found.items() if len(list(ones)) == 1}


def _mark_in(page: str | None) -> str | None:
    """Give the mark that an address of a landing page carries."""
    if not page or "utm_content=" not in page:
        return None
    try:
        return parse_qs(urlsplit(page).query).get("utm_content", [None])[0]
    except ValueError:
        return None


def _address(source: str) -> str:
    """Write a source that names no scheme as an address."""
    return source if "://" in source[:10] else f"https://{source}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)
