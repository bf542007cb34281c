"""Who is left out of rankings, exports and contacts, as persons; how many, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from luminary.errors import WithheldError
from luminary.i18n import Message, say
from luminary.privacy.objections import ERASING, OBJECTED
from luminary.privacy.persons import Persons
from luminary.privacy.standing import Reason, Use, left_out
from luminary.store import Row, fingerprint_of

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The people who are left out of a use.

    Attributes
    ----------
    people : mapping of str to Reason
        Key of each person, and of each account that was named, with the reason that comes first.
    """

    people: Mapping[str, Reason]

    def told(self, among: Iterable[str] | None = None) -> tuple[Message, ...]:
        """Say how many are left out for each reason, never whom; of some people, or of all who are."""
        found = self.people if among is None else [one for one in among if one in self.people]
        counted = Counter(self.people[one].name for one in found)
        reasons = {reason.name: reason for reason in self.people.values()}
        return tuple(reasons[name].told(people) for name, people in sorted(counted.items()))


class Standings:
    """Who is left out of what, in one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: dict[Use, tuple[str, LeftOut]] = {}

    def left_out(self, use: Use = Use.RANKING) -> LeftOut:
        """Give the people who are left out of a use today.

        The keys on record are those of accounts or persons at the time; here they lead to the persons of now.
        """
        found = left_out(self._workspace.ledger, datetime.now(UTC).date(), use)
        if not found:
            return LeftOut({})
        stamp = fingerprint_of(sorted((key, reason.name) for key, reason in found.items()), self._linked())
        kept = self._kept.get(use)
        if kept is None or kept[0] != stamp:
            kept = (stamp, LeftOut(self._persons(found)))
            self._kept[use] = kept
        return kept[1]

    def stamp(self, use: Use = Use.RANKING) -> str:
        """Tell one state of who is left out of a use from another."""
        return fingerprint_of(sorted((key, one.name) for key, one in self.left_out(use).people.items()))

    def told(self, use: Use = Use.RANKING) -> tuple[Message, ...]:
        """Say how many of the people in the data are left out of a use, for each reason, never whom."""
        work, found = self._workspace, self.left_out(use)
        if not found.people or not work.lake.files("people"):
            return ()
        work.lake.attach(work.engine, "people")
        rows = self._asked(
            found.people, "SELECT person FROM people WHERE person IN (SELECT key FROM standing)"
        )
        return found.told(str(row[0]) for row in rows)

    def _asked(self, keys: Iterable[str], sql: str) -> list[Row]:
        """Ask something about keys, which are the relation `standing` meanwhile."""
        engine = self._workspace.engine
        engine.give("standing", pa.table({"key": pa.array(list(keys), pa.string())}))
        try:
            return engine.rows(sql)
        finally:
            engine.drop("standing")

    def why(self, person: str) -> Message | None:
        """Say why a person is left out of rankings; None where she is not."""
        reason = self.left_out().people.get(person)
        return None if reason is None else reason.told(1)

    def check_not_objected(self, person: str) -> None:
        """Refuse to look closer at a person who objected to that, or is being erased.

        Who is left out for another reason, such as a notice that is overdue, may be looked at: somebody has
        to write to her, or to judge her case.

        Raises
        ------
        WithheldError
            Says why.
        """
        reason = self.left_out().people.get(person)
        if reason in (*OBJECTED, ERASING):
            raise WithheldError(say("nothing is told about this person: {why}", why=reason.told(1)))

    def is_left_out(self, person: str, use: Use = Use.RANKING) -> bool:
        """Tell whether a person is left out of a use."""
        return person in self.left_out(use).people

    def _linked(self) -> tuple[object, ...]:
        """Tell one state of the links between accounts and persons from another."""
        work = self._workspace
        return (
            Persons(work.ledger).stamp(),
            *(row["fingerprint"] for row in work.ledger.rows("fills", name="identities")),
        )

    def _persons(self, found: Mapping[str, Reason]) -> dict[str, Reason]:
        """Lead accounts to the persons of now."""
        work, groups = self._workspace, Persons(self._workspace.ledger)
        people = {member: reason for key, reason in found.items() for member in groups.members(key)}
        if not work.lake.files("identities"):
            return people
        work.lake.attach(work.engine, "identities")
        rows = self._asked(
            people, "SELECT account, person FROM identities WHERE account IN (SELECT key FROM standing)"
        )
        return people | {str(person): people[str(account)] for account, person in rows}
