"""Reader of messages in channels. An organisation is closed unless the user says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from luminary.collect.decode import json_of, moment, required
from luminary.collect.jsonrows import NotUsed, id_field, id_of, listed, rows_of, shown, text_field, told
from luminary.collect.markup import plain
from luminary.collect.platforms.teams.fields import KNOWN
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
from luminary.errors import InputError, UnusableRowError

TEAMS = "teams"
PRIVATE = "private message"
_SPEECH = "message"
_NOTICES = frozenset(("systemEventMessage", "systemEvent", "chatEvent", "typing", "unknownFutureValue"))
_PEOPLE, _CHANNELS = "usersList.json", "channels_"
_AT = re.compile(r"<at\b[^<>]{0,200}>")
_MEDIA = {"image": "picture", "video": "video", "audio": "audio"}
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Lists:
    """What the lists of an export tell about its messages."""

    channels: Mapping[str, str] = field(default_factory=dict)
    """Channel id to name."""
    people: frozenset[str] = frozenset()
    """Ids of the people who have an entry of their own."""

    @classmethod
    def read(cls, context: Mapping[str, bytes]) -> Lists:
        """Read them; a list that cannot be read is told where its rows are read."""
        found: dict[str, dict[str, str]] = {"people": {}, "channels": {}}
        for file, data in context.items():
            kind = "people" if _name(file) == _PEOPLE else "channels"
            found[kind].update(_names(file, data))
        return cls(found["channels"], frozenset(found["people"]))


def _names(file: str, data: bytes) -> Iterator[tuple[str, str]]:
    try:
        rows = [one for one in listed(json_of(data, file)) if isinstance(one, dict)]
    except InputError:
        return
    for one in rows:
        row = camel(one)
        if (id := id_of(row.get("id"))) and (name := told(row.get("displayName"))):
            yield id, name


class TeamsReader:
    """Reads people, channels and their messages.

    Parameters
    ----------
    lists : Lists
        What the lists tell.
    community : str, default ""
        Names the organisation in all keys.
    access : Access or None
        An organisation is closed unless this says otherwise.
    """

    known = KNOWN

    def __init__(self, lists: Lists, community: str = "", access: Access | None = None) -> None:
        self._lists = lists
        self._community = community
        self._access = access or Access.CLOSED

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a list or a page into rows; messages of chats are not kept."""
        for row in rows_of(unit, "value"):
            private = _is_message(unit.file) and isinstance(row.value, dict) and _private(row.value)
            yield row._replace(value=NotUsed(PRIVATE, camel(row.value).get("id"))) if private else row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a person, a channel or a message into records."""
        if isinstance(row.value, NotUsed):
            return iter(())
        if not isinstance(row.value, dict):
            raise UnusableRowError(f"the row is {shown(row.value)}, not an object")
        value = camel(row.value)
        if _name(file) == _PEOPLE:
            return iter((self._person(value),))
        if _name(file).startswith(_CHANNELS):
            return iter((self._place(id_field(value, "id"), told(value.get("displayName"))),))
        return self._spoken(value)

    def _person(self, row: Mapping[str, Any]) -> Account:
        name = told(row.get("displayName"))
        return Account(
            self._key(id_field(row, "id")),
            TEAMS,
            name,
            email=told(row.get("mail")) or told(row.get("userPrincipalName")),
            role=", ".join(part for key in ("jobTitle", "department") if (part := told(row.get(key))))
            or None,
            kind="service" if looks_like_service(name) else "unknown",
        )

    def _place(self, id: str, name: str | None = None) -> Place:
        name = name or self._lists.channels.get(id, id)
        return Place(place_key(TEAMS, self._community, id), TEAMS, self._community, name, self._access)

    def _spoken(self, row: Mapping[str, Any]) -> Iterator[Record]:
        kind = row.get("messageType", _SPEECH)
        if str(kind) not in _NOTICES and kind != _SPEECH:
            raise UnusableRowError(f"'messageType' is {shown(kind)}, which this version does not know")
        if kind == _SPEECH and not row.get("deletedDateTime"):
            yield from self._message(row)

    def _message(self, row: Mapping[str, Any]) -> Iterator[Record]:
        id, channel = id_field(row, "id"), id_field(row.get("channelIdentity") or {}, "channelId")
        at = moment(required(row, "createdDateTime"), "createdDateTime")
        author, place = self._author(row), self._place(channel)
        markup = _markup(row)
        root = id_of(row.get("replyToId"))
        key = self._post(channel, id)
        yield author
        yield place
        yield Post(
            key,
            author.key,
            at,
            plain(_AT.sub("@", markup)) if _is_html(row) else markup,
            place.key,
            self._post(channel, root or id),
            told(row.get("subject")),
            told(row.get("webUrl")),
            media=_media(row, markup),
        )
        if root and root != id:
            yield Reference(ReferenceKind.REPLY, author.key, at, key, self._post(channel, root))
        yield from self._quoted(author.key, at, key, channel, row)
        yield from self._named(author.key, at, key, row)
        yield from self._reactions(author.key, key, row)

    def _author(self, row: Mapping[str, Any]) -> Account:
        """Tell who wrote: a person, or an application."""
        source = row.get("from")
        source = source if isinstance(source, dict) else {}
        for kind in ("user", "application", "device"):
            one = source.get(kind)
            if isinstance(one, dict) and (id := id_of(one.get("id"))):
                name = told(one.get("displayName"))
                service = kind != "user" or looks_like_service(name)
                shown_name = None if id in self._lists.people else name
                return Account(self._key(id), TEAMS, shown_name, kind="service" if service else "unknown")
        raise UnusableRowError("'from' names neither a user nor an application")

    def _named(self, author: str, at: int, key: str, row: Mapping[str, Any]) -> Iterator[Record]:
        users = [_inner(one, "mentioned", "user") for one in listed(row.get("mentions"))]
        for id in dict.fromkeys(id for user in users if (id := id_of(user.get("id")))):
            yield Reference(ReferenceKind.MENTION, author, at, key, target=self._key(id))

    def _quoted(
        self, author: str, at: int, key: str, channel: str, row: Mapping[str, Any]
    ) -> Iterator[Record]:
        """Give a quotation for every message that this one refers to."""
        for one in listed(row.get("attachments")):
            if not isinstance(one, dict) or one.get("contentType") != "messageReference":
                continue
            told_of = _reference(one.get("content"))
            message = id_of(told_of.get("messageId"))
            who = id_of(_inner(told_of, "messageSender", "user").get("id"))
            if message:
                target = self._key(who) if who else None
                yield Reference(ReferenceKind.QUOTE, author, at, key, self._post(channel, message), target)

    def _reactions(self, author: str, key: str, row: Mapping[str, Any]) -> Iterator[Record]:
        found = [one for one in listed(row.get("reactions")) if isinstance(one, dict)]
        for one in found:
            if user := id_of(_inner(one, "user", "user").get("id")):
                when = one.get("createdDateTime")
                yield Reference(
                    ReferenceKind.REACTION,
                    self._key(user),
                    moment(when, "createdDateTime") if when else None,
                    target_post=key,
                    target=author,
                    label=told(one.get("reactionType")),
                )
        if found:
            yield Metric(key, "reactions", len(found))

    def _key(self, user: str) -> str:
        return account_key(TEAMS, self._community, id=user)

    def _post(self, channel: str, id: str) -> str:
        return post_key(TEAMS, self._community, f"{channel}/{id}")


def camel(value: Any, depth: int = 0) -> Any:
    """Write all field names with a small first letter: exports differ in this alone.

    Examples
    --------
    >>> camel({"Id": "1", "Body": {"Content": "Hei"}})
    {'id': '1', 'body': {'content': 'Hei'}}
    """
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: camel(one, depth + 1) for name, one in value.items()}
    return [camel(one, depth + 1) for one in value] if isinstance(value, list) else value


def _private(row: dict[str, Any]) -> bool:
    """Tell a message of a chat: it stands in no channel."""
    channel = row.get("channelIdentity") or row.get("ChannelIdentity")
    return not channel and bool(row.get("chatId") or row.get("ChatId"))


def _is_message(file: str) -> bool:
    return _name(file) != _PEOPLE and not _name(file).startswith(_CHANNELS)


def _name(file: str) -> str:
    return file.rpartition("/")[2]


def _inner(value: object, *path: str) -> Mapping[str, Any]:
    """Follow a path through objects; what is missing is empty."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _markup(row: Mapping[str, Any]) -> str:
    return text_field(_inner(row, "body"), "content")


def _is_html(row: Mapping[str, Any]) -> bool:
    return str(_inner(row, "body").get("contentType", "html")).lower() != "text"


def _reference(content: object) -> dict[str, Any]:
    if not isinstance(content, str):
        return {}
    found = camel(json_of(content.encode(errors="replace"), "attachments"))
    return found if isinstance(found, dict) else {}


def _media(row: Mapping[str, Any], markup: str) -> str:
    kinds = [
        str(one.get("contentType")).partition("/")[0]
        for one in listed(row.get("attachments"))
        if isinstance(one, dict)
    ]
    found = {_MEDIA[kind] for kind in kinds if kind in _MEDIA} | ({"picture"} if "<img" in markup else set())
    return next((kind for kind in ("video", "audio", "picture") if kind in found), "text")
