"""Reader of a member's archive: what the account did, as ActivityStreams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import moment, required
from luminary.collect.jsonrows import NotUsed, id_of, rows_of, shown, text_field, told
from luminary.collect.markup import plain
from luminary.collect.platforms.mastodon.names import MASTODON, account, links_of, person_of, places, post
from luminary.collect.showing import file_name, inner, maybe_moment, objects, words
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Account, Post, Record, Reference, ReferenceKind
from luminary.errors import UnusableRowError

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_FILES = ("actor.json", "outbox.json", "likes.json")
_SERVICES = ("Service", "Application")
_ORGANISATIONS = ("Group", "Organization")


def is_data(name: str) -> bool:
    """Tell whether a member holds rows that are read."""
    return file_name(name) in _FILES


class MastodonArchiveReader:
    """Reads a member's archive.

    Parameters
    ----------
    options : Options
        Open or closed.
    context : mapping of str to bytes
        `actor.json`: who the member is.
    """

    known = words(
        "@context id type actor published to cc object signature liked_by likes inbox outbox featured",
        "featuredTags following followers preferredUsername name summary url manuallyApprovesFollowers",
        "discoverable indexable memorial devices publicKey tag attachment endpoints icon image movedTo",
        "alsoKnownAs bookmarks webfinger attributionDomains",
    )

    def __init__(self, options: Options, context: Mapping[str, bytes]) -> None:
        self._places = places(options)
        self._me = next((me for file, data in context.items() if (me := _owner(file, data))), None)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file into what the member did; direct messages are not kept."""
        for row in rows_of(unit, "orderedItems"):
            value = row.value
            if isinstance(value, str) and file_name(unit.file) == "likes.json":
                yield RawRow(row.position, {"type": "Like", "object": value, "liked_by": self._me})
            elif (
                isinstance(value, dict) and value.get("type") in ("Create", "Announce") and not _reach(value)
            ):
                yield RawRow(row.position, NotUsed("direct message", value.get("id")))
            else:
                yield row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn one act into records."""
        value = row.value
        if isinstance(value, NotUsed):
            return iter(())
        kind = required(value, "type")
        if kind == "Create":
            return self._created(value)
        if kind in ("Announce", "Like"):
            return self._pointed(value, str(kind))
        if "preferredUsername" in value:
            links = links_of(account(_somebody(value, "id")), value.get("attachment"))
            return iter((_member(value), *links))
        raise UnusableRowError(f"'type' is {shown(kind)}, which is not known")

    def _created(self, act: Mapping[str, Any]) -> Iterator[Record]:
        note = inner(act, "object")
        uri = text_field(note, "id")
        author = account(_somebody(act, "actor"))
        at = moment(required(note, "published"), "published")
        place = self._places["open" if _reach(act) == "public" else "closed"]
        key = post(uri)
        yield Account(author, MASTODON, handle=author.partition("/")[2])
        yield place
        yield Post(
            key, author, at, plain(text_field(note, "content")), place.key, title=told(note.get("summary")),
            url=told(note.get("url")), media=_media(note),
        )  # fmt: skip
        answered = note.get("inReplyTo")
        whom = account(name) if (name := person_of(answered)) else None
        if isinstance(answered, str) and answered:
            yield Reference(ReferenceKind.REPLY, author, at, key, post(answered), whom)
        for one in objects(note.get("tag")):
            if one.get("type") == "Mention" and (named := _mentioned(one)):
                yield Account(account(named), MASTODON, handle=named)
                if account(named) != whom:
                    yield Reference(ReferenceKind.MENTION, author, at, key, target=account(named))

    def _pointed(self, act: Mapping[str, Any], kind: str) -> Iterator[Record]:
        target = required(act, "object")
        if not isinstance(target, str):
            target = text_field(inner(act, "object"), "id")
        whom = account(name) if (name := person_of(target)) else None
        if kind == "Announce":
            author, at = account(_somebody(act, "actor")), moment(required(act, "published"), "published")
            yield Reference(ReferenceKind.REPOST, author, at, None, post(target), whom)
        else:
            author = account(_somebody(act, "liked_by"))
            yield Reference(ReferenceKind.REACTION, author, None, None, post(target), whom, "favourite")


def _owner(file: str, data: bytes) -> str | None:
    """Give the member's address."""
    try:
        row = next(iter(rows_of(Unit(file, data))), None)
    except UnusableRowError:
        return None
    return id_of(inner(row.value if row else None).get("id"))


def _somebody(act: Mapping[str, Any], field: str) -> str:
    if (name := person_of(required(act, field))) is None:
        raise UnusableRowError(f"'{field}' is {shown(act[field])}, which is the address of nobody")
    return name


def _mentioned(tag: Mapping[str, Any]) -> str | None:
    name = (told(tag.get("name")) or "").lstrip("@")
    return name if "@" in name else person_of(tag.get("href"))


def _reach(act: Mapping[str, Any]) -> str:
    """Tell whom an act reaches: public, followers, or nobody but those it names."""
    reached = [one for field in ("to", "cc") for one in _texts(act.get(field))]
    if any(one in _PUBLIC for one in reached):
        return "public"
    return "followers" if any(one.endswith("/followers") for one in reached) else ""


def _texts(value: object) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]


def _media(note: Mapping[str, Any]) -> str:
    kinds = [str(one.get("mediaType")).partition("/")[0] for one in objects(note.get("attachment"))]
    return next((name for kind, name in _KINDS if kind in kinds), "text")


_KINDS = (("video", "video"), ("audio", "audio"), ("image", "picture"))


def _member(row: Mapping[str, Any]) -> Account:
    name, kind = _somebody(row, "id"), row.get("type")
    return Account(
        account(name),
        MASTODON,
        name=told(row.get("name")) or told(row.get("preferredUsername")),
        handle=name,
        bio=plain(text) if isinstance(text := row.get("summary"), str) else None,
        url=told(row.get("url")),
        kind="service" if kind in _SERVICES else "organisation" if kind in _ORGANISATIONS else "unknown",
        created=maybe_moment(row.get("published"), "published"),
    )
