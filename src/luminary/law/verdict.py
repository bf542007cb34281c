"""What the checker answers: a verdict, why, by which rule and source, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luminary.law.pack import Confidence, Rule


class Outcome(StrEnum):
    """What a post comes to, the worst last."""

    NO_LABEL_NEEDED = "NO_LABEL_NEEDED"
    PASS = "PASS"  # noqa: S105  no password
    ADVICE = "ADVICE"
    REVIEW = "REVIEW"
    FAIL = "FAIL"
    BLOCK = "BLOCK"

    @property
    def rank(self) -> int:
        """Its place, the worst highest."""
        return _RANKS[self]


_RANKS = {one: at for at, one in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class Span:
    """A place in one part of the post: `part` is text, title, thumbnail, or the number of a frame from 1."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a step found.

    Attributes
    ----------
    code : str
        What it is; empty where all is well.
    rule : Rule or None
        By which rule.
    word : str
        The words that decided, as they were written.
    """

    outcome: Outcome
    code: str
    rule: Rule | None
    confidence: Confidence
    word: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a post comes to, with everything that led to it.

    Attributes
    ----------
    codes : tuple of str
        Why, as far as it decided the verdict.
    also : tuple of str
        What else was found, and weighs less.
    confidence : Confidence
        How sure the rule is, not how bad the post.
    rule : str
        Name of the rule that decided, and what it says.
    source : str
        Where the rule was found.
    advice : str
        What to do, in the language of the post.
    suggestion : str
        A label that would do, as it should stand; empty where none is needed.
    spans : tuple of Span
        The words that decided, in the text as it was given.
    findings : tuple of Finding
        All of it, the weightiest first.
    notes : tuple of str
        What a reader must know: that a pack has expired, that letters are not plain ones.
    """

    id: str
    verdict: Outcome
    codes: tuple[str, ...]
    confidence: Confidence
    rule: str
    source: str
    advice: str
    suggestion: str
    spans: tuple[Span, ...]
    country: str
    pack: str
    also: tuple[str, ...]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
