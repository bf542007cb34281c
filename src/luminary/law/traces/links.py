"""Addresses by which a shop knows who sent the buyer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, urlsplit

from luminary.law.traces.lists import Links, read_links

_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TrackedLink:
    """An address that counts who sent the buyer: where it stands, and the shop where the address tells it."""

    start: int
    end: int
    host: str
    shop: str | None


def tracked_links(text: str) -> tuple[TrackedLink, ...]:
    """Find the addresses in a text that count who sent the buyer.

    Shorteners that anybody may use are not among them.

    Examples
    --------
    >>> [one.shop for one in tracked_links("Köp den: https://www.adlibris.com/se/bok?affiliate=anna")]
    ['adlibris.com']
    """
    if "://" not in text:
        return ()
    found = ((one, _read(one.group())) for one in _ADDRESS.finditer(text))
    return tuple(TrackedLink(one.start(), one.end(), *told) for one, told in found if told is not None)


def _read(address: str) -> tuple[str, str | None] | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none, such as "http://[": nobody can be sent there
        return None
    lists = _lists()
    if host in lists.hosts:
        return host, None
    shop = _shop(host, lists)
    if shop is not None and _carries(parts, lists.marked[shop]):
        return host, shop
    return (host, host) if _carries(parts, lists.anywhere) else None


def _shop(host: str, lists: Links) -> str | None:
    return next((one for one in lists.marked if host == one or host.endswith("." + one)), None)


def _carries(parts: SplitResult, names: frozenset[str]) -> bool:
    said = {one.lower() for one in re.split(r"[&;#?]", f"{parts.query}#{parts.fragment}") if one}
    return any(one in names or one.split("=", 1)[0] in names for one in said)


@cache
def _lists() -> Links:
    return read_links()
