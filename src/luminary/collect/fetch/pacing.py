"""How often a host is asked, and how long to wait before asking again.

A bucket per host, filled as the connector's pace says; what the host's own answers say about its limits goes
before it: ``Retry-After`` (seconds or a date, RFC 9110), ``X-RateLimit-Remaining``/``-Reset`` and
``RateLimit-Remaining``/``-Reset`` (seconds, epoch seconds, or a date, as the platforms write it), and the
structured ``RateLimit: "default";r=0;t=30`` of the IETF draft. Without any of these, waits grow
exponentially with full jitter (the whole wait is drawn at random, so that many who failed at once do not come
back at once): https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from luminary.collect.fetch.port import Pace

_FIRST, _LONGEST = 1.0, 60.0
_EPOCH = 1_000_000_000
_LEFT = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")
_RESET = ("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset")
_DRAFT = re.compile(r";\s*r=(\d+)\b(?:.*?;\s*t=(\d+))?")


def seconds_until(told: str, now: float) -> float | None:
    """Read a wait: seconds, epoch seconds, or a date; None when it is none of them.

    Examples
    --------
    >>> seconds_until("120", 1_700_000_000), seconds_until("1700000030", 1_700_000_000)
    (120.0, 30.0)
    """
    told = told.strip()
    try:
        value = float(told)
    except ValueError:
        at = _date(told)
        return None if at is None else max(0.0, at.timestamp() - now)
    if not 0 <= value < 1e12:
        return None
    return max(0.0, value - now) if value > _EPOCH else value


def _date(told: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(told)
        except (ValueError, TypeError, OverflowError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def asked_wait(headers: Mapping[str, str], now: float) -> float | None:
    """Give how long an answer asks to wait before the next request; None when it asks for nothing."""
    if "retry-after" in headers:
        return seconds_until(headers["retry-after"], now)
    if draft := _DRAFT.search(headers.get("ratelimit", "")):
        return float(draft[2] or 0) if draft[1] == "0" else None
    left = next((headers[name] for name in _LEFT if name in headers), "")
    if left.strip() not in ("0", "0.0"):
        return None
    reset = next((headers[name] for name in _RESET if name in headers), "")
    return seconds_until(reset, now)


class Pacing:
    """Remembers when each host may be asked next.

    Parameters
    ----------
    pace : Pace
        How often one host may be asked.
    clock : callable
        Gives seconds.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._each = pace.seconds / max(1, pace.requests)
        self._burst = max(1, pace.burst)
        self._clock = clock
        self._full: dict[str, float] = {}
        """When the bucket of a host would be full again."""
        self._not_before: dict[str, float] = {}
        self._slower: dict[str, float] = {}

    def turn(self, host: str) -> float:
        """Take the next turn at a host; gives the seconds to wait before it."""
        now = self._clock()
        each = max(self._each, self._slower.get(host, 0.0))
        burst = 1 if host in self._slower else self._burst
        full = max(self._full.get(host, now), now)
        wait = max(0.0, full - (burst - 1) * each - now, self._not_before.get(host, now) - now)
        self._full[host] = max(full, now + wait) + each
        return wait

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for a time."""
        self._not_before[host] = max(self._not_before.get(host, 0.0), self._clock() + seconds)

    def slow_down(self, host: str, seconds: float) -> None:
        """Let at least these seconds lie between two requests to a host, as its robots.txt asks."""
        self._slower[host] = seconds


def backoff(tries: int, chance: random.Random) -> float:
    """Draw the wait after a number of failed tries, in seconds."""
    return chance.uniform(0.0, min(_LONGEST, _FIRST * 2.0**tries))
