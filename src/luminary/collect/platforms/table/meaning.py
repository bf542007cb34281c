"""From a row of a mapped table to records."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Dict
from typing import Any, TypeAlias

from luminary.collect.decode import clean
from luminary.collect.platforms.table.fields import COUNTS, WHO, is_mean
from luminary.collect.platforms.table.guess import value_at
from luminary.collect.platforms.table.ratings import read_rating
from luminary.collect.source import Options
from luminary.collect.tabular import TimeReader, count_of
from luminary.domain import (
    Account,
    Kind,
    Metric,
    Place,
    Post,
    Record,
    Reference,
    ReferenceKind,
    account_key,
    place_key,
    post_key,
)
from luminary.errors import UnusableRowError

Cells: TypeAlias = dict[str, str]
"""The texts of a row, field to text."""
REPLY, REPOST, QUOTE = ReferenceKind.REPLY, ReferenceKind.REPOST, ReferenceKind.QUOTE

_ACCOUNT = (*WHO, "role", "kind")
_POINTERS = ("reply_to", "reply_to_account", "repost_of", "quote_of")
_NO_TEXTS = ("at", "mentions", "language", "rating", *COUNTS)
_REMEMBERED = 100_000
NO_REFERENCE = frozenset(("", "0", "-1", "null", "none", "nan", "n/a", "na"))
_AT = re.compile(r"(?<![\w@./])@([A-Za-z0-9_](?:[\w.\-]{0,62}\w)?)")
_APART = re.compile(r"[,;|\n]")
_APART_IDS = re.compile(r"[,;|\s]+")
_SLUG = re.compile(r"[^\w.\-]+")
KINDS = {
    "person": Kind.PERSON, "user": Kind.PERSON, "human": Kind.PERSON, "people": Kind.PERSON,
    "organisation": Kind.ORGANISATION, "organization": Kind.ORGANISATION, "company": Kind.ORGANISATION,
    "brand": Kind.ORGANISATION, "page": Kind.ORGANISATION, "business": Kind.ORGANISATION,
    "service": Kind.SERVICE, "bot": Kind.SERVICE, "app": Kind.SERVICE, "system": Kind.SERVICE,
}  # fmt: skip
YES = frozenset(("true", "1", "yes", "y", "t", "ja", "kyllä", "on"))
NO = frozenset(("false", "0", "no", "n", "f", "nej", "nei", "ei", "off"))
_MEDIA = {
    "video": re.compile(r"video|reel|clip|film|klipp|short|live|igtv"),
    "picture": re.compile(r"photo|image|picture|album|carousel|bild|bilde|billede|kuva|foto"),
    "audio": re.compile(r"audio|podcast|podd|ljud|lyd|ääni|voice"),
}


class Meaning:
    """Turns rows of one mapping into records.

    Parameters
    ----------
    options : Options
        With the complete mapping in `columns` and `settings`, as `guess_mapping` gives it.
    """

    def __init__(self, options: Options) -> None:
        settings = options.settings
        self.columns = {field: column for field, column in options.columns.items() if column}
        self._texts = [pair for pair in self.columns.items() if pair[0] not in _NO_TEXTS]
        self.nested = any("." in column for column in self.columns.values())
        self.platform = slug(settings.get("platform") or "table")
        self.community = slug(settings.get("community", options.place))
        self._place = options.place or self.platform
        self._access = options.access.value if options.access else None
        self.time = TimeReader(settings.get("time") or "iso", settings.get("zone") or "UTC")
        self._decimal = settings.get("decimal", "")
        self.mentions = settings.get("mentions", "none")
        self.accounts_only = settings.get("kind") == "accounts"
        self.by = next((field for field in WHO if field in self.columns), "name")
        self._figures = [(field, self.columns[field]) for field in COUNTS[1:] if field in self.columns]
        self._points = any(field in self.columns for field in _POINTERS)
        self._accounts: dict[tuple[str, ...], Account] = {}
        self._places: dict[tuple[str, str], Place] = {}

    def records(self, row: Dict[str, Any]) -> Iterator[Record]:
        """Turn one row into records.

        Raises
        ------
        UnusableRowError
            When the author or the time cannot be read, or a figure is none.
        """
        cells = self._cells(row)
        platform = slug(cells["platform"].lower()) if cells.get("platform") else self.platform
        account = self._account(cells, platform)
        if self.accounts_only:
            return iter((account, *self._account_figures(row, account.key)))
        return iter(self._post_records(row, cells, platform, account))

    def _cells(self, row: Dict[str, Any]) -> Cells:
        """Read all texts of a row at once; an absent one is empty."""
        if self.nested:
            return {field: text_of_cell(value_at(row, column)) for field, column in self._texts}
        return {
            field: value.strip()
            if type(value := row.get(column)) is str and value.isprintable()
            else text_of_cell(value)
            for field, column in self._texts
        }

    def _raw(self, row: Dict[str, Any], field: str) -> Any:
        column = self.columns.get(field)
        return None if column is None else value_at(row, column)

    def _post_records(
        self, row: Dict[str, Any], cells: Cells, platform: str, account: Account
    ) -> list[Record]:
        where = self.where(cells, platform)
        post = self._post(row, cells, account.key, where)
        found: list[Record] = [post, account, where]
        if self._points:
            self._point(found, cells, platform, post)
        if self.mentions != "none":
            self._mention(found, row, platform, post)
        for field, column in self._figures:
            self._figure(found, row, post.key, field, column, None)
        if "rating" in self.columns:
            self._rate(found, row, post)
        if "followers" in self.columns:
            self._figure(found, row, account.key, "followers", self.columns["followers"], post.at)
        return found

    def _rate(self, found: list[Record], row: Dict[str, Any], post: Post) -> None:
        """Add the rating of a review, and what the best one is where the cell says so."""
        column = self.columns["rating"]
        rating, best = read_rating(value_at(row, column), column)
        if rating is not None:
            found.append(Metric(post.key, "rating", rating, post.at))
        if best is not None:
            found.append(Metric(post.key, "best rating", best, post.at))

    def _account(self, cells: Cells, platform: str) -> Account:
        """Name the author; the same cells give the same account, so most rows look it up."""
        told = cells.get
        url = told("url", "") if self.accounts_only else ""
        seen = (platform, *[told(field, "") for field in _ACCOUNT], url)
        if (account := self._accounts.get(seen)) is None:
            if len(self._accounts) > _REMEMBERED:
                self._accounts.clear()
            account = self._accounts[seen] = self._new_account(*seen)
        return account

    def _new_account(
        self, platform: str, id: str, handle: str, name: str, role: str, kind: str, url: str
    ) -> Account:
        if id.startswith("@"):
            id, handle = "", handle or id
        handle = handle.lstrip("@")
        if not (id or handle or name):
            empty = ", ".join(f"'{self.columns[field]}'" for field in WHO if field in self.columns)
            raise UnusableRowError(f"{empty} is empty, so nobody is the author")
        key = account_key(platform, self.community, id=id, handle=handle, name=name)
        word = KINDS.get(kind.lower(), Kind.UNKNOWN)
        return Account(
            key, platform, name or None, handle or None, url=url or None, role=role or None, kind=word.value
        )

    def where(self, cells: Cells, platform: str) -> Place:
        """Name the place of a post."""
        name = cells.get("place") or self._place
        if (place := self._places.get((platform, name))) is None:
            if len(self._places) > _REMEMBERED:
                self._places.clear()
            key = place_key(platform, self.community, name)
            place = Place(key, platform, self.community, name, self._access)
            self._places[platform, name] = place
        return place

    def _post(self, row: Dict[str, Any], cells: Cells, author: str, where: Place) -> Post:
        told = cells.get
        at, text = self._at(row), told("text", "")
        title, url, thread = told("title") or None, told("url") or None, told("thread", "")
        id = told("id") or content_id(author, at, where.key, text, title, url)
        return Post(
            post_key(where.platform, self.community, id),
            author,
            at,
            text,
            where.key,
            None if thread.lower() in NO_REFERENCE else post_key(where.platform, self.community, thread),
            title,
            url,
            media=media_of(cells["media"].lower()) if "media" in cells else "text",
            paid_label=self._paid(cells["paid_label"].lower()) if "paid_label" in cells else None,
        )

    def _at(self, row: Dict[str, Any]) -> int:
        value = self._raw(row, "at")
        if value is None or value == "":
            raise UnusableRowError(f"'{self.columns.get('at', 'at')}' is missing")
        return self.time(value, self.columns["at"])

    def _paid(self, word: str) -> bool | None:
        if not word:
            return None
        if word not in YES and word not in NO:
            column = self.columns["paid_label"]
            raise UnusableRowError(f"'{column}' is \"{word[:60]}\", which is neither yes nor no")
        return word in YES

    def _point(self, found: list[Record], cells: Cells, platform: str, post: Post) -> None:
        """Add what the post answers, passes on and quotes."""
        reply, whom, passed, quoted = (_pointer(cells.get(field, "")) for field in _POINTERS)
        target = self.target(platform, whom) if whom else None
        for kind, id in ((REPLY, reply), (REPOST, passed), (QUOTE, quoted)):
            answered = target if kind is REPLY else None
            if not id and not answered:
                continue
            key = post_key(platform, self.community, id) if id else None
            if key != post.key:  # some exports name a post its own parent where it begins a thread
                found.append(Reference(kind, post.author, post.at, post.key, key, answered))

    def _mention(self, found: list[Record], row: Dict[str, Any], platform: str, post: Post) -> None:
        """Add the accounts mentioned, each once."""
        if self.mentions == "text":
            names = named_in(post.text) if "@" in post.text else []
        else:
            names = _listed(self._raw(row, "mentions"), _APART if self.by == "name" else _APART_IDS)
        for target in dict.fromkeys(self.target(platform, name) for name in names if name.strip("@ ")):
            found.append(Reference(ReferenceKind.MENTION, post.author, post.at, post.key, target=target))

    def target(self, platform: str, name: str) -> str:
        """Name the account that a mention or answer means: by @handle, or as authors are named."""
        native = name.lstrip("@")
        by_id = self.by == "account_id" and (native.isdecimal() or "handle" not in self.columns)
        if name.startswith("@") or (self.by != "name" and not by_id):
            return account_key(platform, self.community, handle=native)
        if by_id:
            return account_key(platform, self.community, id=native)
        return account_key(platform, self.community, name=native)

    def _account_figures(self, row: Dict[str, Any], account: str) -> list[Record]:
        """Give what is told of an account; means of its posts are called so."""
        found: list[Record] = []
        if "followers" in self.columns:
            self._figure(found, row, account, "followers", self.columns["followers"], None)
        for field, column in self._figures:
            what = f"{field} per post" if is_mean(column) else f"{field} in all"
            self._figure(found, row, account, what, column, None)
        return found

    def _figure(
        self, found: list[Record], row: Dict[str, Any], of: str, what: str, column: str, at: int | None
    ) -> None:
        value = value_at(row, column)
        try:
            count = count_of(value, self._decimal)
        except ValueError as error:
            shown = clean(str(value))[:60]
            raise UnusableRowError(f"'{column}' is \"{shown}\", which is no count") from error
        if count is not None:
            found.append(Metric(of, what, count, at))


def named_in(text: str) -> list[str]:
    """List the @handles in a text; looking only where an @ stands is much quicker than searching the form."""
    found, at = [], text.find("@")
    while at >= 0:
        if named := _AT.match(text, at):
            found.append(named[0])
        at = text.find("@", at + 1)
    return found


def _pointer(text: str) -> str:
    """Take the id that a post points at; 0, null and the like point at nothing."""
    return "" if not text or text.lower() in NO_REFERENCE else text


def slug(text: str) -> str:
    """Write a platform or community so that it can stand in a key."""
    return _SLUG.sub("-", clean(text).strip()).strip("-")


def text_of_cell(value: object) -> str:
    """Read a cell as text: ids that a spreadsheet made into 12.0 are 12 again."""
    if isinstance(value, str):
        return clean(value).strip()
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)).strip()


def content_id(*parts: object) -> str:
    """Make an id of what a post says, where the source has none: the same row gives the same id.

    Examples
    --------
    >>> content_id("table:/@bo", 1, "hej") == content_id("table:/@bo", 1, "hej")
    True
    """
    told = "\x1f".join("" if part is None else str(part) for part in parts)
    return "#" + hashlib.blake2b(told.encode(errors="replace"), digest_size=10).hexdigest()


def media_of(word: str) -> str:
    """Read the kind of media of a post."""
    return next((medium for medium, form in _MEDIA.items() if form.search(word)), "text")


def _listed(value: object, apart: re.Pattern[str]) -> list[str]:
    """Read a list of accounts: a list, its JSON or Python spelling, or text with separators."""
    if isinstance(value, str) and value.startswith("["):
        value = _json_list(value)
    if isinstance(value, str):
        return [name for part in apart.split(value) if (name := clean(part).strip("[]{}'\" \t"))]
    if not isinstance(value, list):
        return []
    return [name for one in value if (name := _named(one))]


def _json_list(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _named(one: object) -> str:
    """Name a mentioned account that is an object: by handle, else by id."""
    if isinstance(one, dict):
        handle: Callable[[str], object] = one.get
        found = next(
            (handle(key) for key in ("username", "handle", "screen_name", "acct") if handle(key)), None
        )
        return f"@{text_of_cell(found)}" if found else text_of_cell(handle("id"))
    return text_of_cell(one)
