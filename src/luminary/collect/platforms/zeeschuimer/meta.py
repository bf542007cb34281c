"""Instagram and Threads, as their pages' data describe posts: in the present form and the older one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luminary.collect.decode import clean, required, seconds
from luminary.collect.items import Item, Pointed, Who
from luminary.collect.jsonrows import id_field, id_of, told
from luminary.collect.showing import count_in, handles_in, inner, objects, yes_no
from luminary.domain import ReferenceKind

_MEDIA = {1: "picture", 2: "video", 8: "picture"}


def instagram(row: Mapping[str, Any]) -> Item:
    """Read a post of Instagram."""
    return _older(row) if "shortcode" in row else _present(row, "instagram")


def threads(row: Mapping[str, Any]) -> Item:
    """Read a post of Threads."""
    return _present(row, "threads")


def _present(row: Mapping[str, Any], platform: str) -> Item:
    code, user, app = id_field(row, "code"), inner(row, "user"), inner(row, "text_post_app_info")
    text = clean(str(inner(row, "caption").get("text") or "")).strip()
    together = [_who(one) for one in objects(row.get("coauthor_producers"))]
    tagged = [_who(inner(one, "user")) for one in objects(inner(row, "usertags").get("in"))]
    host = "www.threads.net/post" if platform == "threads" else "www.instagram.com/p"
    hidden = row.get("like_and_view_counts_disabled") is True
    return Item(
        platform,
        code,
        _who(user),
        seconds(required(row, "taken_at"), "taken_at"),
        text,
        url=f"https://{host}/{code}",
        media=_media(row),
        origin="co-created" if together else "own",
        paid=_paid(row),
        closed=user.get("is_private") is True,
        figures=_counts(row, app, hidden),
        points=(*_answers(app), *_mentions(text, [*together, *tagged])),
    )


def _who(user: Mapping[str, Any]) -> Who:
    followers = count_in(user, "follower_count")
    return Who(
        id_of(user.get("pk")) or id_of(user.get("id")),
        told(user.get("username")),
        told(user.get("full_name")),
        bio=told(user.get("biography")),
        figures={} if followers is None else {"followers": followers},
    )


def _counts(row: Mapping[str, Any], app: Mapping[str, Any], hidden: bool) -> dict[str, float]:
    """Give the figures; of several counts of views the first that is there."""
    found = {"replies": count_in(row, "comment_count"), "reposts": count_in(row, "reshare_count")}
    if not hidden:
        found["likes"] = count_in(row, "like_count")
        views = (count_in(row, name) for name in ("play_count", "ig_play_count", "view_count"))
        found["views"] = next((one for one in views if one is not None), None)
    for field, what in (
        ("direct_reply_count", "replies"),
        ("repost_count", "reposts"),
        ("quote_count", "quotes"),
    ):
        if (value := count_in(app, field)) is not None:
            found[what] = value
    return {what: value for what, value in found.items() if value is not None}


def _paid(row: Mapping[str, Any]) -> bool | None:
    """Read the platform's labels: an ad, a paid partnership, a sponsor."""
    if row.get("product_type") == "ad" or row.get("sponsor_tags") or yes_no(row, "is_ad"):
        return True
    return yes_no(row, "is_paid_partnership")


def _media(row: Mapping[str, Any]) -> str:
    kinds = [one.get("media_type") for one in objects(row.get("carousel_media"))] or [row.get("media_type")]
    found = [_MEDIA.get(kind) for kind in kinds if isinstance(kind, int)]
    return "video" if "video" in found else "picture" if "picture" in found else "text"


def _answers(app: Mapping[str, Any]) -> tuple[Pointed, ...]:
    """Give what a post of Threads answers, passes on and quotes."""
    found = []
    if author := inner(app, "reply_to_author"):
        found.append(Pointed(ReferenceKind.REPLY, None, _who(author)))
    for name, kind in (("reposted_post", ReferenceKind.REPOST), ("quoted_post", ReferenceKind.QUOTE)):
        if other := inner(app, f"share_info.{name}"):
            found.append(Pointed(kind, id_of(other.get("code")), _who(inner(other, "user"))))
    return tuple(found)


def _mentions(text: str, more: list[Who]) -> list[Pointed]:
    """Give whom a post mentions, tags, or was made together with."""
    known = {(one.handle or "").lower() for one in more}
    named = [Who(handle=handle) for handle in handles_in(text) if handle not in known]
    return [Pointed(ReferenceKind.MENTION, None, one) for one in (*more, *named) if one.is_known]


def _older(row: Mapping[str, Any]) -> Item:
    """Read the older form, with edges and nodes."""
    code, owner = id_field(row, "shortcode"), inner(row, "owner")
    captions = objects(inner(row, "edge_media_to_caption").get("edges"))
    text = clean(str(inner(captions[0], "node").get("text") or "") if captions else "").strip()
    together = [_who(one) for one in objects(row.get("coauthor_producers"))]
    tags = objects(inner(row, "edge_media_to_tagged_user").get("edges"))
    found = {
        "likes": count_in(inner(row, "edge_media_preview_like"), "count"),
        "replies": count_in(inner(row, "edge_media_preview_comment"), "count"),
        "views": count_in(row, "video_view_count"),
    }
    return Item(
        "instagram",
        code,
        _who(owner),
        seconds(required(row, "taken_at_timestamp"), "taken_at_timestamp"),
        text,
        url=f"https://www.instagram.com/p/{code}",
        media="video" if row.get("is_video") is True else "picture",
        origin="co-created" if together else "own",
        paid=_paid(row),
        closed=owner.get("is_private") is True,
        figures={what: value for what, value in found.items() if value is not None},
        points=tuple(_mentions(text, [*together, *(_who(inner(one, "node.user")) for one in tags)])),
    )
