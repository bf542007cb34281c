"""Counts as people and spreadsheets write them."""

from __future__ import annotations

import math
import re
from decimal import Decimal

_SCALES = {
    1e3: ("k", "t", "tn", "tkr", "tusen", "tusind"),
    1e6: ("m", "mn", "mio", "mill", "milj", "miljoonaa"),
    1e9: ("b", "bn", "md", "mrd", "mdr", "mia"),
}
_SCALE_OF = {word: scale for scale, words in _SCALES.items() for word in words}
_COUNT = re.compile(r"\+?([0-9][0-9.,]*)\+?\s*([^\W\d_]*)\.?")
_SPACES = re.compile(r"(?<=\d)[\s'’\u00a0\u2009\u202f]+(?=\d{3}(?!\d))")
_ABSENT = re.compile(r"(n/?a'?|nan|null|none|nil|[-–—?]|#[\w/]+[!?]?|okänt|ukjent|ukendt|ei tietoa|)", re.I)
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(\{mark}\d{{3}})+") for mark in ",."}


def count_of(value: object, decimal: str = "") -> float | None:
    """Read a count: "13.8M", "1,234", "1 234", "13 800 000", 1234.

    Parameters
    ----------
    value : object
        What the cell holds: a number or a text.
    decimal : {"", ".", ","}, default ""
        The decimal mark of the source, where it is known.

    Returns
    -------
    float or None
        The count, not below zero; None where the cell says that there is no figure ("", "N/A", "-",
        spreadsheet errors such as "#VALUE!"). Missing is never zero.

    Raises
    ------
    ValueError
        When it is neither a count nor a sign for "no figure": words, percentages, negative numbers.

    Notes
    -----
    Without `decimal` a single mark followed by exactly three digits is read as a thousands separator,
    because counts are whole: both "1,234" and "1.234" are 1234. A source that writes the fraction 1.234 with
    three digits is misread, and needs `decimal` ("."). After a scale ("1,234K") and with any other number
    of digits ("348.5", "13,8 mn") the mark is a decimal mark. "t" and "tn" are thousands, as the Nordic
    languages write, never trillions; "b", "md" and "mia" are 10^9; "13.8M" is rounded by its source, so
    growth between two such figures can be an artefact of rounding.

    Examples
    --------
    >>> [count_of(text) for text in ("13.8M", "1,234", "13 800 000", "1,2 mn", "348.5", "N/A")]
    [13800000.0, 1234.0, 13800000.0, 1200000.0, 348.5, None]
    >>> count_of("1.234", decimal=".")
    1.234
    """
    if isinstance(value, str) and value.isdecimal() and value.isascii():
        return float(value)
    if isinstance(value, bool):
        raise ValueError(f"{value} is no count")
    if isinstance(value, int | float | Decimal):
        return _number(float(value))
    text = "" if value is None else str(value).strip()
    if _ABSENT.fullmatch(text):
        return None
    found = _COUNT.fullmatch(_SPACES.sub("", text))
    if found is None or (found[2] and found[2].lower() not in _SCALE_OF):
        raise ValueError(f"{text[:60]!r} is no count")
    digits = _digits(found[1], decimal, scaled=bool(found[2]))
    return round(float(digits) * _SCALE_OF.get(found[2].lower(), 1.0), 6)


def _number(value: float) -> float | None:
    if math.isnan(value):
        return None
    if value < 0 or math.isinf(value):
        raise ValueError(f"{value} is no count")
    return value


def _digits(text: str, decimal: str, *, scaled: bool) -> str:
    """Take thousands separators out and write the decimal mark as a point."""
    if decimal:
        return text.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    if "," in text and "." in text:
        last = max(text.rfind(","), text.rfind("."))
        return text[:last].replace(",", "").replace(".", "") + "." + text[last + 1 :]
    for mark, grouped in _GROUPED.items():
        if mark in text and not scaled and grouped.fullmatch(text):
            return text.replace(mark, "")
    return text.replace(",", ".")
