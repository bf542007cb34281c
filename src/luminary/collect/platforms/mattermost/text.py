r"""Mentions in Markdown: in own lines, and silent ones in quoted lines; code mentions nobody.

Examples
--------
>>> read_message("@Aino se `@kode` @channel.\n> sagt av @bo.ek.\n")
Said(text='@Aino se `@kode` @channel.', mentions=('aino',), quoted=('bo.ek',))
"""

from __future__ import annotations

import re
from typing import NamedTuple

from luminary.collect.decode import clean

_NAME = re.compile(r"(?<![\w@./-])@([A-Za-z][A-Za-z0-9._\-]{1,63})")
_CODE = re.compile(r"`[^`\n]*+`")
_FENCE = "```"
_EVERYBODY = frozenset(("all", "channel", "here"))


class Said(NamedTuple):
    """What a message says. Every user stands in a list once."""

    text: str
    mentions: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    """Users named only in quoted lines."""


def read_message(message: str) -> Said:
    """Read a message; what it quotes is left out of its text."""
    own: list[str] = []
    named: list[str] = []
    quoted: list[str] = []
    code = False
    for line in message.split("\n"):
        fence = line.lstrip().startswith(_FENCE)
        is_quoted = not code and line.lstrip().startswith(">")
        if not is_quoted:
            own.append(line)
        if not code and not fence:
            (quoted if is_quoted else named).append(_CODE.sub("", line))
        code ^= fence
    mentions = _users("\n".join(named))
    silent = tuple(user for user in _users("\n".join(quoted)) if user not in mentions)
    return Said(clean("\n".join(own)).strip(), mentions, silent)


def _users(text: str) -> tuple[str, ...]:
    found = (name.rstrip(".-_").lower() for name in _NAME.findall(text)) if "@" in text else ()
    return tuple(dict.fromkeys(name for name in found if name not in _EVERYBODY))
