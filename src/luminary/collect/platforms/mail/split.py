"""Cuts an archive into mails, and a digest into the mails that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from luminary.collect.platforms.mail.message import Mail

_BORDER = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From (?=\S)[^\n]*\d\d:\d\d[^\n]*\n(?=>?[A-Za-z][\w-]*:|>From )"
    rb"|^={60,}[ \t]*\r?\n(?=(?:Date|Reply-To|From|Sender|Subject|Content-Type|MIME-Version|Message-ID):)",
    re.MULTILINE,
)
_DASHES = re.compile(r"^-{30}(?:-{40})?[ \t]*\n+", re.MULTILINE)
_DIGEST = re.compile(r"\bdigest\b", re.IGNORECASE)
_MIME_DIGEST = "multipart/digest"


class Piece(NamedTuple):
    """One mail of an archive."""

    line: int
    """Line on which it begins."""
    opening: str
    """The line before it, empty for a single mail."""
    data: bytes


def border_before_last(data: bytes) -> int:
    """Give the position where the last mail of a block begins; 0 when that is its beginning."""
    last = 0
    for found in _BORDER.finditer(data):
        last = found.start()
    return last


def pieces(data: bytes, first: int) -> Iterator[Piece]:
    """Cut an archive; what stands before the first border is a mail of its own, or text that is none."""
    borders = list(_BORDER.finditer(data))
    before = data[: borders[0].start()] if borders else data
    if before.strip():
        yield Piece(first, "", before.lstrip(b"\r\n"))
    line, at = first, 0
    for number, border in enumerate(borders):
        line += data.count(b"\n", at, border.start())
        at = border.start()
        end = borders[number + 1].start() if number + 1 < len(borders) else len(data)
        opening = border[0].decode("utf-8", "replace").strip()
        yield Piece(line, opening, data[border.end() : end].rstrip(b"\r\n") + b"\n")


def inside_digest(mail: Mail) -> list[bytes]:
    """Give the mails that a digest holds; none when it is no digest."""
    for part in mail.message.walk():
        if part.get_content_type() == _MIME_DIGEST:
            inner = [one for held in part.get_payload() if not isinstance(held, str) for one in _inner(held)]
            if inner:
                return inner
    if not _DIGEST.search(mail.header("Subject")):
        return []
    parts = _DASHES.split(mail.text())[1:]
    found = [part.lstrip("\n").encode("utf-8", "surrogateescape") for part in parts if _begins_mail(part)]
    return found if len(found) >= 1 else []


def _inner(part: object) -> Iterator[bytes]:
    payload = part.get_payload() if hasattr(part, "get_payload") else None
    if isinstance(payload, list):
        for one in payload:
            yield one.as_bytes()
    elif isinstance(payload, str) and hasattr(part, "as_bytes"):
        yield payload.encode("utf-8", "surrogateescape")


def _begins_mail(text: str) -> bool:
    head = text.lstrip("\n").partition("\n\n")[0].lower()
    return "from:" in head and "date:" in head


def roots(mails: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Name each mail's conversation by the mail that began it.

    Parameters
    ----------
    mails : mapping of str to tuple of str
        Id to the ids that it answers: the one that began the conversation first.

    Examples
    --------
    >>> roots({"c": ("b",), "b": ("a",), "a": (), "x": ("x",)})
    {'c': 'a', 'b': 'a', 'a': 'a', 'x': 'x'}
    """
    found: dict[str, str] = {}
    for id in mails:
        path: list[str] = []
        at = id
        while at not in found and at not in path:
            path.append(at)
            answered = mails.get(at, ())
            at = answered[0] if answered else at
        root = found.get(at, at)
        found.update(dict.fromkeys(path, root))
    return {id: found[id] for id in mails}
