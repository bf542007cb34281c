"""Reader of the API's bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean, moment, required
from luminary.collect.jsonrows import id_field, rows_of, told
from luminary.collect.platforms.bluesky.acts import recorded
from luminary.collect.platforms.bluesky.said import BLUESKY, account, address, post_address, spoken
from luminary.collect.services import looks_like_service
from luminary.collect.showing import feed, figures, inner, maybe_moment, objects, read_when, seen_in, words
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Account, Record, Reference, ReferenceKind, Tie
from luminary.errors import UnusableRowError

LISTS = (
    "feed",
    "posts",
    "profiles",
    "actors",
    "likes",
    "repostedBy",
    "quotes",
    "followers",
    "follows",
    "items",
    "feeds",
    "records",
)
_FIGURES = {
    "likeCount": "likes",
    "repostCount": "reposts",
    "replyCount": "replies",
    "quoteCount": "quotes",
    "bookmarkCount": "bookmarks",
}
_OF_ACCOUNT = {"followersCount": "followers", "followsCount": "following", "postsCount": "posts"}
_NOT_SHOWN = ("#notFoundPost", "#blockedPost", "#generatorView", "#listView", "#starterPackView")


class BlueskyReader:
    """Reads bodies of the API.

    Parameters
    ----------
    options : Options
        Place, open or closed, and setting `seen`.
    """

    known = words(
        "$type acceptsInteractions actor associated author avatar banner blocked bookmarkCount cid",
        "contentMode createdAt creator debug description did displayName embed feedContext feeds",
        "followed followersCount follows followsCount handle indexedAt joinedAllTimeCount",
        "joinedViaStarterPack joinedWeekCount labels likeCount list listItemCount listItemsSample name",
        "collections didDoc handleIsCorrect notFound of pinnedPost post postsCount pronouns purpose",
        "quoteCount reason record reply",
        "replyCount repostCount reqId status subject threadgate uri value verification viewer website",
    )

    def __init__(self, options: Options) -> None:
        self._place = feed(BLUESKY, options)
        self._seen = self._told = read_when(options)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a body into posts, accounts and acts; each says by itself what it belongs to."""
        for row in rows_of(unit):
            if isinstance(row.value, dict):
                yield from (RawRow(place, one) for place, one in enumerate(_parts(row.value), row.position))
            else:
                yield row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a post, an account or an act into records."""
        self._seen = self._told or seen_in(file)
        value = row.value if isinstance(row.value, Mapping) else required(row.value, "uri")
        if "post" in value:
            yield from self._shown(inner(value, "post"))
            yield from _passed_on(value)
        elif "record" in value and "author" in value:
            yield from self._shown(value)
        elif "value" in value and "uri" in value:
            at = address(value["uri"], "uri")
            yield from recorded(at, inner(value, "value"), self._place, self._seen)
        elif "of" in value:
            yield from self._act(value)
        elif "handle" in value or "followersCount" in value:
            yield from self._account(value)
        elif "subject" in value:
            yield from self._account(inner(value, "subject"))
        elif not _is_other(value):
            names = ", ".join(clean(str(name))[:40] for name in list(value)[:12])
            raise UnusableRowError(f"neither a post, an account nor an act; its fields are {names or 'none'}")

    def _shown(self, post: Mapping[str, Any]) -> Iterator[Record]:
        if str(post.get("$type")).endswith(_NOT_SHOWN):
            return
        at = address(required(post, "uri"), "uri")
        author = inner(post, "author")
        if id_field(author, "did") != at.did:
            raise UnusableRowError(f"'author.did' is {author['did']!r}, but the post is of {at.did!r}")
        yield from self._account(author)
        yield from spoken(at, inner(post, "record"), self._place)
        yield from figures(at.key, post, _FIGURES, self._seen)

    def _account(self, row: Mapping[str, Any]) -> Iterator[Record]:
        key = account(id_field(row, "did"))
        handle, name = told(row.get("handle")), told(row.get("displayName"))
        service = looks_like_service(name, (handle or "").partition(".")[0]) or any(
            one.get("val") == "bot" for one in objects(row.get("labels"))
        )
        yield Account(
            key,
            BLUESKY,
            name=name,
            handle=handle,
            bio=told(row.get("description")),
            url=f"https://bsky.app/profile/{handle}" if handle else None,
            kind="service" if service else "unknown",
            created=maybe_moment(row.get("createdAt"), "createdAt"),
            seen=self._seen,
        )
        yield from figures(key, row, _OF_ACCOUNT, self._seen)

    def _act(self, row: Mapping[str, Any]) -> Iterator[Record]:
        """Give who liked, passed on or follows whom, as a list of accounts tells it."""
        actor = inner(row, "actor") or row
        who = account(id_field(actor, "did"))
        yield from self._account(actor)
        kind, of = row["of"]
        if kind in ("followers", "follows"):
            other = account(of)
            yield Tie(*((who, other) if kind == "followers" else (other, who)), "follows", self._seen)
            return
        target = address(of, "uri")
        act = ReferenceKind.REACTION if kind == "likes" else ReferenceKind.REPOST
        when = maybe_moment(row.get("createdAt"), "createdAt") if kind == "likes" else None
        label = "like" if kind == "likes" else None
        yield Reference(act, who, when, None, target.key, account(target.did), label)


def _parts(body: dict[str, Any]) -> Iterator[Any]:
    """Give the rows of one body."""
    if isinstance(body.get("thread"), dict):
        yield from _thread(body["thread"])
        return
    if isinstance(body.get("starterPack"), dict):
        yield body["starterPack"]
        return
    name = next((one for one in LISTS if isinstance(body.get(one), list)), None)
    if name is None:
        yield body
        return
    of = body.get("uri") if name in ("likes", "repostedBy") else inner(body, "subject").get("did")
    for one in body[name]:
        if of is not None and isinstance(one, dict):
            yield one | {"of": [name, of]}
        elif isinstance(one, dict) and name == "feed":
            yield from _with_answered(one)
        else:
            yield one
    if isinstance(body.get("list"), dict):
        yield body["list"]
    if isinstance(body.get("subject"), dict):
        yield body["subject"]


def _with_answered(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give a post of a feed, and what it answers, which the feed shows above it."""
    yield item
    for name in ("root", "parent"):
        above = inner(item, "reply").get(name)
        if isinstance(above, dict) and "record" in above:
            yield above


def _thread(top: Mapping[str, Any]) -> Iterator[Any]:
    """Give every post of a thread, from the one asked for upwards and downwards."""
    waiting: list[Any] = [top]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Mapping):
            yield node
            continue
        yield node.get("post", node)
        replies, parent = node.get("replies"), node.get("parent")
        waiting += replies if isinstance(replies, list) else []
        waiting += [parent] if parent is not None else []


def _passed_on(item: Mapping[str, Any]) -> Iterator[Record]:
    reason = inner(item, "reason")
    if not str(reason.get("$type")).endswith("#reasonRepost"):
        return
    who, target = inner(reason, "by"), post_address(inner(item, "post").get("uri"))
    key = account(id_field(who, "did"))
    yield Account(key, BLUESKY, name=told(who.get("displayName")), handle=told(who.get("handle")))
    if target is not None:
        when = moment(required(reason, "indexedAt"), "reason.indexedAt")
        yield Reference(ReferenceKind.REPOST, key, when, None, target.key, account(target.did))


def _is_other(value: Mapping[str, Any]) -> bool:
    """Tell whether a row is of a kind that says nothing of posts and accounts: a feed, a list, a bare DID."""
    return "creator" in value or list(value) == ["did"] or str(value.get("$type")).endswith(_NOT_SHOWN)
