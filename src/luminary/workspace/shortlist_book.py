"""The rows behind the shortlists: read, changed, and written into the history in one stroke.

All that changes must be called inside one `Book.stroke`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from luminary.errors import (
    AccessError,
    ConflictError,
    LuminaryError,
    UnknownNameError,
    UsageError,
    WithheldError,
)
from luminary.i18n import Listing, Message, say
from luminary.privacy import Because, Use
from luminary.workspace.history import (
    OF_LIST,
    OF_PERSON,
    STAGES,
    Change,
    Row,
    opposite,
    people_of,
    standing_on,
    tell,
    undone_changes,
)
from luminary.workspace.shortlist import kept_row, written
from luminary.workspace.speakers import Speaker, speakers

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


IN_TOUCH = frozenset({"contacted", "agreed"})
"""Stages at which a person was written to, and so has to know."""


class _UntoldError(Exception):
    """Something is refused; how to say it is found out after the transaction.

    Names come from the lake, and nobody may wait for the lake while others wait for the ledger.
    """

    def __init__(self, told: Callable[[], LuminaryError]) -> None:
        super().__init__()
        self.told = told


class Book:
    """Rows of all shortlists of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @contextmanager
    def stroke(self) -> Iterator[None]:
        """Let all that is read and changed inside count at once, or not at all.

        Raises
        ------
        LuminaryError
            What was refused inside.
        """
        try:
            with self._workspace.ledger.together():
                yield
        except _UntoldError as refused:
            raise refused.told() from None

    def list_row(self, shortlist: str) -> Row:
        """Give the row of a list.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        rows = self._workspace.ledger.rows("shortlists", shortlist=shortlist)
        if not rows:
            raise UnknownNameError(say("there is no such shortlist; look at the list of all shortlists"))
        return rows[0]

    def person_row(self, shortlist: str, person: str) -> Row:
        """Give the row of a person on a list; refuses when the person is not on it."""
        rows = self._rows_of(shortlist, person)
        if not rows:
            raise _UntoldError(lambda: self._absent(person))
        return rows[0]

    def _rows_of(self, shortlist: str, person: str) -> list[Row]:
        """List the rows of a person on a list, the one that counts first.

        There are several when two on the list were found to be one; the one changed last counts.
        """
        work = self._workspace
        members = work.persons.members(person)
        rows = work.ledger.rows("shortlisted", shortlist=shortlist, person=members)
        return sorted(rows, key=lambda row: int(row["version"]), reverse=True)

    def as_shown(self, rows: Sequence[Row]) -> list[Row]:
        """Leave one row of each person, the one that counts, of rows of one list or several."""
        mains = self._workspace.persons.mains(str(row["person"]) for row in rows)
        newest = sorted(rows, key=lambda row: int(row["version"]))
        return list({(row["shortlist"], mains[str(row["person"])]): row for row in newest}.values())

    def _absent(self, person: str) -> UnknownNameError:
        name = self.shown([person])[person].name
        return UnknownNameError(say("{name} is not on this list, or was taken off it", name=name))

    def history(self, shortlist: str) -> list[Row]:
        """List the changes of a list, the oldest first."""
        rows = self._workspace.ledger.rows("shortlist_history", shortlist=shortlist)
        return sorted(rows, key=lambda row: int(row["number"]))

    def next_number(self, shortlist: str) -> int:
        """Give the number of the next change; the rows it touches have it as their version."""
        last = self._workspace.ledger.newest("shortlist_history", by="number", limit=1, shortlist=shortlist)
        return 1 + (int(last[0]["number"]) if last else 0)

    def note(
        self,
        shortlist: str,
        what: str,
        person: str | None,
        before: object,
        after: object,
        undoes: str | None = None,
    ) -> Row:
        """Write a change into the history, and into the log of everything."""
        work = self._workspace
        row = {
            "change": uuid4().hex,
            "shortlist": shortlist,
            "number": self.next_number(shortlist),
            "person": person,
            "what": what,
            "before": written(before),
            "after": written(after),
            "by": work.actor,
            "at": work.ledger.now(),
            "undoes": undoes,
        }
        work.ledger.put("shortlist_history", **row)
        action = f"shortlist.{'undo' if undoes else what}"
        work.audit.record(action, person or shortlist, list=shortlist, what=what, number=row["number"])
        return row

    def put(self, shortlist: str, person: str) -> Row:
        """Put a person on a list, at the first stage."""
        ledger = self._workspace.ledger
        row = {
            "shortlist": shortlist,
            "person": person,
            "stage": next(iter(STAGES)),
            "owner": None,
            "version": self.next_number(shortlist),
            "added_by": self._workspace.actor,
            "added": ledger.now(),
        }
        ledger.put("shortlisted", **row)
        self._workspace.duties.begin([person], Because.SHORTLISTED)
        return self.note(shortlist, "added", person, None, kept_row(row))

    def take_off(self, shortlist: str, person: str, version: int) -> Row | None:
        """Take a person off a list; None when nobody is there."""
        ledger = self._workspace.ledger
        rows = self._rows_of(shortlist, person)
        if not rows:
            return None
        self._check(shortlist, rows[0]["person"], int(rows[0]["version"]), version)
        made = None
        for row in reversed(rows):  # the one that counts is the last to go, and the one that is told
            ledger.remove("shortlisted", shortlist=shortlist, person=row["person"])
            made = self.note(shortlist, "removed", row["person"], kept_row(row), None)
        return made

    def change(
        self, shortlist: str, person: str | None, what: str, value: object, version: int
    ) -> Row | None:
        """Change one column of a row of which the author saw a version; None when it is so already."""
        row = self.list_row(shortlist)
        if person is not None:
            row = self.person_row(shortlist, person)
            person = row["person"]
        if person is not None and what == "stage":
            self._check_human()
        before = bool(row[what]) if what == "archived" else row[what]
        if before == value:
            return None
        self._check(shortlist, person, int(row["version"]), version)
        self._set(shortlist, person, what, value)
        if person is not None and what == "stage" and value in IN_TOUCH:
            self._workspace.duties.begin([person], Because.CONTACTED)
        return self.note(shortlist, what, person, before, value)

    def check_contact(self, people: Iterable[str]) -> None:
        """Refuse to work with people who may not be contacted.

        Raises
        ------
        WithheldError
            Says for how many this holds and why, never for whom.
        """
        told = self._workspace.standing.left_out(Use.CONTACT).told(people)
        if told:
            raise WithheldError(
                say(
                    "nothing was changed, as not everybody may be contacted: {told}", told=Listing(told, "; ")
                )
            )

    def _check_human(self) -> None:
        """Refuse to let a program alone move a person on (article 22 of the GDPR)."""
        if self._workspace.unattended:
            raise AccessError(
                say("how far the work with a person is, somebody decides by name; no program does so alone")
            )

    def _set(self, shortlist: str, person: str | None, what: str, value: object) -> None:
        table = "shortlists" if person is None else "shortlisted"
        where = {"shortlist": shortlist} | ({} if person is None else {"person": person})
        values = {what: value, "version": self.next_number(shortlist)}
        self._workspace.ledger.change(table, where, **values)

    def _check(self, shortlist: str, person: str | None, version: int, seen: int) -> None:
        """Refuse a change by somebody who did not see the newest version of a row.

        The version of a row is the number of its last change: those with larger ones came since.
        """
        if version == seen:
            return
        whats = OF_LIST if person is None else OF_PERSON
        since = [
            row
            for row in self.history(shortlist)
            if row["number"] > seen and row["person"] == person and row["what"] in whats
        ]
        raise _UntoldError(lambda: self._changed_since(since))

    def _changed_since(self, since: Sequence[Row]) -> ConflictError:
        theirs = self.told(since)
        last = theirs[-1] if theirs else say("the version named has never been")
        told = say(
            "nothing was changed, as this is no longer as you saw it: {last}; look again, then decide",
            last=last,
        )
        return ConflictError(told, theirs)

    def undo(self, shortlist: str, change: str) -> Row:
        """Take back one change on which nothing later stands."""
        rows = self.history(shortlist)
        found = next((row for row in rows if row["change"] == change), None)
        if found is None:
            raise UnknownNameError(say("this list has no such change; look at its history"))
        self._check_undo(rows, found)
        return self._take_back(shortlist, found)

    def _check_undo(self, rows: Sequence[Row], found: Row) -> None:
        if found["what"] == "made":
            raise UsageError(say("that the list was made cannot be taken back; put the list away instead"))
        if found["change"] in undone_changes(rows):
            raise UsageError(say("change {number} is taken back already", number=found["number"]))
        if later := standing_on(rows, found):
            raise _UntoldError(lambda: self._stood_on(found, later))

    def _stood_on(self, found: Row, later: Sequence[Row]) -> ConflictError:
        theirs = self.told(later)
        told = say(
            "change {number} cannot be taken back alone, as a later one stands on it: {theirs}; "
            "take that back first",
            number=found["number"],
            theirs=theirs[-1],
        )
        return ConflictError(told, theirs)

    def _take_back(self, shortlist: str, found: Row) -> Row:
        """Put what a change touched to what it was before."""
        what, person = found["what"], found["person"]
        before, after = (json.loads(found[side] or "null") for side in ("before", "after"))
        if what in ("added", "removed"):
            where = {"shortlist": shortlist, "person": person}
            version = {"version": self.next_number(shortlist)}
            self._put_back("shortlisted", where, before, "added", version)
        elif what == "comment":
            self._put_back("comments", {"comment": (before or after)["comment"]}, before, "at", {})
        else:
            self._set(shortlist, person, what, before)
        return self.note(shortlist, opposite(found), person, after, before, undoes=found["change"])

    def _put_back(
        self, table: str, where: Mapping[str, str], row: Any, moment: str, more: Mapping[str, int]
    ) -> None:
        """Make a row as it was, or remove it where there was none."""
        if row is None:
            self._workspace.ledger.remove(table, **where)
        else:
            at = {moment: datetime.fromisoformat(row[moment])}
            self._workspace.ledger.put(table, **(row | at | dict(more) | dict(where)))

    def shown(self, people: Sequence[str]) -> dict[str, Speaker]:
        """Tell who people are, as far as the reader may know."""
        if not people:
            return {}
        self._workspace.people.link()
        return speakers(self._workspace, people)

    def members(self) -> dict[str, str]:
        """Give the name of each member by key."""
        return {str(row["member"]): str(row["name"]) for row in self._workspace.ledger.rows("members")}

    def changes(self, shortlist: str, rows: Sequence[Row]) -> tuple[Change, ...]:
        """Show changes as the reader may know them."""
        everything, members, shown = self.history(shortlist), self.members(), self.shown(people_of(rows))
        undone, number = undone_changes(everything), {row["change"]: row["number"] for row in everything}
        found = []
        for row in rows:
            one, taken = shown.get(row["person"]), number.get(row["undoes"])
            is_undone = row["change"] in undone
            change = Change(
                change=row["change"],
                number=row["number"],
                person=one.person if one else None,
                name=one.name if one else None,
                what=row["what"],
                by=row["by"],
                at=row["at"],
                told=tell(row, one.name if one else None, taken, members),
                undoes=taken,
                undone=is_undone,
                can_undo=not is_undone and row["what"] != "made" and not standing_on(everything, row),
            )
            found.append(change)
        return tuple(found)

    def told(self, changes: Iterable[Row]) -> list[Message]:
        """Say who changed what, and when."""
        rows = list(changes)
        shown, members = self.shown(people_of(rows)), self.members()
        names = [shown[row["person"]].name if row["person"] else None for row in rows]
        return [
            say(
                "{who} {told} ({at} UTC)",
                who=row["by"],
                told=tell(row, name, None, members),
                at=f"{row['at']:%Y-%m-%d %H:%M}",
            )
            for row, name in zip(rows, names, strict=True)
        ]
