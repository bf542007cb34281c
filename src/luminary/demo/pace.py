"""When people write: weekdays, hours and the quiet of July."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEAR = 2025
DAYS = 365
DAY = 86_400
START = int(datetime(YEAR, 1, 1, tzinfo=UTC).timestamp())
END = START + DAYS * DAY
_HOURS = np.array([1, 1, 1, 1, 1, 3, 8, 12, 12, 10, 9, 10, 11, 9, 8, 8, 7, 6, 6, 8, 9, 8, 5, 2], dtype=float)


def day_of(when: date) -> int:
    """Number a date of the year from 0."""
    return (when - date(YEAR, 1, 1)).days


def date_at(at: int) -> date:
    """Give the UTC date of a moment in seconds since 1970."""
    return datetime.fromtimestamp(at, UTC).date()


def calm() -> NDArray[np.float64]:
    """Give the weight of every day: working days above weekends, July low."""
    days = np.arange(DAYS)
    weekend = (days + date(YEAR, 1, 1).weekday()) % 7 >= 5
    july = (days >= day_of(date(YEAR, 6, 28))) & (days < day_of(date(YEAR, 8, 4)))
    weight: NDArray[np.float64] = np.where(weekend, 0.45, 1.0) * np.where(july, 0.6, 1.0)
    return weight


def moments(
    rng: np.random.Generator, n: int, weight: NDArray[np.float64], *, steady: bool = False
) -> NDArray[np.int64]:
    """Draw `n` moments in seconds, in order, over days of the given weight and hours of a working life.

    A steady writer keeps about the same distance between posts; the others come in clusters by chance.
    """
    share = (np.arange(n) + rng.random(n)) / n if steady else rng.random(n)
    day = np.searchsorted(np.cumsum(weight / weight.sum()), share).clip(0, DAYS - 1)
    hour = rng.choice(24, size=n, p=_HOURS / _HOURS.sum())
    return np.sort(START + day * DAY + hour * 3600 + rng.integers(0, 3600, n)).astype(np.int64)
