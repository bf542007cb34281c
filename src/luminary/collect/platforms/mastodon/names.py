"""How Mastodon's accounts, posts and places are named.

Examples
--------
>>> person_of("https://vakt.example/users/astrid"), person_of("https://vakt.example/@astrid")
('astrid@vakt.example', 'astrid@vakt.example')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from luminary.collect.addresses import links_in, page_key
from luminary.collect.decode import clean
from luminary.collect.markup import plain
from luminary.collect.showing import maybe_moment, objects
from luminary.collect.source import Options
from luminary.domain import Access, AccountLink, Place, account_key, place_key, post_key

MASTODON = "mastodon"
_SERVER = re.compile(r"(?:^|/)([a-z0-9\-]+(?:\.[a-z0-9\-]+)+)[_/]api[_/]", re.IGNORECASE)
_NAME = re.compile(r"/(?:users/|@|u/|author/|profile/|accounts/)?([\w.\-]+)(?:/.*)?$")
_LONGEST = 1_000


def account(name: str) -> str:
    """Name an account: ``name@server``."""
    return account_key(MASTODON, "", id=name.lower())


def post(uri: str) -> str:
    """Name a post by its address in the network."""
    return post_key(MASTODON, "", clean(uri)[:_LONGEST])


def local(server: str, id: str) -> str:
    """Name a post by its id within a server."""
    return post_key(MASTODON, server, id)


def host_of(url: object) -> str:
    """Give the server of an address; empty where it is none."""
    try:
        return (urlsplit(url).hostname or "") if isinstance(url, str) and len(url) <= _LONGEST else ""
    except ValueError:
        return ""


def person_of(url: object) -> str | None:
    """Read ``name@server`` out of the address of an account or of one of its posts."""
    host = host_of(url)
    if not host or not isinstance(url, str):
        return None
    found = _NAME.search(urlsplit(url).path)
    return f"{found[1]}@{host}".lower() if found else None


def links_of(key: str, fields: object) -> Iterator[AccountLink]:
    """Give the addresses in the fields of a profile, with when the server checked that they link back."""
    for one in objects(fields):
        value = one.get("value")
        if not isinstance(value, str):
            continue
        verified = maybe_moment(one.get("verified_at"), "verified_at")
        label = plain(name)[:_LONGEST] if isinstance(name := one.get("name"), str) else None
        for address in list(links_in(value)) or [value.strip()]:
            if page_key(address) is not None:
                yield AccountLink(key, address[:_LONGEST], label, verified)


def server_in(file: str) -> str:
    """Read the server out of the name of a file such as ``vakt.example_api_v1_timelines_public.json``."""
    found = _SERVER.search(file)
    return found[1].lower() if found else ""


def places(options: Options) -> dict[str, Place]:
    """Give the two places there are: what everybody can read, and what only followers can."""

    def named(name: str, access: Access) -> Place:
        key = place_key(MASTODON, "", name)
        return Place(key, MASTODON, "", name, Access(options.access or access).value)

    return {"open": named("public", Access.OPEN), "closed": named("followers only", Access.CLOSED)}
