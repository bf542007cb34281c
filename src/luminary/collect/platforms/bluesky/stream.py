"""Jetstream: every public event of the network, as it happens, from where the last run ended.

https://github.com/bluesky-social/jetstream. The cursor is the time of the last event in microseconds. After a
break the stream is taken up some seconds earlier, and what was there already is left out, as the server's
documentation advises; servers keep about a day of events, so what lies further back is gone, and this is
told. Events of the last seconds are remembered in the cursor (as hashes), so the next run knows them again.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from luminary.collect.fetch.port import Client, Cursor, Gone, Pages, Trouble, Wanted
from luminary.collect.fetch.walk import begun, now, page
from luminary.collect.fetch.websocket import WebSocket
from luminary.collect.platforms.bluesky.said import POSTS, Address
from luminary.collect.showing import inner
from luminary.errors import FetchError, UsageError
from luminary.i18n import say

STREAM = "wss://jetstream2.us-east.bsky.network"
_BACK = 5_000_000
"""Microseconds to go back after a break."""
_KEPT = timedelta(hours=24)
_PER_PAGE = 1_000
_REMEMBERED = 5_000
_TRIES = 5
_PAUSE = 1.0
_LATEST = 1 << 53


class _Stream:
    """One run."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._client, self._state = wanted, client, begun(cursor)
        self._most, self._seconds = _number(wanted, "events"), _number(wanted, "seconds")
        words = wanted.words("words")
        pattern = "|".join(map(re.escape, words))
        self._words = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if words else None
        self._lines: list[bytes] = []
        self._gone: list[str] = []
        self._recent: dict[str, int] = dict(self._state.get("recent", {}))
        self._kept: set[tuple[str, str]] = set()
        self._came = 0

    def pages(self) -> Pages:
        """Listen until enough came or the time is over; a break is mended."""
        yield from self._gap()
        ends, tries = time.monotonic() + self._seconds, 0
        while time.monotonic() < ends and self._came < self._most:
            before = self._came
            try:
                yield from self._listened(ends)
            except FetchError as error:
                tries = 1 if self._came > before else tries + 1
                if tries >= _TRIES or error.status in (400, 401, 403, 404):
                    yield from self._page()
                    raise
                time.sleep(_PAUSE * tries)
        yield from self._page()

    def _gap(self) -> Iterator[Trouble]:
        """Tell what the server has no longer."""
        last = self._state.get("time_us")
        if last is None:
            return
        at = datetime.fromtimestamp(last / 1e6, UTC)
        if now() - at > _KEPT:
            told = at.strftime("%Y-%m-%d %H:%M")
            yield Trouble(
                "jetstream", say("events after {at} UTC may be missing: servers keep about a day", at=told)
            )

    def _listened(self, ends: float) -> Pages:
        socket = WebSocket(self._client.dial(self._url()), self._url())
        try:
            while self._came < self._most and (left := ends - time.monotonic()) > 0:
                try:
                    message = socket.receive(min(left, 5.0))
                except TimeoutError:
                    continue
                if message is None:
                    return
                self._take(message)
                if len(self._lines) >= _PER_PAGE:
                    yield from self._page()
        finally:
            socket.close()

    def _url(self) -> str:
        """Give the address, with what is wanted and from where on."""
        server = self._wanted.settings.get("server") or STREAM
        base = server if "://" in server else f"wss://{server}"
        asked = [("wantedCollections", one) for one in self._wanted.words("collections")]
        asked += [("wantedDids", one) for one in self._wanted.words("accounts")]
        if (last := self._state.get("time_us")) is not None:
            asked.append(("cursor", str(max(0, last - _BACK))))
        return f"{base.rstrip('/')}/subscribe?{urlencode(asked)}"

    def _take(self, message: bytes) -> None:
        """Keep an event that is wanted and new."""
        event = _event(message)
        if event is None:
            raise FetchError(
                say("{host} streams something that is no event", host=urlsplit(self._url()).netloc)
            )
        at, name = int(event["time_us"]), _name(event)
        if name in self._recent:
            return
        self._recent[name] = at
        self._state["time_us"] = max(at, self._state.get("time_us", 0))
        if (post := _removed(event)) is not None:
            self._gone.append(post)
        if self._is_wanted(event):
            self._came += 1
            self._lines.append(json.dumps(event, ensure_ascii=False).encode())

    def _is_wanted(self, event: Mapping[str, Any]) -> bool:
        """Tell whether an event is kept: with words, posts that hold one, and their deletion."""
        if self._words is None:
            return True
        commit = inner(event, "commit")
        post = str(event.get("did")), str(commit.get("rkey"))
        if commit.get("operation") == "delete":
            return post in self._kept
        text = str(inner(commit, "record").get("text") or "")
        if commit.get("collection") != POSTS or self._words.search(text) is None:
            return False
        self._kept.add(post)
        return True

    def _page(self) -> Pages:
        """Hand on what came, and where that was."""
        from_then = self._state.get("time_us", 0) - _BACK
        self._recent = {one: at for one, at in self._recent.items() if at > from_then}
        self._state["recent"] = dict(list(self._recent.items())[-_REMEMBERED:])
        if self._gone:
            yield Gone(tuple(self._gone))
        yield page("events.jsonl", b"\n".join(self._lines), self._state)
        self._lines, self._gone = [], []


def _removed(event: Mapping[str, Any]) -> str | None:
    """Give the key of a post that an event deletes."""
    commit = inner(event, "commit")
    if commit.get("operation") != "delete" or commit.get("collection") != POSTS:
        return None
    return Address(str(event.get("did")), POSTS, str(commit.get("rkey"))).key


def _event(message: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(message)
    except (ValueError, RecursionError):
        return None
    at = event.get("time_us") if isinstance(event, dict) else None
    return event if isinstance(at, int) and 0 < at < _LATEST else None


def _name(event: Mapping[str, Any]) -> str:
    """Name an event, so that the same one is known when it comes again."""
    commit = inner(event, "commit")
    told = (event.get("did"), event.get("kind"), *map(commit.get, ("collection", "rkey", "operation")))
    nth = commit.get("rev") or event.get("time_us")
    return hashlib.blake2b(repr((*told, nth)).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _number(wanted: Wanted, name: str) -> int:
    told = wanted.settings.get(name, "")
    if not told.isascii() or not told.isdigit() or not int(told):
        raise UsageError(say("'{name}' is '{told}'; a whole number above 0 is needed", name=name, told=told))
    return int(told)


def stream_pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    """Listen to the stream."""
    return _Stream(wanted, client, cursor).pages()
