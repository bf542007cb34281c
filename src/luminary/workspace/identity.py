"""Which accounts are one person's: found, asked about, decided, explained, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from luminary.collect import link_identities
from luminary.collect.linking import Given, find_pairs
from luminary.collect.linking.find import METHOD, keep_pairs
from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.i18n import Message, say, say_count
from luminary.privacy.persons import DIFFERENT, SAME, pair_of
from luminary.privacy.terms import Joining, of_batches
from luminary.report.text import clean
from luminary.store import fingerprint_of
from luminary.workspace.identity_book import LONGEST_WHY, Pair, PairBook
from luminary.workspace.identity_shown import (
    WHATS,
    Changed,
    Doubt,
    Explained,
    Link,
    Row,
    Side,
    Suggestions,
    link_of,
    shown_evidence,
)
from luminary.workspace.noting import decided
from luminary.workspace.speakers import speakers

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_FROM_SQL = """
SELECT DISTINCT i.alone FROM (SELECT account, batch FROM accounts UNION SELECT account, batch FROM posts) a
JOIN identities i ON i.account = a.account WHERE a.batch IN ({marks})
"""
_SIDES_SQL = """
SELECT i.alone, any_value(i.person),
       last(a.name ORDER BY a.seen NULLS FIRST, a.row) FILTER (WHERE a.name <> ''),
       last(a.handle ORDER BY a.seen NULLS FIRST, a.row) FILTER (WHERE a.handle <> ''),
       last(a.bio ORDER BY a.seen NULLS FIRST, a.row) FILTER (WHERE a.bio <> ''),
       last(a.url ORDER BY a.seen NULLS FIRST, a.row) FILTER (WHERE a.url <> ''),
       last(a.role ORDER BY a.seen NULLS FIRST, a.row) FILTER (WHERE a.role <> ''),
       (SELECT last(m.value ORDER BY m.moment NULLS FIRST, m.row) FROM metrics m JOIN identities d
        ON d.account = m.of WHERE d.alone = i.alone AND m.what = 'followers'),
       count(DISTINCT i.account)
FROM identities i LEFT JOIN accounts a ON a.account = i.account WHERE i.alone IN ({marks}) GROUP BY i.alone
"""
_QUEUED = ("one", "other", "verdict", "weight", "evidence")
# Pairs that are neither one person by now, nor said to be two.
_OPEN_SQL = """
SELECT p.one, p.other, p.verdict, p.weight, p.evidence FROM identity_pairs p
JOIN identities a ON a.account = p.one JOIN identities b ON b.account = p.other
LEFT JOIN apart_pairs d ON d.one = p.one AND d.other = p.other
WHERE p.verdict <> 'merge' AND a.person <> b.person AND d.one IS NULL
"""
_ORDER_SQL = "ORDER BY p.verdict <> 'conflict', p.weight DESC, p.one, p.other LIMIT ? OFFSET ?"


class Identity:
    """Who is one person behind several accounts."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace
        self._book = PairBook(workspace)

    def suggest(self) -> Suggestions:
        """Look for accounts of one person: join what is certain, and keep the rest for somebody to decide.

        What was rejected is never joined; what was joined automatically before and rests on nothing any more
        is taken back. Everything can be undone.

        Raises
        ------
        WithheldError
            When the purpose has ended.
        """
        work = self._work
        work.gate.check()
        link_identities(work.lake, work.engine)
        work.lake.attach(work.engine, "accounts", "account_links", "posts", "identities")
        given, notes = self._given()
        found = find_pairs(work.engine, given)
        with work.ledger.together():
            joined, retracted = self._apply({(one.one, one.other): one for one in found.merged}, found.likely)
        link_identities(work.lake, work.engine)
        keep_pairs(work.lake, found.pairs, fingerprint_of("identity pairs", METHOD, work.ledger.now()))
        if not found.likely:
            notes = (*notes, say(
                "only strong identifiers were looked at: names and handles need splink "
                "(pip install 'luminary[identity]')"
            ))  # fmt: skip
        waiting, conflicts = self.waiting(), self.waiting(conflicts=True)
        work.audit.record("identity.suggest", None, accounts=found.cards, joined=joined, waiting=waiting)
        return Suggestions(found.cards, joined, retracted, waiting, conflicts, notes)

    def _given(self) -> tuple[Given, tuple[Message, ...]]:
        """Gather what was decided, and whose accounts must not be joined."""
        work = self._work
        kinds = {
            key: str(row["value"])
            for (person, _), row in decided(work, what="kind").items()
            for key in work.persons.members(person)
        }
        rows = self._book.rows()
        terms = of_batches(work.ledger)
        skip = self._from(batch for batch, one in terms.items() if one.joining is Joining.FORBIDDEN)
        stated = self._from(batch for batch, one in terms.items() if one.joining is Joining.STATED)
        given = Given(
            joined=[pair for pair, row in rows.items() if row["verdict"] == SAME and row["how"] == "decided"],
            apart=[pair for pair, row in rows.items() if row["verdict"] == DIFFERENT],
            undone=self._book.undone_links(),
            kinds=kinds,
            skip=skip,
            stated=stated - skip,
        )
        return given, _terms_notes(len(skip), len(stated - skip))

    def _from(self, batches: Iterable[str]) -> frozenset[str]:
        """List who is known from some imports."""
        asked = sorted(batches)
        if not asked:
            return frozenset()
        marks = ", ".join("?" * len(asked))
        return frozenset(str(row[0]) for row in self._work.engine.rows(_FROM_SQL.format(marks=marks), asked))

    def _apply(self, found: dict[Pair, Any], whole: bool) -> tuple[int, int]:
        """Join what is found; where the search was `whole`, take back what is found no more."""
        from luminary.collect.linking.evidence import written

        rows = self._book.rows(verdict=SAME)
        automatic = [pair for pair, row in rows.items() if row["how"] == "automatic"]
        gone = {pair: None for pair in automatic if whole and pair not in found}
        new = {
            pair: self._book.row(SAME, "automatic", weight=one.weight, evidence=written(one.pieces))
            for pair, one in found.items()
            if pair not in rows
        }
        self._book.change_many("retracted", gone)
        self._book.change_many("linked", new)
        return len(new), len(gone)

    def queue(self, limit: int = 50, skip: int = 0) -> list[Doubt]:
        """List the pairs that somebody is asked about: conflicts first, then the likeliest.

        Raises
        ------
        WithheldError
            Where names are withheld: the list is made of names; and when the purpose has ended.
        """
        self._check_names()
        return self._doubts(self._waiting(limit, skip))

    def is_searched(self) -> bool:
        """Tell whether accounts were ever compared."""
        return bool(self._work.lake.files("identity_pairs"))

    def waiting(self, *, conflicts: bool = False) -> int:
        """Count the pairs that somebody is asked about, or only those that contradict themselves."""
        self._name_queue()
        only = "WHERE verdict = 'conflict'" if conflicts else ""
        return int(str(self._work.engine.scalar(f"SELECT count(*) FROM ({_OPEN_SQL}) {only}")))

    def _name_queue(self) -> None:
        """Name the tables that tell who waits, in the engine."""
        work = self._work
        work.people.ready()
        work.lake.attach(work.engine, "identity_pairs", "identities")
        apart = list(self._book.rows(verdict=DIFFERENT))
        sides = {"one": [pair[0] for pair in apart], "other": [pair[1] for pair in apart]}
        table = pa.table({name: pa.array(keys, pa.string()) for name, keys in sides.items()})
        work.engine.give("apart_pairs", table)

    def _waiting(self, limit: int, skip: int = 0) -> list[Row]:
        self._name_queue()
        found = self._work.engine.rows(f"{_OPEN_SQL} {_ORDER_SQL}", [limit, skip])
        return [dict(zip(_QUEUED, row, strict=True)) for row in found]

    def _waiting_pair(self, pair: Pair) -> Row | None:
        self._name_queue()
        sql = f"SELECT * FROM ({_OPEN_SQL}) WHERE one = ? AND other = ?"
        found = self._work.engine.rows(sql, list(pair))
        return dict(zip(_QUEUED, found[0], strict=True)) if found else None

    def _doubts(self, rows: list[Row]) -> list[Doubt]:
        sides = self._sides({str(row[side]) for row in rows for side in ("one", "other")})
        return [
            Doubt(
                sides[row["one"]],
                sides[row["other"]],
                float(row["weight"]),
                row["verdict"] == "conflict",
                shown_evidence(row["evidence"]),
            )
            for row in rows
            if row["one"] in sides and row["other"] in sides
        ]

    def _sides(self, keys: set[str]) -> dict[str, Side]:
        if not keys:
            return {}
        work = self._work
        work.people.ready()
        asked = sorted(keys)
        sql = _SIDES_SQL.format(marks=", ".join("?" * len(asked)))
        return {str(row[0]): _side(*row) for row in work.engine.rows(sql, asked)}  # type: ignore[arg-type]

    def accept(self, one: str, other: str, why: str = "") -> Changed:
        """Say that two in the queue are one person.

        Raises
        ------
        UnknownNameError
            When they are not in the queue.
        ConflictError
            When somebody said that they, or others joined with them, are different people.
        """
        self._check_names()
        asked = self._asked_pair(one, other)
        with self._work.ledger.together():
            self._book.check_may_join(*asked["pair"])
            more = {"weight": asked["weight"], "evidence": asked["evidence"]}
            row = self._book.row(SAME, "decided", _reason(why), **more)
            made = self._book.change("accepted", asked["pair"], {asked["pair"]: row}, _reason(why))
        return self._changed([made])[0]

    def reject(self, one: str, other: str, why: str = "") -> Changed:
        """Say that two are different people; they are never joined automatically, nor asked about again.

        Raises
        ------
        UnknownNameError
            When one of them is not there.
        UsageError
            When they are one person now; split them instead.
        """
        self._check_names()
        keys = [self._alone(one), self._alone(other)]
        if self._work.persons.main(keys[0]) == self._work.persons.main(keys[1]):
            raise UsageError(say("they are one person now; part them with split (luminary identity split)"))
        pair = pair_of(*keys)
        found = self._waiting_pair(pair)
        more = {"weight": found["weight"], "evidence": found["evidence"]} if found else {}
        with self._work.ledger.together():
            row = self._book.row(DIFFERENT, "decided", _reason(why), **more)
            made = self._book.change("rejected", pair, {pair: row}, _reason(why))
        return self._changed([made])[0]

    def merge(self, one: str, other: str, why: str) -> Changed:
        """Join two people, for a reason.

        Raises
        ------
        UsageError
            When no reason is given, they are one already, or one is an organisation and the other a person.
        ConflictError
            When somebody said that they are different people.
        """
        self._check_names()
        first, second = (self._work.people.find(key) for key in (one, other))
        if not _reason(why):
            raise UsageError(say("give the reason why they are one person; it is kept in the history"))
        if first == second:
            raise UsageError(say("they are one person already"))
        self._check_kinds(first, second)
        pair = pair_of(first, second)
        with self._work.ledger.together():
            self._book.check_may_join(first, second)
            row = self._book.row(SAME, "decided", _reason(why))
            made = self._book.change("merged", pair, {pair: row}, _reason(why))
        return self._changed([made])[0]

    def split(self, account: str, why: str) -> Changed:
        """Say that an account is not this person's; the others stay together.

        Parameters
        ----------
        account : str
            Key of the account.
        why : str
            The reason; it is kept.

        Raises
        ------
        UsageError
            When no reason is given, or the account is joined with no other.
        """
        self._check_names()
        key = self._alone(account)
        members = self._work.persons.members(key)
        if not _reason(why):
            raise UsageError(say("give the reason why it is somebody else's; it is kept in the history"))
        if len(members) == 1:
            raise UsageError(say("'{account}' is joined with no other account", account=clean(account, 200)))
        with self._work.ledger.together():
            other = next(one for one in members if one != key)
            made = self._book.change("split", (key, other), self._book.parted(key, key), _reason(why))
        return self._changed([made])[0]

    def undo(self, change: int) -> Changed:
        """Take back one change, by its number; that is itself a change, and can be taken back.

        Raises
        ------
        UnknownNameError
            When there is none.
        UsageError
            When it is taken back already.
        ConflictError
            When something later was decided about the same accounts.
        """
        self._check_names()
        with self._work.ledger.together():
            made = self._book.undo(change)
        return self._changed([made])[0]

    def history(self, limit: int = 100, skip: int = 0) -> list[Changed]:
        """List the changes, the newest first."""
        self._check_names()
        rows = self._work.ledger.newest("person_history", by="number", limit=limit, skip=skip)
        return self._changed(list(rows))

    def explain(self, person: str) -> Explained:
        """Tell which accounts are a person's, and why."""
        work = self._work
        key = work.people.asked(person)
        who = speakers(work, [key])[key]
        if not who.named:
            return Explained(who.person, who.name, (), (), ())
        keys = work.persons.members(key)
        return Explained(key, who.name, keys, self.accounts_of(key), self._links(keys))

    def _links(self, keys: tuple[str, ...]) -> tuple[Link, ...]:
        rows = sorted(
            self._book.among(keys), key=lambda row: (row["verdict"] != SAME, row["one"], row["other"])
        )
        return tuple(link_of(row) for row in rows)

    def accounts_of(self, person: str) -> tuple[str, ...]:
        """List every key under which a person stands in data or decisions: her accounts, and joined keys."""
        work = self._work
        work.people.ready()
        members = work.persons.members(person)
        marks = ", ".join("?" * len(members))
        found = work.engine.rows(
            f"SELECT account FROM identities WHERE person IN ({marks}) OR alone IN ({marks}) ORDER BY 1",
            [*members, *members],
        )
        return tuple(dict.fromkeys([*members, *(str(row[0]) for row in found)]))

    def _alone(self, account: str) -> str:
        """Give the key of whom the platform alone shows behind an account."""
        work = self._work
        work.people.ready()
        rows = work.engine.rows("SELECT DISTINCT alone FROM identities WHERE account = ?", [account])
        if len(rows) != 1:
            return self._only_member(account)
        return str(rows[0][0])

    def _only_member(self, account: str) -> str:
        found = self._work.people.find(account)
        members = self._work.persons.members(found)
        if len(members) > 1:
            raise UnknownNameError(
                say(
                    "'{account}' has several accounts; give the key of one of them",
                    account=clean(account, 200),
                )
            )
        return found

    def _asked_pair(self, one: str, other: str) -> dict[str, Any]:
        pair = pair_of(self._alone(one), self._alone(other))
        if (row := self._waiting_pair(pair)) is not None:
            return {"pair": pair, "weight": row["weight"], "evidence": row["evidence"]}
        raise UnknownNameError(
            say("nobody is asked about these two; to join them, give a reason (luminary identity merge)")
        )

    def _check_kinds(self, one: str, other: str) -> None:
        """Refuse to take an organisation and a person for one."""
        kinds = {known.person: str(known.kind.value) for known in self._work.people.everyone()}
        both = {kinds.get(one, "unknown"), kinds.get(other, "unknown")}
        if both == {"person", "organisation"}:
            raise UsageError(
                say(
                    "one is a person and the other an organisation; if that is wrong, say so first "
                    "(luminary decide PERSON kind VALUE)"
                )
            )

    def _check_names(self) -> None:
        work = self._work
        work.gate.check()
        if work.veil.is_drawn:
            raise WithheldError(
                say(
                    "names are withheld, and who is one person can be judged only by who sees names: a "
                    "member with the right to names, under a profile that shows them"
                )
            )

    def _changed(self, rows: list[Row]) -> list[Changed]:
        taken_back = self._book.changes(str(row["undoes"]) for row in rows if row["undoes"])
        number = {row["change"]: int(row["number"]) for row in taken_back}
        undone = self._book.undone()
        keys = {str(row[side]) for row in rows for side in ("one", "other") if row[side]}
        shown = speakers(self._work, keys) if keys else {}
        return [
            Changed(
                change=row["change"],
                number=int(row["number"]),
                what=row["what"],
                told=WHATS.get(row["what"]) or Message(row["what"]),
                people=tuple(str(row[side]) for side in ("one", "other") if row[side]),
                names=tuple(shown[str(row[side])].name for side in ("one", "other") if row[side]),
                why=clean(row["why"] or "", LONGEST_WHY),
                by=clean(row["by"], 100),
                at=row["at"],
                undoes=number.get(row["undoes"]),
                undone=row["change"] in undone,
            )
            for row in rows
        ]


def _side(
    key: str,
    person: str,
    name: str | None,
    handle: str | None,
    bio: str | None,
    url: str | None,
    role: str | None,
    followers: float | None,
    accounts: int,
) -> Side:
    native = key.partition("/")[2]
    shown = clean(name or native, 200)
    return Side(
        key=key,
        person=person,
        name=shown,
        platform=key.partition(":")[0],
        handle=clean(handle, 200) if handle else None,
        bio=clean(bio, 600) if bio else None,
        url=clean(url, 500) if url else None,
        role=clean(role, 200) if role else None,
        followers=followers,
        accounts=accounts,
    )


def _reason(why: str) -> str:
    return clean(why, LONGEST_WHY).strip()


def _terms_notes(skipped: int, stated: int) -> tuple[Message, ...]:
    """Say whose accounts were left out because of the terms of their platforms."""
    notes: list[Message] = []
    if skipped:
        notes.append(
            say_count(
                "not compared: {n} account; the terms it came under forbid joining it",
                "not compared: {n} accounts; the terms they came under forbid joining them",
                skipped,
            )
        )
    if stated:
        notes.append(
            say_count(
                "compared only by links the person gave: {n} account; its terms ask for her own word",
                "compared only by links the person gave: {n} accounts; their terms ask for her own word",
                stated,
            )
        )
    return tuple(notes)
