"""Reader of the API's bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean, moment, required
from luminary.collect.jsonrows import NotUsed, id_field, id_of, rows_of, shown, text_field, told
from luminary.collect.markup import plain
from luminary.collect.platforms.mastodon.names import (
    MASTODON,
    account,
    host_of,
    links_of,
    local,
    person_of,
    places,
    post,
    server_in,
)
from luminary.collect.services import looks_like_service
from luminary.collect.showing import figures, inner, maybe_moment, objects, read_when, seen_in, words
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import Account, Post, Record, Reference, ReferenceKind, Tie
from luminary.errors import UnusableRowError

_FIGURES = {
    "replies_count": "replies",
    "reblogs_count": "reposts",
    "favourites_count": "likes",
    "quotes_count": "quotes",
}
_OF_ACCOUNT = {"followers_count": "followers", "following_count": "following", "statuses_count": "posts"}
_MEDIA = {"image": "picture", "video": "video", "gifv": "video", "audio": "audio"}
_PLACES = {"public": "open", "unlisted": "open", "private": "closed"}
_ACTS = re.compile(r"statuses[_/](\d+)[_/](reblogged_by|favourited_by)")
_FOLLOWS = re.compile(r"(?:^|[_/])(followers|following)\b")
_OTHERS = ("votes_count", "history", "title", "statuses_count", "error", "last_status_at")
"""Marks of rows that are neither posts nor accounts: polls, trends, a server, tags, errors."""


class MastodonReader:
    """Reads bodies of the API.

    Parameters
    ----------
    options : Options
        The server as place, open or closed, settings `seen` and `of`.
    """

    known = words(
        "id created_at in_reply_to_id in_reply_to_account_id sensitive spoiler_text visibility language",
        "uri url replies_count reblogs_count favourites_count quotes_count edited_at content reblog",
        "quote application account media_attachments mentions tags emojis card poll favourited",
        "reblogged muted bookmarked pinned filtered text quote_approval local_only tagged_collections",
        "quote_id pleroma username acct display_name locked bot discoverable indexable group note",
        "avatar avatar_static header header_static followers_count following_count statuses_count",
        "last_status_at noindex hide_collections roles fields moved memorial suspended limited",
        "attribution_domains avatar_description header_description show_media show_featured",
        "show_media_replies feature_approval of server expires_at expired multiple votes_count",
        "voters_count options history name title error not_used",
    )

    def __init__(self, options: Options) -> None:
        self._places = places(options)
        self._server = options.place.lower()
        self._seen = self._told = read_when(options)
        self._of = (options.settings.get("of") or "").lstrip("@").lower()

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a body into posts and accounts; each says which server showed it, and what it is of."""
        found = list(_whole(unit))
        server = self._server or server_in(unit.file) or _home(found)
        of = self._belongs(unit.file)
        for row in found:
            if isinstance(row.value, dict):
                yield RawRow(row.position, _kept(row.value, server, of))
                passed_on = row.value.get("reblog")
                if isinstance(passed_on, dict):
                    yield RawRow(row.position, _kept(passed_on, server, None))
            else:
                yield row

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a post or an account into records."""
        self._seen = self._told or seen_in(file)
        value = row.value if isinstance(row.value, Mapping) else required(row.value, "id")
        if isinstance(value, NotUsed):
            return
        if "content" in value or "visibility" in value or "account" in value:
            yield from self._status(value)
        elif "acct" in value or "username" in value:
            yield from self._account(value)
            yield from self._act(value)
        elif not any(mark in value for mark in _OTHERS):
            names = ", ".join(clean(str(name))[:40] for name in list(value)[:12])
            raise UnusableRowError(f"neither a post nor an account; its fields are {names or 'none'}")

    def _status(self, row: Mapping[str, Any]) -> Iterator[Record]:
        writer = inner(row, "account")
        author, at = account(_person(writer, row)), _second(required(row, "created_at"))
        server, id = str(row.get("server") or ""), id_field(row, "id")
        yield from self._account(writer)
        passed_on = row.get("reblog")
        if isinstance(passed_on, Mapping):
            target = account(_person(inner(passed_on, "account"), passed_on))
            uri = post(
                id_field(passed_on, "uri") if len(str(passed_on.get("uri"))) < 200 else str(passed_on["uri"])
            )
            yield Reference(ReferenceKind.REPOST, author, at, None, uri, target)
            return
        key, place = post(text_field(row, "uri")), self._places[_place(row)]
        yield place
        yield Post(
            key,
            author,
            at,
            plain(text_field(row, "content")),
            place.key,
            title=told(row.get("spoiler_text")),
            url=told(row.get("url")),
            alias=local(server, id),
            media=_media(row),
        )
        yield from _points(row, author, at, key, server)
        yield from figures(key, row, _FIGURES, self._seen)

    def _account(self, row: Mapping[str, Any]) -> Iterator[Record]:
        name = _person(row, row)
        yield Account(
            account(name),
            MASTODON,
            name=told(row.get("display_name")) or told(row.get("username")),
            handle=name,
            bio=plain(note) if isinstance(note := row.get("note"), str) else None,
            url=told(row.get("url")),
            role=_role(row),
            kind=_kind(row),
            created=maybe_moment(row.get("created_at"), "created_at"),
            seen=self._seen,
        )
        yield from links_of(account(name), row.get("fields"))
        yield from figures(account(name), row, _OF_ACCOUNT, self._seen)

    def _act(self, row: Mapping[str, Any]) -> Iterator[Record]:
        """Give what an account of a list did: passed on or favoured a post, or follows somebody."""
        of = row.get("of")
        if not isinstance(of, list) or len(of) != 2:
            return
        kind, what = of
        who = account(_person(row, row))
        if kind in ("followers", "following"):
            ends = (who, account(what)) if kind == "followers" else (account(what), who)
            yield Tie(*ends, "follows", self._seen)
            return
        passed_on = kind == "reblogged_by"
        act = ReferenceKind.REPOST if passed_on else ReferenceKind.REACTION
        target = local(str(row.get("server") or ""), str(what))
        yield Reference(act, who, None, None, target, label=None if passed_on else "favourite")

    def _belongs(self, file: str) -> list[str] | None:
        if act := _ACTS.search(file):
            return [act[2], act[1]]
        follows = _FOLLOWS.search(file)
        return [follows[1], self._of] if follows and self._of else None


def _whole(unit: Unit) -> Iterator[RawRow]:
    """Cut a body into its rows; a conversation holds two lists."""
    for row in rows_of(unit, "statuses", "accounts"):
        value = row.value
        if isinstance(value, dict) and isinstance(value.get("descendants"), list):
            above = value.get("ancestors")
            both = [*(above if isinstance(above, list) else []), *value["descendants"]]
            yield from (RawRow(place, one) for place, one in enumerate(both, row.position))
        else:
            yield row


def _home(rows: list[RawRow]) -> str:
    """Find the server by an account that is at home there."""
    for row in rows:
        writer = inner(row.value, "account") or inner(row.value)
        acct = writer.get("acct")
        if isinstance(acct, str) and acct and "@" not in acct and (host := host_of(writer.get("url"))):
            return host
    return ""


def _kept(row: dict[str, Any], server: str, of: list[str] | None) -> dict[str, Any]:
    """Note where a row was shown; leave out what may not be kept."""
    if row.get("visibility") == "direct":
        return NotUsed("direct message", row.get("id"))
    if row.get("noindex") is True or inner(row, "account").get("noindex") is True:
        return NotUsed("the account asks not to be indexed", row.get("id"))
    if isinstance(row.get("reblog"), dict) and inner(row, "reblog.account").get("noindex") is True:
        return NotUsed("the account asks not to be indexed", row.get("id"))
    if not ("acct" in row or "account" in row):
        return row
    return row | {"server": server} | ({"of": of} if of else {})


def _person(row: Mapping[str, Any], shown_in: Mapping[str, Any]) -> str:
    """Give ``name@server``: of an account at home on the server, from its address."""
    acct = told(required(row, "acct"))
    if acct is None:
        raise UnusableRowError(f"'acct' is {shown(row['acct'])}, which names nobody")
    if "@" in acct:
        return acct
    host = host_of(row.get("url")) or host_of(row.get("uri")) or str(shown_in.get("server") or "")
    if not host:
        raise UnusableRowError(f"'url' is {shown(row.get('url'))}, so the server of {acct!r} is not known")
    return f"{acct}@{host}"


def _second(value: object) -> int:
    """Read when a post was written, to the second: servers pass no more on to each other."""
    return moment(value, "created_at") // 1_000_000 * 1_000_000


def _place(row: Mapping[str, Any]) -> str:
    seen = row.get("visibility", "public")
    if not isinstance(seen, str) or seen not in _PLACES:
        raise UnusableRowError(f"'visibility' is {shown(seen)}, which is not known")
    return _PLACES[seen]


def _points(row: Mapping[str, Any], author: str, at: int, key: str, server: str) -> Iterator[Record]:
    """Give what a post answers and quotes, and whom it mentions."""
    by_id: dict[str, str] = {}
    for one in objects(row.get("mentions")):
        name = told(one.get("acct")) or ""
        name = name if "@" in name else person_of(one.get("url")) or ""
        if name and (id := id_of(one.get("id"))):
            by_id[id] = account(name)
            yield Account(account(name), MASTODON, handle=name)
    answered, whom = id_of(row.get("in_reply_to_id")), id_of(row.get("in_reply_to_account_id"))
    mine = id_of(inner(row, "account").get("id"))
    if answered:
        target = author if whom == mine else by_id.get(whom or "")
        yield Reference(ReferenceKind.REPLY, author, at, key, local(server, answered), target)
    quoted = inner(row, "quote.quoted_status") or inner(row, "quote")
    if isinstance(quoted.get("uri"), str):
        target = account(_person(inner(quoted, "account"), quoted)) if quoted.get("account") else None
        yield Reference(ReferenceKind.QUOTE, author, at, key, post(quoted["uri"]), target)
    for id, target in by_id.items():
        if id != whom:
            yield Reference(ReferenceKind.MENTION, author, at, key, target=target)


def _media(row: Mapping[str, Any]) -> str:
    kinds = [_MEDIA.get(str(one.get("type"))) for one in objects(row.get("media_attachments"))]
    return next((kind for kind in ("video", "audio", "picture") if kind in kinds), "text")


def _kind(row: Mapping[str, Any]) -> str:
    if row.get("bot") is True or looks_like_service(told(row.get("display_name")), told(row.get("username"))):
        return "service"
    return "organisation" if row.get("group") is True else "unknown"


def _role(row: Mapping[str, Any]) -> str | None:
    """Give the roles that the server states."""
    return ", ".join(name for one in objects(row.get("roles")) if (name := told(one.get("name")))) or None
