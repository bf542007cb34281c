"""YouTube, asked live through its Data API: videos of searches and channels, and the comments below them.

https://developers.google.com/youtube/v3/docs: ``search.list`` (100 units of the daily quota),
``channels.list``, ``playlistItems.list`` (a channel's uploads), ``videos.list``, ``commentThreads.list``,
``comments.list`` (1 unit each). Units are counted before they are spent; a run stops at its budget, and at
the platform's own limit, and the next one goes on. The newest videos found are followed: their figures are
read anew in every run, and their comments when their number has changed. The key travels in a header, never
in an address.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from luminary.collect.fetch.api import Api, base_of, on
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
from luminary.collect.platforms.youtube.names import post
from luminary.collect.platforms.youtube.quota import HINTS, KEY, Quota, QuotaError, reason_of
from luminary.collect.showing import inner, objects
from luminary.errors import FetchError, UsageError
from luminary.i18n import say, say_count

_DEPTH = 10
_OF_VIDEO = "snippet,contentDetails,statistics,paidProductPlacementDetails"
_OF_CHANNEL = "snippet,contentDetails,statistics"
_AT_ONCE = 50
_COMMENTS = 100
_REMEMBERED = 2_000
_OFF = "commentsDisabled"


class _Videos:
    """One run."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._state = wanted, begun(cursor)
        base = f"{base_of(wanted.settings['server'])}/youtube/v3"
        api = Api(client, base, {"X-Goog-Api-Key": wanted.secret(KEY)}, HINTS)
        self._quota = Quota(api, _whole(wanted, "units"))
        self._follow = _whole(wanted, "follow", least=0)
        self._off = 0

    def pages(self) -> Pages:
        """Go through searches, channels and the videos followed, as far as the quota reaches."""
        try:
            for text in filter(
                None, map(str.strip, re.split(r"[;\n]", self._wanted.settings.get("search", "")))
            ):
                yield from self._search(text)
            for who in self._wanted.words("channels"):
                yield from self._channel(who)
            yield from self._followed()
        except QuotaError as error:
            yield Trouble("youtube", error.message)
        self._state["units"] = self._quota.spent
        yield page("", b"", self._state)
        if self._off:
            told = say_count(
                "comments are turned off below {n} video",
                "comments are turned off below {n} videos",
                self._off,
            )
            yield Trouble("youtube", told)

    def _search(self, text: str) -> Pages:
        line = f"search:{text}"
        asked = {"part": "snippet", "type": "video", "order": "date", "maxResults": _AT_ONCE, "q": text,
                 "relevanceLanguage": self._wanted.settings.get("language", ""),
                 "regionCode": self._wanted.settings.get("region", "")}  # fmt: skip

        def ask(at: str | None) -> Turn:
            mine = self._state.get(line, {})
            after = None if at is not None and at == mine.get("left") else mine.get("known")
            asking = {**asked, "pageToken": at, "publishedAfter": after or self._since()}
            body = self._quota.ask("/search", asking, 100)
            found = [
                (id_of(inner(one, "id").get("videoId")), inner(one, "snippet").get("publishedAt"))
                for one in objects(body.get("items"))
            ]
            return self._turn(found, body.get("nextPageToken"))

        return Walk(self._state, line, ask, self._wanted, _DEPTH).pages()

    def _since(self) -> str | None:
        since = self._wanted.since
        return None if since is None else since.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _channel(self, who: str) -> Pages:
        by = {"forHandle": who} if who.startswith("@") else {"id": who}
        body = self._quota.ask("/channels", {"part": _OF_CHANNEL, **by}, 1)
        items = objects(body.get("items"))
        if not items:
            yield Trouble(who, say("there is no channel of that handle or id"))
            return
        yield from self._changed(f"channel:{who}", "channels.json", items)
        uploads = id_of(inner(items[0], "contentDetails.relatedPlaylists").get("uploads"))
        if uploads is not None:
            yield from self._uploads(who, uploads)

    def _uploads(self, who: str, playlist: str) -> Pages:
        def ask(at: str | None) -> Turn:
            asked = {
                "part": "contentDetails",
                "playlistId": playlist,
                "maxResults": _AT_ONCE,
                "pageToken": at,
            }
            body = self._quota.ask("/playlistItems", asked, 1)
            found = [
                (
                    id_of(inner(one, "contentDetails").get("videoId")),
                    inner(one, "contentDetails").get("videoPublishedAt"),
                )
                for one in objects(body.get("items"))
            ]
            return self._turn(found, body.get("nextPageToken"))

        try:
            yield from Walk(self._state, f"uploads:{who}", ask, self._wanted, _DEPTH).pages()
        except FetchError as error:
            if error.status != 404:
                raise
            yield Trouble(who, say("the channel shows no videos"))

    def _turn(self, found: list[tuple[str | None, object]], more: object) -> Turn:
        """Read the videos of a page, and follow them."""
        marks = [str(at or "") for _, at in found]
        since = self._since() or ""
        wanted = [id for id, at in found if id is not None and str(at) >= since]
        body = self._read(wanted) if wanted else {}
        self._follow_all(objects(body.get("items")))
        told = json.dumps(body, ensure_ascii=False).encode() if body.get("items") else b""
        return Turn(marks, id_of(more), "videos.json", told, bool(marks) and marks[-1] < since)

    def _read(self, ids: list[str]) -> dict[str, Any]:
        asked = {"part": _OF_VIDEO, "id": ",".join(ids), "maxResults": _AT_ONCE}
        body = self._quota.ask("/videos", asked, 1)
        return {"kind": "youtube#videoListResponse", "items": objects(body.get("items"))}

    def _follow_all(self, videos: list[Mapping[str, Any]]) -> None:
        """Follow the newest of what was found so far."""
        followed = self._state.setdefault("videos", {})
        for one in videos:
            if (id := id_of(one.get("id"))) is not None:
                at = str(inner(one, "snippet").get("publishedAt") or "")
                followed.setdefault(id, {"at": at, "comments": None})
        newest = sorted(followed.items(), key=lambda pair: str(pair[1]["at"]))
        kept = dict(newest[-self._follow :]) if self._follow else {}
        self._state["videos"] = kept
        for line in [one for one in self._state if one.startswith("comments:")]:
            if line.removeprefix("comments:") not in kept:
                del self._state[line]

    def _followed(self) -> Pages:
        """Read the figures of the videos followed anew, and comments where there are others than before."""
        followed: dict[str, Any] = self._state.get("videos", {})
        ids = list(followed)
        gone: list[str] = []
        for at in range(0, len(ids), _AT_ONCE):
            block = ids[at : at + _AT_ONCE]
            items = objects(self._read(block)["items"])
            found = {str(one.get("id")): one for one in items}
            for id in (one for one in block if one not in found):
                del followed[id]
                gone.append(post(id))
            yield from self._changed(f"figures:{at // _AT_ONCE}", "videos.json", items)
            if on(self._wanted.settings.get("comments", "yes")):
                for id, video in found.items():
                    yield from self._comments(id, video)
        if gone:
            yield Gone(tuple(gone))

    def _changed(self, line: str, name: str, items: list[Mapping[str, Any]]) -> Iterator[Page]:
        """Give items when they are not as they were the last time."""
        plain = [{name: value for name, value in one.items() if name != "etag"} for one in items]
        body = json.dumps({"kind": "youtube#listResponse", "items": plain}, ensure_ascii=False).encode()
        digest = hashlib.blake2b(body, digest_size=8).hexdigest()
        told = self._state.setdefault("told", {})
        if items and told.get(line) != digest:
            told[line] = digest
            yield page(name, body, self._state)

    def _comments(self, video: str, row: Mapping[str, Any]) -> Pages:
        """Walk through the comments of a video whose number of comments is another than before."""
        mine = self._state["videos"][video]
        count = inner(row, "statistics").get("commentCount")
        if count is None or count == mine["comments"]:
            return
        try:
            for one in Walk(
                self._state, f"comments:{video}", self._threads(video), self._wanted, _DEPTH
            ).pages():
                yield one
                yield from self._answers()
        except FetchError as error:
            if reason_of(error) != _OFF:
                raise
            self._off += 1
        yield from self._answers()
        mine["comments"] = count
        yield page("", b"", self._state)

    def _threads(self, video: str) -> Any:
        def ask(at: str | None) -> Turn:
            asked = {"part": "snippet,replies", "videoId": video, "maxResults": _COMMENTS, "order": "time",
                     "textFormat": "plainText", "pageToken": at}  # fmt: skip
            body = self._quota.ask("/commentThreads", asked, 1)
            items = objects(body.get("items"))
            for one in items:
                self._note_answers(one)
            marks = [
                str(inner(one, "snippet.topLevelComment.snippet").get("publishedAt") or "") for one in items
            ]
            told = json.dumps({"kind": body.get("kind"), "items": items}, ensure_ascii=False).encode()
            over = bool(marks) and marks[-1] < (self._since() or "")
            return Turn(
                marks,
                id_of(body.get("nextPageToken")),
                f"comments/{video}.json",
                told if items else b"",
                over,
            )

        return ask

    def _note_answers(self, thread: Mapping[str, Any]) -> None:
        """Note a thread that has more answers than are shown with it, or than were known."""
        id, count = id_of(thread.get("id")), inner(thread, "snippet").get("totalReplyCount")
        known = self._state.setdefault("answers", {})
        if id is None or not isinstance(count, int) or count <= known.get(id, 0):
            return
        if count > len(objects(inner(thread, "replies").get("comments"))) or id in known:
            self._state.setdefault("waiting", []).append([id, inner(thread, "snippet").get("videoId"), ""])
        known.pop(id, None)
        known[id] = count
        self._state["answers"] = dict(list(known.items())[-_REMEMBERED:])

    def _answers(self) -> Iterator[Page]:
        """Give all answers of the threads noted; a thread waits until its last page is kept."""
        waiting: list[list[Any]] = self._state.setdefault("waiting", [])
        while waiting:
            parent, video, at = waiting[0]
            asked = {
                "part": "snippet", "parentId": parent, "maxResults": _COMMENTS,
                "textFormat": "plainText", "pageToken": at,
            }  # fmt: skip
            body = self._quota.ask("/comments", asked, 1)
            more = id_of(body.get("nextPageToken"))
            if more is None or more == at:
                waiting.pop(0)
            else:
                waiting[0][2] = more
            items = [_below(one, video) for one in objects(body.get("items"))]
            told = json.dumps({"kind": body.get("kind"), "items": items}, ensure_ascii=False).encode()
            yield page(f"comments/{parent}.json", told if items else b"", self._state)


def _below(comment: Mapping[str, Any], video: object) -> dict[str, Any]:
    """Write into an answer which video it stands below: this list leaves it out."""
    return {**comment, "snippet": {**({"videoId": video} if video else {}), **inner(comment, "snippet")}}


def _whole(wanted: Wanted, name: str, least: int = 1) -> int:
    told = wanted.settings.get(name, "")
    if not told.isascii() or not told.isdigit() or int(told) < least:
        raise UsageError(say("'{name}' is '{told}'; a whole number is needed", name=name, told=told))
    return int(told)


def _pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    return _Videos(wanted, client, cursor).pages()


def _guess(told: str) -> Guess | None:
    """Know the address of a channel, by id or handle."""
    parts = urlsplit(told)
    if parts.hostname not in ("youtube.com", "www.youtube.com", "m.youtube.com"):
        return None
    found = re.match(r"/(?:channel/(UC[\w\-]{22})|(@[\w.\-]+))(?:/|$)", parts.path)
    return Guess(0.95, {"channels": found[1] or found[2]}) if found is not None else None


YOUTUBE = Connector(
    name="youtube",
    title=say("YouTube (videos and comments, with a key)"),
    format="youtube",
    asks=(
        Ask("search", say("searches, one a line or parted by semicolons; 100 units a page")),
        Ask("channels", say("channels by @handle or id, parted by spaces")),
        Ask("comments", say("yes: also the comments below the videos followed"), default="yes"),
        Ask("follow", say("how many of the newest videos found are followed"), default="50"),
        Ask(
            "units",
            say("most units of the quota that a run may use; the usual quota of a day is 10,000"),
            default="2000",
        ),
        Ask("language", say("a language that searches prefer: nb, sv, da, fi")),
        Ask("region", say("a country that searches prefer: NO, SE, DK, FI")),
        Ask("server", say("where the API is"), default="https://www.googleapis.com"),
    ),
    terms="youtube",
    pages=_pages,
    secrets=(Secret(KEY, say("a key of the YouTube Data API v3")),),
    pace=Pace(300, 60.0, 5),
    guess=_guess,
)
CONNECTORS = (YOUTUBE,)
