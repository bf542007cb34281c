"""TikTok, as its pages' data describe films and comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luminary.collect.decode import clean, required, seconds
from luminary.collect.items import Item, Pointed, Who
from luminary.collect.jsonrows import id_field, id_of, text_field, told
from luminary.collect.showing import count_in, inner, objects, yes_no
from luminary.domain import ReferenceKind

_FIGURES = {
    "diggCount": "likes",
    "commentCount": "replies",
    "shareCount": "reposts",
    "playCount": "views",
    "collectCount": "bookmarks",
}
_OF_AUTHOR = {"followerCount": "followers", "followingCount": "following", "videoCount": "posts"}


def film(row: Mapping[str, Any]) -> Item:
    """Read a film, or a row of pictures."""
    id, who = id_field(row, "id"), _who(row)
    url = f"https://www.tiktok.com/@{who.handle}/video/{id}" if who.handle else None
    duet = id_of(inner(row, "duetInfo").get("duetFromId"))
    passed = Pointed(ReferenceKind.QUOTE, duet) if duet and duet != "0" else None
    tagged = (one for one in objects(row.get("textExtra")) if one.get("userUniqueId") or one.get("userId"))
    mentions = (
        Pointed(ReferenceKind.MENTION, None, Who(_id(one.get("userId")), told(one.get("userUniqueId"))))
        for one in tagged
    )
    return Item(
        "tiktok",
        id,
        who,
        seconds(required(row, "createTime"), "createTime"),
        clean(text_field(row, "desc")).strip(),
        url=url,
        media="picture" if inner(row, "imagePost") else "video",
        origin="co-created" if passed else "own",
        paid=_paid(row),
        closed=row.get("privateItem") is True or row.get("secret") is True,
        figures=_counts(inner(row, "stats") or inner(row, "statsV2"), _FIGURES),
        points=(*([passed] if passed else []), *mentions),
    )


def comment(row: Mapping[str, Any]) -> Item:
    """Read a comment."""
    user, film_id = inner(row, "user"), id_field(row, "aweme_id")
    above = id_of(row.get("reply_id"))
    answered = above if above and above != "0" else film_id
    counts = {"digg_count": "likes", "reply_comment_total": "replies"}
    return Item(
        "tiktok",
        id_field(row, "cid"),
        Who(_id(user.get("uid")), told(user.get("unique_id")), told(user.get("nickname"))),
        seconds(required(row, "create_time"), "create_time"),
        clean(text_field(row, "text")).strip(),
        thread=film_id,
        figures=_counts(row, counts),
        points=(Pointed(ReferenceKind.REPLY, answered),),
    )


def _who(row: Mapping[str, Any]) -> Who:
    """Read the author, who is an object or, in older data, a handle."""
    author = row.get("author")
    figures = _counts(inner(row, "authorStats") or inner(row, "authorStatsV2"), _OF_AUTHOR)
    if isinstance(author, str):
        return Who(_id(row.get("authorId")), told(author), told(row.get("nickname")), figures=figures)
    told_of = inner(row, "author")
    return Who(
        _id(told_of.get("id")),
        told(told_of.get("uniqueId")),
        told(told_of.get("nickname")),
        bio=told(told_of.get("signature")),
        figures=figures,
    )


def _id(value: object) -> str | None:
    found = id_of(value)
    return None if found == "0" else found


def _paid(row: Mapping[str, Any]) -> bool | None:
    """Read the platform's labels; a film may be labelled as an ad or as a paid partnership."""
    labels = [yes_no(row, name) for name in ("isAd", "adAuthorization")]
    return True if True in labels else False if False in labels else None


def _counts(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, float]:
    found = {what: count_in(row, field) for field, what in names.items()}
    return {what: value for what, value in found.items() if value is not None}
