"""What the columns of each platform's table mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one platform's table.

    Parameters
    ----------
    platform : str
        As keys name it.
    signs : tuple of str
        Columns by which the table is recognised.
    needed : tuple of str or tuple of str
        Columns that every row needs; of alternatives one.
    account, handle, name, bio, text, url, thread : str
        Columns of these.
    figures, of_author : mapping of str to str
        Column to what it counts.
    paid : tuple of str
        Columns of the platform's labels.
    mentions : tuple of str
        Columns of handles.
    together : str
        Column of the handles of those who made it together.
    """

    platform: str
    signs: tuple[str, ...]
    needed: tuple[str | tuple[str, ...], ...]
    account: str = "author_id"
    handle: str = "author"
    name: str = "author_fullname"
    bio: str = ""
    text: str = "body"
    url: str = "url"
    thread: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    of_author: Mapping[str, str] = field(default_factory=dict)
    paid: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    together: str = ""


_TIMES = ("unix_timestamp", "timestamp", "created_at")
X = Columns(
    "x",
    ("is_retweet", "is_quote_tweet", "replied_author"),
    ("id", "body", ("author_id", "author"), _TIMES),
    url="link",
    thread="thread_id",
    figures={
        "retweet_count": "reposts",
        "reply_count": "replies",
        "like_count": "likes",
        "quote_count": "quotes",
        "impression_count": "views",
    },
    mentions=("mentions",),
)
INSTAGRAM = Columns(
    "instagram",
    ("num_media", "num_likes", "num_comments"),
    ("id", "body", ("author_id", "author"), _TIMES),
    figures={"num_likes": "likes", "num_comments": "replies", "play_count": "views"},
    paid=("is_paid_partnership", "is_ad"),
    mentions=("usertags", "mentions"),
    together="coauthors",
)
TIKTOK = Columns(
    "tiktok",
    ("tiktok_url", "plays"),
    ("id", "body", "author", _TIMES),
    name="author_full",
    url="tiktok_url",
    figures={"likes": "likes", "comments": "replies", "shares": "reposts", "plays": "views"},
    of_author={"author_followers": "followers", "author_videos": "posts", "author_likes": "likes in all"},
    paid=("is_ad", "is_paid_partnership"),
    mentions=("mentions",),
)
LINKEDIN = Columns(
    "linkedin",
    ("reaction_like", "reaction_praise", "reactions"),
    (("id", "post_url"), "body", ("username", "name")),
    account="",
    handle="username",
    name="name",
    bio="description",
    url="post_url",
    figures={
        "comments": "replies",
        "shares": "reposts",
        "reactions": "likes",
        **{
            f"reaction_{kind}": f"reactions: {kind}"
            for kind in ("like", "empathy", "praise", "entertainment", "appreciation", "interest")
        },
    },
    paid=("is_promoted",),
    mentions=("author_mentions",),
)
BLUESKY = Columns(
    "bluesky",
    ("repost_count", "replied_to_post", "author_display_name"),
    ("id", "body", "author_id", _TIMES),
    name="author_display_name",
    url="link",
    figures={
        "like_count": "likes",
        "quote_count": "quotes",
        "reply_count": "replies",
        "repost_count": "reposts",
    },
    mentions=("mentions",),
)
THREADS = Columns(
    "threads",
    ("reposts", "quotes", "replies", "is_paid_partnership"),
    ("id", "body", ("author_id", "author"), _TIMES),
    figures={"likes": "likes", "reposts": "reposts", "replies": "replies", "quotes": "quotes"},
    paid=("is_paid_partnership",),
    mentions=("mentions",),
)
ALL = (X, INSTAGRAM, TIKTOK, LINKEDIN, BLUESKY, THREADS)
