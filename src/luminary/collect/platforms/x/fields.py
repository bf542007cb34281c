"""Names of fields in X's exports, and the records that all of them give alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import moment, required
from luminary.collect.jsonrows import id_field, id_of, told
from luminary.collect.services import looks_like_service
from luminary.collect.showing import figures, inner, maybe_moment, objects
from luminary.domain import Account, AccountLink, Record, account_key, post_key

X = "x"
FIGURES = {
    "retweet_count": "reposts",
    "reply_count": "replies",
    "like_count": "likes",
    "quote_count": "quotes",
    "bookmark_count": "bookmarks",
    "impression_count": "views",
}
OF_USER = {
    "followers_count": "followers",
    "following_count": "following",
    "tweet_count": "posts",
    "listed_count": "lists",
}
_TWEET = (
    "id text created_at author_id author conversation_id in_reply_to_user_id in_reply_to_user lang source "
    "possibly_sensitive reply_settings public_metrics referenced_tweets entities context_annotations "
    "attachments geo edit_history_tweet_ids edit_controls withheld note_tweet display_text_range "
    "organic_metrics promoted_metrics non_public_metrics matching_rules article card_uri community_id "
    "scopes suggested_source_links media_metadata __twarc"
)
_USER = (
    "username name description location url verified verified_type protected pinned_tweet_id pinned_tweet "
    "profile_image_url profile_banner_url most_recent_tweet_id subscription_type connection_status "
    "affiliation is_identity_verified parody verified_followers_count receives_your_dm subscription"
)
_OTHERS = (
    "value detail title type resource_type parameter resource_id section start end tweet_count action reason "
    "redacted_at status owner_id follower_count member_count private errors owner full_name state parameters "
    "place_type country country_code contained_within options duration_minutes end_datetime voting_status"
)
KNOWN = frozenset(f"{_TWEET} {_USER} {_OTHERS}".split())
_ORGANISATIONS = ("business", "government")


def user(row: Mapping[str, Any], seen: int | None) -> Iterator[Record]:
    """Turn an account of API v2 into records."""
    id, handle, name = id_field(row, "id"), told(row.get("username")), told(row.get("name"))
    if handle is None:
        required(row, "username")
    key = account_key(X, "", id=id)
    yield Account(
        key,
        X,
        name=name,
        handle=handle,
        bio=told(row.get("description")),
        url=told(row.get("url")),
        kind=_kind(row, name, handle),
        created=maybe_moment(row.get("created_at"), "created_at"),
        seen=seen,
    )
    for part in ("entities.url.urls", "entities.description.urls"):
        where, _, what = part.rpartition(".")
        for one in objects(inner(row, where).get(what)):
            if address := told(one.get("expanded_url")):
                yield AccountLink(key, address, "bio" if "description" in part else "website")
    counts = row.get("public_metrics")
    if isinstance(counts, Mapping):
        yield from figures(key, counts, OF_USER, seen)


def mentioned(id: object, handle: object, name: object = None) -> Account | None:
    """Name an account that a post points at, by id where there is one."""
    native, shown = id_of(id), told(handle)
    if native is None and not shown:
        return None
    return Account(account_key(X, "", id=native, handle=shown), X, name=told(name), handle=shown)


def post(id: str) -> str:
    """Name a post."""
    return post_key(X, "", id)


def link(id: str) -> str:
    """Give the address of a post."""
    return f"https://x.com/i/web/status/{id}"


def retrieved(row: Mapping[str, Any], seen: int | None) -> int | None:
    """Tell when a row was read, where twarc noted it."""
    twarc = row.get("__twarc")
    noted = twarc.get("retrieved_at") if isinstance(twarc, Mapping) else None
    return moment(noted, "__twarc.retrieved_at") if noted else seen


def _kind(row: Mapping[str, Any], name: str | None, handle: str | None) -> str:
    if str(row.get("verified_type") or "").lower() in _ORGANISATIONS:
        return "organisation"
    return "service" if looks_like_service(name, handle) else "unknown"
