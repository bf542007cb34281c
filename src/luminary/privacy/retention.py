"""What is older than it may be, by the declarations of the tables, the terms of platforms and the purpose.

- A table that names a number of days and a column: rows older by that column. Without a column, in the lake:
  rows of imports that landed longer ago.
- Imports older than the terms of their platform allow (`luminary.privacy.terms`).
- When the purpose ended, and nobody recorded a new end date within 30 days: every table with people in it
  that is declared to leave with the purpose.

Rows of the log stay. What was removed is told in it, by table and number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from luminary.i18n import Message, say
from luminary.privacy.purpose import has_purpose, read_purpose
from luminary.privacy.terms import due, first_landed
from luminary.store import Lake, Ledger
from luminary.store.tables import Home, Table, at_home
from luminary.store.tables.declare import UNTIL_END

GRACE = timedelta(days=30)
"""How long after the end of the purpose an owner may still record a new end date."""


@dataclass(frozen=True, slots=True)
class Expired:
    """Rows that are older than they may be.

    Attributes
    ----------
    what : str
        Name of the table, or ``import`` for all rows of one import.
    rows : int
        How many; 0 for an import whose rows were not counted.
    before : datetime
        They are older than this.
    why : Message
        Which rule says so.
    batch : str or None
        Key of the import, where the rule is about one.
    """

    what: str
    rows: int
    before: datetime
    why: Message
    batch: str | None = None


class Retention:
    """Finds and removes what is older than it may be.

    Parameters
    ----------
    lake, ledger : Lake, Ledger
        Where rows are.
    """

    def __init__(self, lake: Lake, ledger: Ledger) -> None:
        self._lake = lake
        self._ledger = ledger

    def expired(self, now: datetime) -> list[Expired]:
        """List what is too old at a moment; nothing is changed."""
        found = [*self._by_terms(now)]
        gone = {one.batch for one in found}
        found += [one for one in self._of_imports(now) if one.batch not in gone]
        return [*found, *self._in_lake(now), *self._in_ledger(now), *self._at_end(now)]

    def sweep(self, now: datetime) -> list[Expired]:
        """Remove what is too old at a moment; gives what that was."""
        found = self.expired(now)
        if not found:
            return []
        with self._lake.landing(), self._lake.deriving():
            if any(one.batch or one.what in _names(Home.LAKE) for one in found):
                self._lake.age()
            for one in found:
                self._remove(one)
        return found

    def _by_terms(self, now: datetime) -> Iterator[Expired]:
        for one in due(self._ledger, now.date()):
            told = say(
                "the terms '{terms}' allow {days} days", terms=one.terms.name, days=one.terms.retention_days
            )
            before = datetime(one.until.year, one.until.month, one.until.day) + timedelta(days=1)
            yield Expired("import", 0, before, told, one.batch)

    def _of_imports(self, now: datetime) -> Iterator[Expired]:
        """Find parts of tables whose age is that of their import."""
        tables = [one for one in at_home(Home.LAKE) if one.keep.days is not None and one.keep.since is None]
        for row in self._ledger.rows("batches", state="landed"):
            for declared in tables:
                before = now - timedelta(days=int(declared.keep.days or 0))
                if first_landed(self._ledger, row) >= before:
                    continue
                if rows := self._lake.rows_of(declared.name, row["batch"]):
                    yield Expired(
                        declared.name, rows, before, say("{why}", why=declared.keep.why), row["batch"]
                    )

    def _in_lake(self, now: datetime) -> Iterator[Expired]:
        """Find rows of the lake that carry their own age."""
        for declared in at_home(Home.LAKE):
            if declared.keep.days is not None and declared.keep.since is not None and not declared.held:
                before = now - timedelta(days=declared.keep.days)
                rows = self._lake.rows_before(declared.name, declared.keep.since, before)
                if rows:
                    yield Expired(declared.name, rows, before, say("{why}", why=declared.keep.why))

    def _in_ledger(self, now: datetime) -> Iterator[Expired]:
        for declared in at_home(Home.LEDGER):
            if declared.keep.days is not None and declared.keep.since is not None and not declared.held:
                before = now - timedelta(days=declared.keep.days)
                rows = self._ledger.count_before(declared.name, declared.keep.since, before)
                if rows:
                    yield Expired(declared.name, rows, before, say("{why}", why=declared.keep.why))

    def _at_end(self, now: datetime) -> Iterator[Expired]:
        """Find everything about people, once the purpose has long ended."""
        until = read_purpose(self._ledger).until if has_purpose(self._ledger) else None
        if until is None or now.date() <= until + GRACE:
            return
        before = datetime(until.year, until.month, until.day) + timedelta(days=1)
        why = say("the purpose ended on {until}", until=until)
        for row in self._ledger.rows("batches", state="landed"):
            yield Expired("import", 0, before, why, row["batch"])
        for declared in at_home(Home.LEDGER):
            if _leaves(declared) and (rows := self._ledger.count(declared.name)):
                yield Expired(declared.name, rows, before, why)

    def _remove(self, one: Expired) -> None:
        if one.what == "import" and one.batch is not None:
            self._lake.withdraw(one.batch)
            self._ledger.change("batches", {"batch": one.batch}, state="withdrawn")
        elif one.batch is not None:
            self._lake.add(one.batch, one.what, ())
        elif one.what in _names(Home.LAKE):
            self._lake.expire(one.what, str(_named(one.what).keep.since), one.before)
        elif _named(one.what).keep.since is not None:
            self._ledger.remove_before(one.what, str(_named(one.what).keep.since), one.before)
        else:
            self._ledger.remove(one.what)


def _leaves(declared: Table) -> bool:
    return declared.keep == UNTIL_END and bool(declared.person_columns) and not declared.held


def _names(home: Home) -> set[str]:
    return {one.name for one in at_home(home)}


def _named(name: str) -> Table:
    return next(one for home in Home for one in at_home(home) if one.name == name)
