"""Who is there, and what a user decided about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from luminary.collect import link_identities
from luminary.domain import Kind, Level
from luminary.errors import AccessError, UnknownNameError, UsageError, WithheldError
from luminary.i18n import Listing, Message, say
from luminary.leaders import Suggestion
from luminary.network import build_interactions
from luminary.privacy import Use
from luminary.workspace.noting import Noting, decided
from luminary.workspace.portrait import Portrait, portrait_of
from luminary.workspace.question import Question
from luminary.workspace.responding import Responding
from luminary.workspace.rights import Right
from luminary.workspace.wording import Wording

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

DECIDABLE: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "level": tuple(Level),
}
"""What can be decided about a person, and the values it may take (a tier may be any name of its preset)."""
_DECIDED = say("decided by a user")
_WHYS = {str(one): one for one in (say("the source says so"), say("nothing says so"))}


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


class People(Responding, Noting, Wording):
    """People, the accounts they stand for, and decisions about them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def link(self) -> str:
        """Bring identities and interactions up to date; gives their fingerprint."""
        work = self._workspace
        upstream = link_identities(work.lake, work.engine)
        left_out = work.permitted.left_out()
        return build_interactions(work.lake, work.engine, self.services(), upstream, left_out)

    def services(self) -> frozenset[str]:
        """List the persons that count as automated services, after the user's decisions."""
        work = self._workspace
        link_identities(work.lake, work.engine)
        found = {str(row[0]) for row in work.engine.rows("SELECT person FROM people WHERE kind = 'service'")}
        for (person, _), row in decided(work, what="kind").items():
            if row["value"] == Kind.SERVICE:
                found.add(person)
            else:
                found.discard(person)
        return frozenset(found)

    def everyone(self, kind: str | None = None) -> list[Known]:
        """List who is there, of one kind or all, by name; names are withheld as in rankings.

        Whoever is left out of exports is not in the list: `left_out` says how many.

        Raises
        ------
        UsageError
            When the kind is not known.
        WithheldError
            When the purpose of the workspace has ended.
        """
        if kind is not None and kind not in DECIDABLE["kind"]:
            raise UnknownNameError.of("kind", kind, DECIDABLE["kind"])
        self._workspace.gate.check()
        work = self._workspace
        link_identities(work.lake, work.engine)
        kinds = {person: Suggestion(row["value"], row["why"] or _DECIDED, decided=True)
                 for (person, _), row in decided(work, what="kind").items()}  # fmt: skip
        rows = work.engine.rows("SELECT person, name, kind, kind_why FROM people ORDER BY name, person")
        found = [
            Known(
                str(key),
                str(name or key),
                kinds.get(str(key)) or Suggestion(str(one), _WHYS.get(str(why), str(why or ""))),
            )
            for key, name, one, why in rows
        ]
        gone = work.standing.left_out(Use.EXPORT).people
        return self._released(
            [one for one in found if kind in (None, one.kind.value) and one.person not in gone]
        )

    def left_out(self) -> tuple[Message, ...]:
        """Say how many people are missing from `everyone`, for each reason, never whom."""
        return self._workspace.standing.told(Use.EXPORT)

    def _released(self, found: list[Known]) -> list[Known]:
        """Put numbers in the place of names that are withheld; services are nobody's names."""
        hidden = self._workspace.veil.hides([one.person for one in found if one.kind.value != Kind.SERVICE])
        if not hidden:
            return found
        shown = [
            replace(one, person=hidden[one.person], name=hidden[one.person], named=False)
            if one.person in hidden
            else one
            for one in found
        ]
        return sorted(shown, key=lambda one: (one.name, one.person))  # the place must not tell the name

    def portrait(self, person: str, asked: Question | None = None, *, wait: bool = True) -> Portrait:
        """Give everything about one person.

        Parameters
        ----------
        person : str
            Key, handle or name; the number of somebody who is hidden.
        asked : Question, optional
            What counts, and by which measure places are given.
        wait : bool, default True
            Compute the ranking and the communities when they are not there yet; without, they are left out.

        Raises
        ------
        UnknownNameError
            When nobody is found, or a subject, place or measure is not known.
        WithheldError
            When the purpose has ended, or the person is hidden and not asked for by number.
        """
        return portrait_of(self._workspace, person, asked or Question(), wait=wait)

    def conflicts(self) -> list[Conflict]:
        """List ids with several names and names with several ids, without who is left out of exports.

        Raises
        ------
        WithheldError
            Where names are withheld: the list is made of names; and when the purpose has ended.
        """
        self._workspace.gate.check()
        work = self._workspace
        if work.veil.reader is not None:
            raise WithheldError(say("your role does not see names, and this list is made of names"))
        if work.veil.is_drawn:
            raise WithheldError(
                say(
                    "names are withheld under the profile 'employer', and this list is made of names; it "
                    "can be seen under another profile"
                )
            )
        link_identities(work.lake, work.engine)
        rows = work.engine.rows("SELECT key, others, conflict, treated FROM key_conflicts ORDER BY key")
        found = [Conflict(str(k), tuple(o), str(c), str(t)) for k, o, c, t in rows]  # type: ignore[arg-type]
        gone = work.standing.left_out(Use.EXPORT).people
        return [one for one in found if not any(key in gone for key in (one.key, *one.others))]

    def conflict_count(self) -> int:
        """Count the ids with several names and names with several ids."""
        link_identities(self._workspace.lake, self._workspace.engine)
        return int(str(self._workspace.engine.scalar("SELECT count(*) FROM key_conflicts")))

    def find(self, name: str) -> str:
        """Find a person by number, key, account's key, handle or name (case and accents do not matter).

        A reader who does not see names finds people by number, and by name only those who were revealed.

        Raises
        ------
        UnknownNameError
            When nobody, or more than one, is found.
        """
        work = self._workspace
        if (numbered := work.veil.person_of(name)) is not None:
            return numbered
        found = self.called(name)
        if work.veil.reader is not None:
            named = work.veil.named()
            found = [one for one in found if one in named]
        if len(found) == 1:
            return found[0]
        if not found:
            raise self._nobody(name)
        raise UnknownNameError(
            say("'{name}' could be any of {listed}; give the key", name=name, listed=Listing(found, ", "))
        )

    def _nobody(self, name: str) -> UnknownNameError:
        """Say that nobody was found, with near names where all names may be seen."""
        work = self._workspace
        if work.veil.is_drawn:
            return UnknownNameError(
                say(
                    "nobody is shown to you under '{name}'; give a number as the lists show it, such as "
                    "OL-0042",
                    name=name,
                )
            )
        return UnknownNameError.of(
            "person", name, [str(row[0]) for row in work.engine.rows("SELECT name FROM people")]
        )

    def called(self, name: str) -> list[str]:
        """List who may be meant by a key, handle or name."""
        work = self._workspace
        if not self.is_ready():
            link_identities(work.lake, work.engine)
        found = work.engine.rows(
            "SELECT DISTINCT person FROM identities WHERE account = ? OR person = ?", [name, name]
        ) or work.engine.rows(
            "SELECT DISTINCT person FROM people WHERE strip_accents(lower(?)) IN "
            "(strip_accents(lower(name)), lower(handle), lower('@' || handle)) "
            "OR list_contains([strip_accents(lower(n)) for n in names], strip_accents(lower(?)))",
            [name, name],
        )
        return sorted(str(row[0]) for row in found)

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
            raise UsageError(
                say(
                    "'{value}' is no {what}; known: {listed}",
                    value=value,
                    what=what,
                    listed=Listing(DECIDABLE[what], ", "),
                )
            )
        work = self._workspace
        with work.ledger.together():
            before = self._log_decision(person, what, value, by or work.actor, why)
            work.ledger.put(
                "decisions",
                person=person,
                what=what,
                value=value,
                decided_by=by or work.actor,
                why=why,
                at=work.ledger.now(),
            )
            work.audit.record("person.decide", person, what=what, value=value, before=before, why=why)

    def undecide(self, person: str, what: str, *, by: str = "", why: str = "") -> bool:
        """Take a decision back; gives whether there was one."""
        work = self._workspace
        with work.ledger.together():
            members = work.persons.members(person)
            if not work.ledger.count("decisions", person=members, what=what):
                return False
            before = self._log_decision(person, what, None, by or work.actor, why)
            work.ledger.remove("decisions", person=members, what=what)
            work.audit.record("person.undecide", person, what=what, before=before, why=why)
        return True

    def _log_decision(self, person: str, what: str, value: str | None, by: str, why: str) -> str | None:
        """Add a row to the log of decisions; gives what was decided before."""
        ledger = self._workspace.ledger
        earlier = decided(self._workspace, person, what=what)
        before = str(next(iter(earlier.values()))["value"]) if earlier else None
        ledger.put(
            "decision_log",
            entry=uuid4().hex,
            person=person,
            what=what,
            before=before,
            value=value,
            by=by,
            why=why,
            at=ledger.now(),
        )
        return before

    def agree(self, person: str, *, by: str = "") -> None:
        """Record that a person agreed to be shown by name."""
        work = self._workspace
        with work.ledger.together():
            work.gate.agree(person, by or work.actor)
            work.audit.record("person.agree", person)

    def withdraw(self, person: str) -> None:
        """Record that a person no longer agrees to be shown by name."""
        work = self._workspace
        with work.ledger.together():
            work.gate.withdraw_agreement(person)
            work.audit.record("person.withdraw", person)

    def reveal(self, person: str, why: str) -> str:
        """Let the present reader, who does not see names, see who one person is; gives the key.

        Parameters
        ----------
        person : str
            Number as it is shown (``OL-0042``), or key.
        why : str
            The reason; it is kept, with the reader, in the log.

        Raises
        ------
        AccessError
            When this reader sees names anyway, or may not reveal any.
        WithheldError
            When the profile withholds the name until the person agrees.
        UsageError
            When no reason is given.
        UnknownNameError
            When nobody has that number.
        """
        work = self._workspace
        if work.reader is None or Right.REVEAL not in work.reader.role.rights:
            raise AccessError(
                say("revealing is for members who do not see names and have the right to reveal one")
            )
        key = work.veil.person_of(person) or self._known_key(person)
        with work.ledger.together():
            reason = work.veil.reveal(key, why)
            work.audit.record("person.reveal", key, number=work.veil.alias(key), why=reason)
        return key

    def _known_key(self, person: str) -> str:
        found = self.called(person)
        if found != [person]:
            raise self._nobody(person)
        return person
