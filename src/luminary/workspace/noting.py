"""What users wrote down about a person: notes, and every decision with who made it and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from luminary.errors import AccessError, UnknownNameError, UsageError
from luminary.i18n import say
from luminary.report.text import clean
from luminary.workspace.rights import Role
from luminary.workspace.speakers import shown_text

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

LONGEST_NOTE = 4_000
"""Characters of a note."""
_WHY = 1_000


@dataclass(frozen=True, slots=True)
class Note:
    """A note about a person.

    Attributes
    ----------
    note : str
        Key.
    text : str or None
        As written, cleaned; None while the person is hidden from the reader.
    by : str
        Who wrote it.
    mine : bool
        True when the present reader may remove it.
    """

    note: str
    text: str | None
    by: str
    at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision about a person.

    Attributes
    ----------
    what : str
        kind, level or tier.
    value : str or None
        What was decided; None when the decision before was taken back.
    before : str or None
        What was decided before; None when nothing was.
    why : str or None
        The reason given; None while the person is hidden from the reader.
    holds : bool
        True when it is in force.
    """

    what: str
    value: str | None
    before: str | None
    by: str
    why: str | None
    at: datetime
    holds: bool


class Noting:
    """Notes and decisions about one person, who is asked for by key, by name or, when hidden, by number."""

    _workspace: Workspace

    def notes(self, person: str, limit: int = 100, skip: int = 0) -> list[Note]:
        """List the notes about a person, the newest first."""
        work = self._workspace
        key = work.people.asked(person)
        open_to_read = work.veil.may_name(key)
        found = work.ledger.newest("notes", by="at", limit=limit, skip=skip, person=work.persons.members(key))
        return [self._note(row, open_to_read) for row in found]

    def add_note(self, person: str, text: str) -> Note:
        """Keep a note about a person.

        Raises
        ------
        UsageError
            When the note is empty or longer than 4,000 characters.
        """
        work = self._workspace
        key = work.people.asked(person)
        if len(text) > LONGEST_NOTE:
            raise UsageError(
                say(
                    "the note has {text} characters; {longest_note} are the most: cut it, or write two",
                    text=len(text),
                    longest_note=LONGEST_NOTE,
                )
            )
        kept = shown_text(text)
        if not any(sign.isprintable() and not sign.isspace() for sign in kept):
            raise UsageError(say("the note is empty; write what the others should know"))
        row = {"note": uuid4().hex, "person": key, "text": kept, "by": work.actor, "at": work.ledger.now()}
        with work.ledger.together():
            work.ledger.put("notes", **row)
            work.audit.record("note.add", key, note=row["note"])
        return self._note(row, open_to_read=True)

    def remove_note(self, note: str) -> None:
        """Remove a note: one's own, or any as an owner.

        Raises
        ------
        UnknownNameError
            When there is no such note.
        AccessError
            When somebody else wrote it.
        """
        work = self._workspace
        with work.ledger.together():
            rows = work.ledger.rows("notes", note=note)
            if not rows:
                raise UnknownNameError(
                    say("no note has the key '{note}'; it may be removed already", note=clean(note, 80))
                )
            if not self._may_remove(rows[0]):
                raise AccessError(
                    say("'{rows}' wrote this note; only they or an owner may remove it", rows=rows[0]["by"])
                )
            work.ledger.remove("notes", note=note)
            work.audit.record("note.remove", rows[0]["person"], note=note, by=rows[0]["by"])

    def _note(self, row: Mapping[str, Any], open_to_read: bool) -> Note:
        text = shown_text(row["text"]) if open_to_read else None
        return Note(row["note"], text, clean(row["by"], 100), row["at"], self._may_remove(row))

    def _may_remove(self, row: Mapping[str, Any]) -> bool:
        """Tell whether the reader wrote a note or owns the workspace; who sits at the machine does."""
        work = self._workspace
        return work.reader is None or work.reader.role == Role.OWNER or row["by"] == work.actor

    def decisions(self, person: str) -> list[Decided]:
        """List every decision about a person that was made or taken back, the newest first."""
        work = self._workspace
        key = work.people.asked(person)
        open_to_read = work.veil.may_name(key)
        holding = {what: row for (_, what), row in decided(work, key).items()}
        log = work.ledger.newest("decision_log", by="at", limit=1_000, person=work.persons.members(key))
        found = []
        for row in log:
            holds = row["what"] in holding and holding[row["what"]]["value"] == row["value"]
            if holds:
                del holding[row["what"]]
            found.append(_decided(row, row["by"], holds, open_to_read))
        older = [_decided(row, row["decided_by"], True, open_to_read) for row in holding.values()]
        return sorted([*found, *older], key=lambda one: one.at, reverse=True)


def decided(
    work: Workspace, person: str | None = None, **equals: str
) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Give the decision in force for each person and kind of decision, of one person or of all.

    What was decided about somebody before she was found to be the same as another is hers still; where both
    were decided about, the newest decision counts.
    """
    members: dict[str, Any] = {} if person is None else {"person": work.persons.members(person)}
    rows = sorted(
        work.ledger.rows("decisions", **members, **equals), key=lambda row: (row["at"], row["person"])
    )
    mains = work.persons.mains(str(row["person"]) for row in rows)
    return {(mains[str(row["person"])], str(row["what"])): row for row in rows}


def _decided(row: Mapping[str, Any], by: str | None, holds: bool, open_to_read: bool) -> Decided:
    return Decided(
        what=row["what"],
        value=row["value"],
        before=row.get("before"),
        by=clean(by or "", 100),
        why=clean(row["why"] or "", _WHY) if open_to_read else None,
        at=row["at"],
        holds=holds,
    )
