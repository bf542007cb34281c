r"""Imported text made harmless for a terminal and for a spreadsheet.

Examples
--------
>>> one_line("red \x1b[31malert\x1b[0m\nnext")
'red alert next'
>>> cell("=HYPERLINK(1)"), cell("-3 degrees"), cell("plain")
("'=HYPERLINK(1)", "'-3 degrees", 'plain')
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    r"(?:\x1b\]|\x9d).*?(?:\x07|\x1b\\|\x9c|$)"  # operating system commands: titles, links
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # control sequences: colours, moving the cursor
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f]).*?(?:\x1b\\|\x9c|$)"  # device control, messages
    r"|\x1b[ -/]*[0-~]?",
    re.DOTALL,
)
_HARMFUL = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_DIRECTIONS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")


def one_line(text: str) -> str:
    """Write text in one line that changes neither colour, cursor nor direction of a terminal."""
    return " ".join(_without_controls(text, "").split())


def lines(text: str) -> str:
    """Write text without control characters, keeping its lines."""
    return _without_controls(text.replace("\r\n", "\n").replace("\r", "\n"), "\n\t")


def _without_controls(text: str, kept: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(sign, kept) for sign in _ESCAPES.sub("", text))


def _harmless(sign: str, kept: str) -> str:
    if sign in kept:
        return sign
    if sign in _DIRECTIONS:
        return ""
    if sign.isspace() or sign in "\x85":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in _HARMFUL else sign


def cell(text: str) -> str:
    """Write text for a cell of a spreadsheet: what could be taken for a formula gets an apostrophe."""
    plain = lines(text)
    return f"'{plain}" if plain.lstrip(" ").startswith(_FORMULA) else plain


def shortened(text: str, most: int) -> str:
    """Write text in one line of at most `most` characters.

    Examples
    --------
    >>> shortened("patient safety", 10)
    'patient s…'
    """
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"
