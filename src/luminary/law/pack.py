"""A rule pack: what one country asks of a post, as data, with the source of every rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from luminary.i18n import say

NOT_SEEN = "K"
"""Source of what is taken for known without a text that was seen."""


class Confidence(StrEnum):
    """How sure a rule is."""

    SETTLED = "settled"
    LIKELY = "likely"
    UNCLEAR = "unclear"


_ORDER = (Confidence.UNCLEAR, Confidence.LIKELY, Confidence.SETTLED)


def least(*given: Confidence) -> Confidence:
    """Give the lowest of some confidences."""
    return min(given, key=_ORDER.index)


class Strength(StrEnum):
    """What a word does for a label, the strongest first."""

    CLEAR = "clear"
    ACCEPTABLE = "acceptable"
    LINK_LABELS = "link_labels"
    WEAK_SETTLED = "weak_settled"
    WEAK_LIKELY = "weak_likely"
    NOT_LABEL = "not_label"

    @property
    def is_weak(self) -> bool:
        """Whether the word does not tell that somebody paid."""
        return self in (Strength.WEAK_SETTLED, Strength.WEAK_LIKELY)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was found.

    Attributes
    ----------
    id : str
        Its number in the pack.
    kind : str
        authority, statute, court, self-regulation, law firm, trade, news, other or knowledge.
    at : str
        Where to find it, without the scheme; empty where that is not known.
    date : str
        When it was made; empty where that is not known.
    """

    id: str
    name: str
    kind: str
    at: str = ""
    date: str = ""

    def __str__(self) -> str:
        """Say it as a reader would cite it."""
        if self.kind == "knowledge":
            return self.name
        return ", ".join(one for one in (self.name, self.at, self.date or "undated") if one)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as it holds between two days.

    Attributes
    ----------
    topic : str
        What it is about: `luminary.law.loading.TOPICS`.
    text : str
        In plain words.
    demand : str
        What it asks for: require, review, advise, block, start, before_fold; empty where it only explains.
    lines : int
        Lines that are seen before "more"; 0: not counted.
    without_payment : bool
        Whether it holds where nobody gains anything.
    first, last : date or None
        Days between which it holds, both included; None: open.
    """

    topic: str
    text: str
    confidence: Confidence
    sources: tuple[Source, ...]
    pack: str
    demand: str = ""
    lines: int = 0
    without_payment: bool = False
    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether it held on a day."""
        return _within(day, self.first, self.last)

    @property
    def name(self) -> str:
        """Its name in results, such as ``SE.place``."""
        return f"{self.pack}.{self.topic}"

    def record(self) -> dict[str, Any]:
        """Give it as a flat record for programs."""
        return {
            "topic": self.topic,
            "text": self.text,
            "demand": self.demand or None,
            "confidence": self.confidence.value,
            "from": self.first,
            "to": self.last,
            "pack": self.pack,
            "source": self.source,
        }

    @property
    def source(self) -> str:
        """All its sources, in words."""
        return "; ".join(map(str, self.sources))


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase and what it does for a label.

    Attributes
    ----------
    forms : tuple of str
        Other forms that count like it.
    set_apart : bool
        Counts only where it stands by itself: as a hashtag, in capitals, in brackets, between marks.
    """

    word: str
    strength: Strength
    forms: tuple[str, ...] = ()
    set_apart: bool = False
    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        """Say it with its forms and days."""
        days = [f"from {self.first}" if self.first else "", f"to {self.last}" if self.last else ""]
        told = [*self.forms, *(one for one in days if one)]
        return f"{self.word} ({', '.join(told)})" if told else self.word

    def holds(self, day: date) -> bool:
        """Tell whether it had this strength on a day."""
        return _within(day, self.first, self.last)


@dataclass(frozen=True, slots=True)
class Pack:
    """All rules of one country.

    Attributes
    ----------
    reviewed_by : str
        Lawyer who signed it; empty: nobody yet.
    valid_to : date
        After this day every confidence is unclear until somebody looks at the pack again.
    layers : tuple of str
        Packs whose rules it shares.
    """

    country: str
    name: str
    langs: tuple[str, ...]
    version: str
    reviewed_by: str
    reviewed_on: date | None
    valid_to: date
    authority: str
    statutes: tuple[str, ...]
    sender_required: bool
    words: tuple[Word, ...]
    minors_only: frozenset[str]
    brand_tags: tuple[str, ...]
    own_brand: tuple[str, ...]
    links_clear: bool
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]
    layers: tuple[str, ...] = ()

    def is_expired(self, today: date) -> bool:
        """Tell whether nobody has looked at it for too long."""
        return today > self.valid_to

    def rule(self, topic: str, day: date) -> Rule | None:
        """Give the rule on a topic as it held on a day; None where there was none."""
        return next((one for one in self.rules if one.topic == topic and one.holds(day)), None)

    def turns(self) -> tuple[date, ...]:
        """Give the days on which something in it begins, or has just ended."""
        spans = [(one.first, one.last) for one in self.words] + [(one.first, one.last) for one in self.rules]
        begun = {first for first, _last in spans if first}
        ended = {date.fromordinal(last.toordinal() + 1) for _first, last in spans if last}
        return tuple(sorted(begun | ended))

    def review(self) -> str:
        """Say who looked at it, and until when it is valid."""
        if not self.reviewed_by or self.reviewed_on is None:
            return say("not reviewed by a lawyer yet; valid to {day}", day=self.valid_to)
        told = {"who": self.reviewed_by, "on": self.reviewed_on, "day": self.valid_to}
        return say("reviewed by {who} on {on}; valid to {day}", **told)

    def word_lists(self) -> dict[str, list[str]]:
        """Give its words by strength, each with the days between which it has it."""
        found: dict[str, list[str]] = {}
        for word in self.words:
            found.setdefault(word.strength.value, []).append(str(word))
        return found | ({"minors_only": sorted(self.minors_only)} if self.minors_only else {})

    def rule_records(self) -> list[dict[str, Any]]:
        """Give its rules as flat records for programs."""
        return [one.record() for one in self.rules]

    def record(self) -> dict[str, Any]:
        """Give all of it as one record for programs."""
        return {
            "country": self.country,
            "name": self.name,
            "langs": list(self.langs),
            "version": self.version,
            "reviewed_by": self.reviewed_by or None,
            "reviewed_on": self.reviewed_on,
            "valid_to": self.valid_to,
            "authority": self.authority,
            "statutes": list(self.statutes),
            "sender_required": self.sender_required,
            "words": self.word_lists(),
            "rules": self.rule_records(),
            "sources": [{"id": one.id, "name": str(one), "kind": one.kind} for one in self.sources],
        }

    def with_layers(self, layers: tuple[Layer, ...]) -> Pack:
        """Add the rules of layers on topics that the country has none of its own on."""
        own = {one.topic for one in self.rules}
        added = tuple(rule for layer in layers for rule in layer.rules if rule.topic not in own)
        named = tuple(layer.name for layer in layers)
        sources = self.sources + tuple(one for layer in layers for one in layer.sources)
        until = min([self.valid_to, *(layer.valid_to for layer in layers)])
        return replace(
            self,
            rules=self.rules + added,
            layers=named,
            valid_to=until,
            sources=tuple(dict.fromkeys(sources)),
        )


@dataclass(frozen=True, slots=True)
class Layer:
    """Rules that several countries share."""

    name: str
    countries: tuple[str, ...]
    valid_to: date
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)
