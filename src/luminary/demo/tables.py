"""Writes the microblog as a CSV table and the blogs as JSON lines, with the flaws that real exports have."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import orjson

from luminary.demo.life import Utterance
from luminary.demo.pace import END, START
from luminary.demo.people import Voice
from luminary.demo.speech import MENTION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REPEATED_MIKRO, REPEATED_BLOGG = 80, 20


class Rows(NamedTuple):
    """How many rows were written, and how many of them an import must set aside."""

    rows: int
    repeated: int
    unusable: int


def write_mikro(path: Path, posts: Sequence[Utterance], rng: np.random.Generator) -> Rows:
    """Write the microblog; 80 rows stand twice, 4 are of no use."""
    rows = [_mikro(post) for post in posts]
    bad = _unusable_mikro(rows)
    every = _with_flaws(rows, REPEATED_MIKRO, bad, rng)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(every)
    path.write_bytes(text.getvalue().encode("utf-8"))
    return Rows(len(every), min(REPEATED_MIKRO, len(rows)), len(bad))


def write_blogg(path: Path, posts: Sequence[Utterance], rng: np.random.Generator) -> Rows:
    """Write blogs and comments; 20 rows stand twice, 2 are of no use."""
    rows = [_blogg(post) for post in posts]
    bad = [
        {**rows[3], "id": "b9000001", "author_id": "", "name": ""},
        {**rows[9], "id": "b9000002", "created_at": "i går kväll"},
    ]
    every = _with_flaws(rows, REPEATED_BLOGG, bad, rng)
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in every))
    return Rows(len(every), min(REPEATED_BLOGG, len(rows)), len(bad))


def _with_flaws(
    rows: list[dict[str, Any]], repeated: int, bad: list[dict[str, Any]], rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Put copies and unusable rows somewhere behind the first rows."""
    again = [rows[int(i)] for i in rng.choice(len(rows), size=min(repeated, len(rows)), replace=False)]
    every = list(rows)
    for row in again + bad:
        every.insert(int(rng.integers(len(rows) // 2, len(every) + 1)), row)
    return every


def _unusable_mikro(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    nobody = {"author_id": "", "handle": "", "name": ""}
    return [
        {**rows[11], "id": "990000001", "created_at": "31/02/2025"},
        {**rows[25], "id": "990000002", "created_at": ""},
        {**rows[37], "id": "990000003", **nobody},
        {**rows[58], "id": "990000004", "created_at": "2O25-13-44T08:00:00Z"},
    ]


def _mikro(post: Utterance) -> dict[str, Any]:
    author, aim = post.author, post.parent.id if post.parent else ""
    return {
        "id": post.id, "author_id": author.id, "handle": author.handle, "name": author.name,
        "created_at": _when(post.at), "text": _text(post),
        "reply_to": aim if post.kind == "reply" else "", "repost_of": aim if post.kind == "repost" else "",
        "quote_of": aim if post.kind == "quote" else "",
        "mentions": post.target.handle if post.target else "",
        "likes": post.likes, "followers": followers_at(author, post.at), "language": post.language,
        "bio": author.bio, "profile_url": author.url, "author_created": author.created.isoformat(),
        "account_type": author.kind,
    }  # fmt: skip


def _blogg(post: Utterance) -> dict[str, Any]:
    author, owner = post.author, post.root.author
    return {
        "id": post.id, "author_id": author.id, "name": author.name, "created_at": _when(post.at),
        "title": post.title or None, "text": _text(post), "reply_to": post.parent.id if post.parent else None,
        "place": f"blogg.example/{owner.handle}", "url": f"https://blogg.example/{owner.handle}/{post.id}",
        "language": post.language, "bio": author.bio, "profile_url": author.url or None,
    }  # fmt: skip


def _when(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(post: Utterance) -> str:
    if post.target and MENTION not in post.text:
        return f"@{post.target.handle} {post.text}"
    return post.text.replace(MENTION, f"@{post.target.handle}" if post.target else "")


def followers_at(voice: Voice, at: int) -> int:
    """Give the number of followers at a moment: a tenth more over the year, and what came at once."""
    grown = voice.followers * (1 + 0.1 * (at - START) / (END - START))
    return round(grown) + sum(gain for since, gain in voice.gains if at >= since)
