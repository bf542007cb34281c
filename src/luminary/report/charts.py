"""Small pictures: where each bar begins and ends. Templates only draw what is computed here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from luminary.domain import Estimate
from luminary.report.text import has_interval, is_known, number

SPARK_HEIGHT = 28.0
_SPARK_STEP = 9.0
_SPARK_BAR = 7.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A common scale from `low` to `high` for bars under each other, with marks at round numbers."""

    low: float
    high: float
    marks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Give the place of a value in per cent of the width, within the scale."""
        return round(100 * min(max((value - self.low) / (self.high - self.low), 0), 1), 2)

    def labels(self) -> list[tuple[float, str]]:
        """Give place and text of every mark."""
        return [(self.at(mark), number(mark)) for mark in self.marks]


def scale_for(estimates: Sequence[Estimate], at_least: float = 1.0) -> Scale:
    """Make a scale that holds zero and all the figures and intervals.

    Examples
    --------
    >>> scale_for([Estimate(21.0, 16.0, 27.0, 140, "people", "")]).marks
    (0.0, 10.0, 20.0, 30.0)
    """
    ends = [end for one in estimates for end in (one.value, one.low, one.high) if end is not None]
    known = [end for end in ends if math.isfinite(end)]
    top, bottom = max([*known, at_least]), min([*known, 0.0])
    gap = _round_gap((top - bottom) / 3)
    first, last = math.floor(bottom / gap), math.ceil(top / gap)
    return Scale(first * gap, last * gap, tuple(i * gap for i in range(first, last + 1)))


def _round_gap(about: float) -> float:
    """Give the smallest of 1, 2, 5 times a power of ten that is at least `about`."""
    power = 10.0 ** math.floor(math.log10(about))
    return next(power * step for step in (1.0, 2.0, 5.0, 10.0) if power * step >= about * 0.999)


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure on a scale, in per cent of the width; ends None without an interval."""

    zero: float
    value: float
    low: float | None
    high: float | None

    @property
    def start(self) -> float:
        """Where the line from zero to the figure begins."""
        return min(self.zero, self.value)

    @property
    def length(self) -> float:
        """How long the line from zero to the figure is."""
        return round(abs(self.value - self.zero), 2)

    @property
    def width(self) -> float:
        """How wide the interval is."""
        return round((self.high or 0.0) - (self.low or 0.0), 2)


def bar(estimate: Estimate, scale: Scale) -> Bar | None:
    """Place a figure on a scale; None when there is no figure."""
    if estimate.value is None or not is_known(estimate):
        return None
    zero, value = scale.at(0.0), scale.at(estimate.value)
    if not has_interval(estimate) or estimate.low is None or estimate.high is None:
        return Bar(zero, value, None, None)
    return Bar(zero, value, scale.at(estimate.low), scale.at(estimate.high))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sparkline; `known` is False for a month without data, which is not a zero."""

    x: float
    y: float
    width: float
    height: float
    known: bool


@dataclass(frozen=True, slots=True)
class Spark:
    """Response by month, oldest first; columns are scaled to the person's own highest month."""

    columns: tuple[Column, ...]
    width: float
    words: str
    peak: str


@lru_cache(20_000)
def spark(trend: tuple[float, ...]) -> Spark | None:
    """Draw response by month; None when there is no month.

    Examples
    --------
    >>> spark((3.0, float("nan"), 6.0)).words
    '3, not known, 6'
    """
    if not trend:
        return None
    top = max((month for month in trend if math.isfinite(month)), default=0.0)
    columns = tuple(_column(i, month, max(top, 1.0)) for i, month in enumerate(trend))
    words = ", ".join(number(month) if math.isfinite(month) else "not known" for month in trend)
    return Spark(columns, len(trend) * _SPARK_STEP, words, number(top))


def _column(i: int, month: float, top: float) -> Column:
    known = math.isfinite(month)
    height = round(max(1.5, (SPARK_HEIGHT - 2) * month / top), 2) if known else 1.5
    return Column(round(i * _SPARK_STEP, 2), round(SPARK_HEIGHT - height, 2), _SPARK_BAR, height, known)
