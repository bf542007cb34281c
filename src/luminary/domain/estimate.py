"""A figure never travels without its uncertainty, and a verdict never without its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from luminary.i18n import Message, Rounded, say


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the interval it may lie in.

    Parameters
    ----------
    value : float or None
        The figure; None where the data cannot carry one (then `method` says why). Missing is never zero.
    low, high : float or None
        Ends of the 95 % interval, in the unit of `value`; None where there is no interval.
    n : int
        How many observations stand behind it.
    unit : str
        What one unit of `value` is, in words ("people a month").
    method : str
        How value and interval were made, in words a reader can look up.

    Raises
    ------
    ValueError
        When the interval does not hold the value.

    Examples
    --------
    >>> Estimate(value=21.2, low=16, high=27, n=140, unit="people a month", method="gamma-Poisson").text()
    '21 [16-27]'
    >>> Estimate(value=None, low=None, high=None, n=3, unit="people a month", method="too few").text()
    'not enough to say'
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: str
    method: str

    def __post_init__(self) -> None:
        if self.value is None or self.low is None or self.high is None:
            return
        slack = 1e-9 * max(1.0, abs(self.value))
        if not self.low - slack <= self.value <= self.high + slack:
            raise ValueError(f"interval {self.low} to {self.high} does not hold the value {self.value}")

    def text(self) -> str:
        """Show the figure as a reader sees it: ``21 [16-27]``."""
        if self.value is None:
            return "not enough to say"
        if self.low is None or self.high is None:
            return _short(self.value)
        return f"{_short(self.value)} [{_short(self.low)}-{_short(self.high)}]"

    def told(self) -> Message:
        """Say the figure so that every language can write it: ``21 [16-27]``.

        Examples
        --------
        >>> Estimate(value=21.2, low=16, high=27, n=140, unit="people a month", method="counted").told()
        '21 [16-27]'
        """
        if self.value is None:
            return say("not enough to say")
        value = Rounded(self.value, _digits(self.value))
        if self.low is None or self.high is None:
            return say("{value}", value=value)
        low, high = Rounded(self.low, _digits(self.low)), Rounded(self.high, _digits(self.high))
        return say("{value} [{low}-{high}]", value=value, low=low, high=high)


def _short(number: float) -> str:
    return f"{number:.{_digits(number)}f}"


def _digits(number: float) -> int:
    """Round to what the eye can use: three digits below ten, whole numbers above."""
    if abs(number) >= 9.95 or float(number).is_integer():
        return 0
    return 1 if abs(number) >= 0.995 else 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a verdict can be looked up.

    Parameters
    ----------
    posts : tuple of str
        Keys of the posts that show it, best first.
    quote : str
        A short excerpt of the first post, as it was imported (hostile: escape it on the way out).
    link : str or None
        Address of the first post, where the platform gave one.
    """

    posts: tuple[str, ...]
    quote: str = ""
    link: str | None = None
