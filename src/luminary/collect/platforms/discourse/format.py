"""How Discourse posts look in JSON, and how they are recognised.

https://docs.discourse.org (``/posts.json``, ``/t/{id}.json``, ``/posts/{id}.json``): one post per file, a
list of posts, or a page with ``latest_posts`` or ``post_stream.posts``; JSON lines too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from luminary.collect.platforms.discourse.read import DiscourseReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say


class Post(TypedDict, total=False):
    """One post; only the fields that are read."""

    id: int
    user_id: int
    """Below zero for the forum's own accounts."""
    username: str
    name: str | None
    created_at: str
    cooked: str
    """HTML."""
    post_number: int
    """Place within the topic, from 1."""
    post_type: int
    """1 a post; 2 a moderator's act; 3 a small action; 4 a whisper among staff."""
    reply_to_post_number: int | None
    reply_to_user: dict[str, Any]
    topic_id: int
    topic_title: str
    category_id: int
    reads: int
    incoming_link_count: int
    actions_summary: list[dict[str, Any]]
    """Id 2 counts the likes."""
    reaction_users_count: int
    moderator: bool
    admin: bool
    staff: bool
    user_title: str | None
    primary_group_name: str | None
    hidden: bool
    deleted_at: str | None
    user_deleted: bool


_SUFFIXES = (".json", ".jsonl", ".ndjson")
_SIGNS = (b'"post_number"', b'"topic_id"', b'"username"', b'"cooked"')


def _is_json(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _is_lines(name: str) -> bool:
    return name.endswith((".jsonl", ".ndjson"))


def _recognise(glimpse: Glimpse) -> Sighting | None:
    heads = [head for name, head in glimpse.heads.items() if _is_json(name)]
    if any(all(sign in head for sign in _SIGNS) for head in heads):
        return Sighting(0.9, "posts with post_number, topic_id, username and cooked")
    # The first post of a page may be longer than the glimpse: the wrapper's name is enough then.
    if any(head.lstrip().startswith((b'{"latest_posts"', b'{"post_stream"')) for head in heads):
        return Sighting(0.85, "a page of latest_posts or post_stream")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return DiscourseReader(options.place, options.access)


DISCOURSE_POSTS = Format(
    name="discourse",
    title=say("Discourse posts"),
    recognise=_recognise,
    data=_is_json,
    reader=_reader,
    lines=_is_lines,
)
