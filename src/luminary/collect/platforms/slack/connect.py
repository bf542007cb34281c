"""Slack, asked live: the messages of a team's channels, as its export would hold them.

https://docs.slack.dev/apis/web-api: ``conversations.list``, ``users.list``, ``conversations.history`` (from
the newest backwards, by ``latest``), ``conversations.replies`` for threads whose last answer is new. Refusals
come with status 200 and ``"ok": false``; too many requests with 429 and ``Retry-After``. Direct messages are
never asked for, private channels only when the user says so and the app is in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from luminary.collect.fetch.api import base_of, bearer, on
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
)
from luminary.collect.fetch.walk import Turn, Walk, begun, page
from luminary.collect.jsonrows import id_of, told
from luminary.collect.showing import inner, objects
from luminary.errors import FetchError, UnknownNameError
from luminary.i18n import say

ENTRY = "LUMINARY_SLACK_TOKEN"
_PER_PAGE = 200
_DEPTH = 25
"""Pages of a first run: 5,000 messages a channel."""
_REMEMBERED = 500
_OF_USER = ("id", "team_id", "name", "real_name", "deleted", "is_bot", "is_admin", "is_owner", "updated")
_OF_PROFILE = ("real_name", "display_name", "title", "email")
_OF_CHANNEL = ("id", "name", "created", "creator", "is_archived", "is_private")
_CLOSED = ("not_in_channel", "channel_not_found", "missing_scope", "access_denied")
_HINTS = {
    "invalid_auth": say("the token in {name} is wrong", name=ENTRY),
    "not_authed": say("the token in {name} is missing", name=ENTRY),
    "token_revoked": say("the token in {name} was taken back; install the app again", name=ENTRY),
    "token_expired": say("the token in {name} has expired; install the app again", name=ENTRY),
    "account_inactive": say("the app was removed from the team; install it again"),
    "missing_scope": say("the app lacks a right: channels:read, channels:history, users:read"),
    "not_in_channel": say("invite the app into the channel"),
    "channel_not_found": say("invite the app into the channel"),
}
_OTHER = say("see the error in Slack's documentation")


class _Team:
    """One run."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._client, self._state = wanted, client, begun(cursor)
        self._base = f"{base_of(wanted.settings['server'])}/api"
        self._headers = bearer(wanted.secret(ENTRY))

    def pages(self) -> Pages:
        """Give who is who and which channels there are, then what is new in each."""
        users = [_user(one) for one in self._all("users.list", "members", {})]
        private = on(self._wanted.settings.get("private", ""))
        types = "public_channel,private_channel" if private else "public_channel"
        channels = self._all("conversations.list", "channels", {"types": types})
        listed = [{name: one[name] for name in _OF_CHANNEL if name in one} for one in channels]
        yield page("users.json", _json(users), self._state, context=True)
        yield page("channels.json", _json(listed), self._state, context=True)
        for one in self._wished(channels):
            id, name = id_of(one.get("id")) or "", told(one.get("name")) or ""
            try:
                yield from self._channel(id)
            except _RefusedError as error:
                if error.told not in _CLOSED:
                    raise
                yield Trouble(f"#{name}", error.message)

    def _wished(self, channels: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Choose the channels: those named, else all."""
        by_name = {str(one.get("name")): one for one in channels}
        names = [one.lstrip("#") for one in self._wanted.words("channels")]
        for name in names:
            if name not in by_name:
                raise UnknownNameError.of("place", name, by_name)
        return [by_name[name] for name in names] if names else list(by_name.values())

    def _channel(self, id: str) -> Pages:
        def ask(at: str | None) -> Turn:
            asked = {"channel": id, "limit": str(_PER_PAGE)} | ({"latest": at} if at else {})
            body = self._ask("conversations.history", asked)
            found = objects(body.get("messages"))
            self._note_threads(id, found)
            kept = [one for one in found if not self._is_old(one) and not self._is_known(id, at, one)]
            marks = [str(one.get("ts") or "") for one in found]
            more = marks[-1] if marks and body.get("has_more") is True else None
            over = bool(found) and self._is_old(found[-1])
            return Turn(marks, more, _day_file(id, kept), _json(kept) if kept else b"", over)

        for one in Walk(self._state, f"channel:{id}", ask, self._wanted, _DEPTH).pages():
            yield one
            yield from self._answers(id)
        yield from self._answers(id)

    def _is_known(self, id: str, at: str | None, message: Mapping[str, Any]) -> bool:
        mine = self._state.get(f"channel:{id}", {})
        history = at is not None and at == mine.get("left")
        return "known" in mine and not history and str(message.get("ts")) <= mine["known"]

    def _is_old(self, message: Mapping[str, Any]) -> bool:
        since = self._wanted.since
        return since is not None and str(message.get("ts")) < f"{since.timestamp():.6f}"

    def _note_threads(self, id: str, messages: list[Mapping[str, Any]]) -> None:
        """Note which threads have an answer that is not known."""
        threads = self._state.setdefault("threads", {})
        for one in messages:
            ts, last = str(one.get("ts")), str(one.get("latest_reply") or "")
            if last > threads.get(f"{id}/{ts}", ""):
                self._state.setdefault("answers", []).append([id, ts, threads.get(f"{id}/{ts}", "")])
                threads[f"{id}/{ts}"] = last
        newest = sorted(threads.items(), key=lambda pair: pair[1])[-_REMEMBERED:]
        self._state["threads"] = dict(newest)

    def _answers(self, id: str) -> Iterator[Page]:
        """Give the answers that are new in the threads noted; a thread waits until its last page is kept."""
        waiting: list[list[str]] = self._state.setdefault("answers", [])
        while waiting and waiting[0][0] == id:
            _, root, after = waiting[0]
            asked = {"channel": id, "ts": root, "limit": str(_PER_PAGE), "oldest": after}
            body = self._ask("conversations.replies", asked)
            found = [one for one in objects(body.get("messages")) if str(one.get("ts")) not in (root, after)]
            kept = [one for one in found if not self._is_old(one)]
            newest = max((str(one.get("ts")) for one in found), default="")
            if body.get("has_more") is True and newest > after:
                waiting[0][2] = newest
            else:
                waiting.pop(0)
            yield page(_day_file(id, kept), _json(kept) if kept else b"", self._state)

    def _all(self, method: str, rows: str, asked: Mapping[str, str]) -> list[Mapping[str, Any]]:
        """Read a list through all its pages."""
        found: list[Mapping[str, Any]] = []
        at = ""
        while True:
            body = self._ask(method, {**asked, "limit": str(_PER_PAGE), "cursor": at})
            found += objects(body.get(rows))
            more = str(inner(body, "response_metadata").get("next_cursor") or "")
            if more in ("", at):
                return found
            at = more

    def _ask(self, method: str, asked: Mapping[str, str]) -> Mapping[str, Any]:
        params = {name: value for name, value in asked.items() if value}
        body = inner(self._client.get(f"{self._base}/{method}", params=params, headers=self._headers).json())
        if body.get("ok") is not True:
            raise _RefusedError(method, str(body.get("error"))[:100], str(body.get("needed") or "")[:100])
        return body


class _RefusedError(FetchError):
    """Slack refused, in its own word."""

    def __init__(self, method: str, told: str, needed: str) -> None:
        word = f"{told}: {needed}" if needed else told
        hint = _HINTS.get(told, _OTHER)
        super().__init__(say("Slack refuses {method} ({word}): {hint}", method=method, word=word, hint=hint))
        self.told = told


def _user(row: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a person what is read: no pictures, no telephone numbers."""
    profile = inner(row, "profile")
    kept = {name: row[name] for name in _OF_USER if name in row}
    return kept | {"profile": {name: profile[name] for name in _OF_PROFILE if name in profile}}


def _day_file(channel: str, messages: list[Mapping[str, Any]]) -> str:
    """Name a body as an export names a day: by the channel's id and the day of the first message."""
    seconds = float(str(messages[0].get("ts"))) if messages else 0.0
    return f"{channel}/{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}.json"


def _json(rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


def _pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    return _Team(wanted, client, cursor).pages()


SLACK = Connector(
    name="slack",
    title=say("Slack (a team's channels)"),
    format="slack",
    asks=(
        Ask("channels", say("channels by name, parted by spaces; by default all public ones")),
        Ask("private", say("yes: also private channels that the app is in"), default="no"),
        Ask("server", say("where the API is"), default="https://slack.com"),
    ),
    terms="slack",
    pages=_pages,
    secrets=(Secret(ENTRY, say("the token of an app in the team (it begins with xoxb)")),),
    pace=Pace(50, 60.0, 3),
)
CONNECTORS = (SLACK,)
