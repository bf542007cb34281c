"""What stands in the cells of reports: days, counts, shares, durations, signs for nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from luminary.collect.decode import clean
from luminary.collect.tabular import TimeReader, count_of
from luminary.errors import UnusableRowError

_NOTHING = frozenset(("", "(not set)", "(none)", "(not provided)", "-", "null", "n/a"))
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
_WRITTEN = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y, %I:%M:%S %p")
_TIME = TimeReader("iso")


def word(cell: object) -> str | None:
    """Give a cleaned text; None for a sign that says nothing."""
    text = clean(str("" if cell is None else cell)).strip()
    return None if text.lower() in _NOTHING else text[:2_000]


def figure(cell: object, column: str, decimal: str = ".") -> float | None:
    """Read a figure: a count, "3.4%" as 0.034, "00:01:30" as seconds; None where there is none.

    Raises
    ------
    UnusableRowError
        When it is none of these.

    Examples
    --------
    >>> figure("1,240", "Clicks"), figure("3.4%", "CTR"), figure("00:01:30", "Time")
    (1240.0, 0.034, 90.0)
    """
    text = str("" if cell is None else cell).strip()
    if share := _SHARE.fullmatch(text):
        return round(float(share[1].replace(",", ".")) / 100, 10)
    if clock := _CLOCK.fullmatch(text):
        return float(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))
    try:
        return count_of(text, decimal)
    except ValueError as error:
        raise UnusableRowError(f"'{column}' is \"{clean(text)[:60]}\", which is no figure") from error


def day(cell: object, column: str) -> int:
    """Read a day as 2025-03-01, 20250301 or Mar 1, 2025; gives its beginning.

    Raises
    ------
    UnusableRowError
        When it is no day.
    """
    text = str("" if cell is None else cell).strip()
    for form in _WRITTEN:
        try:
            return int(datetime.strptime(text, form).replace(tzinfo=UTC).timestamp()) * 1_000_000
        except ValueError:
            continue
    return _TIME(text, column)
