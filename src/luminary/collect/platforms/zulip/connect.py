"""Zulip, asked live: the messages of an organisation's channels, with who is who.

https://zulip.com/api/get-messages: messages around an *anchor*, here backwards from the newest, with a narrow
to one channel; https://zulip.com/api/get-streams and ``/get-users`` for names. Private messages are never
asked for, channels by invitation only when the user says so.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.fetch.api import Api, base_of, host_of, on
from luminary.collect.fetch.port import (
    Ask,
    Client,
    Connector,
    Cursor,
    Pace,
    Page,
    Pages,
    Secret,
    Trouble,
    Wanted,
    options_of,
)
from luminary.collect.fetch.walk import Turn, Walk, begun, page
from luminary.collect.jsonrows import id_of
from luminary.collect.showing import inner, objects
from luminary.collect.source import Options
from luminary.errors import UnknownNameError
from luminary.i18n import say

ENTRY = "LUMINARY_ZULIP_KEY"
_PER_PAGE = 1_000
_DEPTH = 10
"""Pages of a first run: 10,000 messages a channel."""
_OF_USER = ("user_id", "full_name", "email", "delivery_email", "is_bot", "role", "date_joined", "is_active")
_OF_CHANNEL = ("stream_id", "name", "invite_only", "is_web_public")
_HINTS = {
    400: say("check the names of the channels"),
    401: say(
        "email and API key do not belong together: the key is that of the account, in {name}", name=ENTRY
    ),
    403: say("this account may not read it"),
    404: say("there is no Zulip server at this address"),
}


class _Organisation:
    """One run."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._state = wanted, begun(cursor)
        told = f"{wanted.settings['email']}:{wanted.secret(ENTRY)}"
        headers = {"Authorization": f"Basic {base64.b64encode(told.encode()).decode()}"}
        base = base_of(wanted.settings["server"])
        self._host = host_of(base)
        self._api = Api(client, f"{base}/api/v1", headers, _HINTS)

    def pages(self) -> Pages:
        """Give who is who, then what is new in each channel."""
        users = objects(inner(self._api.json("/users")).get("members"))
        channels = objects(inner(self._api.json("/streams", {"include_public": "true"})).get("streams"))
        yield from self._told("members", users, _OF_USER)
        yield from self._told("streams", self._wished(channels), _OF_CHANNEL)
        for one in self._wished(channels):
            yield from self._channel(id_of(one.get("stream_id")) or "", str(one.get("name")))

    def _told(self, name: str, rows: list[Mapping[str, Any]], fields: tuple[str, ...]) -> Iterator[Page]:
        """Give a list, when it is not as it was the last time."""
        kept = [{field: one[field] for field in fields if field in one} for one in rows]
        body = json.dumps({name: kept}, ensure_ascii=False).encode()
        digest = hashlib.blake2b(body, digest_size=8).hexdigest()
        told = self._state.setdefault("told", {})
        if told.get(name) != digest:
            told[name] = digest
            yield page(f"{name}.json", body, self._state)

    def _wished(self, channels: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Choose the channels: those named, else all that every member may read."""
        names = [one.strip() for one in self._wanted.settings.get("channels", "").split(",") if one.strip()]
        private = on(self._wanted.settings.get("private", ""))
        open_ones = {str(one.get("name")): one for one in channels if private or not one.get("invite_only")}
        for name in names:
            if name not in open_ones:
                raise UnknownNameError.of("place", name, open_ones)
        return [open_ones[name] for name in names] if names else list(open_ones.values())

    def _channel(self, id: str, name: str) -> Pages:
        narrow = json.dumps([{"operator": "stream", "operand": int(id)}])
        limited = False

        def ask(at: str | None) -> Turn:
            nonlocal limited
            asked = {"anchor": at or "newest", "num_before": _PER_PAGE, "num_after": 0, "narrow": narrow,
                     "apply_markdown": "true", "client_gravatar": "true"}  # fmt: skip
            body = inner(self._api.json("/messages", asked))
            limited = limited or body.get("history_limited") is True
            found = [one for one in objects(body.get("messages")) if at is None or _id(one) < int(at)]
            kept = [one for one in found if not self._is_old(one) and not self._is_known(id, at, one)]
            told = json.dumps({"messages": kept}, ensure_ascii=False).encode() if kept else b""
            marks = sorted(map(_id, found), reverse=True)
            more = str(marks[-1]) if marks and body.get("found_oldest") is not True else None
            over = bool(found) and any(map(self._is_old, found))
            return Turn(marks, more, f"messages/{id}.json", told, over)

        yield from Walk(self._state, f"channel:{id}", ask, self._wanted, _DEPTH).pages()
        if limited:
            yield Trouble(
                name, say("older messages are not shown: the organisation's plan limits its history")
            )

    def _is_known(self, id: str, at: str | None, message: Mapping[str, Any]) -> bool:
        mine = self._state.get(f"channel:{id}", {})
        return "known" in mine and (at is None or at != mine.get("left")) and _id(message) <= mine["known"]

    def _is_old(self, message: Mapping[str, Any]) -> bool:
        at, since = message.get("timestamp"), self._wanted.since
        return since is not None and isinstance(at, int | float) and at < since.timestamp()


def _id(message: Mapping[str, Any]) -> int:
    value = message.get("id")
    return value if isinstance(value, int) else 0


def _pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    return _Organisation(wanted, client, cursor).pages()


def _options(wanted: Wanted) -> Options:
    """Name the organisation by its host in all keys, unless the user names it."""
    given = options_of(wanted)
    return Options(given.place or host_of(base_of(wanted.settings["server"])), given.access)


ZULIP = Connector(
    name="zulip",
    title=say("Zulip (an organisation's channels)"),
    format="zulip-api",
    asks=(
        Ask("server", say("the organisation's host: chat.example"), required=True),
        Ask("email", say("the account that reads; best one made for it"), required=True),
        Ask("channels", say("channels by name, parted by commas; by default all open ones")),
        Ask("private", say("yes: also channels by invitation that the account is in"), default="no"),
    ),
    terms="zulip",
    pages=_pages,
    secrets=(Secret(ENTRY, say("the API key of that account")),),
    pace=Pace(200, 60.0, 5),
    options=_options,
)
CONNECTORS = (ZULIP,)
