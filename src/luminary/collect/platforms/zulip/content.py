r"""What a Zulip message says: its text, whom it mentions, what it quotes; in HTML or in Markdown.

A quotation in Zulip is a silent mention, a link to the message and a block quote. Only what stands outside
quotations is the writer's own. A silent mention never counts as response, but it links a name with an id.

Examples
--------
>>> said_in_html('<p><span class="user-mention" data-user-id="7">@Aino Koski</span> takk</p>')
Said(text='@Aino Koski takk', mentions=(Named(id='7', name='Aino Koski'),), silent=(), quotes=())
>>> said_in_markdown("@**Aino Koski|7** takk").mentions
(Named(id='7', name='Aino Koski'),)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from luminary.collect.decode import clean
from luminary.collect.markup import outside, plain


class Named(NamedTuple):
    """Somebody whom a message names."""

    id: str
    """User id; empty where the message gives only a name."""
    name: str


class Quoted(NamedTuple):
    """A message that a message quotes."""

    who: Named
    message: str
    """Id of the message quoted."""


class Said(NamedTuple):
    """What a message says. Everybody stands in each list once."""

    text: str
    mentions: tuple[Named, ...] = ()
    silent: tuple[Named, ...] = ()
    quotes: tuple[Quoted, ...] = ()


class _Seen(NamedTuple):
    """A name at its place in a message."""

    start: int
    end: int
    """End of the name, or of the quotation's heading."""
    who: Named
    silent: bool
    message: str
    """Id of the message when this is the heading of a quotation."""


# Each of these stays within one tag, so no text can make them slow.
_MENTION = re.compile(r'<span class="user-mention([^"<>]*)"([^<>]*)>([^<]*)</span>')
_USER = re.compile(r'data-user-id="(\d{1,18}|\*)"')
_EMAIL_OF_ALL = 'data-user-email="*"'
_LINK = re.compile(r"\s{0,9}<a ([^<>]*)>[^<]*</a>\s?[:：]?")
_NEAR = re.compile(r"/near/(\d{1,18})")

_MARK = re.compile(r"@(_?)\*\*([^*|\n]{1,200})(?:\|(\d{1,18}))?\*\*")
_MARK_LINK = re.compile(r"\s{0,9}\[[^\[\]\n]{0,200}\]\(([^()\s]{1,2000})\)\s?[:：]?")
_STREAM_LINK = re.compile(r"#\*\*([^*\n]{1,200})\*\*")
_NAMED_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\s]{1,2000}\)")
_BOLD = re.compile(r"\*\*([^*\n]{1,2000})\*\*")
_FENCE = re.compile(r"^(`{3,}|~{3,})\s*(\w*)")
_CODE = re.compile(r"`[^`\n]{1,2000}`")
_EVERYBODY = frozenset({"all", "everyone", "channel", "stream", "topic"})


def said_in_html(content: str) -> Said:
    """Read a message as the server rendered it."""
    own = outside(content, "blockquote")[0] if "<blockquote" in content else content
    if '"user-mention' not in content:
        return Said(plain(own))
    seen = list(_seen_in_html(own))
    text = plain(_without(own, seen))
    quoted = () if own is content else _seen_in_html(content)
    return _sorted(text, seen, (one.who for one in quoted))


def said_in_markdown(content: str) -> Said:
    """Read a message as its writer typed it."""
    own, code, quoted = _parts(content)
    seen = [one for one in _seen_in_markdown(own) if one.start not in code]
    text = _plain_markdown(_without(own, seen))
    return _sorted(text, seen, (one.who for one in _seen_in_markdown(quoted)))


def _sorted(text: str, seen: list[_Seen], inside_quotes: Iterable[Named]) -> Said:
    """Put everybody once where they count most: quoted, mentioned, or only named."""
    quotes = tuple(dict.fromkeys(Quoted(one.who, one.message) for one in seen if one.message))
    mentions = tuple(dict.fromkeys(one.who for one in seen if not one.silent and not one.message))
    counted = {*mentions, *(quote.who for quote in quotes)}
    named = (one.who for one in seen if one.silent)
    silent = tuple(who for who in dict.fromkeys((*named, *inside_quotes)) if who not in counted)
    return Said(text, mentions, silent, quotes)


def _without(content: str, seen: list[_Seen]) -> str:
    """Leave out the headings of quotations ("Aino Koski said:")."""
    start, kept = 0, []
    for one in seen:
        if one.message:
            kept.append(content[start : one.start])
            start = one.end
    return "".join((*kept, content[start:])) if kept else content


def _seen_in_html(content: str) -> Iterator[_Seen]:
    for found in _MENTION.finditer(content):
        kind, told, name = found.groups()
        if "wildcard" in kind or _EMAIL_OF_ALL in told:
            continue
        user = _USER.search(told)
        silent = "silent" in kind
        who = _named(user[1] if user else "", unescape(name), silent=silent)
        if who.id == "*" or not (who.id or who.name):
            continue
        link = _LINK.match(content, found.end()) if silent else None
        near = _NEAR.search(link[1]) if link else None
        yield _Seen(
            found.start(), link.end() if link and near else found.end(), who, silent, near[1] if near else ""
        )


def _seen_in_markdown(content: str) -> Iterator[_Seen]:
    for found in _MARK.finditer(content):
        mark, name, user = found.groups()
        if not user and name.strip().lower() in _EVERYBODY:
            continue
        who = _named(user or "", name, silent=True)
        link = _MARK_LINK.match(content, found.end()) if mark else None
        near = _NEAR.search(link[1]) if link else None
        end = link.end() if link and near else found.end()
        yield _Seen(found.start(), end, who, bool(mark), near[1] if near else "")


def _named(user: str, name: str, *, silent: bool) -> Named:
    """Write a name as its bearer does: the sign before it is the mention's."""
    return Named(user, clean(name if silent else name.removeprefix("@")).strip()[:500])


def _parts(content: str) -> tuple[str, set[int], str]:
    """Part the lines of a message into its own and quoted ones; tells where in its own there is code."""
    fences: list[tuple[str, bool]] = []
    own: list[str] = []
    quoted: list[str] = []
    length = 0
    code: set[int] = set()
    for line in content.splitlines():
        fence = _FENCE.match(line)
        if fence and fences and not fence[2] and line.startswith(fences[-1][0]):
            fences.pop()
            continue
        in_code = bool(fences) and not fences[-1][1]
        if fence and not in_code and len(fences) < _DEEPEST:
            fences.append((fence[1], fence[2] == "quote"))
            continue
        if any(quote for _, quote in fences) or (not in_code and line.startswith(">")):
            quoted.append(line)
            continue
        own.append(line)
        for start, end in [(0, len(line))] if in_code else [one.span() for one in _CODE.finditer(line)]:
            code.update(length + one.start() for one in _MARK.finditer(line, start, end))
        length += len(line) + 1
    return "\n".join(own), code, "\n".join(quoted)


_DEEPEST = 20
"""Fences within fences beyond this are taken as text; nobody quotes that deep, only an attacker does."""


def _plain_markdown(content: str) -> str:
    content = _MARK.sub(r"@\2", content) if "**" in content else content
    content = _STREAM_LINK.sub(r"#\1", content) if "#**" in content else content
    content = _NAMED_LINK.sub(r"\1", content) if "](" in content else content
    content = _BOLD.sub(r"\1", content) if "**" in content else content
    return clean(content).strip()
