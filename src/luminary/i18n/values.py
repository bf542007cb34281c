"""Values that a sentence can hold and every language writes in its own way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from numbers import Integral, Real
from typing import Any


@dataclass(frozen=True, slots=True, init=False)
class Listing:
    """Several things in a row.

    Parameters
    ----------
    items : iterable
        Texts, numbers, messages.
    joined : str, default "and"
        "and" and "or" become the word of the language between the last two; anything else stands between all.

    Examples
    --------
    >>> str(Listing(["posts", "followers", "PageRank"])), str(Listing(["day", "week"], "or"))
    ('posts, followers and PageRank', 'day or week')
    >>> str(Listing(["influence", "standing"], ", "))
    'influence, standing'
    """

    items: tuple[Any, ...]
    joined: str

    def __init__(self, items: Iterable[Any], joined: str = "and") -> None:
        object.__setattr__(self, "items", tuple(known(one) for one in items))
        object.__setattr__(self, "joined", joined)

    def __str__(self) -> str:
        written = [plain(one) for one in self.items]
        if self.joined not in ("and", "or"):
            return self.joined.join(written)
        if len(written) < 2:
            return "".join(written)
        return f"{', '.join(written[:-1])} {self.joined} {written[-1]}"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of one, shown in per cent.

    Examples
    --------
    >>> str(Share(0.125)), str(Share(0.125, digits=1))
    ('12%', '12.5%')
    """

    value: float
    digits: int = 0

    def __str__(self) -> str:
        return f"{self.value:.{self.digits}%}"


@dataclass(frozen=True, slots=True)
class Rounded:
    """A figure, shown with so many decimals.

    Examples
    --------
    >>> str(Rounded(1234.56)), str(Rounded(1234.56, digits=0))
    ('1,234.6', '1,235')
    """

    value: float
    digits: int = 1

    def __str__(self) -> str:
        return f"{self.value:,.{self.digits}f}"


def known(value: Any) -> Any:
    """Give a value as one of the types that can be kept and written; anything else becomes a text."""
    if value is None or isinstance(value, str | bool | date | Listing | Share | Rounded):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else str(value)


def plain(value: Any) -> str:
    """Write a value into an English sentence: commas between thousands, days as 2026-01-31."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
