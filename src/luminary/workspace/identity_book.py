"""The decisions about pairs: read, changed, and written into the history in one stroke.

A change keeps what stood in the rows of `person_pairs` before and after, so that taking it back puts exactly
that there again. Nothing else in the workspace is touched by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

from luminary.errors import ConflictError, UnknownNameError, UsageError
from luminary.i18n import say
from luminary.privacy.persons import DIFFERENT, SAME, pair_of, together
from luminary.workspace.history import undone_changes
from luminary.workspace.identity_shown import Row, pairs_in

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

Pair: TypeAlias = tuple[str, str]
_KEPT = ("verdict", "how", "weight", "evidence", "why", "by")
LONGEST_WHY = 1_000


class PairBook:
    """Decisions about pairs of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace

    def rows(self, **equals: str) -> dict[Pair, Row]:
        """Give the decisions in force, by pair."""
        rows = self._work.ledger.rows("person_pairs", **equals)
        return {(str(row["one"]), str(row["other"])): row for row in rows}

    def among(self, keys: Iterable[str]) -> list[Row]:
        """List the decisions about pairs of which at least one is among the keys."""
        asked = tuple(keys)
        ledger = self._work.ledger
        found = [*ledger.rows("person_pairs", one=asked), *ledger.rows("person_pairs", other=asked)]
        return list({(row["one"], row["other"]): row for row in found}.values())

    def row(self, verdict: str, how: str, why: str = "", **more: Any) -> dict[str, Any]:
        """Make what a decision says."""
        work = self._work
        weight, evidence = more.get("weight"), more.get("evidence")
        return {
            "verdict": verdict, "how": how, "weight": weight, "evidence": evidence,
            "why": why, "by": work.actor, "at": work.ledger.now(),
        }  # fmt: skip

    def check_may_join(self, one: str, other: str) -> None:
        """Refuse to join people of whom somebody said that they are different.

        Raises
        ------
        ConflictError
            When that is so.
        """
        persons = self._work.persons
        apart = self.rows(verdict=DIFFERENT)
        for first, second in product(persons.members(one), persons.members(other)):
            if first != second and (row := apart.get(pair_of(first, second))) is not None:
                raise ConflictError(
                    say(
                        "{by} said on {day} that {first} and {second} are different people; take that back "
                        "first (luminary identity history)",
                        by=row["by"],
                        day=row["at"].date().isoformat(),
                        first=first,
                        second=second,
                    ),
                    (),
                )

    def change(
        self,
        what: str,
        about: Pair,
        changed: Mapping[Pair, Row | None],
        why: str = "",
        undoes: str | None = None,
    ) -> Row:
        """Put rows in the place of those that stand there (None: no row), and write that into the history."""
        work = self._work
        standing = {pair: self._standing(pair) for pair in changed}
        for pair, row in changed.items():
            self._put(pair, row)
        pairs = [
            {"one": one, "other": other, "before": _kept(standing[one, other]), "after": _kept(row)}
            for (one, other), row in changed.items()
        ]
        made = self._history_row(what, about, pairs, why, undoes, self.next_number())
        work.ledger.put("person_history", **made)
        for key in dict.fromkeys(about):  # nothing in the row of one may tell who the other is
            work.audit.record(f"identity.{what}", key, pairs=len(pairs), number=made["number"])
        return made

    def change_many(self, what: str, changed: Mapping[Pair, Row | None]) -> None:
        """Make a change of its own for each of many pairs at once, one row of the log for all."""
        work, number = self._work, self.next_number()
        history, rows = [], []
        for at, ((one, other), row) in enumerate(sorted(changed.items())):
            before = self._standing((one, other)) if row is None else None
            pairs = [{"one": one, "other": other, "before": _kept(before), "after": _kept(row)}]
            history.append(self._history_row(what, (one, other), pairs, "", None, number + at))
            if row is None:
                self._put((one, other), None)
            else:
                rows.append({"one": one, "other": other, **row})
        work.ledger.add_all("person_pairs", rows)
        work.ledger.add_all("person_history", history)
        if changed:
            work.audit.record(f"identity.{what}", None, pairs=len(changed), number=number)

    def _history_row(
        self, what: str, about: Pair, pairs: Sequence[Any], why: str, undoes: str | None, number: int
    ) -> dict[str, Any]:
        return {
            "change": uuid4().hex, "number": number, "what": what, "one": about[0], "other": about[1],
            "pairs": json.dumps(pairs, ensure_ascii=False), "why": why, "by": self._work.actor,
            "at": self._work.ledger.now(), "undoes": undoes,
        }  # fmt: skip

    def _standing(self, pair: Pair) -> Row | None:
        rows = self._work.ledger.rows("person_pairs", one=pair[0], other=pair[1])
        return rows[0] if rows else None

    def _put(self, pair: Pair, row: Row | None) -> None:
        ledger = self._work.ledger
        if row is None:
            ledger.remove("person_pairs", one=pair[0], other=pair[1])
        else:
            ledger.put("person_pairs", one=pair[0], other=pair[1], **{**row})

    def next_number(self) -> int:
        """Give the number of the next change."""
        last = self._work.ledger.newest("person_history", by="number", limit=1)
        return 1 + (int(last[0]["number"]) if last else 0)

    def undone(self) -> frozenset[str]:
        """List the keys of the changes that are taken back."""
        rows = self._work.ledger.rows("person_history", what="undone")
        return frozenset(undone_changes(sorted(rows, key=lambda row: int(row["number"]))))

    def changes(self, keys: Iterable[str]) -> list[Row]:
        """List changes by their keys."""
        return self._work.ledger.among("person_history", "change", sorted(set(keys)))

    def undone_links(self) -> frozenset[Pair]:
        """List the pairs that were joined automatically, and of which somebody took that back."""
        return frozenset(
            (one["one"], one["other"])
            for row in self.changes(self.undone())
            if row["what"] == "linked"
            for one in pairs_in(row)
        )

    def parted(self, key: str, person: str) -> dict[Pair, Row | None]:
        """Give what must change so that one key is no longer this person, and the others stay together.

        Parameters
        ----------
        key : str
            Key that leaves.
        person : str
            Any key of the person.
        """
        stay = [one for one in self._work.persons.members(person) if one != key]
        changed: dict[Pair, Row | None] = {
            pair_of(key, one): self.row(DIFFERENT, "decided", "") for one in stay
        }
        kept = [pair for pair in self.rows(verdict=SAME) if key not in pair and pair[0] in stay]
        groups = together(kept)
        parts = {groups.get(one, (one,))[0] for one in stay}
        first, *rest = sorted(parts)
        for other in rest:
            changed[pair_of(first, other)] = self.row(SAME, "decided", str(say("they were one before")))
        return changed

    def undo(self, number: int) -> Row:
        """Take back one change, if its rows still stand as it left them.

        Raises
        ------
        UnknownNameError
            When there is no such change.
        UsageError
            When it is taken back already.
        ConflictError
            When something later changed the same pairs.
        """
        rows = self._work.ledger.rows("person_history", number=number)
        if not rows:
            raise UnknownNameError(say("there is no change {number}; look at the history", number=number))
        found = rows[0]
        if found["change"] in self.undone():
            raise UsageError(say("change {number} is taken back already", number=number))
        back: dict[Pair, Row | None] = {}
        for one in pairs_in(found):
            pair = (str(one["one"]), str(one["other"]))
            if _kept(self._standing(pair)) != one["after"]:
                raise ConflictError(
                    say("something later was decided about the same accounts; take that back first"), ()
                )
            back[pair] = _row(one["before"])
        self._check_back(back)
        about = (found["one"], found["other"])
        return self.change("undone", about, back, undoes=found["change"])

    def _check_back(self, back: Mapping[Pair, Row | None]) -> None:
        """Refuse to join again people of whom somebody said meanwhile that they are different."""
        for (one, other), row in back.items():
            if row is not None and row["verdict"] == SAME:
                for pair, standing in self.rows(verdict=DIFFERENT).items():
                    if pair not in back and standing is not None and self._would_join(pair, one, other):
                        raise ConflictError(
                            say(
                                "somebody said meanwhile that they are different people; take that back first"
                            ),
                            (),
                        )

    def _would_join(self, apart: Pair, one: str, other: str) -> bool:
        first, second = self._work.persons.members(one), self._work.persons.members(other)
        return (apart[0] in first and apart[1] in second) or (apart[0] in second and apart[1] in first)


def _kept(row: Row | None) -> dict[str, Any] | None:
    """Write down a row so that it can be put back as it was."""
    if row is None:
        return None
    return {**{name: row[name] for name in _KEPT}, "at": row["at"].isoformat()}


def _row(kept: Mapping[str, Any] | None) -> Row | None:
    return None if kept is None else {**kept, "at": datetime.fromisoformat(str(kept["at"]))}
