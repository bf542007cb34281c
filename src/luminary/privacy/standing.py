"""Who is left out of results now, and why: people who objected, and whoever else a rule keeps out.

Every reason registers itself with `register`; boards, exports, pictures and lists of contacts ask `left_out`.
Keys may be those of persons or of accounts: who links accounts to persons finds the person behind each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from luminary.i18n import Message
from luminary.store import Ledger


class Use(StrEnum):
    """What is done with people: put in an order, handed over in a file, written to."""

    RANKING = "ranking"
    EXPORT = "export"
    CONTACT = "contact"


EVERY_USE = frozenset(Use)

Keys: TypeAlias = Callable[[Ledger, date], Iterable[str]]
"""Gives the keys of the people whom a reason leaves out on a day."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people are left out.

    Parameters
    ----------
    name : str
        As programs write it.
    keys : callable
        Gives the keys of the people, of persons or of accounts.
    told : callable
        Says how many are left out and why, never whom.
    uses : frozenset of Use
        What they are left out of.
    """

    name: str
    keys: Keys
    told: Callable[[int], Message]
    uses: frozenset[Use] = EVERY_USE


_REASONS: dict[str, Reason] = {}


def register(reason: Reason) -> Reason:
    """Let a reason count from now on; one of the same name takes its place."""
    _REASONS[reason.name] = reason
    return reason


def reasons() -> tuple[Reason, ...]:
    """List the reasons, in the order in which they come first for somebody who has several."""
    return tuple(_REASONS.values())


def left_out(ledger: Ledger, today: date, use: Use = Use.RANKING) -> Mapping[str, Reason]:
    """Give everybody who is left out of a use, by key, each with the first reason that holds.

    Parameters
    ----------
    ledger : Ledger
        What is on record.
    today : date
        The day on which it is asked.
    use : Use
        What is to be done with people.
    """
    found: dict[str, Reason] = {}
    for reason in reasons():
        if use in reason.uses:
            for key in reason.keys(ledger, today):
                found.setdefault(key, reason)
    return found
