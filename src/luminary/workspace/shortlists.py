"""Shortlists: people somebody considers working with, kept by several members at once.

Every change names the version of the row that its author saw. When somebody else changed the same row
meanwhile, nothing is changed and the author is told what happened. Changes of different people on one list do
not disturb each other. Each change is one row of the history, and can be taken back alone.
"""

from __future__ import annotations

import builtins
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import Listing, say
from luminary.privacy import Use
from luminary.workspace.history import STAGES, Change, Row, people_of
from luminary.workspace.shortlist import (
    LONGEST_ABOUT,
    LONGEST_COMMENT,
    LONGEST_NAME,
    Comment,
    Shortlist,
    listed,
    one_line,
)
from luminary.workspace.shortlist_book import IN_TOUCH, Book
from luminary.workspace.speakers import shown_text

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

MOST_AT_ONCE = 1_000
"""People who are put on a list in one call."""


class Shortlists:
    """Shortlists, who is on them, comments and history.

    A person is asked for by key, by number where hidden, or by name. A change that names a version raises
    `ConflictError` when somebody else changed the same row since, and `UnknownNameError` when the list or the
    person on it is not there.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._book = Book(workspace)

    def add(self, name: str, about: str = "") -> Shortlist:
        """Make an empty list; whoever makes it owns it.

        Raises
        ------
        UsageError
            When the name is empty, or a text too long.
        """
        work, key = self._workspace, uuid4().hex[:12]
        named, told = one_line(name, "name", LONGEST_NAME), one_line(about, "description", LONGEST_ABOUT)
        with self._book.stroke():
            work.ledger.put(
                "shortlists",
                shortlist=key,
                name=named,
                about=told,
                owner=work.reader.member if work.reader else None,
                archived=False,
                version=1,
                made_by=work.actor,
                made=work.ledger.now(),
            )
            self._book.note(key, "made", None, None, named)
        return self.get(key)

    def list(self, archived: bool = False) -> builtins.list[Shortlist]:
        """List the shortlists in use, or those put away, by name, without their people."""
        ledger = self._workspace.ledger
        rows = ledger.rows("shortlists", archived=archived)
        stages: dict[str, builtins.list[str]] = {}
        put = ledger.among("shortlisted", "shortlist", [row["shortlist"] for row in rows])
        for row in self._book.as_shown(put):
            stages.setdefault(row["shortlist"], []).append(row["stage"])
        members = self._book.members()
        found = [
            _overview(row, stages.get(row["shortlist"], []), members, self._said(row["shortlist"])[None])
            for row in rows
        ]
        return sorted(found, key=lambda one: (one.name.casefold(), one.shortlist))

    def get(self, shortlist: str, *, leaves: bool = False) -> Shortlist:
        """Give a list with its people.

        Parameters
        ----------
        shortlist : str
            Key.
        leaves : bool, default False
            Whether it leaves the workspace: then without who is left out of files, and the log tells of it.

        Raises
        ------
        UnknownNameError
            When there is no such list.
        WithheldError
            When the purpose of the workspace has ended.
        """
        work = self._workspace
        work.gate.check()
        ledger = work.ledger
        with self._book.stroke():  # the list and its people as of one moment
            row = self._book.list_row(shortlist)
            rows = self._book.as_shown(ledger.rows("shortlisted", shortlist=shortlist))
            said = self._said(shortlist)
        gone = work.standing.left_out(Use.EXPORT).people if leaves else {}
        rows = [one for one in rows if one["person"] not in gone]
        members, shown = self._book.members(), self._book.shown([one["person"] for one in rows])
        mains = work.persons.mains(one["person"] for one in rows)
        people = [listed(one, shown[one["person"]], said[mains[one["person"]]], members) for one in rows]
        order = builtins.list(STAGES)
        people.sort(key=lambda one: (order.index(one.stage), one.name.casefold(), one.person))
        if leaves:
            named = [one.person for one in people if one.named]
            work.audit.exported("shortlist", len(people), about=shortlist, people=named)
        found = _overview(row, [one.stage for one in people], members, said[None])
        return replace(found, people=tuple(people))

    def _said(self, shortlist: str) -> Counter[str | None]:
        work = self._workspace
        about = [row["person"] for row in work.ledger.rows("comments", shortlist=shortlist)]
        return Counter(None if one is None else work.persons.main(one) for one in about)

    def find(self, name: str) -> str:
        """Give the key of a list by its key or name; case does not matter.

        Raises
        ------
        UnknownNameError
            When no list, or more than one, has the name.
        """
        rows = self._workspace.ledger.rows("shortlists")
        wanted = name.strip().casefold()
        found = [row["shortlist"] for row in rows if row["shortlist"] == name] or [
            row["shortlist"] for row in rows if row["name"].casefold() == wanted
        ]
        if not found:
            raise UnknownNameError.of("shortlist", name, [row["name"] for row in rows])
        if len(found) > 1:
            raise UnknownNameError(
                say(
                    "'{name}' is the name of {found} lists; give one of the keys {listed}",
                    name=name,
                    found=len(found),
                    listed=Listing(found, ", "),
                )
            )
        return str(found[0])

    def rename(self, shortlist: str, name: str, *, version: int) -> Change | None:
        """Give a list another name; None when it has it already."""
        return self._change(shortlist, None, "name", one_line(name, "name", LONGEST_NAME), version)

    def describe(self, shortlist: str, about: str, *, version: int) -> Change | None:
        """Say what a list is for; None when that stands there already."""
        told = one_line(about, "description", LONGEST_ABOUT)
        return self._change(shortlist, None, "about", told, version)

    def archive(self, shortlist: str, archived: bool = True, *, version: int) -> Change | None:
        """Put a list away, or take it up again; None when it is so already."""
        return self._change(shortlist, None, "archived", archived, version)

    def set_owner(self, shortlist: str, owner: str | None, *, version: int) -> Change | None:
        """Say which member answers for a list (key or login; None: nobody); None when it is so already."""
        return self._change(shortlist, None, "owner", self._member(owner), version)

    def set_stage(
        self, shortlist: str, person: str, stage: str, *, version: int, why: str = ""
    ) -> Change | None:
        """Say how far the work with a person is; None when it is so already.

        Parameters
        ----------
        shortlist, person : str
            Keys.
        stage : str
            One of `STAGES`.
        version : int
            What the author of the change saw.
        why : str
            The reason; it is kept as a comment about the person, with the change.

        Raises
        ------
        AccessError
            When a program works on its own: a figure alone moves nobody on.
        WithheldError
            When she is to be written to and may not be, as she objected.
        """
        if stage not in STAGES:
            raise UnknownNameError.of("stage", stage, STAGES)
        key = self._key(person)
        if stage in IN_TOUCH:
            self._book.check_contact([key])
        made = self._change(shortlist, key, "stage", stage, version)
        if made is not None and why.strip():
            self.comment(shortlist, why, key)
        return made

    def set_person_owner(
        self, shortlist: str, person: str, owner: str | None, *, version: int
    ) -> Change | None:
        """Say which member takes care of a person (key, login or None); None when it is so already."""
        return self._change(shortlist, self._key(person), "owner", self._member(owner), version)

    def _change(
        self, shortlist: str, person: str | None, what: str, value: object, version: int
    ) -> Change | None:
        with self._book.stroke():
            made = self._book.change(shortlist, person, what, value, version)
        return self._book.changes(shortlist, [made])[0] if made else None

    def put_person(self, shortlist: str, person: str) -> Change | None:
        """Put a person on a list, as an idea; None when the person is there already."""
        put = self.put_people(shortlist, [person])
        return put[0] if put else None

    def put_people(self, shortlist: str, people: Iterable[str]) -> tuple[Change, ...]:
        """Put people on a list, as ideas; gives the changes, none for those who are there already.

        Raises
        ------
        UnknownNameError
            When a person or the list is not known; then nobody is put there.
        WithheldError
            When one of them may not be contacted, as she objected; then nobody is put there either.
        UsageError
            When there are more than 1,000 at once.
        """
        keys = builtins.list(dict.fromkeys(self._asked(builtins.list(dict.fromkeys(people)))))
        self._book.check_contact(keys)
        ledger = self._workspace.ledger
        with self._book.stroke():
            self._book.list_row(shortlist)
            rows = ledger.rows("shortlisted", shortlist=shortlist)
            there = set(self._workspace.persons.mains(row["person"] for row in rows).values())
            made = [self._book.put(shortlist, one) for one in keys if one not in there]
        return self._book.changes(shortlist, made)

    def remove_person(self, shortlist: str, person: str, *, version: int) -> Change | None:
        """Take a person off a list; None when not there. Comments stay, and show again with the person."""
        key = self._key(person)
        with self._book.stroke():
            self._book.list_row(shortlist)
            made = self._book.take_off(shortlist, key, version)
        return self._book.changes(shortlist, [made])[0] if made else None

    def comment(self, shortlist: str, text: str, person: str | None = None) -> Comment:
        """Say something about a list, or about a person on it.

        Raises
        ------
        UsageError
            When the text is empty or longer than 4,000 characters.
        """
        key = None if person is None else self._key(person)
        ledger = self._workspace.ledger
        row: dict[str, Any] = {
            "comment": uuid4().hex,
            "shortlist": shortlist,
            "person": key,
            "text": _comment_text(text),
            "by": self._workspace.actor,
            "at": ledger.now(),
        }
        with self._book.stroke():
            self._book.list_row(shortlist)
            if key is not None:
                row["person"] = key = self._book.person_row(shortlist, key)["person"]
            ledger.put("comments", **row)
            self._book.note(shortlist, "comment", key, None, row | {"at": row["at"].isoformat()})
        return self._comments([row])[0]

    def comments(self, shortlist: str, person: str | None = None) -> builtins.list[Comment]:
        """List what was said about a list and the people on it, or about one of them; the newest first."""
        self._book.list_row(shortlist)
        work = self._workspace
        equals = {} if person is None else {"person": work.persons.members(self._key(person))}
        found = work.ledger.rows("comments", shortlist=shortlist, **equals)
        return self._comments(sorted(found, key=lambda row: (row["at"], row["comment"]), reverse=True))

    def _comments(self, rows: Sequence[Row]) -> builtins.list[Comment]:
        """Show comments; whoever does not see names reads none that could hold one."""
        hides, shown = self._workspace.veil.reader is not None, self._book.shown(people_of(rows))
        found = []
        for row in rows:
            one = shown.get(row["person"])
            text = None if hides and not (one and one.named) else shown_text(row["text"])
            person, name = (one.person, one.name) if one else (None, None)
            found.append(Comment(row["comment"], person, name, text, row["by"], row["at"]))
        return found

    def history(self, shortlist: str, limit: int | None = 100, skip: int = 0) -> builtins.list[Change]:
        """List the changes of a list, the newest first."""
        self._book.list_row(shortlist)
        rows = self._book.history(shortlist)[::-1]
        end = None if limit is None else skip + limit
        return builtins.list(self._book.changes(shortlist, rows[skip:end]))

    def change_numbered(self, shortlist: str, number: int) -> str:
        """Give the key of the change with a number.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        rows = self._book.history(shortlist)
        if not 1 <= number <= len(rows):
            raise UnknownNameError(
                say("this list has no change {number}; look at its history", number=number)
            )
        return str(rows[number - 1]["change"])

    def version_of(self, shortlist: str, person: str) -> int:
        """Give the version of a person's row as it stands now."""
        key = self._key(person)
        with self._book.stroke():
            return int(self._book.person_row(shortlist, key)["version"])

    def undo(self, shortlist: str, change: str) -> Change:
        """Take back exactly one change; that is itself a change, and can be taken back.

        Parameters
        ----------
        shortlist, change : str
            Keys.

        Raises
        ------
        UnknownNameError
            When there is no such list or change.
        UsageError
            When it is taken back already, or was the making of the list.
        ConflictError
            When something later stands on it.
        """
        with self._book.stroke():
            self._book.list_row(shortlist)
            made = self._book.undo(shortlist, change)
        return self._book.changes(shortlist, [made])[0]

    def _asked(self, people: Sequence[str]) -> builtins.list[str]:
        """Give the keys of people who are asked for by key, number or name."""
        work = self._workspace
        if len(people) > MOST_AT_ONCE:
            raise UsageError(
                say(
                    "{n} people at once; {most} are the most: put them in parts",
                    n=len(people),
                    most=MOST_AT_ONCE,
                )
            )
        work.people.link()
        known = set()
        if people and not work.veil.is_drawn:
            marks = ", ".join("?" * len(people))
            rows = work.engine.rows(f"SELECT person FROM people WHERE person IN ({marks})", people)
            known = {str(row[0]) for row in rows}
        return [one if one in known else work.people.asked(one) for one in people]

    def _key(self, person: str) -> str:
        """Give the key of a person on a list; who left the data is still found by key."""
        work = self._workspace
        if (numbered := work.veil.person_of(person)) is not None:
            return numbered
        if not work.veil.is_drawn and work.ledger.count("shortlisted", person=person):
            return work.persons.main(person)
        return work.people.asked(person)

    def _member(self, member: str | None) -> str | None:
        """Give the key of a member by key or login."""
        if not member:
            return None
        rows = [row for row in self._workspace.ledger.rows("members") if row["active"]]
        found = [row["member"] for row in rows if member in (row["member"], row["login"])]
        if not found:
            raise UnknownNameError.of("member", member, [row["login"] for row in rows])
        return str(found[0])


def _overview(row: Row, stages: Sequence[str], members: Mapping[str, str], comments: int) -> Shortlist:
    counted = Counter(stages)
    return Shortlist(
        shortlist=row["shortlist"],
        name=row["name"],
        about=row["about"] or "",
        owner=row["owner"],
        owner_name=members.get(row["owner"]),
        archived=bool(row["archived"]),
        version=int(row["version"]),
        made_by=row["made_by"] or "",
        made=row["made"],
        size=len(stages),
        stages={one: counted[one] for one in STAGES},
        comments=comments,
    )


def _comment_text(text: str) -> str:
    """Clean a comment.

    Raises
    ------
    UsageError
        When nothing is left, or it is too long.
    """
    if len(text) > LONGEST_COMMENT:
        raise UsageError(
            say(
                "the comment has {n} characters; {most} are the most: cut it, or write two",
                n=len(text),
                most=LONGEST_COMMENT,
            )
        )
    kept = shown_text(text)
    if not kept:
        raise UsageError(say("the comment is empty; write what the others should know"))
    return kept
