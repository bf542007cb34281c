"""How the export of a WordPress site looks, and how it is recognised.

https://wordpress.org/documentation/article/tools-export-screen/ (WXR): RSS with ``wp:author``, and in every
``item`` its ``wp:post_type`` and ``wp:status``, comments inside. Only what was published and is open to all
is read; drafts, private and protected posts and comments that nobody approved are not kept. A pingback or
trackback is a link from another site: it becomes a mention by that site. XML is read without entities.
"""

from __future__ import annotations

from collections.abc import Mapping

from luminary.collect.platforms.wordpress.read import WordPressReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say

_MARK = b"http://wordpress.org/export/"


def _is_data(name: str) -> bool:
    return name.lower().endswith((".xml", ".wxr"))


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if _is_data(name) and _MARK in head and b"<rss" in head:
            return Sighting(0.97, f"{name} with the namespace {_MARK.decode()}")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return WordPressReader(options.place, options.access)


WORDPRESS_EXPORT = Format(
    name="wordpress",
    title=say("WordPress export (WXR)"),
    recognise=_recognise,
    data=_is_data,
    reader=_reader,
)
