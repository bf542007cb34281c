r"""What a Discourse post says, from the HTML ("cooked") that the forum made of it.

Quotations, and the boxes that show what stands behind a link, are other people's words and are left out.

Examples
--------
>>> quote = '<aside class="quote" data-username="aino" data-post="4" data-topic="9">x</aside>'
>>> said = read_cooked(f"{quote}<p>Ja</p>")
>>> said.text, said.quotes
('Ja', (Quoted(username='aino', post='4', topic='9'),))
"""

from __future__ import annotations

import re
from typing import NamedTuple

from luminary.collect.markup import attribute, outside, plain

_LINK = re.compile(r"<a ([^<>]*)>")
_USER_PAGE = re.compile(r"/u(?:sers)?/([^/?#]{1,200})/?$")
_NUMBER = re.compile(r"\d{1,18}")


class Quoted(NamedTuple):
    """A post that a post quotes."""

    username: str
    post: str
    """Its number within the topic; empty where the quotation does not tell."""
    topic: str
    """Id of its topic; empty: the same topic."""


class Said(NamedTuple):
    """What a post says. Everybody stands in each list once."""

    text: str
    mentions: tuple[str, ...] = ()
    """Usernames."""
    silent: tuple[str, ...] = ()
    """Usernames mentioned only inside quotations."""
    quotes: tuple[Quoted, ...] = ()


def read_cooked(cooked: str) -> Said:
    """Read a post as the forum shows it."""
    own, asides = outside(cooked, "aside") if "<aside" in cooked else (cooked, [])
    own = outside(own, "blockquote")[0] if "<blockquote" in own else own
    own = outside(own, "div", 'class="meta"')[0] if 'class="meta"' in own else own
    mentions = _mentioned(own)
    silent = tuple(name for name in _mentioned(cooked) if name not in mentions)
    quotes = (_quoted(tag) for tag in asides)
    return Said(plain(own), mentions, silent, tuple(dict.fromkeys(one for one in quotes if one)))


def _mentioned(markup: str) -> tuple[str, ...]:
    if 'class="mention"' not in markup:
        return ()
    links = (one for one in _LINK.findall(markup) if 'class="mention"' in one)
    pages = (_USER_PAGE.search(attribute(f" {link}", "href") or "") for link in links)
    return tuple(dict.fromkeys(page[1].lower() for page in pages if page))


def _quoted(tag: str) -> Quoted | None:
    """Read the opening tag of a quotation; None for other boxes."""
    username = attribute(tag, "data-username")
    if not username or "quote" not in (attribute(tag, "class") or ""):
        return None
    return Quoted(username[:200].strip().lower(), _number(tag, "data-post"), _number(tag, "data-topic"))


def _number(tag: str, name: str) -> str:
    value = attribute(tag, name) or ""
    return value if _NUMBER.fullmatch(value) else ""
