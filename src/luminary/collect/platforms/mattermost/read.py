"""Reader of a server's bulk export. A server is closed unless the user says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from luminary.collect.decode import plausible, required
from luminary.collect.jsonrows import (
    NotUsed,
    id_field,
    id_of,
    lines_of,
    listed,
    name_field,
    shown,
    text_field,
    told,
)
from luminary.collect.platforms.mattermost.text import read_message
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
from luminary.errors import UnusableRowError

MATTERMOST = "mattermost"
PRIVATE = "private message"
_PRIVATE = frozenset(("direct_channel", "direct_post"))
_SILENT = frozenset(("version", "team", "scheme", "role", "emoji"))
_SYSTEM = "system_"
_MEDIA = {
    "video": ("mp4", "mov", "webm", "mkv", "avi"),
    "audio": ("mp3", "m4a", "wav", "ogg"),
    "picture": ("png", "jpg", "jpeg", "gif", "webp", "heic"),
}


class MattermostReader:
    """Reads channels, people, and posts with their replies.

    Parameters
    ----------
    community : str, default ""
        Names the server in all keys.
    access : Access or None
        A server is closed unless this says otherwise.
    """

    known = frozenset(("type", "info", "channel", "user", "bot", "post", *_SILENT))

    def __init__(self, community: str = "", access: Access | None = None) -> None:
        self._community = community
        self._access = access or Access.CLOSED
        self._by_type: dict[str, Callable[[dict[str, Any]], Iterator[Record]]] = {
            "user": self._person,
            "bot": self._service,
            "channel": self._channel,
            "post": self._post,
        }

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut the lines into rows; direct messages are not kept."""
        for row in lines_of(unit):
            kind = row.value.get("type") if isinstance(row.value, dict) else None
            yield row._replace(value=NotUsed(PRIVATE, None)) if str(kind) in _PRIVATE else row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn one line into records: a person, a channel, or a post with all its replies."""
        value = row.value
        if isinstance(value, NotUsed):
            return iter(())
        kind = id_field(value, "type")
        if kind in _SILENT:
            return iter(())
        if kind not in self._by_type:
            raise UnusableRowError(f"'type' is {shown(kind)}, which this version does not know")
        content = required(value, kind)
        if not isinstance(content, dict):
            raise UnusableRowError(f"'{kind}' is {shown(content)}, not an object")
        return self._by_type[kind](content)

    def _person(self, user: Mapping[str, Any]) -> Iterator[Record]:
        handle = name_field(user, "username")
        full = " ".join(part for key in ("first_name", "last_name") if (part := told(user.get(key))))
        name = full or told(user.get("nickname")) or handle
        service = user.get("is_bot") is True or looks_like_service(name, handle)
        administrator = "system_admin" in str(user.get("roles", "")).split()
        yield Account(
            self._key(handle),
            MATTERMOST,
            name,
            handle,
            email=told(user.get("email")),
            role=told(user.get("position")) or ("administrator" if administrator else None),
            kind="service" if service else "unknown",
        )

    def _service(self, account: Mapping[str, Any]) -> Iterator[Record]:
        handle = name_field(account, "username")
        name = told(account.get("display_name")) or handle
        yield Account(self._key(handle), MATTERMOST, name, handle, kind="service")

    def _channel(self, channel: Mapping[str, Any]) -> Iterator[Record]:
        name = told(channel.get("display_name"))
        yield self._place(id_field(channel, "team"), id_field(channel, "name"), name)

    def _place(self, team: str, channel: str, name: str | None = None) -> Place:
        key = place_key(MATTERMOST, self._community, f"{team}/{channel}")
        return Place(key, MATTERMOST, self._community, name or channel, self._access)

    def _post(self, post: Mapping[str, Any]) -> Iterator[Record]:
        """Give a post and its replies; one of them that cannot be used rejects the line as a whole."""
        place = self._place(id_field(post, "team"), id_field(post, "channel"))
        root = self._id(place, post)
        if not _is_notice(post):
            yield from self._said(place, post, root)
        for one in listed(post.get("replies")):
            if not isinstance(one, dict):
                raise UnusableRowError(f"a reply is {shown(one)}, not an object")
            if not _is_notice(one):
                yield from self._said(place, one, root, self._key(name_field(post, "user")))

    def _said(
        self, place: Place, post: Mapping[str, Any], root: str, answered: str | None = None
    ) -> Iterator[Record]:
        handle, at = name_field(post, "user"), _at(post.get("create_at"))
        said = read_message(text_field(post, "message"))
        author, key = self._author(handle, post), self._id(place, post)
        yield author
        yield place
        yield Post(key, author.key, at, said.text, place.key, root, media=_media(post))
        if answered is not None and key != root:
            yield Reference(ReferenceKind.REPLY, author.key, at, key, root, answered)
        for user in said.mentions:
            yield Reference(ReferenceKind.MENTION, author.key, at, key, target=self._key(user))
        for user in said.quoted:
            yield Reference(ReferenceKind.SILENT_MENTION, author.key, at, key, target=self._key(user))
        yield from self._reactions(author.key, key, post)

    def _author(self, handle: str, post: Mapping[str, Any]) -> Account:
        props = post.get("props")
        props = props if isinstance(props, dict) else {}
        hooked = (
            str(props.get("from_webhook")).lower() == "true" or str(props.get("from_bot")).lower() == "true"
        )
        if hooked:
            # Webhooks speak in the name of whoever set them up.
            name = told(props.get("override_username")) or handle
            key = account_key(MATTERMOST, self._community, name=f"webhook {name}")
            return Account(key, MATTERMOST, name, kind="service")
        service = looks_like_service(None, handle)
        return Account(self._key(handle), MATTERMOST, handle=handle, kind="service" if service else "unknown")

    def _reactions(self, author: str, key: str, post: Mapping[str, Any]) -> Iterator[Record]:
        found = [one for one in listed(post.get("reactions")) if isinstance(one, dict)]
        for one in found:
            if user := id_of(one.get("user")):
                at = _at(one["create_at"]) if one.get("create_at") else None
                label = told(one.get("emoji_name"))
                yield Reference(
                    ReferenceKind.REACTION, self._key(user), at, target_post=key, target=author, label=label
                )
        if found:
            yield Metric(key, "reactions", len(found))

    def _id(self, place: Place, post: Mapping[str, Any]) -> str:
        """Name a message by what names it in the export: channel, author and time."""
        native = (
            f"{place.key.partition('/')[2]}/{name_field(post, 'user')}/{_at(post.get('create_at')) // 1000}"
        )
        return post_key(MATTERMOST, self._community, native)

    def _key(self, handle: str) -> str:
        return account_key(MATTERMOST, self._community, handle=handle)


def _is_notice(post: Mapping[str, Any]) -> bool:
    kind = post.get("type") or ""
    if kind and not str(kind).startswith((_SYSTEM, "custom_", "slack_attachment", "me", "burn_on_read")):
        raise UnusableRowError(f"the post's 'type' is {shown(kind)}, which this version does not know")
    return str(kind).startswith(_SYSTEM)


def _at(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnusableRowError(f"'create_at' is {shown(value)}, which is no time in milliseconds")
    return plausible(value * 1000, "create_at", value)


def _media(post: Mapping[str, Any]) -> str:
    paths = [str(one.get("path")) for one in listed(post.get("attachments")) if isinstance(one, dict)]
    suffixes = {path.rpartition(".")[2].lower() for path in paths}
    return next((kind for kind, known in _MEDIA.items() if suffixes & set(known)), "text")
