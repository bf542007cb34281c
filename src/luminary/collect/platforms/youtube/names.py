"""How YouTube's accounts and posts are named, and what comments have in common."""

from __future__ import annotations

from collections.abc import Iterator

from luminary.collect.services import looks_like_service
from luminary.collect.showing import handles_in
from luminary.domain import Account, Post, Record, Reference, ReferenceKind, account_key, post_key
from luminary.errors import UnusableRowError

YOUTUBE = "youtube"
FIGURES = {"viewCount": "views", "likeCount": "likes", "commentCount": "replies"}
OF_CHANNEL = {"subscriberCount": "followers", "viewCount": "views in all", "videoCount": "posts"}


def channel(id: str) -> str:
    """Name a channel."""
    return account_key(YOUTUBE, "", id=id)


def post(id: str) -> str:
    """Name a video or a comment."""
    return post_key(YOUTUBE, "", id)


def writer(id: str | None, name: str | None, url: str | None = None) -> Account:
    """Name who wrote a comment: by the channel, else by handle or name.

    Raises
    ------
    UnusableRowError
        When nothing names the writer.
    """
    handle = name.lstrip("@") if name and name.startswith("@") else None
    if not (id or name):
        raise UnusableRowError(
            "'authorChannelId' and 'authorDisplayName' are missing, so nobody is the author"
        )
    key = account_key(YOUTUBE, "", id=id, handle=handle, name=name)
    kind = "service" if looks_like_service(name, handle) else "unknown"
    return Account(key, YOUTUBE, name=name, handle=handle, url=url, kind=kind)


def comment(post_: Post, parent: str | None, video: str | None) -> Iterator[Record]:
    """Give what a comment answers and whom it mentions."""
    answered = parent or video
    if answered is not None:
        yield Reference(ReferenceKind.REPLY, post_.author, post_.at, post_.key, post(answered))
    for handle in handles_in(post_.text):
        target = account_key(YOUTUBE, "", handle=handle)
        yield Account(target, YOUTUBE, handle=handle)
        yield Reference(ReferenceKind.MENTION, post_.author, post_.at, post_.key, target=target)
