"""Reader of Discourse posts.

Posts point at each other by topic and number, which every post carries as its alias. A forum is open unless
the user says otherwise. Small actions, and posts that are hidden or deleted, say nothing: their rows are kept
and give no records. Private messages and whispers among staff are not kept at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import json_of, moment, required
from luminary.collect.jsonrows import (
    NotUsed,
    id_field,
    id_of,
    listed,
    name_field,
    rows_of,
    shown,
    text_field,
    told,
)
from luminary.collect.platforms.discourse.cooked import Quoted, Said, read_cooked
from luminary.collect.services import looks_like_service
from luminary.collect.source import RawRow, Unit
from luminary.domain import (
    Access,
    Account,
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

DISCOURSE = "discourse"
_POST, _WHISPER = 1, 4
_LIKE = 2
_LISTS = ("latest_posts", "post_stream.posts", "posts")
_FIGURES = (
    ("reads", "reads"),
    ("incoming_link_count", "incoming links"),
    ("reaction_users_count", "reactions"),
)
_OF_TOPIC = (
    ("title", "topic_title"),
    ("category_id", "category_id"),
    ("category_slug", "category_slug"),
)


class DiscourseReader:
    """Reads posts, one by one or in pages.

    Parameters
    ----------
    community : str, default ""
        Names the forum in all keys.
    access : Access or None
        A forum is open unless this says otherwise.
    """

    def __init__(self, community: str = "", access: Access | None = None) -> None:
        self._community = community
        self._access = access or Access.OPEN

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file into posts; what stands only at its topic (title, category) is written to each post."""
        topic = _topic(unit)
        for row in rows_of(unit, *_LISTS, "private_posts"):
            if isinstance(row.value, dict) and (reason := _private(topic, row.value)):
                yield RawRow(row.position, NotUsed(reason, row.value.get("id")))
            elif topic and isinstance(row.value, dict):
                yield RawRow(row.position, _with_topic(row.value, topic))
            else:
                yield row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a post into records: itself, its author, what it points at, its figures."""
        post = row.value
        number = id_field(post, "id")
        if isinstance(post, NotUsed) or not _speaks(post):
            return
        author = self._author(post)
        at = moment(required(post, "created_at"), "created_at")
        said = read_cooked(text_field(post, "cooked"))
        topic, nth = id_field(post, "topic_id"), id_field(post, "post_number")
        place = self._place(post)
        key = self._key(number)
        title = told(post.get("topic_title"))
        yield author
        yield place
        yield Post(
            key,
            author.key,
            at,
            said.text,
            place.key,
            self._key(f"t{topic}"),
            title,
            alias=self._key(f"t{topic}/{nth}"),
            media=_media(str(post.get("cooked"))),
        )
        yield from self._answered(post, author.key, at, key, topic)
        yield from self._named(author.key, at, key, topic, said)
        yield from _figures(key, post)

    def _author(self, post: Mapping[str, Any]) -> Account:
        username, name = name_field(post, "username"), told(post.get("name"))
        id = id_of(post.get("user_id"))
        own = id is not None and id.startswith("-")
        return Account(
            account_key(DISCOURSE, self._community, id=id, handle=username),
            DISCOURSE,
            name=name or username,
            handle=username,
            role=_role(post),
            kind="service" if own or looks_like_service(name, username) else "unknown",
        )

    def _place(self, post: Mapping[str, Any]) -> Place:
        category = id_of(post.get("category_id"))
        name = told(post.get("category_slug")) or (f"category {category}" if category else "forum")
        key = place_key(DISCOURSE, self._community, f"c{category}" if category else "forum")
        return Place(key, DISCOURSE, self._community, name, self._access)

    def _answered(
        self, post: Mapping[str, Any], author: str, at: int, key: str, topic: str
    ) -> Iterator[Record]:
        nth, user = id_of(post.get("reply_to_post_number")), post.get("reply_to_user")
        username = told(user.get("username")) if isinstance(user, dict) else None
        if nth is None and username is None:
            if id_field(post, "post_number") == "1":
                return
            nth = "1"  # who answers nobody in particular answers the topic, and so its opener
        target = None
        if username is not None and isinstance(user, dict):
            answered = self._handle(username, told(user.get("name")))
            target = answered.key
            yield answered
        post_answered = self._key(f"t{topic}/{nth}") if nth else None
        yield Reference(ReferenceKind.REPLY, author, at, key, post_answered, target)

    def _named(self, author: str, at: int, key: str, topic: str, said: Said) -> Iterator[Record]:
        everybody = dict.fromkeys((*said.mentions, *said.silent, *(one.username for one in said.quotes)))
        accounts = {username: self._handle(username) for username in everybody}
        yield from accounts.values()
        for quote in said.quotes:
            target = accounts[quote.username].key
            yield Reference(ReferenceKind.QUOTE, author, at, key, self._quoted(quote, topic), target)
        for username in said.mentions:
            yield Reference(ReferenceKind.MENTION, author, at, key, target=accounts[username].key)
        for username in said.silent:
            yield Reference(ReferenceKind.SILENT_MENTION, author, at, key, target=accounts[username].key)

    def _quoted(self, quote: Quoted, topic: str) -> str | None:
        return self._key(f"t{quote.topic or topic}/{quote.post}") if quote.post else None

    def _handle(self, username: str, name: str | None = None) -> Account:
        key = account_key(DISCOURSE, self._community, handle=username)
        kind = "service" if looks_like_service(name, username) else "unknown"
        return Account(key, DISCOURSE, name=name, handle=username, kind=kind)

    def _key(self, native: str) -> str:
        return post_key(DISCOURSE, self._community, native)


def _topic(unit: Unit) -> dict[str, Any]:
    """Give what a topic's page says of all its posts; empty for every other kind of file."""
    if b'"post_stream"' not in unit.data and b'"private_posts"' not in unit.data:
        return {}
    page = json_of(unit.data, unit.file) if unit.file.endswith(".json") else None
    return (
        {name: value for name, value in page.items() if name != "post_stream"}
        if isinstance(page, dict)
        else {}
    )


def _with_topic(post: dict[str, Any], topic: Mapping[str, Any]) -> dict[str, Any]:
    told_above = {name: topic[above] for above, name in _OF_TOPIC if topic.get(above) is not None}
    return told_above | {
        name: value for name, value in post.items() if value is not None or name not in told_above
    }


def _private(topic: Mapping[str, Any], post: Mapping[str, Any]) -> str | None:
    """Tell why a post may not be kept, None when it may."""
    if "private_message" in (topic.get("archetype"), post.get("topic_archetype")) or "private_posts" in topic:
        return "private message"
    return "whisper among staff" if post.get("post_type") == _WHISPER else None


def _speaks(post: Mapping[str, Any]) -> bool:
    """Tell whether a row holds speech that the forum still shows."""
    kind = post.get("post_type", _POST)
    if type(kind) is not int:
        raise UnusableRowError(f"'post_type' is {shown(kind)}, which is no kind of post")
    gone = post.get("deleted_at") or post.get("user_deleted") is True or post.get("hidden") is True
    return kind == _POST and not gone


def _role(post: Mapping[str, Any]) -> str | None:
    """Put together what the forum says of the author's role."""
    flags = [name for name in ("admin", "moderator", "staff") if post.get(name) is True]
    flags = [name for name in flags if name != "staff"] or flags
    parts = (told(post.get("user_title")), ", ".join(flags), told(post.get("primary_group_name")))
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None


def _figures(key: str, post: Mapping[str, Any]) -> Iterator[Metric]:
    """Give the figures that the forum shows. It leaves likes out where there are none."""
    actions = post.get("actions_summary")
    if isinstance(actions, list):
        likes = [one for one in listed(actions) if isinstance(one, dict) and one.get("id") == _LIKE]
        yield Metric(key, "likes", float(sum(_count(one.get("count")) or 0 for one in likes)))
    for name, what in _FIGURES:
        if (value := _count(post.get(name))) is not None:
            yield Metric(key, what, float(value))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _media(cooked: str) -> str:
    if "lightbox" in cooked:
        return "picture"
    return "video" if "<video" in cooked or "video-onebox" in cooked else "text"
