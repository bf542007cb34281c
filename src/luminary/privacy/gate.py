"""What a profile lets out about a person."""

from __future__ import annotations

from datetime import date

from luminary.errors import WithheldError
from luminary.i18n import Message, say
from luminary.privacy.documents import locked
from luminary.privacy.persons import Persons
from luminary.privacy.profiles import forbidden_basis
from luminary.privacy.purpose import Purpose, read_purpose
from luminary.store import Ledger


class Gate:
    """Stands between results about people and whoever asks for them.

    Parameters
    ----------
    ledger : Ledger
        Holds the purpose and the agreements.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        read_purpose(ledger)  # a workspace without purpose is refused at once

    @property
    def purpose(self) -> Purpose:
        """The purpose on record now; another program may have changed it."""
        return read_purpose(self._ledger)

    def check(self) -> Message:
        """Let a result about people out, with the sentence it must carry.

        Raises
        ------
        WithheldError
            When the purpose has ended, its basis is not open to the profile, or a document is missing that
            the profile asks for before single people are looked at.
        """
        told = self.check_purpose()
        if (stopped := locked(self._ledger, self.purpose.profile)) is not None:
            raise WithheldError(stopped)
        return told

    def check_purpose(self) -> Message:
        """Let data in, with the sentence that says what for.

        Raises
        ------
        WithheldError
            When the purpose has ended, or its basis is not open to the profile.
        """
        today, purpose = date.today(), self.purpose
        if purpose.has_ended(today):
            raise WithheldError(
                say(
                    "the purpose of this workspace ended on {until}; results about people are withheld "
                    "until an owner records a new end date, under Settings or with `luminary init`",
                    until=purpose.until,
                )
            )
        if (told := forbidden_basis(purpose.profile, purpose.basis)) is not None:
            raise WithheldError(
                say("{told}; results about people are withheld until an owner records one", told=told)
            )
        return purpose.note(today)

    def agree(self, person: str, recorded_by: str) -> None:
        """Record that a person agreed to be shown by name."""
        now = self._ledger.now()
        Persons(self._ledger).record("agreements", person, recorded_by=recorded_by, at=now)

    def withdraw_agreement(self, person: str) -> None:
        """Take an agreement back: from now on the person is not shown by name."""
        self._ledger.remove("agreements", person=Persons(self._ledger).members(person))

    def shows_names(self) -> bool:
        """Tell whether people are shown by name without having agreed."""
        return self.purpose.profile != "employer"

    def agreed(self) -> frozenset[str]:
        """List the persons who agreed: of one with several accounts, who agreed for all of them."""
        return Persons(self._ledger).holding(self._ledger.rows("agreements"))

    def may_name(self, person: str) -> bool:
        """Tell whether a person may be shown by name."""
        return self.shows_names() or person in self.agreed()
