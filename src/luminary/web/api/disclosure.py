"""Posts against the rules of their country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Body

from luminary.law import Verdict
from luminary.web.jsonapi import group
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = group("disclosure", "Disclosure")

_ABOUT = "The post: `country`, `text` or `frames`, `connection`, `advertiser`, and what else is known of it."


@dataclass(frozen=True, slots=True)
class Decided:
    """Words that decided: `part` is text, title, thumbnail or the number of a frame; places in characters."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What a post comes to: the verdict with its rule and source, and what to do."""

    id: str
    verdict: str
    codes: tuple[str, ...]
    also: tuple[str, ...]
    confidence: str
    rule: str
    source: str
    advice: str
    suggestion: str
    words: tuple[Decided, ...]
    country: str
    pack: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackNote:
    """A country's rules, who reviewed them and until when they are valid."""

    country: str
    name: str
    version: str
    reviewed_by: str | None
    valid_to: date
    expired: bool


@router.post("")
def disclosure(
    post: Annotated[dict[str, Any], Body(description=_ABOUT)], ask: Asking = asking(Right.READ)
) -> Judged:
    """Judge a post by the rules of its country; nothing of it is kept."""
    return _judged(ask.work.law.check(post))


@router.get("/packs")
def packs(ask: Asking = asking(Right.READ)) -> list[PackNote]:
    """List the rule packs. They are no legal advice."""
    today = date.today()
    return [
        PackNote(
            one.country, one.name, one.version, one.reviewed_by or None, one.valid_to, one.is_expired(today)
        )
        for one in ask.work.law.packs()
    ]


@router.get("/packs/{country}")
def pack(country: str, ask: Asking = asking(Right.READ)) -> dict[str, Any]:
    """Give all rules of a country with their words and sources."""
    return ask.work.law.pack(country).record()


def _judged(told: Verdict) -> Judged:
    return Judged(
        told.id,
        told.verdict.value,
        told.codes,
        told.also,
        told.confidence.value,
        told.rule,
        told.source,
        told.advice,
        told.suggestion,
        tuple(Decided(one.part, one.start, one.end) for one in told.spans),
        told.country,
        told.pack,
        told.notes,
    )
