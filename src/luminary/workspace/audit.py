"""Who did what in this workspace: written in the name of who acts, read as far as the reader may."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from getpass import getuser
from typing import TYPE_CHECKING, Any

from luminary.privacy import Audit, AuditCheck, Because, Entry

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_OF_PEOPLE = ("person.", "shortlist.", "note.", "comment.")
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

        From then on those of `people`, who stand in it with name and figures, must be told.
        """
        self._workspace.duties.begin(people, Because.EXPORTED)
        return self.record(f"{what}.export", about, rows=rows, **detail)

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
        return self._veiled(self._log.entries(limit, skip, action=action, who=who, about=about))

    def _veiled(self, found: list[Entry]) -> list[Entry]:
        veil = self._workspace.veil
        if not veil.is_drawn:
            return found
        hidden = veil.hides([str(one.about) for one in found if _of_people(one)])
        return [_hidden(one, hidden) if _of_people(one) else one for one in found]

    def count(self, *, action: str | None = None, who: str | None = None, about: str | None = None) -> int:
        """Count what `entries` would list."""
        return self._log.count(action=action, who=who, about=about)

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
