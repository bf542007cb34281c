"""From evidence to a verdict: joined at once, asked about, or nothing.

A name alone never joins two accounts, however rare it is: namesakes exist, and a wrong join gives one
person the standing of another. It takes a handle, words, a website or a stronger identifier beside it.
Where another account of the same platform fits nearly as well, or several accounts of one platform bear the
name, or one side is an organisation and the other is not, somebody is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from luminary.collect.linking.evidence import Piece
from luminary.collect.linking.strong import IDENTIFIERS, PROOF

AUTO = 6.0
"""Bits from which two accounts are joined at once: 98.5 in 100 by the model, more in what was measured."""
ASK = -2.0
"""Bits from which somebody is asked: about one in five."""
MARGIN = 5.0
"""Bits by which the best account of a platform must fit better than the next one."""
_BESIDE_NAME = frozenset(
    ("handle", "name handle", "same figures", "near handle", "words", "site", "third", *IDENTIFIERS, *PROOF)
)
_KINDS_APART = ({"person", "organisation"},)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two keys with all that speaks for and against one person behind them; the smaller key first."""

    one: str
    other: str
    pieces: tuple[Piece, ...]
    contradicted: bool = False
    fits: bool | None = None
    verdict: str = "review"

    @property
    def codes(self) -> frozenset[str]:
        """Codes of all pieces."""
        return frozenset(piece.code for piece in self.pieces)

    @property
    def weight(self) -> float:
        """All evidence, in bits."""
        return sum(piece.weight for piece in self.pieces)

    @property
    def proof(self) -> bool:
        """True when a checked or mutual link says that both are one."""
        return "verified" in self.codes or ("mutual" in self.codes and self.fits is not False)

    @property
    def method(self) -> str:
        """Word ``strong`` where an identifier speaks, else ``likely``."""
        return "strong" if self.codes & (IDENTIFIERS | PROOF | {"site", "third", "claim"}) else "likely"

    def beside(self, code: str, weight: float = 0.0) -> Pair:
        """Give the pair with one more piece."""
        return replace(self, pieces=(*self.pieces, Piece(code, weight)))


@dataclass(slots=True)
class Around:
    """What must be known beside a pair itself.

    Attributes
    ----------
    kinds : mapping of str to str
        What stands behind each key, after what users decided; absent: unknown.
    namesakes : frozenset of str
        Names that several accounts of one platform bear.
    names : mapping of str to str
        Name of each key as compared.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    namesakes: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)


def judged(pairs: Iterable[Pair], around: Around, scopes: Mapping[str, str]) -> Iterator[Pair]:
    """Give every pair that is worth a word, with its verdict: merge, review or conflict."""
    weighed = [_of_kinds(pair, around) for pair in pairs]
    rivals = _rivals(weighed, scopes)
    for pair in weighed:
        verdict = _verdict(pair, around, (pair.one, pair.other) in rivals)
        if verdict is not None:
            yield verdict


def _verdict(pair: Pair, around: Around, rival: bool) -> Pair | None:
    strong = pair.codes & (IDENTIFIERS | PROOF)
    if "kind" in pair.codes:
        return replace(pair, verdict="conflict") if strong else None
    if pair.contradicted:
        return replace(pair.beside("contradiction"), verdict="conflict")
    if pair.proof:
        return replace(pair, verdict="merge")
    if strong:
        return replace(pair, verdict="merge" if pair.fits is not False else "conflict")
    if pair.weight < ASK:
        return None
    if rival:
        return replace(pair.beside("rival"), verdict="review")
    if (
        around.names.get(pair.one, "") in around.namesakes
        or around.names.get(pair.other, "") in around.namesakes
    ):
        pair = pair.beside("namesakes")
        if not pair.codes & {"site", "third", "words"}:
            return replace(pair, verdict="review")
    return replace(pair, verdict="merge" if _suffices(pair) else "review")


def _suffices(pair: Pair) -> bool:
    """Tell whether a pair without proof is joined at once: a link that only one side gives does not count."""
    claimed = sum(piece.weight for piece in pair.pieces if piece.code == "claim")
    beside = pair.codes & _BESIDE_NAME
    return bool(beside) and pair.fits is not False and pair.weight - claimed >= AUTO


def _of_kinds(pair: Pair, around: Around) -> Pair:
    kinds = {around.kinds.get(pair.one, "unknown"), around.kinds.get(pair.other, "unknown")}
    if kinds in _KINDS_APART or ("service" in kinds and len(kinds) > 1):
        return pair.beside("kind", -20.0)
    if kinds == {"organisation", "unknown"} and "name" not in pair.codes:
        return pair.beside("organisation", -6.0)
    return pair


def _rivals(pairs: Sequence[Pair], scopes: Mapping[str, str]) -> set[tuple[str, str]]:
    """Find the pairs beside which another account of the same platform fits nearly as well, or better."""
    best: dict[tuple[str, str], list[float]] = {}
    for pair in pairs:
        for key, other in ((pair.one, pair.other), (pair.other, pair.one)):
            two = best.setdefault((key, scopes[other]), [])
            two.append(pair.weight)
            two.sort(reverse=True)
            del two[2:]
    found = set()
    for pair in pairs:
        for key, other in ((pair.one, pair.other), (pair.other, pair.one)):
            two = best[key, scopes[other]]
            next_best = two[1] if len(two) > 1 and pair.weight >= two[0] else two[0] if len(two) > 1 else None
            if next_best is not None and next_best > max(pair.weight - MARGIN, ASK):
                found.add((pair.one, pair.other))
    return found
