"""Reddit, asked live: the posts and comments of communities.

https://www.reddit.com/dev/api: ``/r/<name>/new`` and ``/r/<name>/comments`` give things from the newest
backwards (at most about 1,000, by ``after``), ``/comments/<id>`` a whole thread, ``/api/morechildren`` what
it folds away. An app of one's own gets a token for itself; the name of the app and its owner stand in every
request. What its author or a moderator has removed comes without a text, and gives no post. Things that were
fetched are asked for once more while they are young: those that were removed since are removed here, too.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from luminary.collect.fetch.api import REFUSALS, Api, base_of, bearer, on, refusal
from luminary.collect.fetch.port import (
    Ask,
    Client,
    Connector,
    Cursor,
    Gone,
    Guess,
    Pace,
    Page,
    Pages,
    Secret,
    Trouble,
    Wanted,
)
from luminary.collect.fetch.walk import Turn, Walk, begun, page
from luminary.collect.jsonrows import id_of
from luminary.collect.platforms.reddit.read import REDDIT as PLATFORM
from luminary.collect.platforms.reddit.read import is_gone
from luminary.collect.showing import inner, objects
from luminary.domain import post_key
from luminary.errors import FetchError
from luminary.i18n import say

APP, ENTRY = "LUMINARY_REDDIT_ID", "LUMINARY_REDDIT_SECRET"
_PER_PAGE = 100
_DEPTH = 10
"""Reddit shows about 1,000 things of a list, and no more."""
_AGAIN = 500
_HINTS = {
    401: say("id and secret of the app do not belong together: {app} and {name}", app=APP, name=ENTRY),
    403: say("the community is private or closed to this app"),
    404: say("there is no such community, or it was banned"),
}


class _Communities:
    """One run."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._client, self._state = wanted, client, begun(cursor)
        self._agent = _agent(wanted.settings.get("user", ""))
        self._api = Api(client, "")

    def pages(self) -> Pages:
        """Go through the communities; one that is closed is told, and the others go on."""
        self._log_in()
        yield from self._removed()
        for told in self._wanted.words("communities"):
            name = told.removeprefix("/").removeprefix("r/").strip("/")
            try:
                yield from self._community(name)
            except FetchError as error:
                if error.status not in (403, 404):
                    raise
                yield Trouble(f"r/{name}", error.message)

    def _log_in(self) -> None:
        told = f"{self._wanted.secret(APP)}:{self._wanted.secret(ENTRY)}"
        headers = {"Authorization": f"Basic {base64.b64encode(told.encode()).decode()}", **self._agent}
        url = f"{base_of(self._wanted.settings['login'])}/api/v1/access_token"
        reply = self._client.post(
            url, data={"grant_type": "client_credentials"}, headers=headers, allow=REFUSALS
        )
        token = inner(reply.json()).get("access_token") if reply.status == 200 else None
        if not isinstance(token, str):
            raise refusal(reply, urlsplit(url).netloc, _HINTS)
        base = base_of(self._wanted.settings["server"])
        self._api = Api(self._client, base, {**bearer(token), **self._agent}, _HINTS)

    def _community(self, name: str) -> Pages:
        yield from self._list(f"posts:{name}", f"/r/{quote(name)}/new", f"{name}-posts")
        if on(self._wanted.settings.get("comments", "yes")):
            yield from self._list(f"comments:{name}", f"/r/{quote(name)}/comments", f"{name}-comments")
        if on(self._wanted.settings.get("threads", "")):
            yield from self._threads()

    def _list(self, line: str, path: str, name: str) -> Pages:
        def ask(at: str | None) -> Turn:
            body = self._api.json(path, {"limit": _PER_PAGE, "after": at, "raw_json": 1})
            if inner(body).get("kind") != "Listing":
                raise FetchError(say("r/{name}: there is no such community", name=name), 404)
            things = objects(inner(body, "data").get("children"))
            kept = [one for one in things if not self._is_old(one)]
            self._note(kept)
            marks = [_mark(one) for one in things]
            told = json.dumps({"kind": "Listing", "data": {"children": kept}}, ensure_ascii=False).encode()
            over = bool(things) and self._is_old(things[-1])
            more = id_of(inner(body, "data").get("after"))
            return Turn(marks, more, f"{name}.json", told if kept else b"", over)

        return Walk(self._state, line, ask, self._wanted, _DEPTH).pages()

    def _is_old(self, thing: Mapping[str, Any]) -> bool:
        since = self._wanted.since
        return since is not None and _mark(thing)[0] < since.timestamp()

    def _note(self, things: list[Mapping[str, Any]]) -> None:
        """Remember what was fetched, and which posts have comments."""
        seen = self._state.setdefault("seen", [])
        for one in things:
            id, count = _name(one), inner(one, "data").get("num_comments")
            if id and id not in seen and not is_gone(inner(one, "data")):
                seen.append(id)
            threads = self._state.setdefault("counts", {})
            if one.get("kind") == "t3" and isinstance(count, int) and count > threads.get(id, 0):
                threads[id] = count
                self._state.setdefault("threads", []).append(id)
        self._state["seen"] = seen[-_AGAIN:]
        self._state["counts"] = dict(list(self._state.get("counts", {}).items())[-_AGAIN:])
        self._state["threads"] = list(dict.fromkeys(self._state.get("threads", [])))[-_AGAIN:]

    def _removed(self) -> Pages:
        """Ask once more for what was fetched lately; what its author or a moderator has removed goes here."""
        seen: list[str] = self._state.get("seen", [])
        gone: list[str] = []
        for at in range(0, len(seen), _PER_PAGE):
            asked = {"id": ",".join(seen[at : at + _PER_PAGE]), "raw_json": 1}
            body = inner(self._api.json("/api/info", asked), "data")
            gone += [_name(one) for one in objects(body.get("children")) if is_gone(inner(one, "data"))]
        if gone:
            self._state["seen"] = [one for one in seen if one not in set(gone)]
            yield Gone(tuple(post_key(PLATFORM, "", one) for one in gone))
            yield page("", b"", self._state)

    def _threads(self) -> Iterator[Page]:
        """Give whole threads, with what they fold away; a thread waits until its last page is kept."""
        waiting: list[str] = self._state.setdefault("threads", [])
        while waiting:
            post = waiting[0]
            path = f"/comments/{quote(post.removeprefix('t3_'))}"
            reply = self._api.get(path, {"limit": 500, "raw_json": 1}, allow=(403, 404))
            folded = _folded(reply.json()) if reply.status == 200 else []
            blocks = [folded[at : at + _PER_PAGE] for at in range(0, len(folded), _PER_PAGE)]
            if not blocks:
                waiting.pop(0)
            yield page(f"{post}.json", reply.body if reply.status == 200 else b"", self._state)
            for nth, block in enumerate(blocks, 1):
                asked = {"link_id": post, "children": ",".join(block), "api_type": "json", "raw_json": 1}
                more = self._api.get("/api/morechildren", asked)
                if nth == len(blocks):
                    waiting.pop(0)
                yield page(f"{post}-more.json", more.body, self._state)


def _folded(body: object) -> list[str]:
    """Give the ids that a thread folds away."""
    found: list[str] = []
    waiting: list[object] = [body]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, Mapping):
            if one.get("kind") == "more":
                found += [id for told in inner(one, "data").get("children") or [] if (id := id_of(told))]
            else:
                waiting += [one.get("data"), one.get("children"), one.get("replies")]
    return found


def _mark(thing: Mapping[str, Any]) -> list[Any]:
    """Order things by when they were written, then by their id."""
    at = inner(thing, "data").get("created_utc")
    return [float(at) if isinstance(at, int | float) else 0.0, _name(thing)]


def _name(thing: Mapping[str, Any]) -> str:
    return id_of(inner(thing, "data").get("name")) or ""


def _agent(user: str) -> dict[str, str]:
    """Name the app and its owner, as Reddit asks: ``python:luminary:v1 (by /u/name)``."""
    from luminary import __version__

    plain = "".join(
        one for one in user.removeprefix("u/") if one.isascii() and (one.isalnum() or one in "_-")
    )
    return {"User-Agent": f"python:luminary:v{__version__} (by /u/{plain})"} if plain else {}


def _pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    return _Communities(wanted, client, cursor).pages()


def _guess(told: str) -> Guess | None:
    """Know the address of a community, and ``r/name``."""
    parts = urlsplit(told)
    hosts = ("reddit.com", "www.reddit.com", "old.reddit.com", None)
    steps = parts.path.strip("/").split("/")
    if parts.hostname in hosts and len(steps) >= 2 and steps[0] == "r" and steps[1].isidentifier():
        return Guess(0.95 if parts.hostname else 0.8, {"communities": steps[1]})
    return None


REDDIT = Connector(
    name="reddit",
    title=say("Reddit (communities)"),
    format="reddit",
    asks=(
        Ask("communities", say("communities by name, parted by spaces"), required=True),
        Ask("comments", say("yes: also their newest comments"), default="yes"),
        Ask("threads", say("yes: also the whole threads of the posts found"), default="no"),
        Ask("user", say("who owns the app; Reddit wants the name in every request")),
        Ask("server", say("where the API is"), default="https://oauth.reddit.com"),
        Ask("login", say("where the token comes from"), default="https://www.reddit.com"),
    ),
    terms="reddit",
    pages=_pages,
    secrets=(Secret(APP, say("the id of your app")), Secret(ENTRY, say("its secret"))),
    pace=Pace(60, 60.0, 5),
    guess=_guess,
)
CONNECTORS = (REDDIT,)
