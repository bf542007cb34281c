"""Reader of a Slack export.

A message's id is its channel and its time. An answer in a thread points at the message that opened it. A
Slack team is a closed network unless the user says otherwise. Notices that Slack writes itself (somebody
joined, a topic was set) carry no speech: their rows are kept, and give no records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from luminary.collect.decode import json_of, seconds
from luminary.collect.jsonrows import NotUsed, id_field, id_of, listed, rows_of, shown, text_field, told
from luminary.collect.platforms.slack.text import Said, read_text
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

SLACK = "slack"
PRIVATE = "private message"

_SPEECH = frozenset({
    "bot_message", "file_comment", "file_mention", "file_share", "me_message", "reply_broadcast",
    "thread_broadcast",
})  # fmt: skip
_NOTICES = frozenset({
    "app_conversation_join", "app_conversation_leave", "assistant_app_thread", "bot_add", "bot_disable",
    "bot_enable", "bot_remove", "channel_archive", "channel_canvas_updated", "channel_convert_to_private",
    "channel_convert_to_public", "channel_join", "channel_leave", "channel_name",
    "channel_posting_permissions", "channel_purpose", "channel_topic", "channel_unarchive",
    "document_mention", "ekm_access_denied", "group_archive", "group_join", "group_leave", "group_name",
    "group_purpose", "group_topic", "group_unarchive", "hidden_reply", "huddle_thread", "joiner_notification",
    "joiner_notification_for_inviter", "message_deleted", "message_replied", "pinned_item", "reminder_add",
    "reminder_delete", "sh_room_created", "sh_room_shared", "tombstone", "unpinned_item",
})  # fmt: skip
_CHANGED = "message_changed"
_PEOPLE = ("users.json", "org_users.json")
_CHANNELS = ("channels.json", "groups.json")
_PRIVATE = ("dms.json", "mpims.json")


@dataclass(frozen=True, slots=True)
class Team:
    """What the lists of an export tell about its messages."""

    id: str = ""
    users: Mapping[str, str] = field(default_factory=dict)
    """User id to the name to write."""
    channels: Mapping[str, str] = field(default_factory=dict)
    """Folder to channel id."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Channel id to name: what was fetched live lies in folders named by the id."""
    private: frozenset[str] = frozenset()
    """Folders of private conversations."""

    @classmethod
    def read(cls, context: Mapping[str, bytes]) -> Team:
        """Read the lists of people and channels.

        Raises
        ------
        InputError
            When one of them is no JSON.
        """
        lists: dict[str, list[dict[str, Any]]] = {}
        for file, data in context.items():
            rows = [one for one in listed(json_of(data, file)) if isinstance(one, dict)]
            lists.setdefault(file.rpartition("/")[2], []).extend(rows)
        people = [one for name in _PEOPLE for one in lists.get(name, [])]
        channels = [one for name in _CHANNELS for one in lists.get(name, [])]
        private = [one for name in _PRIVATE for one in lists.get(name, [])]
        # People of other teams stand in the list when channels are shared: the team is that of most.
        teams = Counter(team for one in people if (team := id_of(one.get("team_id"))))
        return cls(
            id=teams.most_common(1)[0][0] if teams else "",
            users={user: _name(one) or user for one in people if (user := id_of(one.get("id")))},
            channels={
                name: id
                for one in channels
                if (name := told(one.get("name"))) and (id := id_of(one.get("id")))
            },
            names={
                id: name
                for one in channels
                if (name := told(one.get("name"))) and (id := id_of(one.get("id")))
            },
            private=frozenset(str(one.get(key)) for one in private for key in ("id", "name") if one.get(key)),
        )


class SlackReader:
    """Reads a team's export: people, channels, and one list of messages per channel and day.

    Parameters
    ----------
    team : Team
        What the lists tell.
    community : str, default ""
        Names the team in all keys; by default the team's own id.
    access : Access or None
        A team is closed unless this says otherwise.
    """

    def __init__(self, team: Team, community: str = "", access: Access | None = None) -> None:
        self._team = team
        self._community = community or team.id
        self._access = access or Access.CLOSED

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a file into rows; private conversations are not kept."""
        private = _folder(unit.file) in self._team.private
        for row in rows_of(unit):
            id = row.value.get("ts") if isinstance(row.value, dict) else None
            yield RawRow(row.position, NotUsed(PRIVATE, id)) if private else row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a person, a channel or a message into records."""
        value, name = row.value, file.rpartition("/")[2]
        if not isinstance(value, dict):
            raise UnusableRowError(f"the row is {shown(value)}, not an object")
        if isinstance(value, NotUsed):
            return iter(())
        if name in _PEOPLE:
            return iter((self._person(value),))
        if name in _CHANNELS:
            return iter((self._place(id_field(value, "id"), told(value.get("name"))),))
        return self._spoken(_folder(file), value)

    def _person(self, user: Mapping[str, Any]) -> Account:
        profile = user.get("profile")
        profile = profile if isinstance(profile, dict) else {}
        id, name, handle = id_field(user, "id"), _name(user), told(user.get("name"))
        service = user.get("is_bot") is True or id == "USLACKBOT" or looks_like_service(name, handle)
        return Account(
            self._key(id),
            SLACK,
            name=name,
            handle=handle,
            email=told(profile.get("email")),
            role=told(profile.get("title")) or _rank(user),
            kind="service" if service else "unknown",
            seen=_time(user.get("updated")),
        )

    def _place(self, channel: str, name: str | None) -> Place:
        return Place(
            place_key(SLACK, self._community, channel), SLACK, self._community, name or channel, self._access
        )

    def _spoken(self, folder: str, row: Mapping[str, Any]) -> Iterator[Record]:
        subtype = row.get("subtype")
        if subtype == _CHANGED:
            row = _inner(row)
            subtype = row.get("subtype")
        if row.get("type", "message") != "message" or str(subtype) in _NOTICES:
            return
        if subtype is not None and str(subtype) not in _SPEECH:
            raise UnusableRowError(f"'subtype' is {shown(subtype)}, which this version does not know")
        yield from self._message(folder, row)

    def _message(self, folder: str, row: Mapping[str, Any]) -> Iterator[Record]:
        ts = id_field(row, "ts")
        at = seconds(ts, "ts")
        author = self._author(row)
        said = read_text(_text(row), self._team.users)
        place = self._place(self._team.channels.get(folder, folder), self._team.names.get(folder, folder))
        key = self._post(place, ts)
        root = id_of(row.get("thread_ts"))
        thread = f"{place.key}/{root}" if root else None
        yield author
        yield place
        yield Post(key, author.key, at, said.text, place.key, thread, media=_media(row))
        if root and root != ts:
            parent = id_of(row.get("parent_user_id"))
            target = self._key(parent) if parent else None
            yield Reference(ReferenceKind.REPLY, author.key, at, key, self._post(place, root), target)
        yield from self._named(author.key, at, key, said)
        yield from self._shared(author.key, at, key, row)
        yield from self._reactions(author.key, key, row)

    def _author(self, row: Mapping[str, Any]) -> Account:
        """Tell who wrote: the commenter, the user, or the service that spoke."""
        comment = row.get("comment")
        if row.get("subtype") == "file_comment" and isinstance(comment, dict):
            row = comment
        user, service = id_of(row.get("user")), id_of(row.get("bot_id"))
        if row.get("subtype") == "bot_message" or (user is None and service):
            name = told(row.get("username"))
            if not (service or name):
                raise UnusableRowError("'bot_id' and 'username' are missing")
            return Account(
                account_key(SLACK, self._community, id=service, name=name), SLACK, name=name, kind="service"
            )
        if user is None:
            raise UnusableRowError("'user' is missing")
        profile = row.get("user_profile")
        guest = _name({"profile": profile}) if isinstance(profile, dict) else None
        return Account(self._key(user), SLACK, name=None if user in self._team.users else guest)

    def _named(self, author: str, at: int, key: str, said: Said) -> Iterator[Record]:
        for user in said.mentions:
            yield Reference(ReferenceKind.MENTION, author, at, key, target=self._key(user))
        for user in said.quoted:
            yield Reference(ReferenceKind.SILENT_MENTION, author, at, key, target=self._key(user))

    def _shared(self, author: str, at: int, key: str, row: Mapping[str, Any]) -> Iterator[Record]:
        """Give a quotation for every message that this one shares."""
        for one in _objects(row, "attachments"):
            channel, ts, who = (id_of(one.get(name)) for name in ("channel_id", "ts", "author_id"))
            if channel and ts and who:
                quoted = post_key(SLACK, self._community, f"{channel}/{ts}")
                yield Reference(ReferenceKind.QUOTE, author, at, key, quoted, self._key(who))

    def _reactions(self, author: str, key: str, row: Mapping[str, Any]) -> Iterator[Record]:
        total = 0
        for one in _objects(row, "reactions"):
            users = list(dict.fromkeys(user for value in listed(one.get("users")) if (user := id_of(value))))
            count = one.get("count")
            total += count if type(count) is int and count > len(users) else len(users)
            for user in users:
                yield Reference(
                    ReferenceKind.REACTION,
                    self._key(user),
                    None,
                    target_post=key,
                    target=author,
                    label=told(one.get("name")),
                )
        if total:
            yield Metric(key, "reactions", total)

    def _key(self, user: str) -> str:
        return account_key(SLACK, self._community, id=user)

    def _post(self, place: Place, ts: str) -> str:
        return post_key(SLACK, self._community, f"{place.key.partition('/')[2]}/{ts}")


def _folder(file: str) -> str:
    return file.rpartition("/")[0].rpartition("/")[2]


def _name(user: Mapping[str, Any]) -> str | None:
    """Give the name to show: the full one, else the one chosen."""
    profile = user.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    names = (user.get("real_name"), profile.get("real_name"), profile.get("display_name"), user.get("name"))
    return next((name for value in names if (name := told(value))), None)


def _rank(user: Mapping[str, Any]) -> str | None:
    if user.get("is_owner") is True or user.get("is_primary_owner") is True:
        return "owner"
    return "administrator" if user.get("is_admin") is True else None


def _time(value: object) -> int | None:
    """Read when a person's entry was changed, None where the source gives no usable time."""
    try:
        return seconds(value, "updated") if isinstance(value, (int, float)) else None
    except UnusableRowError:
        return None


def _inner(row: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = row.get("message")
    if not isinstance(inner, dict):
        raise UnusableRowError("'message' is missing from a message_changed")
    return inner


def _text(row: Mapping[str, Any]) -> str:
    """Give what somebody wrote; around files and comments on files Slack puts words of its own."""
    comment = row.get("comment")
    if row.get("subtype") == "file_comment" and isinstance(comment, dict):
        return text_field(comment, "comment")
    file = row.get("file")
    if row.get("upload") is True and isinstance(file, dict):
        first = file.get("initial_comment")
        said = first.get("comment") if isinstance(first, dict) else None
        return "\n".join(one for one in (file.get("title"), said) if isinstance(one, str) and one)
    if row.get("text") is None and (row.get("files") or row.get("attachments") or row.get("blocks")):
        return ""
    return text_field(row, "text")


def _media(row: Mapping[str, Any]) -> str:
    files = [*_objects(row, "files"), *(one for one in (row.get("file"),) if isinstance(one, dict))]
    kinds = {str(one.get("mimetype")).partition("/")[0] for one in files}
    return next((media for kind, media in _KINDS if kind in kinds), "text")


_KINDS = (("video", "video"), ("audio", "audio"), ("image", "picture"))


def _objects(row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in listed(row.get(name)) if isinstance(one, dict)]
