"""Who did what in this workspace: written in the name of who acts, read as far as the reader may."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from getpass import getuser
from typing import TYPE_CHECKING, Any

from luminary.privacy import Audit, AuditCheck, Because, Entry

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_OF_PEOPLE = ("person.", "shortlist.", "note.", "comment.", "identity.")
"""Actions done to a person, whose key may hold a name."""


def operator() -> str:
    """Name who sits at the machine, as the log does; a container may have no name for them."""
    try:
        return f"cli:{getuser()}"
    except (OSError, KeyError):
        return f"cli:{os.getuid()}" if hasattr(os, "getuid") else "cli:unknown"


class AuditLog:
    """The log of a workspace; see `luminary.privacy.Audit`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._log = Audit(workspace.ledger)

    def record(self, action: str, about: str | None = None, /, **detail: Any) -> int:
        """Write one row in the name of who acts, in the transaction that is open; gives its number."""
        return self._log.record(self._workspace.actor, action, about, **detail)

    def exported(
        self, what: str, rows: int, *, about: str | None = None, people: Iterable[str] = (), **detail: Any
    ) -> int:
        """Note that a result about people left the workspace: what, how many rows, in which form.

        From then on those of `people`, who stand in it with name and figures, must be told; a number in the
        place of a name tells of nobody.
        """
        number_of = self._workspace.veil.person_of
        named = sorted(one for one in set(people) if number_of(one) is None)
        self._workspace.duties.begin(named, Because.EXPORTED)
        with self._workspace.ledger.together():
            number = self.record(f"{what}.export", about, rows=rows, **detail)
            self.disclosed(number, what, named)
        return number

    def disclosed(self, number: int, what: str, people: Iterable[str]) -> None:
        """Keep who stood by name in something that left: each of them may ask who got it.

        Parameters
        ----------
        number : int
            Row of the log that tells of it.
        what : str
            What left.
        people : iterable of str
            Keys of the people.
        """
        named, ledger = sorted(set(people)), self._workspace.ledger
        if named:
            ledger.put("disclosures", number=number, what=what, people=json.dumps(named), at=ledger.now())

    def entries(
        self,
        limit: int = 100,
        skip: int = 0,
        *,
        action: str | None = None,
        who: str | None = None,
        about: str | None = None,
    ) -> list[Entry]:
        """List rows, the newest first, of one action, one person who did it, or one key.

        People whose names are withheld appear under their numbers, and what was noted about them is left out.
        """
        found = self._log.entries(limit, skip, action=action, who=who, about=self._keys(about))
        return self._veiled(found)

    def _keys(self, about: str | None) -> tuple[str, ...] | None:
        """List the keys under which a row may be about somebody."""
        return None if about is None else self._workspace.persons.members(about)

    def _veiled(self, found: list[Entry]) -> list[Entry]:
        veil = self._workspace.veil
        if not veil.is_drawn:
            return found
        hidden = veil.hides([str(one.about) for one in found if _of_people(one)])
        return [_hidden(one, hidden) if _of_people(one) else one for one in found]

    def count(self, *, action: str | None = None, who: str | None = None, about: str | None = None) -> int:
        """Count what `entries` would list."""
        return self._log.count(action=action, who=who, about=self._keys(about))

    def actions(self) -> Sequence[str]:
        """List the actions that occur."""
        return self._log.actions()

    def actors(self) -> Sequence[str]:
        """List who did something."""
        return self._log.actors()

    def verify(self) -> AuditCheck:
        """Go through all seals, and note that it was done."""
        check = self._log.verify()
        self.record("audit.verify", intact=check.intact, rows=check.rows, broken=check.broken)
        return check


def _of_people(entry: Entry) -> bool:
    """Tell whether a row is about a person; keys of lists and notes have no colon."""
    return entry.action.startswith(_OF_PEOPLE) and entry.about is not None and ":" in entry.about


def _hidden(entry: Entry, hidden: dict[str, str]) -> Entry:
    if entry.about is None or entry.about not in hidden:
        return entry
    return replace(entry, about=hidden[entry.about], detail={})
