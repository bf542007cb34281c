r"""Slack's own markup: mentions, links, quoted lines.

Examples
--------
>>> read_text("Takk <@U1|aino>, se <https://example.org|planen> &amp; svar\n&gt; spurt av <@U2>")
Said(text='Takk @aino, se planen & svar', mentions=('U1',), quoted=('U2',))
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from luminary.collect.decode import clean

_ANGLE = re.compile(r"<([^<>\n]{1,4000})>")
_USER = re.compile(r"[UWB][A-Z0-9]{1,30}")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_QUOTE, _QUOTE_REST = "&gt;", "&gt;&gt;&gt;"
_FENCE = "```"


class Said(NamedTuple):
    """What a message says. Every user stands in a list once."""

    text: str
    mentions: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    """Users named only in quoted lines."""


def read_text(raw: str, names: Mapping[str, str] | None = None) -> Said:
    """Read a message; `names` gives the name to write for a user id."""
    own, quoted = _parts(raw)
    mentions = _users(own)
    silent = tuple(user for user in _users(quoted) if user not in mentions)
    known = names or {}
    text = _ANGLE.sub(lambda found: _spelled(found[1], known), own) if "<" in own else own
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return Said(clean(text).strip(), mentions, silent)


def _parts(raw: str) -> tuple[str, str]:
    """Part own lines from quoted ones; code is the writer's own."""
    if _QUOTE not in raw and "\n>" not in raw and not raw.startswith(">"):
        return raw, ""
    own: list[str] = []
    quoted: list[str] = []
    code = rest = False
    for line in raw.split("\n"):
        rest = rest or (not code and line.startswith((_QUOTE_REST, ">>>")))
        (quoted if rest or (not code and line.startswith((_QUOTE, ">"))) else own).append(line)
        code ^= line.count(_FENCE) % 2 == 1
    return "\n".join(own), "\n".join(quoted)


def _users(text: str) -> tuple[str, ...]:
    found = (one[1:].partition("|")[0] for one in _ANGLE.findall(text) if one.startswith("@"))
    return tuple(dict.fromkeys(user for user in found if _USER.fullmatch(user)))


def _spelled(inside: str, names: Mapping[str, str]) -> str:
    """Write what stands between angle brackets as a reader sees it."""
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{label or names.get(target[1:], target[1:])}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return f"@{(label or target[1:].partition('^')[0]).lstrip('@')}"
    return label or target.removeprefix("mailto:")
