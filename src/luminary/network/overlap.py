"""How far do several people have the same people acting on them?

What it cannot tell: who reads both and acts on neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luminary.store import Engine

_PAIRS_SQL = """
WITH acted AS (SELECT DISTINCT target, source FROM interactions WHERE target IN ({marks}))
SELECT a.target, b.target, count(*) FROM acted a JOIN acted b ON b.source = a.source GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Overlap:
    """People who acted on several others.

    Attributes
    ----------
    shared : tuple of tuple of int
        For each person and each other, in the order asked for: how many acted on both; on the diagonal, how
        many acted on the person.
    """

    shared: tuple[tuple[int, ...], ...]

    def share(self, one: int, other: int) -> float | None:
        """Give the share of those who acted on one that acted on the other; None where nobody acted."""
        return self.shared[one][other] / self.shared[one][one] if self.shared[one][one] else None


def overlap_of(engine: Engine, people: Sequence[str]) -> Overlap:
    """Count who acted on several people; `interactions` must be named in the engine.

    Parameters
    ----------
    engine : Engine
        Where.
    people : sequence of str
        Keys.
    """
    marks = ", ".join("?" * len(people)) or "NULL"
    found = {(str(one), str(other)): int(str(n)) for one, other, n in
             engine.rows(_PAIRS_SQL.format(marks=marks), list(people))}  # fmt: skip
    return Overlap(tuple(tuple(found.get((one, other), 0) for other in people) for one in people))
