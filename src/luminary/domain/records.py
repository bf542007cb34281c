"""What an importer hands on. One raw row of a source becomes any number of these.

They are named tuples and not dataclasses because imports make them by the million. Times are whole
microseconds since 1970 in UTC, for the same reason. Every text in them is hostile.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Post(NamedTuple):
    """Something an account published in a place."""

    key: str
    author: str
    """Key of the account that wrote it."""
    at: int
    """Microseconds since 1970, UTC."""
    text: str
    """Plain text, without markup and without what it quotes."""
    place: str
    thread: str | None = None
    """Key of the conversation, shared by all its posts."""
    title: str | None = None
    url: str | None = None
    alias: str | None = None
    """A second key by which other posts may point at this one (Discourse: topic and post number)."""
    media: str = "text"
    """text, picture, video or audio (B3)."""
    origin: str = "own"
    """own, co-created or brand (B3)."""
    paid_label: bool | None = None
    """What the platform's own label says about payment; None where it has no such label."""


class ReferenceKind(StrEnum):
    """The ways in which one account can point at another."""

    REPLY = "reply"
    QUOTE = "quote"
    MENTION = "mention"
    SILENT_MENTION = "silent mention"
    """A name inside a quotation: it links names with ids, and never counts as response."""
    REPOST = "repost"
    REACTION = "reaction"


class Reference(NamedTuple):
    """An account points at a post or an account."""

    kind: ReferenceKind
    author: str
    at: int | None
    post: str | None = None
    """Key of the post that points; None for a reaction."""
    target_post: str | None = None
    """Key or alias of the post pointed at."""
    target: str | None = None
    """Key of the account pointed at; used when `target_post` is absent or not in the data."""
    label: str | None = None
    """What kind of reaction, where the platform tells."""


class Account(NamedTuple):
    """An account as seen in one raw row. Later rows complete earlier ones."""

    key: str
    platform: str
    name: str | None = None
    handle: str | None = None
    bio: str | None = None
    url: str | None = None
    email: str | None = None
    role: str | None = None
    """Title or role, as the platform states it: evidence beside a score, never part of it."""
    kind: str = "unknown"
    created: int | None = None
    seen: int | None = None
    """When the platform said so; None: at the time of import."""


class AccountLink(NamedTuple):
    """An address that an account gives for itself, beside the one of its profile."""

    account: str
    address: str
    label: str | None = None
    """What the account calls it."""
    verified: int | None = None
    """When the platform checked that the page links back (rel=me)."""


class Place(NamedTuple):
    """Where posts stand: a channel, stream, category, group, feed."""

    key: str
    platform: str
    community: str
    name: str
    access: str | None = None
    """open, closed, or None where the source does not tell."""


class Metric(NamedTuple):
    """A figure that the platform shows, with the time it was read (followers, likes, views, ...)."""

    of: str
    """Key of the account or post."""
    what: str
    value: float
    at: int | None = None


class Tie(NamedTuple):
    """A stated relation between two accounts (advice, friendship, follow), with or without a time."""

    source: str
    target: str
    relation: str
    at: int | None = None
    weight: float = 1.0


class Visit(NamedTuple):
    """A figure of web analytics: how often people came to one's own pages, from where, and when."""

    site: str
    """Whose analytics these are."""
    tool: str
    """What counted: search console, ga4, matomo, plausible."""
    what: str
    """visits, visitors, views, clicks, impressions, linking pages, ..."""
    value: float
    page: str | None = None
    """Page of the site."""
    referrer: str | None = None
    """Website, page or name of the source from which they came, or that links here."""
    medium: str | None = None
    campaign: str | None = None
    content: str | None = None
    """The link's own mark within the campaign (utm_content)."""
    query: str | None = None
    """What was searched for."""
    at: int | None = None
    """Beginning of the first day, where the source tells."""
    until: int | None = None
    """Beginning of the last day."""


Record: TypeAlias = Post | Reference | Account | AccountLink | Place | Metric | Tie | Visit
