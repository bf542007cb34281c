r"""How things are named: ``platform:community/native``.

A key is made of the platform's own id wherever the source has one. Where a source has only a handle or a
name, the key says so with a sign in front, and counts as weak until an id is found for it:

========================  =========================  ======
``zulip:lean/1042``       the platform's id          strong
``x:/@astrid_lund``       a handle                   weak
``zulip:lean/~Bo Ek``     a name, within a community weak
========================  =========================  ======

A community is one installation of a platform (a Slack team, a Zulip organisation, a Discourse forum); it is
empty on platforms of which there is only one.

Examples
--------
>>> account_key("zulip", "lean", id=1042)
'zulip:lean/1042'
>>> account_key("zulip", "lean", name="Bo Ek")
'zulip:lean/~Bo Ek'
>>> key_strength('zulip:lean/~Bo Ek')
'name'
"""

from __future__ import annotations

import unicodedata
from typing import Literal, TypeAlias

AccountKey: TypeAlias = str
Strength: TypeAlias = Literal["id", "handle", "name"]


def account_key(
    platform: str,
    community: str,
    *,
    id: str | int | None = None,
    handle: str | None = None,
    name: str | None = None,
) -> AccountKey:
    """Name an account by the strongest of id, handle and name that is given.

    Raises
    ------
    ValueError
        When none of the three is given.
    """
    if id not in (None, ""):
        return f"{platform}:{community}/{id}"
    if handle:
        return f"{platform}:{community}/@{handle.lstrip('@').lower()}"
    if name and name.strip():
        return f"{platform}:{community}/~{unicodedata.normalize('NFC', name.strip())}"
    raise ValueError("an account needs an id, a handle or a name")


def post_key(platform: str, community: str, id: str | int) -> str:
    """Name a post by the platform's id."""
    return f"{platform}:{community}/{id}"


def place_key(platform: str, community: str, id: str | int) -> str:
    """Name a place (channel, stream, category, group) by the platform's id or, lacking one, its name."""
    return f"{platform}:{community}/{id}"


def key_strength(key: AccountKey) -> Strength:
    """Tell whether a key rests on an id, a handle or only a name."""
    native = key.partition("/")[2]
    return "name" if native.startswith("~") else "handle" if native.startswith("@") else "id"
