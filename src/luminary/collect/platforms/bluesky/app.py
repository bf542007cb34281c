"""Searches and feeds of the app, with or without a login."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from luminary.collect.fetch.api import Api, base_of, bearer, on, refusal
from luminary.collect.fetch.port import Client, Cursor, Guess, Pages, Reply, Trouble, Wanted
from luminary.collect.fetch.walk import Turn, Walk, begun, page, queued
from luminary.collect.jsonrows import id_of
from luminary.collect.showing import inner, objects
from luminary.errors import FetchError, UsageError
from luminary.i18n import say, say_count

ENTRY = "LUMINARY_BLUESKY_PASSWORD"
_PUBLIC, _LOGIN = "https://public.api.bsky.app", "https://bsky.social"
_PER_PAGE = 100
_DEPTH = 10
"""Pages of a first run: 1,000 posts a line."""
_ASKED = 1_000
_DEEP = 6
_HIDDEN = "!no-unauthenticated"
_GONE = ("Profile not found", "AccountTakedown", "AccountDeactivated", "RepoDeactivated", "NotFound")
_HINTS = {
    400: say("check how the account or search is written"),
    401: say("the app password in {name} is wrong or was taken back", name=ENTRY),
    403: say("this server wants a login: set 'handle', and an app password in {name}", name=ENTRY),
}


class Session:
    """Asks a server, with a login where there is one; a login that has run out is renewed.

    Parameters
    ----------
    wanted : Wanted
        Settings ``server`` and ``handle``, and the app password.
    client : Client
        To ask through.
    """

    def __init__(self, wanted: Wanted, client: Client) -> None:
        self._who, self._wanted, self._client = wanted.settings.get("handle", ""), wanted, client
        if self._who and ENTRY not in wanted.secrets:
            raise UsageError(
                say("a login as {who} needs an app password in {name}", who=self._who, name=ENTRY)
            )
        server = wanted.settings.get("server") or (_LOGIN if self._who else _PUBLIC)
        self._base = f"{base_of(server)}/xrpc"
        self._tokens: Mapping[str, Any] = {}

    @property
    def logged_in(self) -> bool:
        """Whether somebody is logged in."""
        return bool(self._who)

    def get(self, path: str, params: Mapping[str, object], allow: tuple[int, ...] = ()) -> Reply:
        """Ask for something.

        Raises
        ------
        FetchError
            When it refuses, or does not accept the login.
        """
        if self._who and not self._tokens:
            self._log_in()
        reply = self._api().get(path, params, allow=(*allow, 400, 401))
        if reply.status in (400, 401) and _code(reply) in ("ExpiredToken", "InvalidToken") and self._tokens:
            self._renew()
            reply = self._api().get(path, params, allow=(*allow, 400, 401))
        if reply.status in (400, 401) and reply.status not in allow:
            raise refusal(reply, f"{urlsplit(self._base).netloc}{path}", _HINTS)
        return reply

    def _api(self) -> Api:
        return Api(self._client, self._base, bearer(self._tokens.get("accessJwt")), _HINTS)

    def _log_in(self) -> None:
        asked = {"identifier": self._who.lstrip("@"), "password": self._wanted.secret(ENTRY)}
        url = f"{self._base}/com.atproto.server.createSession"
        reply = self._client.post(url, json=asked, allow=(400, 401, 403))
        if reply.status != 200:
            raise refusal(reply, urlsplit(url).netloc, {400: _HINTS[401]} | _HINTS)
        self._tokens = inner(reply.json())

    def _renew(self) -> None:
        """Renew the login; a renewal that is refused, too, is a new login."""
        url = f"{self._base}/com.atproto.server.refreshSession"
        headers = bearer(self._tokens.get("refreshJwt"))
        reply = self._client.post(url, headers=headers, allow=(400, 401))
        self._tokens = inner(reply.json()) if reply.status == 200 else {}
        if not self._tokens:
            self._log_in()


class _App:
    """One run."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._state = wanted, begun(cursor)
        self._session = Session(wanted, client)
        self._left_out = 0

    def pages(self) -> Pages:
        """Go through searches and accounts, then the answers to what was found."""
        searches = re.split(r"[;\n]", self._wanted.settings.get("search", ""))
        for text in filter(None, map(str.strip, searches)):
            yield from self._search(text)
        for who in self._wanted.words("accounts"):
            yield from self._account(who.lstrip("@"))
        if on(self._wanted.settings.get("replies", "yes")):
            yield from self._answers()
        if self._left_out:
            told = say_count(
                "{n} post was left out: its account asks not to be shown without a login",
                "{n} posts were left out: their accounts ask not to be shown without a login",
                self._left_out,
            )
            yield Trouble("bluesky", told)

    def _search(self, text: str) -> Pages:
        asked: dict[str, object] = {"q": text, "sort": "latest"}
        if self._wanted.since is not None:
            asked["since"] = self._wanted.since.strftime("%Y-%m-%dT%H:%M:%SZ")
        return self._walked(f"search:{text}", "/app.bsky.feed.searchPosts", asked, "posts", "search")

    def _account(self, who: str) -> Pages:
        asked = {"actor": who, "filter": "posts_with_replies"}
        try:
            yield from self._walked(f"account:{who}", "/app.bsky.feed.getAuthorFeed", asked, "feed", "feed")
        except FetchError as error:
            if error.status != 400 or not any(sign in str(error) for sign in _GONE):
                raise
            yield Trouble(who, error.message)

    def _walked(self, line: str, path: str, asked: Mapping[str, object], rows: str, name: str) -> Pages:
        def ask(at: str | None) -> Turn:
            body = self._session.get(path, {**asked, "limit": _PER_PAGE, "cursor": at}).json()
            found = objects(inner(body).get(rows))
            kept = self._kept(found)
            told = json.dumps({rows: kept}, ensure_ascii=False).encode() if kept else b""
            marks = [_mark(one) for one in found]
            return Turn(marks, id_of(inner(body).get("cursor")), f"{name}.json", told, self._is_old(marks))

        return Walk(self._state, line, ask, self._wanted, _DEPTH).pages()

    def _is_old(self, marks: list[str]) -> bool:
        since = self._wanted.since
        return since is not None and bool(marks) and marks[-1] < since.strftime("%Y-%m-%dT%H:%M:%S")

    def _kept(self, items: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Leave out who asks for it; note what has answers."""
        kept = [one for one in items if self._session.logged_in or not _asks_not(one)]
        self._left_out += len(items) - len(kept)
        asked = self._state.setdefault("asked", {})
        for one in kept:
            post = inner(one, "post") or one
            uri, count = post.get("uri"), post.get("replyCount")
            if isinstance(uri, str) and isinstance(count, int) and count > asked.get(uri, 0):
                asked[uri] = count
                self._state.setdefault("answers", []).append(uri)
        self._state["asked"] = dict(list(asked.items())[-_ASKED:])
        return kept

    def _answers(self) -> Pages:
        """Fetch the conversations below what was found; one that is gone is passed over."""
        for uri in queued(self._state, "answers"):
            params = {"uri": uri, "depth": _DEEP, "parentHeight": 0}
            reply = self._session.get("/app.bsky.feed.getPostThread", params, allow=(400, 404))
            body = reply.body if reply.status == 200 else b""
            if not self._session.logged_in and _HIDDEN.encode() in body:
                body = _without(reply.json())
            yield page("thread.json", body, self._state)


def _mark(item: Mapping[str, Any]) -> str:
    """Order what a feed shows by when it came there, as the app wrote it."""
    post = inner(item, "post") or item
    return str(inner(item, "reason").get("indexedAt") or post.get("indexedAt") or "")


def _asks_not(item: Mapping[str, Any]) -> bool:
    """Tell whether the author asks not to be shown to people who are not logged in."""
    author = inner(inner(item, "post") or item, "author")
    return any(one.get("val") == _HIDDEN for one in objects(author.get("labels")))


def _without(body: Any) -> bytes:
    """Cut out of a conversation, with all below, who asks not to be shown without a login."""
    thread = inner(body, "thread")
    if not thread or _asks_not(thread):
        return b""
    top = dict(thread)
    waiting = [top]
    while waiting:
        node = waiting.pop()
        node["replies"] = [dict(one) for one in objects(node.get("replies")) if not _asks_not(one)]
        waiting += node["replies"]
    return json.dumps({"thread": top}, ensure_ascii=False).encode()


def _code(reply: Reply) -> str:
    try:
        return str(inner(reply.json()).get("error"))
    except FetchError:
        return ""


def app_pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    """Fetch searches, feeds and answers."""
    return _App(wanted, client, cursor).pages()


def guessed(told: str) -> Guess | None:
    """Know the address of a profile or of a post, and a handle below bsky.social."""
    found = re.fullmatch(r"https://bsky\.app/profile/([\w.:\-]+)(?:/post/\w+)?/?", told)
    if found is not None:
        return Guess(0.95, {"accounts": found[1]})
    handle = re.fullmatch(r"@?([\w\-]+\.bsky\.social|did:(?:plc|web):[\w.:%\-]+)", told)
    return Guess(0.95, {"accounts": handle[1]}) if handle is not None else None
