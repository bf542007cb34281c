"""What a feed and one of its entries say, whatever they are written in."""

from __future__ import annotations

import re
from typing import NamedTuple

from luminary.collect.addresses import page_key
from luminary.collect.decode import clean

_SLUG = re.compile(r"[^\w.\-]+")


class Person(NamedTuple):
    """Somebody who is named in a feed."""

    name: str
    url: str = ""
    role: str = ""
    """author, host, guest, ..."""


class Source(NamedTuple):
    """A feed."""

    title: str
    link: str
    about: str = ""
    people: tuple[Person, ...] = ()
    """Authors, and the hosts that a podcast names for all of its episodes."""


class Entry(NamedTuple):
    """One entry of a feed."""

    id: str
    link: str
    title: str
    markup: str
    at: str
    """As the feed writes it."""
    at_field: str
    people: tuple[Person, ...] = ()
    media: str = "text"
    answers: str = ""
    """Id or address of what it answers."""
    comments: str = ""
    """Number of answers that the feed states."""


def feed_slug(link: str, title: str) -> str:
    """Name a feed by the address of its site, so that it may stand in a key; by its title without one.

    Examples
    --------
    >>> feed_slug("https://www.astrid.example/blogg/", "Astrid")
    'astrid.example-blogg'
    """
    key = page_key(link)
    named = key.removeprefix("web:/") if key else clean(title)
    return _SLUG.sub("-", named).strip("-")[:200] or "feed"


def medium_of(types: list[str]) -> str:
    """Tell what is attached by its MIME types."""
    kinds = {one.partition("/")[0].lower() for one in types}
    return next((name for kind, name in _KINDS if kind in kinds), "text")


_KINDS = (("video", "video"), ("audio", "audio"), ("image", "picture"))
