"""Pictures of one person: a figure among comparable people, and the months.

Places are in per cent of the width, so that a picture fills its column while its text stays readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luminary.domain import Estimate
from luminary.network.months import MonthSeen
from luminary.report.charts import Bar, Scale, bar, scale_for

TALL = 64.0
"""Height of the columns of months."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the scale; `anchor` keeps its text within the picture."""

    x: float
    value: float
    anchor: str


@dataclass(frozen=True, slots=True)
class PeerPicture:
    """A figure with its interval, above where comparable people lie.

    Attributes
    ----------
    own : Bar or None
        The person's figure; None where there is none.
    whisker, body : tuple of (float, float) or None
        From where to where four of five, and half, of comparable people lie; None where they are too few.
    median : float or None
        Their middle.
    marks : tuple of Mark
        The scale.
    """

    own: Bar | None
    whisker: tuple[float, float] | None
    body: tuple[float, float] | None
    median: float | None
    marks: tuple[Mark, ...]


def peer_picture(estimate: Estimate, quantiles: Sequence[float]) -> PeerPicture:
    """Place a figure and the 10, 25, 50, 75 and 90 % points of comparable people on one scale.

    Examples
    --------
    >>> drawn = peer_picture(Estimate(20.0, 10.0, 30.0, 40, "people", ""), (0.0, 5.0, 10.0, 15.0, 25.0))
    >>> drawn.own.value, drawn.body, drawn.median
    (66.67, (16.67, 50.0), 33.33)
    """
    points = [Estimate(one, None, None, 0, "", "") for one in quantiles]
    scale = scale_for([estimate, *points])
    at = [scale.at(one) for one in quantiles]
    drawn = bar(estimate, scale)
    if len(at) != 5:
        return PeerPicture(drawn, None, None, None, _marks(scale))
    return PeerPicture(drawn, (at[0], at[4]), (at[1], at[3]), at[2], _marks(scale))


def _marks(scale: Scale) -> tuple[Mark, ...]:
    return tuple(Mark(scale.at(one), one, _anchor(scale.at(one))) for one in scale.marks)


def _anchor(x: float) -> str:
    return "start" if x < 2 else "end" if x > 98 else "middle"


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A month: place and width in per cent; heights None where nothing is known of it.

    Attributes
    ----------
    at, anchor : float, str
        Where the name of the month stands.
    label : bool
        True where the month is named under the picture.
    """

    month: date
    x: float
    width: float
    at: float
    people: float | None
    posts: float | None
    label: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class MonthsPicture:
    """Months side by side, with the largest figures of both rows."""

    columns: tuple[MonthColumn, ...]
    most_people: int
    most_posts: int


def months_picture(months: Sequence[MonthSeen]) -> MonthsPicture | None:
    """Draw people who acted and posts written, month by month; None without any month.

    Columns of each row are scaled to the person's own largest month.
    """
    if not months:
        return None
    people = max((one.people or 0 for one in months), default=0)
    posts = max((one.posts or 0 for one in months), default=0)
    step = 100 / len(months)
    named = _named(months)
    columns = tuple(
        MonthColumn(
            one.month,
            x=round(at * step + step * 0.1, 3),
            width=round(step * 0.8, 3),
            at=0.0 if at == 0 else 100.0 if at == len(months) - 1 else round((at + 0.5) * step, 3),
            people=_height(one.people, people),
            posts=_height(one.posts, posts),
            label=at in named,
            anchor="start" if at == 0 else "end" if at == len(months) - 1 else "middle",
        )
        for at, one in enumerate(months)
    )
    return MonthsPicture(columns, people, posts)


def _height(value: int | None, most: int) -> float | None:
    return None if value is None else round(TALL * value / most, 2) if most else 0.0


def _named(months: Sequence[MonthSeen]) -> set[int]:
    """Choose the months that are named: the first, the last, and each January that stands clear of both."""
    last = len(months) - 1
    clear = max(2, len(months) // 5)
    years = {at for at, one in enumerate(months) if one.month.month == 1 and clear <= at <= last - clear}
    return {0, last} | years
