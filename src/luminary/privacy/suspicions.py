"""People who may be minors: left out of every result until somebody has looked.

What was found is kept as a kind of sign ("an age below 18 is stated"), never as the words. A human clears the
person or confirms; both with a name and a reason. Who was cleared is not suspected again for the same sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import Message, say, say_count
from luminary.privacy.persons import Persons
from luminary.privacy.standing import EVERY_USE, Reason, register
from luminary.store import Ledger

MINOR = "minor_suspected"
_SHOWN = "sensitive_shown"
STATES: Mapping[str, Message] = {
    "open": say("nobody has looked yet"),
    "confirmed": say("confirmed: stays left out"),
    "cleared": say("cleared: is no minor"),
}
"""Where the review of a person stands."""
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A person who may be a minor.

    Attributes
    ----------
    person : str
        Key.
    sign : str
        What kind of sign was found.
    state : str
        One of `STATES`.
    decided_by, why : str or None
        Who looked, and the reason given.
    at : datetime
        When it was found or decided.
    """

    person: str
    sign: str
    state: str
    decided_by: str | None
    why: str | None
    at: datetime


class Suspicions:
    """The list for review.

    Parameters
    ----------
    ledger : Ledger
        Where it is kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, found: Mapping[str, str]) -> int:
        """Put people on the list, each with the kind of sign; gives how many are new."""
        rows = self._ledger.among("suspicions", "person", list(found))
        known = {row["person"] for row in rows if row["what"] == MINOR}
        now = self._ledger.now()
        new = [
            {"person": person, "what": MINOR, "sign": sign, "state": "open", "at": now}
            for person, sign in found.items()
            if person not in known
        ]
        self._ledger.add_all("suspicions", new)
        return len(new)

    def list(self, state: str | None = None) -> list[Suspicion]:
        """List who is or was suspected, the newest first.

        Raises
        ------
        UnknownNameError
            When there is no such state.
        """
        if state is not None and state not in STATES:
            raise UnknownNameError.of("state", state, STATES)
        rows = self._ledger.rows("suspicions", what=MINOR, **({"state": state} if state else {}))
        found = [
            Suspicion(row["person"], row["sign"], row["state"], row["decided_by"], row["why"], row["at"])
            for row in rows
        ]
        return sorted(found, key=lambda one: (one.at, one.person), reverse=True)

    def decide(self, person: str, state: str, by: str, why: str) -> None:
        """Clear a person, or confirm that she is a minor.

        Raises
        ------
        UnknownNameError
            When the state is not known, or the person not on the list.
        UsageError
            When no reason is given.
        """
        if state not in STATES or state == "open":
            raise UnknownNameError.of("state", state, [one for one in STATES if one != "open"])
        reason = _reason(why)
        changed = self._ledger.change(
            "suspicions",
            {"person": Persons(self._ledger).members(person), "what": MINOR},
            state=state,
            decided_by=by,
            why=reason,
            at=self._ledger.now(),
        )
        if not changed:
            raise UnknownNameError(say("'{person}' is not on the list for review", person=person))


class Shown:
    """Whose statements about health, faith, politics, union or sexual life may stand beside her name.

    By default nobody's. Somebody decides otherwise for one person, by name and for a reason.

    Parameters
    ----------
    ledger : Ledger
        Where it is kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def allow(self, person: str, by: str, why: str) -> str:
        """Let what a person states of herself be shown; gives the reason as it is kept.

        Raises
        ------
        UsageError
            When no reason is given.
        """
        values = {"sign": "override", "state": "cleared", "decided_by": by, "why": _reason(why)}
        self._ledger.put("suspicions", person=person, what=_SHOWN, at=self._ledger.now(), **values)
        return values["why"]

    def forbid(self, person: str) -> bool:
        """Take that back; gives whether it was allowed."""
        keys = Persons(self._ledger).members(person)
        return bool(self._ledger.remove("suspicions", person=keys, what=_SHOWN))

    def people(self) -> frozenset[str]:
        """List those whose statements are shown."""
        return frozenset(str(row["person"]) for row in self._ledger.rows("suspicions", what=_SHOWN))


def _reason(why: str) -> str:
    reason = " ".join(why.replace("\x00", "").split())[:_LONGEST]
    if not reason:
        raise UsageError(say("give the reason; it is kept with your name"))
    return reason


def _suspected(ledger: Ledger, _today: date) -> Iterable[str]:
    return [str(row["person"]) for row in ledger.rows("suspicions", what=MINOR) if row["state"] != "cleared"]


def _told(people: int) -> Message:
    return say_count(
        "{n} person may be a minor and is left out until somebody has looked (luminary privacy review)",
        "{n} people may be minors and are left out until somebody has looked (luminary privacy review)",
        people,
    )


SUSPECTED = register(Reason("minor suspected", _suspected, _told, EVERY_USE))
