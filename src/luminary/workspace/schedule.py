"""How often something is done: written as people write it, kept in minutes."""

from __future__ import annotations

import re

from luminary.errors import UsageError
from luminary.i18n import say

_TOLD = re.compile(r"(\d{1,6})\s*(m|min|h|d|w)?", re.IGNORECASE)
_MINUTES = {"m": 1, "min": 1, "h": 60, "d": 1440, "w": 10_080}
_LEAST, _MOST = 5, 525_600


def minutes_of(told: str) -> int:
    """Read a span of time.

    Raises
    ------
    UsageError
        When it is none, or too short or long.

    Examples
    --------
    >>> minutes_of("6h"), minutes_of("45"), minutes_of("2d")
    (360, 45, 2880)
    """
    found = _TOLD.fullmatch(told.strip())
    if found is None:
        raise UsageError(say("'{told}' is no span of time; write it as 30m, 6h or 1d", told=told))
    minutes = int(found[1]) * _MINUTES[(found[2] or "m").lower()]
    check_every(minutes)
    return minutes


def check_every(minutes: int | None) -> int | None:
    """Give the minutes, when a source may be asked so often.

    Raises
    ------
    UsageError
        When that is more often than every five minutes, or less than once a year.
    """
    if minutes is not None and not _LEAST <= minutes <= _MOST:
        raise UsageError(
            say(
                "every {n} minutes: between {least} and {most} are possible",
                n=minutes,
                least=_LEAST,
                most=_MOST,
            )
        )
    return minutes


def told(minutes: int | None) -> str:
    """Write a span of time.

    Examples
    --------
    >>> told(360), told(45), told(None)
    ('6h', '45m', '-')
    """
    if minutes is None:
        return "-"
    unit = next((one for one in ("d", "h") if minutes % _MINUTES[one] == 0), "m")
    return f"{minutes // _MINUTES[unit]}{unit}"
