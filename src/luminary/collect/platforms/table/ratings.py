"""Ratings as shops and survey tools write them."""

from __future__ import annotations

import re

from luminary.collect.decode import clean
from luminary.errors import UnusableRowError

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_OF = re.compile(
    rf"(?:rated\s+)?{_NUMBER}\s*(?:/|of|out of|av|af|ud af|utav|kautta)\s*(\d{{1,3}})(?:\s*\w{{0,12}})?", re.I
)
_ALONE = re.compile(rf"{_NUMBER}\s*(?:stars?|stjärn\w*|stjerner?|tähteä|★)?", re.I)
_STARS = re.compile(r"([★⭐]\ufe0f?)*([☆✩]\ufe0f?)*")
_NOTHING = frozenset(("", "-", "n/a", "na", "nan", "none", "null"))


def read_rating(value: object, column: str) -> tuple[float | None, float | None]:
    """Read a rating, and the best one that could be given where the cell says so.

    Parameters
    ----------
    value : object
        What the cell holds: a number, "4/5", "4,5 av 5", "★★★★☆", "5 stars".
    column : str
        Its name, for messages.

    Raises
    ------
    UnusableRowError
        When it is no rating, or better than the best.

    Notes
    -----
    Without a best one it cannot be told whether 5 is much or little: compare ratings of one source only.

    Examples
    --------
    >>> read_rating("4,5 av 5", "Betyg"), read_rating("★★★☆☆", "Stars"), read_rating(4, "Rating")
    ((4.5, 5.0), (3.0, 5.0), (4.0, None))
    >>> read_rating("", "Rating")
    (None, None)
    """
    text = "" if value is None else clean(str(value)).strip()
    if text.lower() in _NOTHING:
        return None, None
    if _STARS.fullmatch(text):
        given, open_ones = (sum(text.count(mark) for mark in marks) for marks in ("★⭐", "☆✩"))
        return float(given), float(given + open_ones) if open_ones else None
    if of := _OF.fullmatch(text):
        return _checked(_number(of[1]), _number(of[2]), column, text)
    if alone := _ALONE.fullmatch(text):
        return _number(alone[1]), None
    raise UnusableRowError(f"'{column}' is \"{text[:60]}\", which is no rating")


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _checked(rating: float, best: float, column: str, text: str) -> tuple[float, float]:
    if rating > best:
        raise UnusableRowError(f"'{column}' is \"{text[:60]}\", which is better than the best")
    return rating, best
