"""Reader of twarc's tables: one row per post, or one per account.

twarc writes into the row of a post that passes another on the text and figures of that other: they are left
out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from luminary.collect.decode import clean, moment, required
from luminary.collect.jsonrows import id_field, id_of, text_field, told
from luminary.collect.platforms.x.fields import FIGURES, OF_USER, X, link, mentioned, post, user
from luminary.collect.sheets import Sheets, check_columns
from luminary.collect.showing import feed, figures, maybe_moment, read_when
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Account, Post, Record, Reference, ReferenceKind, account_key

TWEETS = ("id", "author_id", "created_at", "text")
USERS = ("id", "username", "public_metrics.followers_count")
_TARGETS = {
    ReferenceKind.REPLY: ("replied_to.id", "in_reply_to_user_id", "in_reply_to_username"),
    ReferenceKind.REPOST: ("retweeted.id", "retweeted_user_id", "retweeted_username"),
    ReferenceKind.QUOTE: ("quoted.id", "quoted_user_id", "quoted_username"),
}
_COUNTS = {f"public_metrics.{name}": what for name, what in FIGURES.items()}
_MORE = """
    lang source possibly_sensitive reply_settings edit_history_tweet_ids attachments.media
    attachments.media_keys attachments.poll.duration_minutes attachments.poll.end_datetime
    attachments.poll.id attachments.poll.options attachments.poll.voting_status attachments.poll_ids
    attachments.media_source_tweet_id context_annotations edit_controls.edits_remaining
    edit_controls.editable_until edit_controls.is_edit_eligible entities.annotations entities.cashtags
    entities.hashtags entities.mentions entities.urls entities.note.mentions entities.note.urls
    geo.coordinates.coordinates geo.coordinates.type geo.country geo.country_code geo.full_name geo.geo.bbox
    geo.geo.type geo.id geo.name geo.place_id geo.place_type withheld.scope withheld.copyright
    withheld.country_codes conversation_id type name username description location url verified
    verified_type protected pinned_tweet_id profile_image_url entities.description.cashtags
    entities.description.hashtags entities.description.mentions entities.description.urls entities.url.urls
    matching_rules __twarc.retrieved_at __twarc.url __twarc.version
"""
_OF_AUTHOR = (
    "id created_at username name description location url verified verified_type protected pinned_tweet_id "
    "profile_image_url entities.description.cashtags entities.description.hashtags "
    "entities.description.mentions entities.description.urls entities.url.urls withheld.scope "
    "withheld.copyright withheld.country_codes"
)


class SheetReader:
    """Reads twarc's tables.

    Parameters
    ----------
    options : Options
        As `with_shapes` completes them.
    """

    known = frozenset((
        *TWEETS,
        *_MORE.split(),
        *(column for three in _TARGETS.values() for column in three[1:]),
        *(f"referenced_tweets.{three[0]}" for three in _TARGETS.values()),
        *(f"author.{name}" for name in _OF_AUTHOR.split()),
        *(f"author.public_metrics.{name}" for name in OF_USER),
        *(f"public_metrics.{name}" for name in (*FIGURES, *OF_USER)),
    ))  # fmt: skip

    def __init__(self, options: Options) -> None:
        self._sheets = Sheets(options)
        self._place = feed(X, options)
        self._seen = read_when(options)

    def rows(self, unit: Unit) -> Iterable[RawRow]:
        """Cut a table into rows; one that lacks a column every row needs is refused."""
        names = self._sheets.shape(unit).names
        check_columns(unit.file, names, TWEETS if "text" in names else USERS, "table of twarc")
        return self._sheets.rows(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a row into records."""
        value = row.value
        seen = maybe_moment(value.get("__twarc.retrieved_at"), "__twarc.retrieved_at") or self._seen
        if "text" not in value:
            return user(_account(value, ""), seen)
        return self._tweet(value, seen)

    def _tweet(self, row: Mapping[str, str], seen: int | None) -> Iterator[Record]:
        id, writer = id_field(row, "id"), id_field(row, "author_id")
        at = moment(required(row, "created_at"), "created_at")
        author, key = account_key(X, "", id=writer), post(id)
        passed_on = bool(row.get("referenced_tweets.retweeted.id"))
        text = "" if passed_on else clean(text_field(row, "text").replace("\\n", "\n")).strip()
        thread = id_of(row.get("conversation_id"))
        if row.get("author.username"):
            yield from user(_account(row, "author.") | {"id": writer}, seen)
        else:
            yield Account(author, X)
        yield self._place
        yield Post(
            key, author, at, text, self._place.key, post(thread) if thread else None, url=link(id),
            media=_media(row),
        )  # fmt: skip
        yield from _points(row, author, at, key)
        if not passed_on:
            yield from _mentions(row, author, at, key)
            yield from figures(
                key, row, {f"public_metrics.{name}": what for name, what in FIGURES.items()}, seen
            )


def _account(row: Mapping[str, str], prefix: str) -> dict[str, Any]:
    """Put the columns of an account together as the API gives it."""
    names = ["id", "created_at", "username", "name", "description", "url", "verified_type"]
    found: dict[str, Any] = {name: row.get(prefix + name) or None for name in names}
    return found | {"public_metrics": {name: row.get(f"{prefix}public_metrics.{name}") for name in OF_USER}}


def _points(row: Mapping[str, str], author: str, at: int, key: str) -> Iterator[Record]:
    for kind, (target_post, target, handle) in _TARGETS.items():
        id = id_of(row.get(f"referenced_tweets.{target_post}"))
        account = mentioned(row.get(target), row.get(handle))
        if account is not None:
            yield account
        if id or (account is not None and kind is ReferenceKind.REPLY):
            yield Reference(kind, author, at, key, post(id) if id else None, account.key if account else None)


def _mentions(row: Mapping[str, str], author: str, at: int, key: str) -> Iterator[Record]:
    answered = (row.get("in_reply_to_username") or "").lower()
    for handle in dict.fromkeys(_handles(row.get("entities.mentions") or "")):
        if (account := mentioned(None, handle)) is not None:
            yield account
            if handle.lower() != answered:
                yield Reference(ReferenceKind.MENTION, author, at, key, target=account.key)


def _handles(cell: str) -> list[str]:
    """Read a list of handles: as JSON, or with commas."""
    try:
        found = orjson.loads(cell) if cell.startswith("[") else cell.split(",")
    except orjson.JSONDecodeError:
        found = cell.strip("[]").split(",")
    names = (
        (told(one if isinstance(one, str) else one.get("username")) for one in found if one)
        if isinstance(found, list)
        else ()
    )
    return [name.strip("@'\" ") for name in names if name]


def _media(row: Mapping[str, str]) -> str:
    cell = row.get("attachments.media") or row.get("attachments.media_keys") or ""
    if any(mark in cell for mark in ('"video"', '"animated_gif"', '"7_', '"13_', '"16_')):
        return "video"
    return "picture" if '"photo"' in cell or '"3_' in cell else "text"
