"""Who is there, and what a user decided about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from luminary.collect import link_identities
from luminary.domain import Kind, Level
from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.leaders import Suggestion
from luminary.network import build_interactions

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

DECIDABLE: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "level": tuple(Level),
}
"""What can be decided about a person, and the values it may take (a tier may be any name of its preset)."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A key that was seen with more than one other, for review."""

    key: str
    others: tuple[str, ...]
    conflict: str
    treated: str


@dataclass(frozen=True, slots=True)
class Known:
    """A person or organisation, and what it is taken for."""

    person: str
    name: str
    kind: Suggestion
    named: bool = True


class People:
    """People, the accounts they stand for, and decisions about them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def link(self) -> str:
        """Bring identities and interactions up to date; gives their fingerprint."""
        work = self._workspace
        upstream = link_identities(work.lake, work.engine)
        return build_interactions(work.lake, work.engine, self.services(), upstream)

    def services(self) -> frozenset[str]:
        """List the persons that count as automated services, after the user's decisions."""
        work = self._workspace
        link_identities(work.lake, work.engine)
        found = {str(row[0]) for row in work.engine.rows("SELECT person FROM people WHERE kind = 'service'")}
        for row in work.ledger.rows("decisions", what="kind"):
            if row["value"] == Kind.SERVICE:
                found.add(row["person"])
            else:
                found.discard(row["person"])
        return frozenset(found)

    def everyone(self, kind: str | None = None) -> list[Known]:
        """List who is there, of one kind or all, by name; names are withheld as in rankings.

        Raises
        ------
        UsageError
            When the kind is not known.
        """
        if kind is not None and kind not in DECIDABLE["kind"]:
            raise UnknownNameError.of("kind", kind, DECIDABLE["kind"])
        work = self._workspace
        link_identities(work.lake, work.engine)
        decided = {row["person"]: Suggestion(row["value"], row["why"] or "decided by a user", decided=True)
                   for row in work.ledger.rows("decisions", what="kind")}  # fmt: skip
        rows = work.engine.rows("SELECT person, name, kind, kind_why FROM people ORDER BY name, person")
        found = [
            Known(str(key), str(name or key), decided.get(str(key)) or Suggestion(str(one), str(why or "")))
            for key, name, one, why in rows
        ]
        return self._released([one for one in found if kind in (None, one.kind.value)])

    def _released(self, found: list[Known]) -> list[Known]:
        """Put pseudonyms in the place of names where the profile asks for it; services are nobody's names."""
        gate = self._workspace.gate
        if gate.shows_names():
            return found
        agreed = gate.agreed()
        return [
            one
            if one.person in agreed or one.kind.value == Kind.SERVICE
            else replace(one, person=(alias := gate.pseudonym(one.person)), name=alias, named=False)
            for one in found
        ]

    def conflicts(self) -> list[Conflict]:
        """List ids with several names and names with several ids.

        Raises
        ------
        WithheldError
            Under the profile `employer`: the list is made of names.
        """
        work = self._workspace
        if not work.gate.shows_names():
            raise WithheldError(
                "names are withheld under the profile 'employer', and this list is made of names; "
                "it can be seen under another profile"
            )
        link_identities(work.lake, work.engine)
        rows = work.engine.rows("SELECT key, others, conflict, treated FROM key_conflicts ORDER BY key")
        return [Conflict(str(k), tuple(o), str(c), str(t)) for k, o, c, t in rows]  # type: ignore[arg-type]

    def conflict_count(self) -> int:
        """Count the ids with several names and names with several ids."""
        link_identities(self._workspace.lake, self._workspace.engine)
        return int(str(self._workspace.engine.scalar("SELECT count(*) FROM key_conflicts")))

    def find(self, name: str) -> str:
        """Find a person by key, by an account's key, by handle or by name (case and accents do not matter).

        Raises
        ------
        UnknownNameError
            When nobody, or more than one, is found.
        """
        work = self._workspace
        link_identities(work.lake, work.engine)
        found = work.engine.rows(
            "SELECT DISTINCT person FROM identities WHERE account = ? OR person = ?", [name, name]
        ) or work.engine.rows(
            "SELECT DISTINCT person FROM people WHERE strip_accents(lower(?)) IN "
            "(strip_accents(lower(name)), lower(handle), lower('@' || handle)) "
            "OR list_contains([strip_accents(lower(n)) for n in names], strip_accents(lower(?)))",
            [name, name],
        )
        if len(found) == 1:
            return str(found[0][0])
        if not found:
            known = [str(row[0]) for row in work.engine.rows("SELECT name FROM people")]
            raise UnknownNameError.of("person", name, known)
        keys = ", ".join(sorted(str(row[0]) for row in found))
        raise UnknownNameError(f"'{name}' could be any of {keys}; give the key")

    def decide(self, person: str, what: str, value: str, *, by: str = "", why: str = "") -> None:
        """Record a decision over what the data suggest, such as that an account is no service.

        Raises
        ------
        UsageError
            When `what` cannot be decided, or not with this value.
        """
        if what not in (*DECIDABLE, "tier"):
            raise UnknownNameError.of("decision", what, (*DECIDABLE, "tier"))
        if what in DECIDABLE and value not in DECIDABLE[what]:
            raise UsageError(f"'{value}' is no {what}; known: {', '.join(DECIDABLE[what])}")
        ledger = self._workspace.ledger
        ledger.put(
            "decisions", person=person, what=what, value=value, decided_by=by, why=why, at=ledger.now()
        )

    def undecide(self, person: str, what: str) -> bool:
        """Take a decision back; gives whether there was one."""
        return bool(self._workspace.ledger.remove("decisions", person=person, what=what))
