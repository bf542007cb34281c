"""Reader of channels and threads of a server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean, json_of, moment, required
from luminary.collect.jsonrows import NotUsed, field_names, id_field, id_of, listed, shown, text_field, told
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
from luminary.i18n import say

DISCORD = "discord"
PRIVATE = "private message"
_SPEECH = frozenset(("Default", "Reply", "ApplicationCommand", "ContextMenuCommand", "ThreadStarterMessage"))
_NOTICES = frozenset((
    "RecipientAdd", "RecipientRemove", "Call", "ChannelNameChange", "ChannelIconChange",
    "ChannelPinnedMessage", "GuildMemberJoin", "ThreadCreated", "UserPremiumGuildSubscription",
    "ChannelFollowAdd", "GuildBoost", "AutoModerationAction", "GuildInviteReminder",
))  # fmt: skip
_DIRECT = ("DirectTextChat", "DirectGroupTextChat")
_KINDS = {
    "video": ("mp4", "mov", "webm", "mkv"),
    "audio": ("mp3", "m4a", "wav", "ogg"),
    "picture": ("png", "jpg", "jpeg", "gif", "webp"),
}
_RAW_MENTION = re.compile(r"<@!?\d{5,25}>")
_QUOTE_REST = ">" * 3 + " "
_TOP = field_names("guild channel dateRange exportedAt messages messageCount")


class DiscordReader:
    """Reads the messages of channels.

    Parameters
    ----------
    community : str, default ""
        Names the server in all keys; by default its own id.
    access : Access or None
        A server is closed unless this says otherwise.
    """

    known = _TOP | field_names("""
        id type timestamp timestampEdited callEndedTimestamp isPinned content author attachments embeds
        stickers reactions mentions reference inlineEmojis interaction forwardedMessage
    """)

    def __init__(self, community: str = "", access: Access | None = None) -> None:
        self._community = community
        self._access = access or Access.CLOSED

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a channel into messages; what stands only above them (server, channel) is written to each."""
        page = json_of(unit.data, unit.file)
        messages = page.get("messages") if isinstance(page, dict) else None
        if not isinstance(page, dict) or not isinstance(messages, list):
            raise InputError.at(unit.file, say("no 'messages'; a channel has guild, channel and messages"))
        above = {name: page[name] for name in ("guild", "channel") if isinstance(page.get(name), dict)}
        direct = above.get("channel", {}).get("type") in _DIRECT
        for position, value in enumerate(messages, 1):
            if not isinstance(value, dict):
                yield RawRow(position, value)
            else:
                yield RawRow(position, NotUsed(PRIVATE, value.get("id")) if direct else {**above, **value})

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a message into records: itself, its author, what it points at, its reactions."""
        value = row.value
        if isinstance(value, NotUsed):
            return
        kind = id_field(value, "type")
        if kind not in _SPEECH:
            # Kinds that the exporter has no word for are numbers: all of them are notices.
            if kind not in _NOTICES and not kind.isdecimal():
                raise UnusableRowError(f"'type' is {shown(kind)}, which this version does not know")
            return
        yield from self._message(value)

    def _message(self, row: Mapping[str, Any]) -> Iterator[Record]:
        channel = _object(row, "channel")
        community = self._community or id_of(_object(row, "guild").get("id")) or ""
        id, at = id_field(row, "id"), moment(required(row, "timestamp"), "timestamp")
        author = self._account(community, _object(row, "author"))
        place = self._place(community, channel)
        own, quoted = _parts(text_field(row, "content"))
        key = post_key(DISCORD, community, id)
        yield author
        yield place
        yield Post(
            key,
            author.key,
            at,
            clean(own).strip(),
            place.key,
            place.key if "Thread" in str(channel.get("type")) else None,
            media=_media(row),
        )
        reference = row.get("reference")
        answered = id_of(reference.get("messageId")) if isinstance(reference, dict) else None
        if answered and answered != id:
            kind = ReferenceKind.REPLY if row.get("type") == "Reply" else ReferenceKind.QUOTE
            yield Reference(kind, author.key, at, key, post_key(DISCORD, community, answered))
        yield from self._named(community, author.key, at, key, (own, quoted), row)
        yield from self._reactions(community, author.key, key, row)

    def _account(self, community: str, user: Mapping[str, Any]) -> Account:
        id, handle = id_field(user, "id"), told(user.get("name"))
        name = told(user.get("nickname")) or handle
        roles = (told(one.get("name")) for one in listed(user.get("roles")) if isinstance(one, dict))
        service = user.get("isBot") is True or looks_like_service(name, handle)
        return Account(
            account_key(DISCORD, community, id=id),
            DISCORD,
            name,
            handle,
            role=", ".join(role for role in roles if role) or None,
            kind="service" if service else "unknown",
        )

    def _place(self, community: str, channel: Mapping[str, Any]) -> Place:
        id = id_field(channel, "id")
        key = place_key(DISCORD, community, f"c{id}")
        return Place(key, DISCORD, community, told(channel.get("name")) or id, self._access)

    def _named(
        self, community: str, author: str, at: int, key: str, parts: tuple[str, str], row: Mapping[str, Any]
    ) -> Iterator[Record]:
        """Give the people mentioned; who is named only in quoted lines is mentioned silently."""
        own, quoted = parts
        seen: set[str] = set()
        for one in listed(row.get("mentions")):
            if not isinstance(one, dict) or id_of(one.get("id")) is None:
                continue
            account = self._account(community, one)
            if account.key in seen:
                continue
            seen.add(account.key)
            written = [f"@{name}" for name in (account.name, account.handle) if name]
            silent = any(name in quoted for name in written) and not any(name in own for name in written)
            kind = ReferenceKind.SILENT_MENTION if silent else ReferenceKind.MENTION
            yield account
            yield Reference(kind, author, at, key, target=account.key)

    def _reactions(self, community: str, author: str, key: str, row: Mapping[str, Any]) -> Iterator[Record]:
        total = 0
        for one in (one for one in listed(row.get("reactions")) if isinstance(one, dict)):
            people = [user for user in listed(one.get("users")) if isinstance(user, dict)]
            users = [id for user in people if (id := id_of(user.get("id")))]
            count = one.get("count")
            total += count if type(count) is int and count > len(users) else len(users)
            emoji = one.get("emoji")
            label = told(emoji.get("code") or emoji.get("name")) if isinstance(emoji, dict) else None
            for user in dict.fromkeys(users):
                who = account_key(DISCORD, community, id=user)
                yield Reference(
                    ReferenceKind.REACTION, who, None, target_post=key, target=author, label=label
                )
        if total:
            yield Metric(key, "reactions", total)


def _object(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = row.get(name)
    if value is None and name != "guild":
        raise UnusableRowError(f"'{name}' is missing")
    if value is not None and not isinstance(value, dict):
        raise UnusableRowError(f"'{name}' is {shown(value)}, not an object")
    return value or {}


def _parts(content: str) -> tuple[str, str]:
    """Part own lines from quoted ones; three marks quote all that follows."""
    own: list[str] = []
    quoted: list[str] = []
    rest = code = False
    for line in content.split("\n"):
        rest = rest or (not code and line.startswith(_QUOTE_REST))
        (quoted if rest or (not code and line.startswith("> ")) else own).append(line)
        code ^= line.count("```") % 2 == 1
    return _RAW_MENTION.sub("", "\n".join(own)), "\n".join(quoted)


def _media(row: Mapping[str, Any]) -> str:
    names = [str(one.get("fileName")) for one in listed(row.get("attachments")) if isinstance(one, dict)]
    suffixes = {name.rpartition(".")[2].lower() for name in names}
    return next((kind for kind, known in _KINDS.items() if suffixes & set(known)), "text")
