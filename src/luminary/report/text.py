"""Imported text made safe to show, and figures and dates made plain to read.

Escaping is the template's work (it is always on). Here text loses what escaping leaves in: control
characters, marks that turn the reading direction around, towers of accents, and length without end.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from urllib.parse import urlsplit

from luminary.domain import Estimate

_HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_ACCENT = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOWER = re.compile(f"({_ACCENT}{{3}}){_ACCENT}+")
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_LONGEST_LINK = 2_000


def _is_plain(text: str) -> bool:
    """Tell quickly of most texts that nothing in them acts: all is printable, no accent stands alone."""
    return text.isprintable() and (text.isascii() or max(text) < "\u0300")


def harmless(text: str) -> str:
    r"""Give imported text with its lines, without anything invisible that acts.

    Examples
    --------
    >>> harmless("Ingrid\u202e gro.live\x07\\nSolheim")
    'Ingrid gro.live\\nSolheim'
    """
    if _is_plain(text):
        return text
    return _TOWER.sub(r"\1", _HARMFUL.sub("", text))


def clean(text: str, most: int = 4_000) -> str:
    r"""Give imported text as one line of at most `most` characters, without anything invisible that acts.

    Examples
    --------
    >>> clean("Ingrid\u202e gro.live\x07  Solheim")
    'Ingrid gro.live Solheim'
    >>> clean("abcdefghij", most=5)
    'abcd…'
    """
    if len(text) <= most and _is_plain(text) and "  " not in text and text == text.strip():
        return text
    shown = text[: 4 * most + 1_000]
    shown = _TOWER.sub(r"\1", _HARMFUL.sub("", shown))
    shown = " ".join(shown.split())
    return shown if len(shown) <= most and len(text) <= 4 * most + 1_000 else cut(shown, most)


def cut(text: str, most: int) -> str:
    """Shorten a text to `most` characters, the last one being "…"."""
    return text[: most - 1].rstrip() + "…"


def name(text: str, most: int = 60) -> str:
    """Give a person's name as it can be shown; a name nobody can see is called "(no visible name)"."""
    shown = clean(text, most)
    return shown if any(map(_is_visible, shown)) else "(no visible name)"


def _is_visible(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK_LETTERS


def web_link(link: str | None) -> str | None:
    """Give a link back when it is a plain web address; None for everything else.

    Examples
    --------
    >>> web_link("https://forum.example/t/12")
    'https://forum.example/t/12'
    >>> web_link("javascript:alert(1)") is None
    True
    """
    if not link or len(link) > _LONGEST_LINK or re.search(r"[\s\\<>\"'`\x00-\x20\x7f-\x9f]", link):
        return None
    try:
        parts = urlsplit(link)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return link if plain and not _HARMFUL.search(link) else None


def host(link: str) -> str:
    """Give the host a link leads to, so that the reader sees where it goes."""
    return clean(urlsplit(link).hostname or "", 60)


def number(value: float) -> str:
    """Round to what the eye can use, with commas between thousands.

    Examples
    --------
    >>> number(9618), number(21.2), number(3.25), number(0.123), number(-4.0)
    ('9,618', '21', '3.2', '0.12', '−4')
    """
    if abs(value) >= 9.95 or float(value).is_integer():
        shown = f"{value:,.0f}"
    else:
        shown = f"{value:.1f}" if abs(value) >= 0.95 else f"{value:.2f}"
    return "0" if float(shown.replace(",", "")) == 0 else shown.replace("-", "−")


def is_known(estimate: Estimate) -> bool:
    """Tell whether an estimate carries a figure that can be shown."""
    return estimate.value is not None and math.isfinite(estimate.value)


def has_interval(estimate: Estimate) -> bool:
    """Tell whether an estimate carries a figure with an interval that can be shown."""
    ends = (estimate.low, estimate.high)
    return is_known(estimate) and all(end is not None and math.isfinite(end) for end in ends)


def figure(estimate: Estimate) -> str:
    """Show the figure alone."""
    if estimate.value is None or not is_known(estimate):
        return "not enough to say"
    return number(estimate.value)


def interval(estimate: Estimate) -> str:
    """Show the interval, or say why there is none.

    Examples
    --------
    >>> interval(Estimate(21.0, 16.0, 27.0, 140, "people a month", ""))
    '16 to 27'
    >>> interval(Estimate(21.0, None, None, 140, "people a month", ""))
    'none: this method gives none'
    >>> interval(Estimate(None, None, None, 3, "people a month", ""))
    'none without a figure'
    """
    if not is_known(estimate):
        return "none without a figure"
    if not has_interval(estimate) or estimate.low is None or estimate.high is None:
        return "none: this method gives none"
    return f"{number(estimate.low)} to {number(estimate.high)}"


def places(low: int, high: int) -> str:
    """Show a rank interval.

    Examples
    --------
    >>> places(1, 2), places(3, 3)
    ('place 1 to 2', 'place 3')
    """
    return f"place {low}" if low == high else f"place {low} to {high}"


def long_date(when: date | datetime) -> str:
    """Show a day in words.

    Examples
    --------
    >>> long_date(date(2025, 12, 31))
    '31 December 2025'
    """
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def listing(words: list[str], last: str = "and") -> str:
    """Join words as in a sentence.

    Examples
    --------
    >>> listing(["answers", "shares", "questions"])
    'answers, shares and questions'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count(amount: int, one: str, many: str | None = None) -> str:
    """Give a number with its noun.

    Examples
    --------
    >>> count(1, "person", "people"), count(611, "post")
    ('1 person', '611 posts')
    """
    return f"{number(amount)} {one if amount == 1 else many or one + 's'}"
