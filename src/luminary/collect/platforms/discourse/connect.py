"""Discourse, asked live: what was said in a forum's topics since the last run.

https://docs.discourse.org: ``/latest.json`` and ``/c/<slug>/<id>/l/latest.json`` list topics by their last
activity; ``/t/<id>.json`` gives a topic with its first posts and the ids of all of them,
``/t/<id>/posts.json?post_ids[]=`` the others. Topics whose last activity is known are not asked again; of the
others only posts that are new. Private messages are not in these lists. A forum that is not open wants an API
key and its user.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from luminary.collect.fetch.api import Api, base_of, host_of
from luminary.collect.fetch.port import (
    Ask,
    Client,
    Connector,
    Cursor,
    Guess,
    Pace,
    Page,
    Pages,
    Secret,
    Trouble,
    Wanted,
    options_of,
)
from luminary.collect.fetch.walk import Turn, Walk, begun, page
from luminary.collect.jsonrows import id_of, listed
from luminary.collect.showing import inner, objects
from luminary.collect.source import Options
from luminary.errors import FetchError, UnknownNameError
from luminary.i18n import say

ENTRY = "LUMINARY_DISCOURSE_KEY"
_DEPTH = 10
"""Pages of topics of a first run: 300 topics."""
_AT_ONCE = 50
_REMEMBERED = 2_000
_HINTS = {
    403: say("the forum shows it to members only: give an API key in {name}, and its user", name=ENTRY),
    404: say("there is no such forum, category or topic here"),
}


class _Forum:
    """One run."""

    def __init__(self, wanted: Wanted, client: Client, cursor: Cursor) -> None:
        self._wanted, self._state = wanted, begun(cursor)
        key = wanted.secrets.get(ENTRY)
        user = wanted.settings.get("user") or "system"
        headers = {"Accept": "application/json"} | ({"Api-Key": key, "Api-Username": user} if key else {})
        self._api = Api(client, base_of(wanted.settings["forum"]), headers, _HINTS)
        self._slugs: dict[str, str] = {}

    def pages(self) -> Pages:
        """Go through what is left of the last run, then through the lists of topics."""
        for one in objects(inner(self._api.json("/site.json")).get("categories")):
            self._slugs[id_of(one.get("id")) or ""] = str(one.get("slug") or "")
        yield from self._topics()
        for line, path in self._lists():
            yield from self._list(line, path)
            yield from self._topics()

    def _lists(self) -> Iterator[tuple[str, str]]:
        wanted = self._wanted.words("categories")
        if not wanted:
            yield "latest", "/latest.json"
        for told in wanted:
            id = self._category(told.rpartition("/")[2])
            yield f"category:{id}", f"/c/{quote(self._slugs[id])}/{id}/l/latest.json"

    def _category(self, told: str) -> str:
        by_slug = {slug: id for id, slug in self._slugs.items()}
        if told not in self._slugs and told not in by_slug:
            raise UnknownNameError.of("place", told, by_slug)
        return told if told in self._slugs else by_slug[told]

    def _list(self, line: str, path: str) -> Pages:
        """Note which topics have something new."""
        known = str(self._state.get(line, {}).get("known") or "")

        def ask(at: str | None) -> Turn:
            body = inner(self._api.json(path, {"page": at or "0", "order": "activity"}), "topic_list")
            topics = objects(body.get("topics"))
            marks = [str(one.get("bumped_at") or "") for one in topics]
            waiting = self._state.setdefault("waiting", [])
            for one, mark in zip(topics, marks, strict=True):
                id = id_of(one.get("id"))
                if id and mark > known and not self._is_old(mark) and id not in waiting:
                    waiting.append(id)
            more = str(int(at or 0) + 1) if body.get("more_topics_url") and topics else None
            return Turn(marks, more, "", b"", over=bool(marks) and self._is_old(marks[-1]))

        return Walk(self._state, line, ask, self._wanted, _DEPTH).pages()

    def _is_old(self, mark: str) -> bool:
        since = self._wanted.since
        return since is not None and mark < since.strftime("%Y-%m-%dT%H:%M:%S")

    def _topics(self) -> Pages:
        waiting: list[str] = self._state.setdefault("waiting", [])
        while waiting:
            try:
                yield from self._topic(waiting[0])
            except FetchError as error:
                if error.status not in (403, 404, 410):
                    raise
                gone = waiting.pop(0)
                yield Trouble(f"/t/{gone}", error.message)

    def _topic(self, id: str) -> Iterator[Page]:
        """Give a topic's posts that are new; the topic stops waiting with its last page."""
        topic = inner(self._api.json(f"/t/{id}.json"))
        known = self._state.setdefault("topics", {})
        last = int(known.get(id, 0))
        fresh = [
            one for one in listed(inner(topic, "post_stream").get("stream")) if _is_id(one) and one > last
        ]
        shown = {
            one["id"]: one
            for one in objects(inner(topic, "post_stream").get("posts"))
            if _is_id(one.get("id"))
        }
        blocks = [fresh[at : at + _AT_ONCE] for at in range(0, len(fresh), _AT_ONCE)] or [[]]
        for nth, block in enumerate(blocks, 1):
            posts = self._posts(id, block, shown)
            if block:
                known.pop(id, None)
                known[id] = max(block)
                self._state["topics"] = known = dict(list(known.items())[-_REMEMBERED:])
            if nth == len(blocks):
                self._state["waiting"].pop(0)
            yield page(f"t/{id}.json", self._body(topic, posts) if posts else b"", self._state)

    def _posts(self, id: str, wanted: Sequence[int], shown: Mapping[int, Any]) -> list[Mapping[str, Any]]:
        missing = [one for one in wanted if one not in shown]
        found = dict(shown)
        if missing:
            query = "&".join(f"post_ids[]={one}" for one in missing)
            body = inner(self._api.json(f"/t/{id}/posts.json?{query}"), "post_stream")
            found |= _by_id(body)
        return [found[one] for one in wanted if one in found]

    def _body(self, topic: Mapping[str, Any], posts: list[Mapping[str, Any]]) -> bytes:
        """Write a page of a topic as the forum shows it, with the name of its category."""
        kept = ("id", "title", "category_id", "archetype", "tags", "views", "like_count", "created_at")
        told = {name: topic[name] for name in kept if name in topic}
        slug = self._slugs.get(id_of(topic.get("category_id")) or "")
        told |= {"category_slug": slug} if slug else {}
        return json.dumps({"post_stream": {"posts": posts}, **told}, ensure_ascii=False).encode()


def _by_id(stream: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    return {one["id"]: one for one in objects(stream.get("posts")) if _is_id(one.get("id"))}


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _pages(wanted: Wanted, client: Client, cursor: Cursor) -> Pages:
    return _Forum(wanted, client, cursor).pages()


def _options(wanted: Wanted) -> Options:
    """Name the forum by its host in all keys, unless the user names it."""
    given = options_of(wanted)
    return Options(given.place or host_of(base_of(wanted.settings["forum"])), given.access)


def _guess(told: str) -> Guess | None:
    """Know the address of a category."""
    parts = urlsplit(told)
    steps = parts.path.strip("/").split("/")
    if parts.scheme not in ("http", "https") or steps[0] != "c" or not steps[-1].isdigit():
        return None
    return Guess(0.7, {"forum": parts.netloc, "categories": steps[-1]})


DISCOURSE = Connector(
    name="discourse",
    title=say("Discourse (a forum)"),
    format="discourse",
    asks=(
        Ask("forum", say("the forum's host: forum.example"), required=True),
        Ask("categories", say("categories by short name or number, parted by spaces; by default all")),
        Ask("user", say("whom the API key belongs to"), default="system"),
    ),
    terms="discourse",
    pages=_pages,
    secrets=(Secret(ENTRY, say("an API key of the forum, with the right to read"), required=False),),
    pace=Pace(60, 60.0, 5),
    guess=_guess,
    options=_options,
)
CONNECTORS = (DISCOURSE,)
