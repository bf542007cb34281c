"""Addresses of pages, written so that a link and the page it leads to meet.

Examples
--------
>>> page_key("https://www.Vakt.example/innlegg/1/?utm_source=x#topp")
'web:/vakt.example/innlegg/1'
>>> site_of("https://www.Vakt.example/innlegg/1/")
'vakt.example'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

_LONGEST = 2_000
_MARKS = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ref_src")
_LINK = re.compile(r"""<a\b[^<>]{0,1000}?\bhref\s*=\s*["']([^"'<>]{1,2000})["']""", re.IGNORECASE)
_HOST = re.compile(r"[\w.\-]{1,253}(?::\d{1,5})?")


def site_of(address: str) -> str | None:
    """Give the host of a web address, None when it is none."""
    parts = _split(address)
    return parts[0] if parts else None


def page_key(address: str) -> str | None:
    """Name a page by its address, without scheme, ``www.``, tracking marks and anchor; None if it is none."""
    parts = _split(address)
    if parts is None:
        return None
    host, path, query = parts
    kept = urlencode([pair for pair in parse_qsl(query) if not _MARKS.fullmatch(pair[0])])
    return f"web:/{host}{path.rstrip('/')}{'?' + kept if kept else ''}"


def links_in(markup: str) -> Iterator[str]:
    """Give the web addresses that markup links to, each page once."""
    seen: set[str] = set()
    for found in _LINK.finditer(markup):
        address = unescape(found[1]).strip()
        key = page_key(address)
        if key is not None and key not in seen:
            seen.add(key)
            yield address


def _split(address: str) -> tuple[str, str, str] | None:
    address = address.strip()
    if not address[:8].lower().startswith(("http://", "https://")) or len(address) > _LONGEST:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    return (host, parts.path, parts.query) if _HOST.fullmatch(host) else None
