"""Mastodon, asked live: hashtags, accounts, a server's own timeline, and the answers below posts.

https://docs.joinmastodon.org/methods/timelines/, ``/accounts/#statuses``, ``/statuses/#context``. Lists go
from the newest backwards and name the next page in a ``Link`` header (``max_id``). What is known already is
left out by ``since_id``.

Whoever asks not to be found is not fetched: accounts with ``noindex``, with ``indexable`` or ``discoverable``
set to false, or with an opt-out in the description. Such posts are left out before anything is kept, and
counted. A server that does not state a wish leaves the field out; then nothing is assumed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from luminary.collect.fetch.api import Api, base_of, bearer, host_of, link, on
from luminary.collect.fetch.port import (
    Ask,
    Client,
    Connector,
    Cursor,
    Guess,
    Pace,
    Pages,
    Secret,
    Trouble,
    Wanted,
)
from luminary.collect.fetch.walk import Turn, Walk, begun, now, page, queued
from luminary.collect.jsonrows import id_of
from luminary.collect.showing import inner, objects
from luminary.errors import FetchError
from luminary.i18n import say, say_count

ENTRY = "LUMINARY_MASTODON_TOKEN"
_PER_PAGE = 40
_DEPTH = 10
"""Pages of a first run: 400 posts a line."""
_LATER = timedelta(days=1)
"""When a post has most of its answers."""
_WATCHED = 1_000
_DAY = "%Y-%m-%dT%H:%M:%S"
_OPT_OUT = re.compile(r"#(?:<[^>]{1,200}>)?(nobots?|noindex|noarchive|nosearch)\b", re.IGNORECASE)
_OTHERS = frozenset((
    "youtube.com", "m.youtube.com", "medium.com", "substack.com", "tiktok.com", "threads.com", "threads.net",
    "telegram.me", "t.me",
))  # fmt: skip
"""Who else writes ``/@name``."""
_HINTS = {
    401: say("this server shows it to members only: give a token in {name}", name=ENTRY),
    422: say("this server shows it to members only: give a token in {name}", name=ENTRY),
    404: say("there is no such account or hashtag here; write accounts as name@server"),
}


class _Server:
    """One run against a server."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._state = wanted, begun(cursor)
        base = base_of(wanted.settings["instance"])
        self._host = host_of(base)
        self._api = Api(client, f"{base}/api/v1", bearer(wanted.secrets.get(ENTRY)), _HINTS)
        self._left_out = 0

    def pages(self) -> Pages:
        """Go through all lines, then the answers to what was found."""
        for tag in (one.lstrip("#").lower() for one in self._wanted.words("tags")):
            yield from self._line(f"tag:{tag}", f"/timelines/tag/{quote(tag)}", f"timelines/tag-{quote(tag)}")
        for name in self._wanted.words("accounts"):
            yield from self._account(name.lstrip("@").lower())
        if on(self._wanted.settings.get("local", "")):
            yield from self._line("local", "/timelines/public", "timelines/public", local="true")
        if on(self._wanted.settings.get("replies", "yes")):
            self._due()
            yield from self._answers()
        if self._left_out:
            told = say_count(
                "{n} post was left out: its account asks not to be found",
                "{n} posts were left out: their accounts ask not to be found",
                self._left_out,
            )
            yield Trouble(self._host, told)

    def _account(self, name: str) -> Pages:
        known = self._state.setdefault("ids", {})
        if name not in known:
            try:
                found = self._api.get("/accounts/lookup", {"acct": name})
            except FetchError as error:
                if error.status not in (404, 410):
                    raise
                yield Trouble(name, error.message)
                return
            account = found.json()
            if _asks_not(account):
                yield Trouble(name, say("the account asks not to be found; it was left out"))
                return
            known[name] = id_of(inner(account).get("id")) or ""
            yield page(f"{self._host}/api/v1/accounts/{known[name]}.json", found.body, self._state)
        path = f"/accounts/{known[name]}/statuses"
        yield from self._line(f"account:{name}", path, path.lstrip("/"))

    def _line(self, line: str, path: str, name: str, **params: str) -> Pages:
        def ask(at: str | None) -> Turn:
            known, left = (self._state[line].get(name) for name in ("known", "left"))
            newer = known[1] if known and (at is None or at != left) else None
            asked = {"limit": _PER_PAGE, "max_id": at, "since_id": newer, **params}
            reply = self._api.get(path, asked)
            rows = objects(reply.json())
            kept = self._kept(rows)
            return Turn(
                [_mark(row) for row in rows],
                link(reply, "next", "max_id") if rows else None,
                f"{self._host}/api/v1/{name}.json",
                json.dumps(kept, ensure_ascii=False).encode() if kept else b"",
                over=len(rows) > 0 and self._is_old(rows[-1]),
            )

        yield from Walk(self._state, line, ask, self._wanted, _DEPTH).pages()

    def _kept(self, rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Leave out whom asks not to be found and what is too old; note what has answers."""
        young = [row for row in rows if not self._is_old(row)]
        kept = [row for row in young if not any(map(_asks_not, _accounts_of(row)))]
        self._left_out += len(young) - len(kept)
        for row in kept:
            if not row.get("reblog") and (id := id_of(row.get("id"))):
                self._note(id, row)
        return kept

    def _note(self, id: str, row: Mapping[str, Any]) -> None:
        """Note a post that has answers, and a young one, which may get them yet."""
        if row.get("replies_count") and id not in self._state.setdefault("answers", []):
            self._state["answers"].append(id)
        written = str(row.get("created_at") or "")
        if written > (now() - _LATER).strftime(_DAY):
            later = [*self._state.get("later", []), [id, written]]
            self._state["later"] = later[-_WATCHED:]

    def _due(self) -> None:
        """Let the answers be asked for once more below posts that are no longer young."""
        limit, later = (now() - _LATER).strftime(_DAY), self._state.get("later", [])
        due = [id for id, written in later if written <= limit]
        self._state.setdefault("answers", []).extend(due)
        self._state["later"] = [one for one in later if one[0] not in set(due)]

    def _is_old(self, row: Mapping[str, Any]) -> bool:
        since = self._wanted.since
        return since is not None and str(row.get("created_at", "9")) < since.strftime(_DAY)

    def _answers(self) -> Pages:
        """Fetch what was said below the posts that were found; one that is gone is passed over."""
        for id in queued(self._state, "answers"):
            reply = self._api.get(f"/statuses/{quote(id)}/context", allow=(404, 410))
            rows = [] if reply.status in (404, 410) else objects(inner(reply.json()).get("descendants"))
            kept = [row for row in rows if not any(map(_asks_not, _accounts_of(row)))]
            self._left_out += len(rows) - len(kept)
            body = json.dumps({"ancestors": [], "descendants": kept}, ensure_ascii=False).encode()
            yield page(f"{self._host}/api/v1/statuses/{id}/context.json", body if kept else b"", self._state)


def _mark(row: Mapping[str, Any]) -> list[Any]:
    """Order posts by their id: numbers that grow, longer ones later."""
    id = id_of(row.get("id")) or ""
    return [len(id), id]


def _accounts_of(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [inner(row, "account"), inner(row, "reblog.account")]


def _asks_not(account: Mapping[str, Any]) -> bool:
    """Tell whether an account asks not to be found or kept for search."""
    if account.get("noindex") is True or account.get("indexable") is False:
        return True
    return account.get("discoverable") is False or _OPT_OUT.search(str(account.get("note") or "")) is not None


def _pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    return _Server(wanted, client, cursor).pages()


def _guess(told: str) -> Guess | None:
    """Know ``@name@server``, and the address of a profile that is none of another platform's."""
    if (handle := re.fullmatch(r"@?([\w.\-]+)@([\w\-]+(?:\.[\w\-]+)+)", told)) is not None:
        name = f"{handle[1]}@{handle[2]}"
        certainty = 0.9 if told.startswith("@") else 0.5
        return Guess(certainty, {"instance": handle[2].lower(), "accounts": name})
    parts = urlsplit(told)
    if (parts.hostname or "").removeprefix("www.") in _OTHERS:
        return None
    if profile := re.fullmatch(r"/@([\w.\-]+)(?:@([\w.\-]+))?/?", parts.path):
        name = f"{profile[1]}@{profile[2] or parts.hostname}"
        return Guess(0.6, {"instance": parts.netloc, "accounts": name})
    return None


MASTODON = Connector(
    name="mastodon",
    title=say("Mastodon (a server's public API)"),
    format="mastodon",
    asks=(
        Ask("instance", say("the server that is asked: vakt.example"), required=True),
        Ask("tags", say("hashtags, parted by spaces")),
        Ask("accounts", say("accounts, as name@server")),
        Ask("local", say("yes: all public posts of the server itself"), default="no"),
        Ask("replies", say("yes: also what was answered to the posts found"), default="yes"),
    ),
    terms="mastodon",
    pages=_pages,
    secrets=(Secret(ENTRY, say("a token of an account there, with the right 'read'"), required=False),),
    pace=Pace(300, 300.0, 5),
    guess=_guess,
)
CONNECTORS = (MASTODON,)
