"""What a post's record says, wherever it is shown, and how posts and accounts are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from luminary.collect.decode import clean, moment, required
from luminary.collect.jsonrows import id_field, shown, text_field
from luminary.collect.showing import inner, objects
from luminary.domain import Account, Place, Post, Record, Reference, ReferenceKind, account_key, post_key
from luminary.errors import UnusableRowError

BLUESKY = "bluesky"
POSTS = "app.bsky.feed.post"
_MENTION = "app.bsky.richtext.facet#mention"


class Address(NamedTuple):
    """An ``at://`` address in its parts."""

    did: str
    collection: str
    rkey: str

    @property
    def key(self) -> str:
        """Key of the post it stands for."""
        return post_key(BLUESKY, "", f"{self.did}/{self.rkey}")


def account(did: str) -> str:
    """Name an account."""
    return account_key(BLUESKY, "", id=did)


def address(value: object, field: str) -> Address:
    """Read an address.

    Raises
    ------
    UnusableRowError
        When it is none.
    """
    parts = clean(value).removeprefix("at://").split("/") if isinstance(value, str) else []
    if len(parts) != 3 or not all(parts) or not parts[0].startswith("did:") or len(str(value)) > 500:
        raise UnusableRowError(f"'{field}' is {shown(value)}, which is no address of a record")
    return Address(*parts)


def post_address(value: object) -> Address | None:
    """Read the address of a post; None where it is of another kind (a list, a feed), or missing."""
    try:
        found = address(value, "uri")
    except UnusableRowError:
        return None
    return found if found.collection == POSTS else None


def spoken(at: Address, record: Mapping[str, Any], place: Place) -> Iterator[Record]:
    """Turn the record of a post into records: itself, what it answers and quotes, whom it mentions."""
    text, when = text_field(record, "text"), moment(required(record, "createdAt"), "createdAt")
    author, reply = account(at.did), record.get("reply")
    root = post_address(inner(record, "reply.root").get("uri"))
    yield place
    yield Post(
        at.key,
        author,
        when,
        clean(text).strip(),
        place.key,
        root.key if root else at.key,
        url=f"https://bsky.app/profile/{at.did}/post/{at.rkey}",
        media=_media(record),
    )
    if reply is not None:
        parent = address(inner(record, "reply.parent").get("uri"), "reply.parent.uri")
        yield Reference(ReferenceKind.REPLY, author, when, at.key, parent.key, account(parent.did))
    if (quoted := _quoted(record)) is not None:
        yield Reference(ReferenceKind.QUOTE, author, when, at.key, quoted.key, account(quoted.did))
    for did in dict.fromkeys(_mentioned(record)):
        yield Account(account(did), BLUESKY)
        yield Reference(ReferenceKind.MENTION, author, when, at.key, target=account(did))


def _mentioned(record: Mapping[str, Any]) -> Iterator[str]:
    for facet in objects(record.get("facets")):
        for feature in objects(facet.get("features")):
            if feature.get("$type") == _MENTION:
                yield id_field(feature, "did")


def _quoted(record: Mapping[str, Any]) -> Address | None:
    embedded = inner(record, "embed.record")
    return post_address(embedded.get("uri") or inner(embedded, "record").get("uri"))


def _media(record: Mapping[str, Any]) -> str:
    embed = inner(record, "embed")
    kinds = f"{embed.get('$type')} {inner(embed, 'media').get('$type')}"
    return "video" if "embed.video" in kinds else "picture" if "embed.images" in kinds else "text"
