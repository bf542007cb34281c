"""How feeds and lists of feeds look, and how they are recognised.

RSS (https://www.rssboard.org/rss-specification), Atom (https://www.rfc-editor.org/rfc/rfc4287), JSON Feed
(https://www.jsonfeed.org/version/1.1/), with the namespaces of podcasts
(https://github.com/Podcastindex-org/podcast-namespace): ``podcast:person`` names hosts and guests; a guest is
pointed at by the episode and tied to its author, and the episode counts as co-created. A feed shows what its
server likes to show, mostly the newest entries. Links of an entry to pages of other sites become mentions of
those pages; where the page is an entry of a feed that was imported, too, they meet. OPML
(http://opml.org/spec2.opml): ``outline`` with ``xmlUrl``. XML is read without entities: a file that declares
one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from luminary.collect.platforms.feeds.read import FeedReader, OpmlReader
from luminary.collect.source import Format, Glimpse, Options, Reader, Sighting
from luminary.i18n import say

_SUFFIXES = (".xml", ".rss", ".atom", ".rdf", ".feed", ".json")
_RSS = re.compile(rb"<rss[\s>]|<rdf:RDF[\s>]")
_ATOM = re.compile(rb"<(?:\w+:)?feed[\s>]")
_ATOM_NAMES = (b"http://www.w3.org/2005/Atom", b"http://purl.org/atom/ns#")
_JSON = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_OPML = re.compile(rb"<opml[\s>]", re.IGNORECASE)


def _is_data(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return not last.startswith(".") and (last.endswith(_SUFFIXES) or "." not in last)


def _is_opml(name: str) -> bool:
    return name.lower().endswith((".opml", ".xml"))


def _plain(head: bytes) -> bytes:
    return head.replace(b"\0", b"")


def _recognise(glimpse: Glimpse) -> Sighting | None:
    for name, whole in glimpse.heads.items():
        head = _plain(whole)
        if _is_data(name) and _RSS.search(head):
            return Sighting(0.9, f"{name} with the element rss")
        if _is_data(name) and _ATOM.search(head) and any(one in head for one in _ATOM_NAMES):
            return Sighting(0.9, f"{name} with the element feed of Atom")
        if _is_data(name) and _JSON.search(head):
            return Sighting(0.95, f"{name} with the version of JSON Feed")
    return None


def _sees_opml(glimpse: Glimpse) -> Sighting | None:
    for name, head in glimpse.heads.items():
        if _is_opml(name) and _OPML.search(_plain(head)):
            return Sighting(0.92, f"{name} with the element opml")
    return None


def _reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return FeedReader(options.place, options.access)


def _opml_reader(options: Options, _context: Mapping[str, bytes]) -> Reader:
    return OpmlReader(options.access)


FEED = Format(
    name="feed",
    title=say("RSS, Atom or JSON Feed (blogs, podcasts)"),
    recognise=_recognise,
    data=_is_data,
    reader=_reader,
)
OPML = Format(
    name="opml", title=say("OPML (a list of feeds)"), recognise=_sees_opml, data=_is_opml, reader=_opml_reader
)
