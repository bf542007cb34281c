"""What can be seen of who is one person: the queue, what joins accounts, the history of decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from luminary.collect.linking import Piece
from luminary.collect.linking.evidence import read
from luminary.i18n import Message, say
from luminary.report.text import clean

Row: TypeAlias = Mapping[str, Any]
WHATS = {
    "linked": say("joined automatically"),
    "merged": say("joined"),
    "accepted": say("accepted as one person"),
    "rejected": say("said to be different people"),
    "split": say("parted"),
    "retracted": say("no longer joined, as the evidence is gone"),
    "undone": say("taken back"),
}
"""What was done to a pair, as the reader reads it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence that two accounts are one person's, or are not.

    Attributes
    ----------
    code : str
        Which kind, as programs know it.
    told : Message
        What it says.
    weight : float
        In bits; above 0 for one person, below 0 against. 10 makes it about a thousand times likelier.
    seen : str
        What it rests on; empty where that is not shown.
    """

    code: str
    told: Message
    weight: float
    seen: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two who may be one person.

    Attributes
    ----------
    key : str
        Key of the person as this platform alone shows her.
    person : str
        Key of the person she is taken for now.
    """

    key: str
    person: str
    name: str
    platform: str
    handle: str | None
    bio: str | None
    url: str | None
    role: str | None
    followers: float | None
    accounts: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two who may be one person: somebody is asked.

    Attributes
    ----------
    weight : float
        All evidence, in bits; 0 is even.
    conflict : bool
        True when strong identifiers contradict each other or the kind of account.
    """

    one: Side
    other: Side
    weight: float
    conflict: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Why two keys are taken for one person, or for two.

    Attributes
    ----------
    same : bool
        True when they are one person.
    how : str
        automatic or decided.
    """

    one: str
    other: str
    same: bool
    how: str
    weight: float | None
    evidence: tuple[Evidence, ...]
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Explained:
    """Why accounts are taken for one person's.

    Attributes
    ----------
    person : str
        Main key.
    keys : tuple of str
        Keys of the person as each platform alone shows her, the main one first.
    accounts : tuple of str
        All accounts.
    links : tuple of Link
        What joins the keys, and which others were said to be somebody else.
    """

    person: str
    name: str
    keys: tuple[str, ...]
    accounts: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of who is one person.

    Attributes
    ----------
    change : str
        Key.
    number : int
        Place in the history, from 1.
    people : tuple of str
        Whom it is about, as the reader may know them.
    undone : bool
        True when it was taken back.
    """

    change: str
    number: int
    what: str
    told: Message
    people: tuple[str, ...]
    names: tuple[str, ...]
    why: str
    by: str
    at: datetime
    undoes: int | None
    undone: bool


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a search for accounts of one person gave.

    Attributes
    ----------
    accounts : int
        Accounts that were compared.
    joined : int
        Pairs that were joined now.
    retracted : int
        Pairs joined automatically before whose evidence is gone.
    waiting, conflicts : int
        Pairs that somebody is asked about, and how many of them contradict each other.
    notes : tuple of Message
        What was left out, and why.
    """

    accounts: int
    joined: int
    retracted: int
    waiting: int
    conflicts: int
    notes: tuple[Message, ...] = field(default=())


def shown_evidence(text: str | None) -> tuple[Evidence, ...]:
    """Show evidence as it is kept, what speaks for one person first; all text in it is hostile."""
    return tuple(
        _shown(piece) for piece in sorted(read(text), key=lambda one: (-one.weight, one.code)) if piece.code
    )


def _shown(piece: Piece) -> Evidence:
    return Evidence(piece.code, piece.told, piece.weight, clean(piece.seen, 120))


def link_of(row: Row) -> Link:
    """Show a decision about a pair."""
    return Link(
        one=row["one"],
        other=row["other"],
        same=row["verdict"] == "same",
        how=row["how"],
        weight=row["weight"],
        evidence=shown_evidence(row["evidence"]),
        why=clean(row["why"] or "", 1_000),
        by=clean(row["by"], 100),
        at=row["at"],
    )


def pairs_in(row: Row) -> list[dict[str, Any]]:
    """Read which pairs a change touched, with what stood there before and after."""
    found: list[dict[str, Any]] = json.loads(row["pairs"])
    return found
