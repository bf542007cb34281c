"""What the present reader may know of who people are."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from luminary.errors import AccessError, UsageError, WithheldError
from luminary.i18n import Message, say, say_count
from luminary.privacy.gate import Gate
from luminary.privacy.persons import Persons
from luminary.store import Ledger

_ALIAS = re.compile(r"OL-(\d{4,18})")
_LEAST = 10_000
_LONGEST_REASON = 1_000


class Veil:
    """Stands between a reader and the names of people.

    It is drawn when the profile of the workspace withholds names until people agree (see `Gate`), or when the
    reader does not see names. Then whoever is hidden is shown under a number (``OL-0042``): the same one to
    every reader, drawn by chance, so that it tells nothing about the person and cannot be computed from the
    key. Of a hidden person neither name nor key, account, handle, link or own words may be shown.

    Parameters
    ----------
    ledger : Ledger
        Holds numbers and reveals.
    gate : Gate
        What the profile lets out.
    reader : str or None
        Key of a member who does not see names; None for everybody else.
    """

    def __init__(self, ledger: Ledger, gate: Gate, reader: str | None = None) -> None:
        self._ledger = ledger
        self._gate = gate
        self._persons = Persons(ledger)
        self.reader = reader

    @property
    def is_drawn(self) -> bool:
        """True when some names are hidden."""
        return self.reader is not None or not self._gate.shows_names()

    def named(self) -> frozenset[str]:
        """List who may be named although the veil is drawn."""
        if self.reader is None:
            return self._gate.agreed()
        revealed = self._persons.holding(self._ledger.rows("reveals", member=self.reader))
        return revealed if self._gate.shows_names() else revealed & self._gate.agreed()

    def may_name(self, person: str) -> bool:
        """Tell whether a person may be shown by name."""
        return not self.is_drawn or person in self.named()

    def hides(self, people: Sequence[str]) -> dict[str, str]:
        """Give, of these people, those who are hidden, each with what is shown instead."""
        if not self.is_drawn:
            return {}
        named = self.named()
        return self.aliases([one for one in people if one not in named])

    def alias(self, person: str) -> str:
        """Give the number of a person, as it is shown."""
        return self.aliases([person])[person]

    def aliases(self, people: Sequence[str]) -> dict[str, str]:
        """Give the numbers of several people; who has none yet gets one."""
        mains = self._persons.mains(people)
        asked = list(dict.fromkeys(mains.values()))
        found = self._numbers(asked)
        if len(found) < len(asked):
            with self._ledger.together():
                self._draw([one for one in asked if one not in found])
                found = self._numbers(asked)
        return {person: f"OL-{found[main]:04d}" for person, main in mains.items()}

    def _numbers(self, people: Sequence[str]) -> dict[str, int]:
        rows = self._ledger.among("aliases", "person", list(dict.fromkeys(people)))
        return {str(row["person"]): int(row["number"]) for row in rows}

    def _draw(self, people: list[str]) -> None:
        """Draw numbers until everybody has one of their own; at least nine of ten numbers stay free."""
        waiting = people
        while waiting:
            wanted = 10 * (self._ledger.count("aliases") + len(waiting))
            most = max(_LEAST, 10 ** len(str(wanted - 1)))
            rows = [{"person": one, "number": 1 + secrets.randbelow(most - 1)} for one in waiting]
            self._ledger.add_all("aliases", rows)
            given = self._numbers(waiting)
            waiting = [one for one in waiting if one not in given]

    def person_of(self, text: str) -> str | None:
        """Give the key of the person with a number; None when it is no number, or nobody's."""
        written = _ALIAS.fullmatch(text.strip().upper())
        rows = self._ledger.rows("aliases", number=int(written[1])) if written else []
        return self._persons.main(str(rows[0]["person"])) if rows else None

    def reveal(self, person: str, why: str) -> str:
        """Let this reader see who one person is, from now on, for a reason that is kept; gives the reason.

        Raises
        ------
        AccessError
            When this reader sees names anyway.
        WithheldError
            When the profile withholds the name until the person agrees.
        UsageError
            When no reason is given.
        """
        if self.reader is None:
            raise AccessError(say("revealing is for readers who do not see names"))
        if not self._gate.may_name(person):
            raise WithheldError(
                say(
                    "this person did not agree to be shown by name; under the profile 'employer' no reason "
                    "replaces that"
                )
            )
        reason = " ".join(why.replace("\x00", "").split())[:_LONGEST_REASON]
        if not reason:
            raise UsageError(say("give the reason why you need to know who this is; it is kept in the log"))
        now = self._ledger.now()
        self._persons.record("reveals", person, member=self.reader, why=reason, at=now)
        return reason

    def told(self, hidden: int) -> Message:
        """Say how many names a list withholds, and what would show them."""
        if not self._gate.shows_names():
            return say(
                "{hidden} names are withheld: under the profile 'employer' a colleague is named after "
                "agreeing (luminary person agree PERSON)",
                hidden=hidden,
            )
        return say_count(
            "{n} name is withheld: your role sees numbers; a name is revealed for a reason",
            "{n} names are withheld: your role sees numbers; a name is revealed for a reason",
            hidden,
        )
