"""How Mastodon's accounts, posts and places are named.

Examples
--------
>>> person_of("https://vakt.example/users/astrid"), person_of("https://vakt.example/@astrid")
('astrid@vakt.example', 'astrid@vakt.example')
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from luminary.collect.decode import clean
from luminary.collect.source import Options
from luminary.domain import Access, Place, account_key, place_key, post_key

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
