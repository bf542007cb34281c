"""Reader of a site's authors, posts and comments. A site is open unless the user says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.addresses import links_in, page_key, site_of
from luminary.collect.decode import clean, moment
from luminary.collect.jsonrows import NotUsed, field_names, shown
from luminary.collect.markup import outside, plain
from luminary.collect.safexml import Element, elements, every, text_in
from luminary.collect.services import looks_like_service
from luminary.collect.source import RawRow, Unit
from luminary.collect.tabular import TimeReader
from luminary.domain import (
    Access,
    Account,
    Place,
    Post,
    Record,
    Reference,
    ReferenceKind,
    account_key,
    place_key,
    post_key,
)
from luminary.errors import InputError, UnusableRowError

WORDPRESS = "wordpress"
NOT_PUBLISHED = "not published"
_NO_SPEECH = frozenset((
    "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache",
    "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "user_request",
    "wp_font_family", "wp_font_face", "acf-field", "acf-field-group", "feedback",
))  # fmt: skip
_LINKS = ("pingback", "trackback")
_NO_TIME = "0000-00-00 00:00:00"
_AUDIO = re.compile(r"\[audio\b|<audio\b|wp:audio|\[powerpress\b")
_VIDEO = re.compile(
    r"\[video\b|<video\b|wp:video|youtube(?:-nocookie)?\.com/(?:embed|watch)|player\.vimeo\.com"
)
_BLOCK = re.compile(r"<!--\s*/?wp:[^>]{0,2000}-->")
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]{0,40}(?:\s[^\[\]\n]{0,1000})?\]")
_MOST_LINKS = 500
_MAIL = TimeReader("mail")


class WordPressReader:
    """Reads exports of a site.

    Parameters
    ----------
    community : str, default ""
        Names the site in all keys; by default its host does.
    access : Access or None
        A site is open unless this says otherwise.
    """

    known = field_names("""
        site site_link author authors title link pubDate dc:creator guid description content:encoded
        excerpt:encoded category wp:post_id wp:post_date wp:post_date_gmt wp:post_modified
        wp:post_modified_gmt wp:comment_status wp:ping_status wp:post_name wp:status wp:post_parent
        wp:menu_order wp:post_type wp:post_password wp:is_sticky wp:postmeta wp:comment wp:attachment_url
    """)

    def __init__(self, community: str = "", access: Access | None = None) -> None:
        self._community = community
        self._access = access or Access.OPEN

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut an export into authors and posts; what stands only above them is written to each.

        Raises
        ------
        InputError
            When it is no XML or ends too early; whole posts are read all the same.
        """
        found: list[Element] = []
        above: dict[str, Any] = {}
        broken: InputError | None = None
        try:
            for element in elements(unit.data, unit.file, {"item", "wp:author", "channel"}):
                if element.name in ("item", "wp:author"):
                    found.append(element)
                elif element.name == "channel":
                    above = element.children
                elif element.name != "rss":
                    broken = InputError.at(unit.file, f"its outermost element is {element.name}, not rss")
        except InputError as error:
            broken = error
        link = text_in(above, "wp:base_blog_url", "wp:base_site_url", "link") or _some_link(found)
        site = {"site": text_in(above, "title"), "site_link": link}
        authors = {
            text_in(one.children, "wp:author_login"): text_in(one.children, "wp:author_id")
            for one in found
            if one.name == "wp:author"
        }
        for number, one in enumerate(found, 1):
            yield RawRow(number, _row(one, site, authors))
        if broken is not None:
            raise broken

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn an author, or a post with its comments, into records."""
        value = row.value
        if isinstance(value, NotUsed):
            return iter(())
        if not isinstance(value, dict) or "site_link" not in value:
            raise UnusableRowError(f"the row is {shown(value)}, not a post")
        community = self._community or site_of(str(value["site_link"])) or "site"
        if isinstance(value.get("author"), dict):
            return iter((_Site(community, self._access, value).author(value["author"]),))
        return _Site(community, self._access, value).post(value)


class _Site:
    """Makes the records of one row."""

    def __init__(self, community: str, access: Access, row: Mapping[str, Any]) -> None:
        self._community = community
        name = clean(str(row.get("site") or "")).strip()[:500] or community
        self._place = Place(place_key(WORDPRESS, community, "site"), WORDPRESS, community, name, access)
        authors = row.get("authors")
        self._authors: Mapping[str, str] = authors if isinstance(authors, dict) else {}

    def author(self, one: Mapping[str, Any]) -> Account:
        login, name = text_in(one, "wp:author_login"), text_in(one, "wp:author_display_name")
        if not login:
            raise UnusableRowError("'wp:author_login' is missing")
        full = " ".join(text_in(one, f"wp:author_{part}_name") for part in ("first", "last")).strip()
        return Account(
            self._user(login, text_in(one, "wp:author_id")),
            WORDPRESS,
            full or name or login,
            login,
            email=text_in(one, "wp:author_email") or None,
            role="author",
            kind="service" if looks_like_service(name, login) else "unknown",
        )

    def post(self, item: Mapping[str, Any]) -> Iterator[Record]:
        kind = text_in(item, "wp:post_type") or "post"
        if kind in _NO_SPEECH:
            return
        id, login = text_in(item, "wp:post_id"), text_in(item, "dc:creator")
        if not (id and login):
            raise UnusableRowError(f"'{'dc:creator' if id else 'wp:post_id'}' is missing")
        author, at = self._user(login, self._authors.get(login, "")), _time(item, "wp:post_date")
        markup, link = text_in(item, "content:encoded"), text_in(item, "link")
        key = self._key(id)
        yield Account(author, WORDPRESS, handle=login)
        yield self._place
        yield Post(
            key,
            author,
            at,
            _words(markup),
            self._place.key,
            key,
            clean(text_in(item, "title"))[:500] or None,
            link or None,
            page_key(link),
            media=_media(markup),
        )
        own = site_of(link) or self._community
        for number, address in enumerate(links_in(markup)):
            if number < _MOST_LINKS and site_of(address) != own:
                yield Reference(ReferenceKind.MENTION, author, at, key, page_key(address), label="link")
        for one in every(item, "wp:comment"):
            if isinstance(one, dict) and text_in(one, "wp:comment_approved") == "1":
                yield from self._comment(key, author, one)

    def _comment(self, post: str, answered: str, one: Mapping[str, Any]) -> Iterator[Record]:
        kind = text_in(one, "wp:comment_type") or "comment"
        at = _time(one, "wp:comment_date")
        address = text_in(one, "wp:comment_author_url")
        if kind in _LINKS:
            site = site_of(address)
            if site is None:
                raise UnusableRowError(f"a {kind} comes from {shown(address)}, which is no web address")
            linking = Account(account_key("feed", "", id=site), "feed", url=f"https://{site}/")
            yield linking
            yield Reference(ReferenceKind.MENTION, linking.key, at, None, post, answered, label=kind)
            return
        if kind != "comment":
            return
        id = text_in(one, "wp:comment_id")
        if not id:
            raise UnusableRowError("a comment's 'wp:comment_id' is missing")
        author, key = self._commenter(one), self._key(f"c{id}")
        parent = text_in(one, "wp:comment_parent")
        words = _words(text_in(one, "wp:comment_content"))
        yield author
        yield Post(key, author.key, at, words, self._place.key, post)
        target, who = (self._key(f"c{parent}"), None) if parent not in ("", "0") else (post, answered)
        yield Reference(ReferenceKind.REPLY, author.key, at, key, target, who)

    def _commenter(self, one: Mapping[str, Any]) -> Account:
        """Name a commenter: by his own id here, else by address, else by name."""
        name = clean(text_in(one, "wp:comment_author")).strip()[:500]
        user, email = text_in(one, "wp:comment_user_id"), text_in(one, "wp:comment_author_email")
        id = user if user not in ("", "0") else None
        if not (id or email or name):
            raise UnusableRowError("a comment's 'wp:comment_author' is missing")
        key = account_key(WORDPRESS, self._community, id=id, handle=email or None, name=name or None)
        url = text_in(one, "wp:comment_author_url")
        kind = "service" if looks_like_service(name or None) else "unknown"
        return Account(key, WORDPRESS, name or None, url=url or None, email=email or None, kind=kind)

    def _user(self, login: str, id: str) -> str:
        return account_key(WORDPRESS, self._community, id=id, handle=login)

    def _key(self, id: str) -> str:
        return post_key(WORDPRESS, self._community, id)


def _row(one: Element, site: dict[str, str], authors: dict[str, str]) -> dict[str, Any]:
    if one.name == "wp:author":
        return {"author": one.children, **site}
    status = text_in(one.children, "wp:status") or "publish"
    speaks = text_in(one.children, "wp:post_type") not in _NO_SPEECH
    if speaks and (status != "publish" or text_in(one.children, "wp:post_password")):
        return NotUsed(NOT_PUBLISHED, text_in(one.children, "wp:post_id"))
    login = text_in(one.children, "dc:creator")
    comments = [_approved(comment) for comment in every(one.children, "wp:comment")]
    held = {"wp:comment": comments} if comments else {}
    return {**one.children, **held, **site, "authors": {login: authors.get(login, "")}}


def _approved(comment: object) -> object:
    """Leave out what nobody published: of such a comment only its id is kept."""
    if text_in(comment, "wp:comment_approved") == "1":
        return comment
    return {"not_used": "not approved", "wp:comment_id": text_in(comment, "wp:comment_id")}


def _some_link(found: list[Element]) -> str:
    """Give an address of the site where the file broke before its own was closed."""
    return next((link for one in found if (link := text_in(one.children, "link"))), "")


def _time(value: Mapping[str, Any], field: str) -> int:
    """Read a time in UTC; where a site wrote only its own clock, the date of the feed tells more."""
    told = text_in(value, f"{field}_gmt")
    if told and told != _NO_TIME:
        return moment(told, f"{field}_gmt")
    if published := text_in(value, "pubDate"):
        return _MAIL(published, "pubDate")
    return moment(text_in(value, field), field)


def _words(markup: str) -> str:
    own, _ = outside(_BLOCK.sub("", markup), "blockquote")
    return plain(_SHORTCODE.sub("", own))


def _media(markup: str) -> str:
    return "video" if _VIDEO.search(markup) else "audio" if _AUDIO.search(markup) else "text"
