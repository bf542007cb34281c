"""Reader of the archive that a member downloads of the own account.

Each file is JavaScript: ``window.YTD.tweets.part0 = [ ... ]``. Ids of posts are in the public numbering of
the platform, so the archive and the API meet on them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luminary.collect.decode import clean, json_of, required
from luminary.collect.jsonrows import id_field, id_of, shown, text_field, told
from luminary.collect.platforms.x.fields import X, link, mentioned, post
from luminary.collect.showing import feed, figures, file_name, inner, maybe_moment, objects, read_when
from luminary.collect.source import Options, RawRow, Unit
from luminary.collect.tabular import TimeReader
from luminary.domain import Account, Post, Record, Reference, ReferenceKind, Tie, account_key
from luminary.errors import InputError, UnusableRowError
from luminary.i18n import say

_START = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?window\.YTD\.[\w.\-]+\s*=\s*")
_NAMES = re.compile(r"(tweets?|note-tweet|like|account|profile|follower|following)(-part\d+)?\.js")
_FIGURES = {"favorite_count": "likes", "retweet_count": "reposts"}
_WRAPPED = ("tweet", "noteTweet", "like", "account", "profile", "follower", "following")
_MEDIA = {"photo": "picture", "video": "video", "animated_gif": "video"}
_TIME = TimeReader("mail")


def is_data(name: str) -> bool:
    """Tell whether a member holds rows that are read."""
    return _NAMES.fullmatch(file_name(name)) is not None


def is_context(name: str) -> bool:
    """Tell whether a member says whose archive it is."""
    return file_name(name) == "account.js"


def content(data: bytes, file: str) -> list[Any]:
    """Read the list in a file of the archive.

    Raises
    ------
    InputError
        When it does not begin as the files of the archive do, or holds no list.
    """
    begun = _START.match(data)
    if begun is None:
        raise InputError.at(file, say("does not begin with 'window.YTD.', as the files of this archive do"))
    value = json_of(data[begun.end() :].rstrip().rstrip(b";"), file)
    if not isinstance(value, list):
        raise InputError.at(file, say("holds {value}, not a list", value=shown(value)))
    return value


def written(_file: str, rows: Sequence[Any]) -> bytes:
    """Write a list as `content` reads it."""
    return b"window.YTD.part0 = " + json.dumps(list(rows)).encode()


class ArchiveReader:
    """Reads a member's archive.

    Parameters
    ----------
    options : Options
        Place, open or closed, and setting `seen`.
    context : mapping of str to bytes
        `account.js`.
    """

    known = frozenset(_WRAPPED)

    def __init__(self, options: Options, context: Mapping[str, bytes]) -> None:
        self._place = feed(X, options)
        self._seen = read_when(options)
        self._me = _owner(context)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file into its rows."""
        return (RawRow(place, one) for place, one in enumerate(content(unit.data, unit.file), start=1))

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a post, an account or a tie into records."""
        kind = next((one for one in _WRAPPED if isinstance(row.value, Mapping) and one in row.value), None)
        if kind is None and isinstance(row.value, Mapping) and "full_text" in row.value:
            return self._tweet(row.value)
        if kind is None:
            required(row.value, "tweet")
        value = inner(row.value, str(kind))
        if kind == "tweet":
            return self._tweet(value)
        if kind == "account":
            return iter((_account(value, self._seen),))
        if kind in ("follower", "following"):
            return self._tie(value, str(kind))
        return iter(self._liked(value) if kind == "like" else ())

    def _tweet(self, row: Mapping[str, Any]) -> Iterator[Record]:
        id, author = id_field(row, "id_str" if "id_str" in row else "id"), self._author()
        at = _TIME(required(row, "created_at"), "created_at")
        text, key = clean(text_field(row, "full_text")).strip(), post(id)
        passed_on = text.startswith("RT @")
        yield self._place
        yield Post(
            key, author, at, "" if passed_on else text, self._place.key, url=link(id), media=_media(row)
        )
        if passed_on:
            yield from _passed_on(row, author, at, key)
            return
        yield from _answered(row, author, at, key)
        yield from _mentions(row, author, at, key)
        yield from figures(key, row, _FIGURES, self._seen)

    def _author(self) -> str:
        if self._me is None:
            raise UnusableRowError("'account.js' is missing or lacks 'accountId', so nobody is the author")
        return self._me

    def _tie(self, row: Mapping[str, Any], kind: str) -> Iterator[Record]:
        me, other = self._author(), account_key(X, "", id=id_field(row, "accountId"))
        yield Account(other, X)
        source, target = (other, me) if kind == "follower" else (me, other)
        yield Tie(source, target, "follows", self._seen)

    def _liked(self, row: Mapping[str, Any]) -> Iterator[Record]:
        target = post(id_field(row, "tweetId"))
        yield Reference(ReferenceKind.REACTION, self._author(), None, None, target, label="like")


def _owner(context: Mapping[str, bytes]) -> str | None:
    for file, data in context.items():
        try:
            rows = objects(content(data, file))
        except InputError:
            continue  # the file itself is listed as unusable when it is read
        for one in rows:
            if (id := id_of(inner(one, "account").get("accountId"))) is not None:
                return account_key(X, "", id=id)
    return None


def _account(row: Mapping[str, Any], seen: int | None) -> Account:
    return Account(
        account_key(X, "", id=id_field(row, "accountId")),
        X,
        name=told(row.get("accountDisplayName")),
        handle=told(row.get("username")),
        created=maybe_moment(row.get("createdAt"), "createdAt"),
        seen=seen,
    )


def _answered(row: Mapping[str, Any], author: str, at: int, key: str) -> Iterator[Record]:
    id = id_of(row.get("in_reply_to_status_id_str") or row.get("in_reply_to_status_id"))
    whom = mentioned(
        row.get("in_reply_to_user_id_str") or row.get("in_reply_to_user_id"),
        row.get("in_reply_to_screen_name"),
    )
    if whom is not None:
        yield whom
    if id or whom is not None:
        yield Reference(
            ReferenceKind.REPLY, author, at, key, post(id) if id else None, whom.key if whom else None
        )


def _mentions(row: Mapping[str, Any], author: str, at: int, key: str) -> Iterator[Record]:
    answered = id_of(row.get("in_reply_to_user_id_str") or row.get("in_reply_to_user_id"))
    for one in objects(inner(row, "entities").get("user_mentions")):
        account = mentioned(one.get("id_str") or one.get("id"), one.get("screen_name"), one.get("name"))
        if account is not None:
            yield account
            if answered is None or id_of(one.get("id_str") or one.get("id")) != answered:
                yield Reference(ReferenceKind.MENTION, author, at, key, target=account.key)


def _passed_on(row: Mapping[str, Any], author: str, at: int, key: str) -> Iterator[Record]:
    """Give whom the member passed on: the archive does not tell which post."""
    for one in objects(inner(row, "entities").get("user_mentions"))[:1]:
        account = mentioned(one.get("id_str") or one.get("id"), one.get("screen_name"), one.get("name"))
        if account is not None:
            yield account
            yield Reference(ReferenceKind.REPOST, author, at, key, target=account.key)


def _media(row: Mapping[str, Any]) -> str:
    shown_of = inner(row, "extended_entities").get("media") or inner(row, "entities").get("media")
    kinds = [_MEDIA.get(str(one.get("type"))) for one in objects(shown_of)]
    return "video" if "video" in kinds else "picture" if "picture" in kinds else "text"
