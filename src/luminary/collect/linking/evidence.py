"""A piece of evidence that two keys are one person, or two, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from luminary.i18n import Message, say

WORDS: dict[str, Message] = {
    "verified": say("one gives the other as its own, and the platform checked that it links back"),
    "mutual": say("each gives the other as its own"),
    "claim": say("one gives the other as its own; the other does not say so"),
    "mail": say("the same e-mail address"),
    "orcid": say("the same ORCID iD"),
    "wikidata": say("the same Wikidata entry"),
    "site": say("the same website, which no other account here gives"),
    "third": say("both give the same profile on another platform"),
    "name": say("the same name; the rarer it is, the more that says"),
    "names": say("one name holds the other"),
    "initial": say("the same surname, and a given name that fits"),
    "spelling": say("names that differ in a letter"),
    "other name": say("different names"),
    "handle": say("the same handle, which a name does not explain"),
    "name handle": say("the same handle, made of the name"),
    "same figures": say("the same handle, made of the name, with the same figures at its end"),
    "other figures": say("a handle made of the name, with other figures at its end"),
    "near handle": say("handles that differ little"),
    "other handle": say("different handles"),
    "words": say("rare words in both self-descriptions"),
    "other words": say("self-descriptions without a rare word in common"),
    "prior": say("two accounts at random are hardly ever one person"),
    "rival": say("another account of the same platform fits nearly as well"),
    "namesakes": say("several accounts of one platform bear this name"),
    "taken": say("the person has another account on this platform already"),
    "kind": say("one is a person, the other an organisation or service"),
    "organisation": say("one looks like an organisation"),
    "contradiction": say("strong identifiers point at two accounts of one platform"),
    "undone": say("it was joined automatically before, and that was taken back"),
    "chain": say("it would join people who do not fit each other"),
}
"""What a piece of evidence says, by its code."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence.

    Attributes
    ----------
    code : str
        Which, of `WORDS`.
    weight : float
        In bits: above 0 it speaks for one person, below 0 for two; 10 makes it a thousand times likelier.
    seen : str
        What it rests on, such as the name; empty where that must not be shown (an e-mail address).
    """

    code: str
    weight: float
    seen: str = ""

    @property
    def told(self) -> Message:
        """What it says."""
        return WORDS.get(self.code) or Message(self.code)


def written(pieces: Iterable[Piece]) -> str:
    """Write pieces as JSON."""
    return json.dumps([[one.code, round(one.weight, 2), one.seen] for one in pieces], ensure_ascii=False)


def read(text: str | None) -> tuple[Piece, ...]:
    """Read pieces written as JSON.

    Examples
    --------
    >>> read(written([Piece("mail", 20.0)]))
    (Piece(code='mail', weight=20.0, seen=''),)
    """
    return tuple(
        Piece(str(code), float(weight), str(seen)) for code, weight, seen in json.loads(text or "[]")
    )
