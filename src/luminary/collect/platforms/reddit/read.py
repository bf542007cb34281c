"""Reader of Reddit's bodies and dumps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean, required, seconds
from luminary.collect.jsonrows import (
    LINE_SUFFIXES,
    id_field,
    id_of,
    lines_of,
    rows_of,
    shown,
    text_field,
    told,
)
from luminary.collect.platforms.reddit.fields import KNOWN
from luminary.collect.services import looks_like_service
from luminary.collect.showing import count_in, figures, inner, read_when, seen_in, yes_no
from luminary.collect.source import Options, RawRow, Unit
from luminary.domain import (
    Access,
    Account,
    Metric,
    Place,
    Post,
    Record,
    Reference,
    ReferenceKind,
    account_key,
    place_key,
    post_key,
)
from luminary.errors import UnusableRowError

REDDIT = "reddit"
_GONE = ("[deleted]", "[removed]", "[ Removed by Reddit ]", "[deleted by user]")
_MENTION = re.compile(r"(?<![\w/])/?u/([A-Za-z0-9_\-]{3,20})(?![\w\-])")
_FIGURES = {"num_comments": "replies", "num_crossposts": "reposts", "view_count": "views"}
_OF_ACCOUNT = {"link_karma": "karma of posts", "comment_karma": "karma of comments"}
_VIDEO = ("hosted:video", "rich:video")
_FILMS = ("v.redd.it", "youtube.com", "youtu.be", "m.youtube.com", "vimeo.com")
_PICTURES = ("i.redd.it", "i.imgur.com", "imgur.com")


class RedditReader:
    """Reads bodies and dumps.

    Parameters
    ----------
    options : Options
        Open or closed, and setting `seen`.
    """

    known = KNOWN

    def __init__(self, options: Options) -> None:
        self._access = Access(options.access) if options.access else None
        self._seen = self._told = read_when(options)

    def rows(self, unit: Unit) -> Iterator[RawRow]:
        """Cut a body into its things: posts, comments, accounts, communities."""
        whole = rows_of if unit.file.lower().endswith((".json", *LINE_SUFFIXES)) else lines_of
        for row in whole(unit):
            if not isinstance(row.value, dict):
                yield row
                continue
            for place, one in enumerate(_things(row.value), row.position):
                yield RawRow(place if unit.first == 1 and whole is rows_of else row.position, one)

    def records(self, file: str, row: RawRow) -> Iterator[Record]:
        """Turn a thing into records."""
        self._seen = self._told or seen_in(file)
        value = row.value if isinstance(row.value, Mapping) else required(row.value, "id")
        kind = value.get("kind") or _kind(value)
        readers = {"t1": self._comment, "t3": self._link, "t2": self._account, "t5": self._community}
        read = readers.get(kind) if isinstance(kind, str) else None
        if read is not None:
            yield from read(value)
        elif kind is None:
            names = ", ".join(clean(str(name))[:40] for name in list(value)[:12])
            raise UnusableRowError(
                f"neither a post, a comment nor an account; its fields are {names or 'none'}"
            )

    def _link(self, row: Mapping[str, Any]) -> Iterator[Record]:
        text = clean(text_field(row, "selftext")).strip()
        if _is_gone(row, text) or told(row.get("author")) in _GONE:
            return
        yield from self._post(row, "t3", text, _crossposted(row))

    def _comment(self, row: Mapping[str, Any]) -> Iterator[Record]:
        text = clean(text_field(row, "body")).strip()
        if text in _GONE or told(row.get("author")) in _GONE:
            return
        link, parent = id_field(row, "link_id"), id_field(row, "parent_id")
        yield from self._post(row, "t1", text, (ReferenceKind.REPLY, _post(parent)), link)

    def _post(
        self,
        row: Mapping[str, Any],
        kind: str,
        text: str,
        pointed: tuple[ReferenceKind, str] | None,
        link: str | None = None,
    ) -> Iterator[Record]:
        name = f"{kind}_{id_field(row, 'id').removeprefix(f'{kind}_')}"
        author, where = _author(row), self._where(row)
        at, seen = seconds(required(row, "created_utc"), "created_utc"), self._read(row)
        key, address = _post(name), told(row.get("permalink"))
        yield author
        yield where
        yield Post(
            key,
            author.key,
            at,
            text,
            where.key,
            _post(link or name),
            told(row.get("title")) if kind == "t3" else None,
            f"https://www.reddit.com{address}" if address else None,
            media=_media(row) if kind == "t3" else "text",
            paid_label=yes_no(row, "promoted"),
        )
        if pointed is not None:
            yield Reference(pointed[0], author.key, at, key, pointed[1])
        for target in _mentioned(text):
            yield target
            yield Reference(ReferenceKind.MENTION, author.key, at, key, target=target.key)
        if row.get("score_hidden") is not True and (score := _score(row)) is not None:
            yield Metric(key, "score", score, seen)
        yield from figures(key, row, _FIGURES, seen)

    def _account(self, row: Mapping[str, Any]) -> Iterator[Record]:
        id, name = id_field(row, "id").removeprefix("t2_"), told(required(row, "name"))
        key = account_key(REDDIT, "", id=f"t2_{id}")
        moderates = "mod_permissions" in row
        yield Account(
            key,
            REDDIT,
            name=name,
            handle=name,
            bio=told(inner(row, "subreddit").get("public_description")),
            role="moderator" if moderates else None,
            kind="service" if looks_like_service(name) else "unknown",
            created=seconds(row["created_utc"], "created_utc") if row.get("created_utc") else None,
            seen=self._seen,
        )
        for field, what in _OF_ACCOUNT.items():
            if isinstance(value := row.get(field), int | float) and not isinstance(value, bool):
                yield Metric(key, what, float(value), self._seen)
        yield from figures(key, inner(row, "subreddit"), {"subscribers": "followers"}, self._seen)

    def _community(self, row: Mapping[str, Any]) -> Iterator[Record]:
        yield self._where({**row, "subreddit": row.get("display_name")})

    def _where(self, row: Mapping[str, Any]) -> Place:
        name = told(required(row, "subreddit"))
        if name is None:
            raise UnusableRowError(f"'subreddit' is {shown(row['subreddit'])}, which is no name")
        access = self._access or (Access.CLOSED if row.get("subreddit_type") == "private" else Access.OPEN)
        return Place(place_key(REDDIT, "", f"r/{name.lower()}"), REDDIT, "", f"r/{name}", access.value)

    def _read(self, row: Mapping[str, Any]) -> int | None:
        """Tell when a dump read the figures."""
        for field in ("retrieved_on", "retrieved_utc"):
            if row.get(field):
                return seconds(row[field], field)
        return self._seen


def _things(body: dict[str, Any]) -> Iterator[Any]:
    """Give the things of a body, from outside inwards; a row that is no body is a thing itself."""
    waiting: list[Any] = [body]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, dict):
            yield one
            continue
        kind, data = one.get("kind"), one.get("data")
        if kind in ("Listing", "UserList") and isinstance(data, dict):
            children = data.get("children")
            waiting += reversed(_children(children, str(kind)))
        elif isinstance(kind, str) and isinstance(data, dict):
            yield {"kind": kind, **data, **({"replies": None} if "replies" in data else {})}
            if isinstance(data.get("replies"), dict):
                waiting.append(data["replies"])
        elif isinstance(things := inner(one, "json.data").get("things"), list):
            waiting += reversed(things)
        elif one and all(name.startswith("t2_") for name in one):
            yield from (
                {"kind": "t2", "id": id, **told_of}
                for id, told_of in one.items()
                if isinstance(told_of, dict)
            )
        else:
            yield one


def _children(children: object, kind: str) -> list[Any]:
    found = children if isinstance(children, list) else []
    return [{"kind": "t2", "data": one} for one in found] if kind == "UserList" else found


def _kind(row: Mapping[str, Any]) -> str | None:
    """Tell what a row of a dump is; an answer to a command is something else."""
    if "body" in row or "link_id" in row:
        return "t1"
    if "selftext" in row or ("title" in row and "subreddit" in row):
        return "t3"
    if not row or not {"json", "names", "message", "moderators"}.isdisjoint(row):
        return "other"
    return None


def _author(row: Mapping[str, Any]) -> Account:
    name, id = told(required(row, "author")), id_of(row.get("author_fullname"))
    role = told(row.get("distinguished")), told(row.get("author_flair_text"))
    key = account_key(REDDIT, "", id=id, handle=name)
    return Account(
        key,
        REDDIT,
        name=name,
        handle=name,
        role="; ".join(one for one in role if one) or None,
        kind="service" if looks_like_service(name) or name == "AutoModerator" else "unknown",
    )


def _post(fullname: str) -> str:
    return post_key(REDDIT, "", fullname)


def is_gone(row: Mapping[str, Any]) -> bool:
    """Tell whether its author or a moderator has removed a post or comment."""
    return any(row.get(name) in _GONE for name in ("selftext", "body", "author")) or bool(
        row.get("removed_by_category")
    )


def _is_gone(row: Mapping[str, Any], text: str) -> bool:
    return text in _GONE or bool(row.get("removed_by_category"))


def _crossposted(row: Mapping[str, Any]) -> tuple[ReferenceKind, str] | None:
    parent = id_of(row.get("crosspost_parent"))
    return (ReferenceKind.REPOST, _post(parent)) if parent else None


def _mentioned(text: str) -> list[Account]:
    """Give whom a text mentions, outside the lines it quotes."""
    if "u/" not in text:
        return []
    own = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith((">", "&gt;")))
    names = dict.fromkeys(name.lower() for name in _MENTION.findall(own))
    return [Account(account_key(REDDIT, "", handle=name), REDDIT, handle=name) for name in names]


def _score(row: Mapping[str, Any]) -> float | None:
    value = row.get("score")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return count_in(row, "score")


def _media(row: Mapping[str, Any]) -> str:
    hint, domain = str(row.get("post_hint")), str(row.get("domain")).removeprefix("www.")
    if row.get("is_video") is True or hint in _VIDEO or domain in _FILMS:
        return "video"
    pictures = row.get("is_gallery") is True or hint == "image" or domain in _PICTURES
    return "picture" if pictures else "text"
