"""What a measure is: a question about every person, answered from a `Talk`.

Each method is one module in `luminary.leaders.measures` that lists its `MEASURES`; a new module is found by
itself. Measures answer with arrays over all people; an interval is given wherever the method has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules

import numpy as np

from luminary.domain import Estimate
from luminary.errors import UnknownNameError
from luminary.leaders.talk import Floats, Ints, Talk
from luminary.privacy.terms import DERIVED, Need


@dataclass(frozen=True, slots=True)
class Scores:
    """A measure's answer for every person of a talk; all arrays have one element per person.

    Attributes
    ----------
    value : float array
        The figure; NaN where the data cannot carry one.
    low, high : float array or None
        Ends of the 95 % interval; None when the method has none, NaN where a person has none.
    n : int array
        Observations behind the figure.
    """

    value: Floats
    n: Ints
    low: Floats | None = None
    high: Floats | None = None

    def estimate(self, person: int, measure: Measure) -> Estimate:
        """Give one person's figure with unit and method."""
        low, high = self._end(self.low, person), self._end(self.high, person)
        value = self._end(self.value, person)
        if low is None or high is None or value is None:
            low = high = None
        return Estimate(value, low, high, int(self.n[person]), measure.unit, measure.method)

    @staticmethod
    def _end(values: Floats | None, person: int) -> float | None:
        if values is None or np.isnan(values[person]):
            return None
        return float(values[person])


@dataclass(frozen=True, slots=True)
class Measure:
    """A question about every person, and the method that answers it.

    Parameters
    ----------
    name : str
        As the user writes it after ``--by``.
    question : str
        What it answers, in one sentence a manager understands.
    unit : str
        What one unit of the figure is, in words that can follow a number.
    method : str
        How figure and interval are made, in words.
    compute : callable
        Answers it.
    baseline : bool, default False
        True for the simple rankings that the headline measures are compared with.
    window : float or None
        Months of the past that it looks at when the user names no other; None for the whole history.
    figures : callable or None
        Answers it without intervals, where those take most of the time; None where `compute` is quick.
    title : str, default ""
        Its name as a reader sees it, beside the one that commands use; a measure of the product has one.
    needs : Need, default DERIVED
        What the terms of its data have to allow; imports whose terms do not are left out, and that is said.
    """

    name: str
    question: str
    unit: str
    method: str
    compute: Callable[[Talk], Scores]
    baseline: bool = False
    window: float | None = 12.0
    figures: Callable[[Talk], Scores] | None = None
    title: str = ""
    needs: Need = DERIVED

    def of(self, talk: Talk) -> Scores:
        """Answer it for every person, from its window before `talk.now`."""
        return self.compute(self._seen(talk))

    def figures_of(self, talk: Talk) -> Scores:
        """Answer it for every person without intervals, in less time."""
        return (self.figures or self.compute)(self._seen(talk))

    def _seen(self, talk: Talk) -> Talk:
        return talk if self.window is None else talk.last(self.window)


@cache
def measures() -> dict[str, Measure]:
    """Find the measures of all modules, by name."""
    folder = "luminary.leaders.measures"
    found: dict[str, Measure] = {}
    for module in iter_modules(import_module(folder).__path__):
        for one in import_module(f"{folder}.{module.name}").MEASURES:
            if one.name in found:
                raise ValueError(f"measure '{one.name}' is declared twice")
            found[one.name] = one
    return found


def measure(name: str) -> Measure:
    """Find a measure by name.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    if name not in measures():
        raise UnknownNameError.of("measure", name, measures())
    return measures()[name]


def measures_in_order() -> list[Measure]:
    """List all measures, the headline ones first, the simple rankings last."""
    first = {"influence": 0, "standing": 1, "rising": 2}
    return sorted(measures().values(), key=lambda one: (one.baseline, first.get(one.name, 9), one.name))


@cache
def needed() -> Need:
    """Give what all measures together need: they stand side by side and read the same talk."""
    return reduce(or_, (one.needs for one in measures().values()))
