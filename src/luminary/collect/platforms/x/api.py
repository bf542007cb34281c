"""Reader of API v2: pages, single bodies, and twarc's flattened posts.

A page is cut into its posts and accounts, also those it includes; a post gets the kinds of its media and
the authors of the posts it points at from what the page includes, as twarc's own flattening does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean, moment, required
from luminary.collect.jsonrows import id_field, id_of, rows_of, text_field, told
from luminary.collect.platforms.x.fields import FIGURES, KNOWN, X, link, mentioned, post, retrieved, user
from luminary.collect.showing import feed, figures, inner, objects, read_when
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Account, Post, Record, Reference, ReferenceKind, account_key
from luminary.errors import UnusableRowError

_KINDS = {
    "replied_to": ReferenceKind.REPLY,
    "quoted": ReferenceKind.QUOTE,
    "retweeted": ReferenceKind.REPOST,
}
_MEDIA = {"photo": "picture", "video": "video", "animated_gif": "video"}
_KEYS = {"3": "picture", "7": "video", "13": "video", "16": "video"}
_OF_TWEETS = frozenset(("author_id", "text", "edit_history_tweet_ids", "conversation_id"))
_OTHERS = (
    "tweet_count",
    "action",
    "resource_type",
    "follower_count",
    "detail",
    "errors",
    "place_type",
    "options",
)
"""Marks of rows that are neither posts nor accounts: counts, compliance, errors, lists, places, polls."""


class ApiReader:
    """Reads API v2.

    Parameters
    ----------
    options : Options
        Place, open or closed, and setting `seen`.
    """

    known = KNOWN

    def __init__(self, options: Options) -> None:
        self._place = feed(X, options)
        self._seen = read_when(options)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut pages into posts and accounts."""
        for row in rows_of(unit):
            if isinstance(row.value, dict):
                yield from (RawRow(row.position, one) for one in _parts(row.value))
            else:
                yield row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a post or an account into records."""
        value = row.value
        id_or_more = value if isinstance(value, Mapping) else required(value, "id")
        seen = retrieved(id_or_more, self._seen)
        if not _OF_TWEETS.isdisjoint(value):
            yield from self._tweet(value, seen)
        elif "username" in value or "public_metrics" in value:
            yield from user(value, seen)
        elif not any(mark in value for mark in _OTHERS):
            raise UnusableRowError(f"neither a post nor an account; its fields are {_names(value)}")

    def _tweet(self, row: Mapping[str, Any], seen: int | None) -> Iterator[Record]:
        id, writer = id_field(row, "id"), id_field(row, "author_id")
        at = moment(required(row, "created_at"), "created_at")
        text, author, key = text_field(row, "text"), account_key(X, "", id=writer), post(id)
        points = list(_points(row))
        passed_on = any(kind is ReferenceKind.REPOST for kind, _, _ in points)
        versions = row.get("edit_history_tweet_ids")
        if isinstance(versions, list) and versions and str(versions[-1]) != id:
            return
        yield from self._author(row, author, writer, seen)
        yield self._place
        yield Post(
            key, author, at, "" if passed_on else _long(row, text), self._place.key, _thread(row),
            url=link(id), media=_media(row),
        )  # fmt: skip
        for kind, target_post, target in points:
            yield Reference(kind, author, at, key, target_post, target)
        if not passed_on:
            yield from _mentions(row, author, at, key)
            yield from figures(key, inner(row, "public_metrics"), FIGURES, seen)

    def _author(self, row: Mapping[str, Any], author: str, id: str, seen: int | None) -> Iterator[Record]:
        nested = inner(row, "author")
        if id_of(nested.get("id")) == id and nested.get("username"):
            yield from user(nested, seen)
        else:
            yield Account(author, X)


def _parts(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the rows of one body; a row that is no page is a row itself, with the posts nested in it."""
    if "data" not in value:
        if list(value) != ["errors"] and "meta" not in value:
            yield from _with_nested(value)
        else:
            yield value
        return
    data, includes = value["data"], inner(value, "includes")
    noted = {"__twarc": value["__twarc"]} if "__twarc" in value else {}
    media = {one.get("media_key"): one.get("type") for one in objects(includes.get("media"))}
    authors = {one.get("id"): one.get("author_id") for one in objects(includes.get("tweets"))}
    for one in data if isinstance(data, list) else [data]:
        yield _completed(one, media, authors) | noted if isinstance(one, dict) else one
    for name in ("tweets", "users"):
        for one in objects(includes.get(name)):
            yield _completed(dict(one), media, authors) | noted
    errors = value.get("errors")
    yield from (dict(one) for one in objects(errors))


def _with_nested(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield row
    noted = {"__twarc": row["__twarc"]} if "__twarc" in row else {}
    for one in objects(row.get("referenced_tweets")):
        if "author_id" in one and "text" in one:
            yield {name: value for name, value in one.items() if name != "type"} | noted


def _completed(row: dict[str, Any], media: Mapping[Any, Any], authors: Mapping[Any, Any]) -> dict[str, Any]:
    """Write into a post what the page says of its media and of the posts it points at."""
    keys = inner(row, "attachments").get("media_keys")
    if isinstance(keys, list) and media:
        kinds = [
            {"media_key": one, "type": media[one]} for one in keys if isinstance(one, str) and one in media
        ]
        row = row | {"attachments": {**row["attachments"], "media": kinds}}
    if isinstance(row.get("referenced_tweets"), list) and authors:
        row = row | {"referenced_tweets": [_with_author(one, authors) for one in row["referenced_tweets"]]}
    return row


def _with_author(one: Any, authors: Mapping[Any, Any]) -> Any:
    id = one.get("id") if isinstance(one, Mapping) else None
    return {"author_id": authors[id], **one} if isinstance(id, str) and authors.get(id) else one


def _points(row: Mapping[str, Any]) -> Iterator[tuple[ReferenceKind, str | None, str | None]]:
    """Give what a post answers, quotes and passes on."""
    answered = id_of(row.get("in_reply_to_user_id"))
    told_of = objects(row.get("referenced_tweets"))
    for one in told_of:
        word = one.get("type")
        if not isinstance(word, str) or word not in _KINDS:
            raise UnusableRowError(f"'referenced_tweets.type' is {told(word)!r}, which is not known")
        kind, whom = _KINDS[word], id_of(one.get("author_id"))
        whom = whom or (answered if kind is ReferenceKind.REPLY else None)
        yield kind, post(id_field(one, "id")), account_key(X, "", id=whom) if whom else None
    if answered and not any(one.get("type") in ("replied_to", "retweeted") for one in told_of):
        yield ReferenceKind.REPLY, None, account_key(X, "", id=answered)


def _mentions(row: Mapping[str, Any], author: str, at: int, key: str) -> Iterator[Record]:
    """Give whom a post mentions; the handle that an answer begins with is nobody's word."""
    answered = id_of(row.get("in_reply_to_user_id"))
    for one in objects(inner(row, "entities").get("mentions")):
        account = mentioned(one.get("id"), one.get("username"), one.get("name"))
        if account is not None:
            yield account
            if id_of(one.get("id")) != answered or answered is None:
                yield Reference(ReferenceKind.MENTION, author, at, key, target=account.key)


def _long(row: Mapping[str, Any], text: str) -> str:
    """Give the whole text of a post that is longer than the platform shows."""
    whole = inner(row, "note_tweet").get("text")
    return clean(whole if isinstance(whole, str) else text).strip()


def _thread(row: Mapping[str, Any]) -> str | None:
    id = id_of(row.get("conversation_id"))
    return post(id) if id else None


def _media(row: Mapping[str, Any]) -> str:
    attached = inner(row, "attachments")
    kinds = [_MEDIA.get(str(one.get("type"))) for one in objects(attached.get("media"))]
    keys = attached.get("media_keys")
    if not kinds and isinstance(keys, list):
        kinds = [_KEYS.get(str(one).partition("_")[0]) for one in keys]
    return "video" if "video" in kinds else "picture" if "picture" in kinds else "text"


def _names(row: Mapping[str, Any]) -> str:
    return ", ".join(clean(str(name))[:40] for name in list(row)[:12]) or "none"
