"""Reader of a network: messages, people, communities. It is closed unless the user says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from luminary.collect.jsonrows import NotUsed, id_field, shown, text_field, told
from luminary.collect.platforms.yammer.fields import GROUPS, MESSAGES, NEEDED, USERS
from luminary.collect.platforms.yammer.text import media_of, read_body
from luminary.collect.services import looks_like_service
from luminary.collect.source import RawRow, Unit
from luminary.collect.tabular import TimeReader, named_rows
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
from luminary.errors import InputError, UnusableRowError

YAMMER = "yammer"
PRIVATE = "private message"
EVERYBODY = "all"
"""Place of messages that stand in no community."""
_NOTICES = frozenset(("system", "notification"))
_NOTHING = frozenset(("", "null", "nil"))


@dataclass(frozen=True, slots=True)
class Network:
    """What the lists of an export tell about its messages."""

    users: Mapping[str, str] = field(default_factory=dict)
    """User id to name."""
    groups: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """File id to file name."""

    @classmethod
    def read(cls, context: Mapping[str, bytes]) -> Network:
        """Read the lists of all day archives; a list that cannot be read is told where its rows are read."""
        lists: dict[str, dict[str, str]] = {"users.csv": {}, "groups.csv": {}, "files.csv": {}}
        for file, data in context.items():
            kind = file.rpartition("/")[2].lower()
            lists[kind].update(_names(Unit(file, data), "file_id" if kind == "files.csv" else "id"))
        return cls(lists["users.csv"], lists["groups.csv"], lists["files.csv"])


def _names(unit: Unit, id: str) -> Iterator[tuple[str, str]]:
    try:
        for row in named_rows(unit):
            if isinstance(row.value, dict) and (name := told(row.value.get("name"))):
                yield str(row.value.get(id)), name
    except InputError:
        return


class YammerReader:
    """Reads the export of a network.

    Parameters
    ----------
    network : Network
        What the lists tell.
    community : str, default ""
        Names the network in all keys.
    access : Access or None
        A network is closed unless this says otherwise.
    """

    known = MESSAGES | USERS | GROUPS

    def __init__(self, network: Network, community: str = "", access: Access | None = None) -> None:
        self._network = network
        self._community = community
        self._access = access or Access.CLOSED
        self._time = TimeReader("iso")

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a table into rows; private conversations are not kept."""
        for row in named_rows(unit, NEEDED[_kind(unit.file)], ","):
            private = isinstance(row.value, dict) and _yes(row.value, "in_private_conversation")
            yield row._replace(value=NotUsed(PRIVATE, row.value.get("id"))) if private else row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a message, a person or a community into records."""
        if isinstance(row.value, NotUsed):
            return iter(())
        if not isinstance(row.value, dict):
            raise UnusableRowError(f"the row is {shown(row.value)}, not an object")
        value = {name: cell for name, cell in row.value.items() if str(cell).strip() not in _NOTHING}
        by_file: dict[str, Callable[[dict[str, Any]], Iterator[Record]]] = {
            "users.csv": self._person,
            "groups.csv": self._group,
        }
        return by_file.get(_kind(file), self._message)(value)

    def _person(self, user: dict[str, Any]) -> Iterator[Record]:
        id, name = id_field(user, "id"), told(user.get("name"))
        joined = user.get("joined_at")
        role = ", ".join(part for key in ("job_title", "department") if (part := told(user.get(key))))
        yield Account(
            self._key(id),
            YAMMER,
            name,
            email=told(user.get("email")),
            role=role or None,
            kind="service" if looks_like_service(name) else "unknown",
            created=self._time(joined, "joined_at") if joined else None,
        )

    def _group(self, group: dict[str, Any]) -> Iterator[Record]:
        yield self._place(id_field(group, "id"), told(group.get("name")))

    def _place(self, id: str, name: str | None) -> Place:
        key = place_key(YAMMER, self._community, f"g{id}" if id != EVERYBODY else id)
        return Place(key, YAMMER, self._community, name or self._network.groups.get(id, id), self._access)

    def _message(self, row: dict[str, Any]) -> Iterator[Record]:
        id = id_field(row, "id")
        if row.get("deleted_at") or str(row.get("message_type")).lower() in _NOTICES:
            return
        author = self._author(row)
        at = self._time(text_field(row, "created_at"), "created_at")
        said = read_body(str(row.get("body", "")), self._network.users)
        place = self._place(str(row.get("group_id", EVERYBODY)), told(row.get("group_name")))
        thread = row.get("thread_id")
        key = self._post(id)
        yield author
        yield place
        yield Post(
            key,
            author.key,
            at,
            said.text,
            place.key,
            self._post(f"t{thread}") if thread else None,
            told(row.get("title")),
            media=media_of(str(row.get("attachments", "")), self._network.files),
        )
        answered = row.get("replied_to_id") or row.get("parent_id")
        if answered and answered != id:
            yield Reference(ReferenceKind.REPLY, author.key, at, key, self._post(str(answered)))
        for user in said.mentions:
            yield Reference(ReferenceKind.MENTION, author.key, at, key, target=self._key(user))

    def _author(self, row: dict[str, Any]) -> Account:
        id, name = id_field(row, "sender_id"), told(row.get("sender_name"))
        people = str(row.get("sender_type", "user")).lower() == "user"
        service = not people or looks_like_service(name)
        # The list of people tells more, and is not overruled by every message.
        name = None if id in self._network.users else name
        return Account(self._key(id), YAMMER, name, kind="service" if service else "unknown")

    def _key(self, user: str) -> str:
        return account_key(YAMMER, self._community, id=user)

    def _post(self, id: str) -> str:
        return post_key(YAMMER, self._community, id)


def _kind(file: str) -> str:
    return file.rpartition("/")[2].lower()


def _yes(row: Mapping[str, Any], field: str) -> bool:
    return str(row.get(field)).strip().lower() == "true"
