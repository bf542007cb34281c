"""What accounts wrote, from their own servers: no app between, and nothing but what they made public.

A server tells no deletions: of the newest page it is remembered what it showed, and what is missing the next
time is asked for by itself; when it is not there, it has been removed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from luminary.collect.fetch.api import Api, base_of
from luminary.collect.fetch.port import Client, Cursor, Gone, Pages, Trouble, Wanted
from luminary.collect.fetch.walk import Turn, Walk, begun, page
from luminary.collect.jsonrows import id_of
from luminary.collect.platforms.bluesky.said import POSTS, Address
from luminary.collect.showing import inner, objects
from luminary.errors import FetchError
from luminary.i18n import say

DIRECTORY = "https://plc.directory"
_RESOLVER = "https://public.api.bsky.app"
_PER_PAGE = 100
_DEPTH = 20
_PROFILE = "app.bsky.actor.profile"


class _Repositories:
    """One run."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._client, self._state = wanted, client, begun(cursor)
        self._gone: list[str] = []

    def pages(self) -> Pages:
        """Go through the accounts; one that is not there is told, and the others go on."""
        for told in self._wanted.words("accounts"):
            who = told.lstrip("@")
            try:
                yield from self._account(who)
            except FetchError as error:
                if error.status not in (400, 404):
                    raise
                yield Trouble(who, error.message)

    def _account(self, who: str) -> Pages:
        api, did = self._found(who)
        about = api.get("/com.atproto.repo.describeRepo", {"repo": did})
        handle = str(inner(about.json()).get("handle") or "")
        told = self._state.setdefault("told", {})
        profile = self._profile(api, did)
        if told.get(did) != [handle, profile]:
            told[did] = [handle, profile]
            yield page(f"{did}/account.json", json.dumps(_described(about.json())).encode(), self._state)
            yield page(f"{did}/profile.json", profile.encode(), self._state)
        for collection in self._wanted.words("collections"):
            yield from self._collection(api, did, collection)

    def _found(self, who: str) -> tuple[Api, str]:
        """Find an account's server: that of the settings, else the one its DID document names."""
        server = self._wanted.settings.get("server")
        resolver = Api(self._client, f"{base_of(server or _RESOLVER)}/xrpc")
        did = who
        if not who.startswith("did:"):
            found = resolver.json("/com.atproto.identity.resolveHandle", {"handle": who})
            did = id_of(inner(found).get("did")) or who
        if server:
            return resolver, did
        return Api(self._client, f"{self._home(did)}/xrpc"), did

    def _home(self, did: str) -> str:
        """Read an account's server out of its DID document."""
        if did.startswith("did:web:"):
            base, path = base_of(did.removeprefix("did:web:").replace("%3A", ":")), "/.well-known/did.json"
        else:
            base, path = base_of(self._wanted.settings.get("directory") or DIRECTORY), f"/{did}"
        document = Api(self._client, base).json(path)
        for one in objects(inner(document).get("service")):
            if str(one.get("id")).endswith("#atproto_pds"):
                return base_of(str(one.get("serviceEndpoint")))
        raise FetchError(say("the directory names no server of {did}", did=did), 404)

    def _profile(self, api: Api, did: str) -> str:
        asked = {"repo": did, "collection": _PROFILE, "rkey": "self"}
        reply = api.get("/com.atproto.repo.getRecord", asked, allow=(400, 404))
        return reply.body.decode("utf-8", "replace") if reply.status == 200 else ""

    def _collection(self, api: Api, did: str, collection: str) -> Pages:
        def ask(at: str | None) -> Turn:
            asked = {"repo": did, "collection": collection, "limit": _PER_PAGE, "cursor": at}
            body = inner(api.json("/com.atproto.repo.listRecords", asked))
            found = objects(body.get("records"))
            if at is None and collection == POSTS:
                self._note_shown(api, did, found)
            kept = [one for one in found if not self._is_old(one)]
            told = json.dumps({"records": kept}, ensure_ascii=False).encode() if kept else b""
            name = f"{did}/{collection}.json"
            over = bool(found) and self._is_old(found[-1])
            return Turn([_rkey(one) for one in found], id_of(body.get("cursor")), name, told, over)

        for one in Walk(self._state, f"{did}/{collection}", ask, self._wanted, _DEPTH).pages():
            if self._gone:
                yield Gone(tuple(self._gone))
                self._gone = []
            yield one

    def _note_shown(self, api: Api, did: str, found: list[Mapping[str, Any]]) -> None:
        """Find posts that the newest page showed the last time, and that are not there any more."""
        now = [_rkey(one) for one in found]
        shown = self._state.setdefault("shown", {})
        lowest = now[-1] if len(now) >= _PER_PAGE else ""
        missing = [one for one in shown.get(did, []) if one >= lowest and one not in now]
        self._gone += [Address(did, POSTS, one).key for one in missing if self._is_removed(api, did, one)]
        shown[did] = now

    def _is_removed(self, api: Api, did: str, rkey: str) -> bool:
        """Ask for a record by itself: a list may be short for other reasons."""
        asked = {"repo": did, "collection": POSTS, "rkey": rkey}
        reply = api.get("/com.atproto.repo.getRecord", asked, allow=(400, 404))
        return reply.status != 200 and inner(reply.json()).get("error") == "RecordNotFound"

    def _is_old(self, record: Mapping[str, Any]) -> bool:
        since, at = self._wanted.since, str(inner(record, "value").get("createdAt") or "9")
        return since is not None and at < since.strftime("%Y-%m-%dT%H:%M:%S")


def _rkey(record: Mapping[str, Any]) -> str:
    """Order records by their key, which grows with time."""
    return str(record.get("uri")).rpartition("/")[2]


def _described(about: Any) -> dict[str, Any]:
    """Keep of a description what says who it is."""
    return {name: inner(about).get(name) for name in ("did", "handle")}


def repo_pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    """Fetch what accounts wrote, from their servers."""
    return _Repositories(wanted, client, cursor).pages()
