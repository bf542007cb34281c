"""X, as its pages' data describe posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean, required
from luminary.collect.items import Item, Pointed, Who
from luminary.collect.jsonrows import id_field, id_of, text_field, told
from luminary.collect.showing import count_in, inner, objects
from luminary.collect.tabular import TimeReader
from luminary.domain import ReferenceKind

_TIME = TimeReader("mail")
_FIGURES = {
    "favorite_count": "likes",
    "retweet_count": "reposts",
    "reply_count": "replies",
    "quote_count": "quotes",
    "bookmark_count": "bookmarks",
}
_MEDIA = {"photo": "picture", "video": "video", "animated_gif": "video"}


def post(row: Mapping[str, Any]) -> Item:
    """Read a post; one that passes another on says nothing of its own."""
    id = id_of(row.get("rest_id")) or id_field(row, "id")
    legacy = inner(row, "legacy")
    passed_on = inner(row, "legacy.retweeted_status_result.result")
    whole = inner(row, "note_tweet.note_tweet_results.result").get("text")
    text = whole if isinstance(whole, str) else text_field(legacy, "full_text")
    thread = id_of(legacy.get("conversation_id_str"))
    return Item(
        "x",
        id,
        _who(row),
        _TIME(required(legacy, "created_at"), "created_at"),
        "" if passed_on else clean(text).strip(),
        thread=thread,
        url=f"https://x.com/i/web/status/{id}",
        media="text" if passed_on else _media(legacy),
        paid=True if inner(row, "promotedMetadata") or row.get("promoted") is True else None,
        figures={} if passed_on else _counts(row, legacy),
        points=tuple(_points(row, legacy, passed_on)),
    )


def _who(row: Mapping[str, Any]) -> Who:
    """Read the author; where the page left him out, his number is in the post."""
    user = inner(row, "core.user_results.result")
    names = {**inner(user, "legacy"), **inner(user, "core")}
    followers = count_in(inner(user, "legacy"), "followers_count")
    return Who(
        id_of(user.get("rest_id")) or id_of(inner(row, "legacy").get("user_id_str")),
        told(names.get("screen_name")),
        told(names.get("name")),
        bio=told(names.get("description")),
        figures={} if followers is None else {"followers": followers},
    )


def _counts(row: Mapping[str, Any], legacy: Mapping[str, Any]) -> dict[str, float]:
    found = {what: count_in(legacy, field) for field, what in _FIGURES.items()}
    found["views"] = count_in(inner(row, "views"), "count")
    return {what: value for what, value in found.items() if value is not None}


def _points(
    row: Mapping[str, Any], legacy: Mapping[str, Any], passed_on: Mapping[str, Any]
) -> Iterator[Pointed]:
    if passed_on:
        yield Pointed(ReferenceKind.REPOST, id_of(passed_on.get("rest_id")), _who(passed_on))
        return
    answered, handle = (
        id_of(legacy.get("in_reply_to_user_id_str")),
        told(legacy.get("in_reply_to_screen_name")),
    )
    above = id_of(legacy.get("in_reply_to_status_id_str"))
    if above or answered or handle:
        yield Pointed(ReferenceKind.REPLY, above, Who(answered, handle))
    if quoted := inner(row, "quoted_status_result.result"):
        yield Pointed(ReferenceKind.QUOTE, id_of(quoted.get("rest_id")), _who(quoted))
    for one in objects(inner(legacy, "entities").get("user_mentions")):
        if answered is None or id_of(one.get("id_str")) != answered:
            who = Who(id_of(one.get("id_str")), told(one.get("screen_name")), told(one.get("name")))
            yield Pointed(ReferenceKind.MENTION, None, who)


def _media(legacy: Mapping[str, Any]) -> str:
    shown = inner(legacy, "extended_entities").get("media") or inner(legacy, "entities").get("media")
    kinds = [_MEDIA.get(str(one.get("type"))) for one in objects(shown)]
    return "video" if "video" in kinds else "picture" if "picture" in kinds else "text"
