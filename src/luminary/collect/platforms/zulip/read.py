"""Readers of Zulip's three exports.

A conversation is a topic within a stream; a resolved topic ("✔ ...") is the same conversation as before. In
the public archive senders have only names, so their keys are weak until a mention tells the id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from luminary.collect.decode import clean, json_of, moment, plausible, seconds
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
from luminary.collect.platforms.zulip.content import Named, Said, said_in_html, said_in_markdown
from luminary.collect.services import looks_like_service
from luminary.collect.source import RawRow, Unit
from luminary.domain import (
    Access,
    Account,
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

ZULIP = "zulip"
PRIVATE = "private message"
_DELETED = "(deleted)"
_RESOLVED = re.compile(r"^(?:✔\s{0,3})+")
_STREAM_FOLDER = re.compile(r"\d{1,18}-")
_DOTTED = re.compile(r"\.([0-9A-F]{2})")
_ROLES = {100: "owner", 200: "administrator", 300: "moderator", 600: "guest"}
_STREAM_RECIPIENT = 2


class Talk(NamedTuple):
    """Where a message stands."""

    place: Place
    topic: str
    thread: str


def place_in_path(name: str) -> tuple[str, str, str] | None:
    """Read stream id, stream and topic from the name of an archive's file; None when it names no stream.

    Examples
    --------
    >>> place_in_path("zulip_json/12-new-members/r.C3.A5d.3F.json")
    ('12', 'new-members', 'råd?')
    """
    *folders, file = name.split("/")
    # The last folder that begins with a number: those before it may be dates; a stream's own name may hold
    # a slash, and then goes on in the next folder.
    for at in range(len(folders) - 1, -1, -1):
        if _STREAM_FOLDER.match(folders[at]):
            number, _, stream = "/".join(folders[at:]).partition("-")
            topic = unquote(_DOTTED.sub(r"%\1", file.removesuffix(".json")))
            return number, clean(unquote(stream)), clean(topic).strip()
    return None


@dataclass(frozen=True, slots=True)
class ArchiveReader:
    """Reads the public archive: one list of messages per topic.

    Parameters
    ----------
    community : str, default ""
        Names the organisation in all keys.
    """

    community: str = ""

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a topic's file into messages."""
        return rows_of(unit)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a message into a post, what it points at, and the accounts it shows."""
        message = row.value
        number = id_field(message, "id")
        account = _named_account(self.community, name_field(message, "sender_full_name"))
        at = _seconds(message.get("timestamp"), "timestamp")
        content = text_field(message, "content")
        talk = _talk_of_file(self.community, file)
        said = said_in_html(content)
        return _message(self.community, number, account, at, said, talk, _media(content))


@dataclass(frozen=True, slots=True)
class ApiReader:
    """Reads messages as the API gives them.

    Parameters
    ----------
    community : str, default ""
        Names the organisation in all keys.
    access : Access or None
        The API does not tell whether a stream is open, so the user's word stands; None: not known.
    """

    community: str = ""
    access: Access | None = None

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut what was given into messages, people and channels; private messages are not kept."""
        for row in rows_of(unit, "messages", "members", "streams"):
            private = isinstance(row.value, dict) and _is_private(row.value)
            yield RawRow(row.position, NotUsed(PRIVATE, row.value.get("id"))) if private else row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a message into a post, what it points at, its reactions, and the accounts it shows."""
        message = row.value
        if isinstance(message, Mapping) and "id" not in message and "content" not in message:
            yield from self._listed(message)
            return
        number = id_field(message, "id")
        if isinstance(message, NotUsed):
            return
        author = self._author(message)
        at = _seconds(message.get("timestamp"), "timestamp")
        content = text_field(message, "content")
        typed = message.get("content_type") == "text/x-markdown"
        said = said_in_markdown(content) if typed else said_in_html(content)
        yield from _message(self.community, number, author, at, said, self._talk(message), _media(content))
        reactions = [
            (_reaction_user(one), told(one.get("emoji_name"))) for one in _objects(message, "reactions")
        ]
        yield from _reactions(self.community, number, author.key, reactions)

    def _listed(self, row: Mapping[str, Any]) -> Iterator[Record]:
        """Turn an entry of the list of members or channels into a record."""
        if "user_id" in row:
            yield _profile(self.community, {**row, "id": id_field(row, "user_id")})
        else:
            stream, name = id_field(row, "stream_id"), name_field(row, "name")
            access = self.access or (Access.OPEN if row.get("is_web_public") is True else Access.CLOSED)
            yield Place(place_key(ZULIP, self.community, stream), ZULIP, self.community, name, access)

    def _author(self, message: Mapping[str, Any]) -> Account:
        name, email = name_field(message, "sender_full_name"), told(message.get("sender_email"))
        internal = message.get("sender_realm_str") == "zulipinternal"
        service = internal or _is_service(name, email)
        key = account_key(ZULIP, self.community, id=id_field(message, "sender_id"))
        return Account(key, ZULIP, name=name, email=email, kind="service" if service else "unknown")

    def _talk(self, message: Mapping[str, Any]) -> Talk:
        name = name_field(message, "display_recipient")
        stream = id_of(message.get("stream_id")) or name
        topic = message.get("subject") if "subject" in message else message.get("topic")
        return _talk(self.community, stream, name, told(topic) or "", self.access)


@dataclass(frozen=True, slots=True)
class Realm:
    """What ``realm.json`` tells about the messages of an export."""

    name: str = ""
    users: Mapping[str, Account] = field(default_factory=dict)
    streams: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    recipients: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Recipient to its type and the id of what it stands for."""
    reactions: Mapping[str, list[tuple[str | None, str | None]]] = field(default_factory=dict)
    """Message to who reacted, and with what."""

    @classmethod
    def read(cls, context: Mapping[str, bytes]) -> Realm:
        """Read the tables that messages point into.

        Raises
        ------
        InputError
            When ``realm.json`` is no JSON.
        """
        tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for file, data in context.items():
            content = json_of(data, file)
            for table, rows in content.items() if isinstance(content, dict) else ():
                tables[table] += [one for one in listed(rows) if isinstance(one, dict)]
        reactions: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
        for one in tables["zerver_reaction"]:
            reactions[str(one.get("message"))].append(
                (id_of(one.get("user_profile")), told(one.get("emoji_name")))
            )
        return cls(
            name=next((name for one in tables["zerver_realm"] if (name := told(one.get("string_id")))), ""),
            users={str(one.get("id")): _profile("", one) for table in _USERS for one in tables[table]},
            streams={str(one.get("id")): one for one in tables["zerver_stream"]},
            recipients={
                str(one.get("id")): (one.get("type", 0), str(one.get("type_id")))
                for one in tables["zerver_recipient"]
            },
            reactions=dict(reactions),
        )


_USERS = ("zerver_userprofile", "zerver_userprofile_crossrealm", "zerver_userprofile_mirrordummy")


class ExportReader:
    """Reads an organisation's export: people and streams from ``realm.json``, messages beside it.

    Parameters
    ----------
    realm : Realm
        What ``realm.json`` tells.
    community : str, default ""
        Names the organisation in all keys; by default its own short name.
    access : Access or None
        Whether streams that are neither private nor public on the web are open; by default closed.
    """

    def __init__(self, realm: Realm, community: str = "", access: Access | None = None) -> None:
        self._realm = realm
        self._community = community or realm.name
        self._access = access or Access.CLOSED

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file into people and streams, or into messages; private messages are not kept."""
        if unit.file.rpartition("/")[2] == "realm.json":
            return self._realm_rows(unit)
        return self._message_rows(unit)

    def _realm_rows(self, unit: Unit) -> Iterator[RawRow]:
        content = json_of(unit.data, unit.file)
        tables = content if isinstance(content, dict) else {}
        named = ((table, one) for table in (*_USERS, "zerver_stream") for one in listed(tables.get(table)))
        for position, (table, one) in enumerate(named, 1):
            yield RawRow(position, {table: one})

    def _message_rows(self, unit: Unit) -> Iterator[RawRow]:
        for row in rows_of(unit, "zerver_message"):
            kind = self._recipient(row.value)[0]
            private = kind not in (0, _STREAM_RECIPIENT)
            yield RawRow(row.position, NotUsed(PRIVATE, row.value.get("id"))) if private else row

    def _recipient(self, message: object) -> tuple[int, str]:
        """Give the kind of recipient (0: not known) and the id of what it stands for."""
        if not isinstance(message, dict):
            return 0, ""
        if message.get("is_channel_message") is False:
            return 1, ""
        return self._realm.recipients.get(str(message.get("recipient")), (0, ""))

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a person, a stream or a message into records."""
        if not isinstance(row.value, dict):
            raise UnusableRowError(f"the row is {shown(row.value)}, not an object")
        for table, one in row.value.items() if len(row.value) == 1 else ():
            if table == "zerver_stream":
                yield self._place(id_field(one, "id"), one)
                return
            if table in _USERS:
                id_field(one, "id")
                yield _profile(self._community, one)
                return
        if not isinstance(row.value, NotUsed):
            yield from self._message(row.value)

    def _message(self, message: dict[str, Any]) -> Iterator[Record]:
        number = id_field(message, "id")
        sender = id_field(message, "sender")
        author = self._realm.users.get(sender, Account("", ZULIP))
        author = author._replace(key=account_key(ZULIP, self._community, id=sender))
        at = _seconds(message.get("date_sent"), "date_sent")
        rendered = message.get("rendered_content")
        if isinstance(rendered, str):
            content, said = rendered, said_in_html(rendered)
        else:
            content = text_field(message, "content")
            said = said_in_markdown(content)
        talk = self._talk(message)
        yield from _message(self._community, number, author, at, said, talk, _media(content))
        yield from _reactions(self._community, number, author.key, self._realm.reactions.get(number, []))

    def _talk(self, message: dict[str, Any]) -> Talk:
        kind, stream = self._recipient(message)
        if kind != _STREAM_RECIPIENT:
            raise UnusableRowError(
                f"'recipient' is {shown(message.get('recipient'))}, which realm.json does not know; "
                "import the export as a whole"
            )
        place = self._place(stream, self._realm.streams.get(stream, {}))
        topic = message.get("subject") if "subject" in message else message.get("topic_name")
        return _talk(self._community, stream, place.name, told(topic) or "", place.access)

    def _place(self, stream: str, row: Mapping[str, Any]) -> Place:
        access = Access.OPEN if row.get("is_web_public") is True else self._access
        access = Access.CLOSED if row.get("invite_only") is True else access
        key = place_key(ZULIP, self._community, stream)
        return Place(key, ZULIP, self._community, told(row.get("name")) or stream, access)


def _message(
    community: str, number: str, author: Account, at: int, said: Said, talk: Talk, media: str
) -> Iterator[Record]:
    """Give the records that all three exports have in common. A deleted message says nothing."""
    if said.text == _DELETED:
        return
    key = post_key(ZULIP, community, number)
    yield author
    yield talk.place
    yield Post(key, author.key, at, said.text, talk.place.key, talk.thread, talk.topic or None, media=media)
    if not (said.mentions or said.silent or said.quotes):
        return
    named = {who: _account(community, who) for who in _everybody(said)}
    yield from named.values()
    for who, message in said.quotes:
        target = post_key(ZULIP, community, message)
        yield Reference(ReferenceKind.QUOTE, author.key, at, key, target, named[who].key)
    for who in said.mentions:
        yield Reference(ReferenceKind.MENTION, author.key, at, key, target=named[who].key)
    for who in said.silent:
        yield Reference(ReferenceKind.SILENT_MENTION, author.key, at, key, target=named[who].key)


def _everybody(said: Said) -> dict[Named, None]:
    return dict.fromkeys((*said.mentions, *said.silent, *(quote.who for quote in said.quotes)))


def _reactions(
    community: str, number: str, target: str, reactions: list[tuple[str | None, str | None]]
) -> Iterator[Record]:
    post = post_key(ZULIP, community, number)
    for user, emoji in reactions:
        if user is not None:
            author = account_key(ZULIP, community, id=user)
            yield Reference(
                ReferenceKind.REACTION, author, None, target_post=post, target=target, label=emoji
            )


def _account(community: str, who: Named) -> Account:
    key = account_key(ZULIP, community, id=who.id, name=who.name)
    kind = "service" if looks_like_service(who.name) else "unknown"
    return Account(key, ZULIP, name=who.name or None, kind=kind)


@lru_cache(maxsize=65_536)
def _named_account(community: str, name: str) -> Account:
    return _account(community, Named("", name))


@lru_cache(maxsize=4_096)
def _talk_of_file(community: str, file: str) -> Talk:
    found = place_in_path(file)
    if found is None:
        raise UnusableRowError(
            f"'{file}' stands in no folder named <number>-<stream>; import the folder above it"
        )
    stream, name, topic = found
    return _talk(community, stream, name, topic, Access.OPEN)


def _talk(community: str, stream: str, name: str, topic: str, access: str | None) -> Talk:
    place = place_key(ZULIP, community, stream)
    topic = _RESOLVED.sub("", topic)
    # Zulip does not tell topics apart by capitals.
    return Talk(Place(place, ZULIP, community, name or stream, access), topic, f"{place}/{topic.lower()}")


def _profile(community: str, row: Mapping[str, Any]) -> Account:
    """Read a row of ``zerver_userprofile``."""
    name, email = told(row.get("full_name")), told(row.get("delivery_email")) or told(row.get("email"))
    service = row.get("is_bot") is True or _is_service(name, email)
    role = row.get("role")
    return Account(
        account_key(ZULIP, community, id=id_of(row.get("id")) or "?"),
        ZULIP,
        name=name,
        email=email,
        role=_ROLES.get(role) if isinstance(role, int) else None,
        kind="service" if service else "unknown",
        created=_joined(row.get("date_joined")),
    )


def _joined(value: object) -> int | None:
    """Read when an account was made, None where the source gives no usable time."""
    try:
        if isinstance(value, str):
            return moment(value, "date_joined")
        return _seconds(value, "date_joined") if isinstance(value, (int, float)) else None
    except UnusableRowError:
        return None


def _is_service(name: str | None, email: str | None) -> bool:
    """Tell a service account; Zulip gives its integrations addresses that end in "-bot"."""
    return looks_like_service(name, (email or "").partition("@")[0])


def _is_private(message: Mapping[str, Any]) -> bool:
    return message.get("type") == "private" or isinstance(message.get("display_recipient"), list)


def _reaction_user(reaction: Mapping[str, Any]) -> str | None:
    """Tell who reacted; older servers give the user as an object."""
    user = reaction.get("user")
    return id_of(reaction.get("user_id")) or id_of(user.get("id") if isinstance(user, dict) else None)


def _objects(row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in listed(row.get(name)) if isinstance(one, dict)]


def _media(content: str) -> str:
    if "message_inline_" not in content:
        return "text"
    return "video" if "message_inline_video" in content else "picture"


def _seconds(value: object, name: str) -> int:
    """Read a time; whole numbers, which nearly all are, the quick way."""
    if type(value) is int and value < 1 << 40:
        return plausible(value * 1_000_000, name, value)
    if value is None:
        raise UnusableRowError(f"'{name}' is missing")
    return seconds(value, name)
