"""Which pairs are joined: the best single links, one account of each platform, nobody through somebody else.

Pairs are taken one after the other, the heaviest first. A pair is taken when

1. nobody decided that the two, or two whom it would bring together, are different people;
2. afterwards no person has two accounts of one platform, unless she proved it herself (a checked or mutual
   link);
3. everybody whom it brings together fits everybody else: each two have proof, or are a pair that fits by
   itself. So namesakes are not chained: A fits B and B fits C does not make A and C one.

What is not taken keeps its place in the queue, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two keys that could be joined automatically, the smaller one first.

    Attributes
    ----------
    weight : float
        Evidence in bits.
    proof : bool
        True when a checked or mutual link says so.
    """

    one: str
    other: str
    weight: float
    proof: bool = False


def assign(
    candidates: Iterable[Candidate],
    scope_of: Callable[[str], str],
    joined: Sequence[_Pair] = (),
    apart: Iterable[_Pair] = (),
    fitting: Mapping[_Pair, float] | None = None,
) -> tuple[list[Candidate], dict[_Pair, str]]:
    """Choose the pairs that are joined.

    Parameters
    ----------
    candidates : iterable of Candidate
        Pairs that are good enough by themselves; their order does not matter.
    scope_of : callable
        Gives the platform of a key.
    joined : sequence of pairs
        What somebody decided to be one person already.
    apart : iterable of pairs
        What was decided to be two; the smaller key first.
    fitting : mapping of pair to float, optional
        Further pairs that fit, though not well enough to be joined by themselves.

    Returns
    -------
    list of Candidate, dict
        The pairs taken, and for each other one why it was not: ``apart``, ``taken`` or ``chain``.
    """
    ranked = sorted(candidates, key=lambda pair: (not pair.proof, -pair.weight, pair.one, pair.other))
    known = {(pair.one, pair.other) for pair in ranked} | set(fitting or ()) | set(joined)
    groups = _Groups(scope_of, set(apart), known)
    for one, other in joined:
        groups.join(one, other)
    taken: list[Candidate] = []
    left: dict[_Pair, str] = {}
    for pair in ranked:
        if reason := groups.against(pair):
            left[pair.one, pair.other] = reason
        else:
            groups.join(pair.one, pair.other)
            taken.append(pair)
    return taken, left


class _Groups:
    """Who is one person by now."""

    def __init__(self, scope_of: Callable[[str], str], apart: set[_Pair], known: set[_Pair]) -> None:
        self._scope_of = scope_of
        self._apart = apart
        self._known = known
        self._members: dict[str, list[str]] = {}

    def of(self, key: str) -> list[str]:
        return self._members.setdefault(key, [key])

    def join(self, one: str, other: str) -> None:
        first, second = self.of(one), self.of(other)
        if first is second:
            return
        if len(first) < len(second):
            first, second = second, first
        first.extend(second)
        for key in second:
            self._members[key] = first

    def against(self, pair: Candidate) -> str | None:
        """Say what speaks against joining a pair now."""
        first, second = self.of(pair.one), self.of(pair.other)
        if first is second:
            return None
        met = [(min(a, b), max(a, b)) for a, b in product(first, second)]
        if any(one in self._apart for one in met):
            return "apart"
        if pair.proof:
            return None
        scopes = {self._scope_of(key) for key in first}
        if any(self._scope_of(key) in scopes for key in second):
            return "taken"
        return None if all(one in self._known for one in met) else "chain"
