"""The duties of the organisation: what is in order, what is missing, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from luminary.errors import WithheldError, WorkspaceError
from luminary.i18n import Message, say, say_count
from luminary.privacy.bases import bases_in
from luminary.privacy.documents import TITLES, Document, Documents, stopped
from luminary.privacy.notices import Because, Duty, Notices, month_after
from luminary.privacy.processors import Processor, Processors, may_enable
from luminary.privacy.profiles import Switches, forbidden_basis, switches_of, weak_basis
from luminary.privacy.suspicions import Shown, Suspicions
from luminary.report.letter import Letter, letter_to, public_notice, version_of
from luminary.workspace.minors import look_for_minors

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_NEVER_SENSITIVE = frozenset({"pharma", "authority", "employer"})
_SOON = 60
"""Days before the end of a purpose at which it is said."""


class State(StrEnum):
    """How a duty stands."""

    DONE = "in order"
    NOTE = "to note"
    MISSING = "missing"
    DUE = "due"
    LOCKED = "locked"

    @property
    def told(self) -> Message:
        """The state in words."""
        return _STATES[self]


_STATES = {
    State.DONE: say("in order"),
    State.NOTE: say("to note"),
    State.MISSING: say("missing"),
    State.DUE: say("due"),
    State.LOCKED: say("locked"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One duty, and how it stands.

    Attributes
    ----------
    what : str
        basis, purpose, lia, decision, dpia, public_notice, notices, review or processors.
    state : State
        How it stands.
    told : Message
        The same as a sentence, with the way out where there is something to do.
    """

    what: str
    state: State
    told: Message


@dataclass(frozen=True, slots=True)
class Told:
    """A person who must be told or was told, as the reader may know her.

    Attributes
    ----------
    person, name : str
        Key and name, or twice the number of somebody who is hidden.
    named : bool
        False when the name is withheld.
    duty : Duty
        What is on record.
    overdue : bool
        True when the last day has passed without a notice.
    """

    person: str
    name: str
    named: bool
    duty: Duty
    overdue: bool


class Duties:
    """Documents, processors, notices, review; every change is in the audit log."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._documents = Documents(workspace.ledger)
        self._notices = Notices(workspace.ledger)
        self._processors = Processors(workspace.ledger)
        self._suspicions = Suspicions(workspace.ledger)

    @property
    def switches(self) -> Switches:
        """What the profile of the workspace allows and asks for."""
        return switches_of(self._workspace.purpose.profile)

    def status(self) -> list[Standing]:
        """Tell how every duty stands; an evaluation workspace has none."""
        if self._workspace.purpose.profile == "evaluation":
            told = say("an evaluation workspace has no duties, and decides nothing about people")
            return [Standing("purpose", State.DONE, told)]
        found = [self._basis(), self._until(), *map(self._document, self.switches.documents)]
        if self.switches.notices:
            found += [self._public(), self._told()]
        return [*found, self._review(), self._register()]

    def open(self) -> list[Standing]:
        """List the duties for which something has to be done."""
        return [one for one in self.status() if one.state not in (State.DONE, State.NOTE)]

    def _basis(self) -> Standing:
        purpose = self._workspace.purpose
        if (told := forbidden_basis(purpose.profile, purpose.basis)) is not None:
            return Standing("basis", State.LOCKED, told)
        if not bases_in(purpose.basis):
            told = say(
                "'{basis}' names no lawful basis of article 6; record it with `luminary init`, such as "
                "'legitimate interest' or 'public task'",
                basis=purpose.basis,
            )
            return Standing("basis", State.MISSING, told)
        weak = weak_basis(purpose.profile, purpose.basis)
        if weak is not None:
            return Standing("basis", State.NOTE, weak)
        return Standing("basis", State.DONE, say("lawful basis: {basis}", basis=purpose.basis))

    def _until(self) -> Standing:
        until = self._workspace.purpose.until
        if until is None or until < _today():
            told = say("the purpose ended on {until}; record a new end date", until=until)
            return Standing("purpose", State.LOCKED, told)
        state = State.NOTE if (until - _today()).days < _SOON else State.DONE
        return Standing("purpose", state, say("the purpose ends on {until}", until=until))

    def _document(self, kind: str) -> Standing:
        """Tell whether a document is on record, and whether it must be looked at again."""
        found = self._documents.newest(kind)
        if kind == "dpia" and (told := stopped(self._workspace.ledger, self._workspace.purpose.profile)):
            return Standing(kind, State.LOCKED, told)
        if found is None:
            return Standing(kind, State.LOCKED if kind == "decision" else State.MISSING, _MISSING[kind])
        title = TITLES[kind]
        if found.is_due(_today()):
            told = say("{title} was to be looked at again by {until}", title=title, until=found.until)
            return Standing(kind, State.DUE, told)
        told = say("{title} is on record ({document})", title=title, document=found.document)
        return Standing(kind, State.DONE, told)

    def _public(self) -> Standing:
        return self._document("public_notice")

    def _told(self) -> Standing:
        overdue = len(self.overdue())
        waiting = sum(one.sent is None for one in self._notices.register()) - overdue
        if overdue:
            told = say_count(
                "{n} person should have been told and is left out until a notice is recorded "
                "(luminary privacy notices --overdue)",
                "{n} people should have been told and are left out until notices are recorded "
                "(luminary privacy notices --overdue)",
                overdue,
            )
            return Standing("notices", State.DUE, told)
        told = say_count("{n} person is still to be told", "{n} people are still to be told", max(waiting, 0))
        return Standing("notices", State.NOTE if waiting > 0 else State.DONE, told)

    def _review(self) -> Standing:
        waiting = len(self._suspicions.list("open"))
        told = say_count(
            "{n} person may be a minor and waits for somebody to look (luminary privacy review)",
            "{n} people may be minors and wait for somebody to look (luminary privacy review)",
            waiting,
        )
        return Standing("review", State.DUE if waiting else State.DONE, told)

    def _register(self) -> Standing:
        ended = sum(not one.holds(_today()) for one in self.processors())
        if ended:
            told = say_count(
                "{n} contract with a processor has ended", "{n} contracts with processors have ended", ended
            )
            return Standing("processors", State.DUE, told)
        told = say_count("{n} entry of processors and sources", "{n} entries of processors and sources",
                         len(self.processors()))  # fmt: skip
        return Standing("processors", State.DONE, told)

    def document(self, kind: str) -> Document | None:
        """Give the document of a kind that holds now."""
        return self._documents.newest(kind)

    def record(self, kind: str, answers: Mapping[str, str], until: date | None = None) -> Document:
        """Record a form: lia, decision or public_notice; see `luminary.privacy.documents`."""
        work = self._workspace
        with work.ledger.together():
            made = self._documents.record(kind, answers, until, work.actor)
            work.audit.record("privacy.document", None, document=made.document, what=kind)
        return made

    def assess(self, answers: Mapping[str, str], number: str = "", until: date | None = None) -> Document:
        """Record the ten answers before an impact assessment, and the number of the finished one."""
        work = self._workspace
        with work.ledger.together():
            made = self._documents.assess(answers, number, until, work.actor)
            risks = list(made.risks)
            work.audit.record("privacy.dpia", None, document=made.document, risks=risks, number=number)
        return made

    def number_assessment(self, number: str, until: date | None = None) -> Document:
        """Record the number of the finished assessment beside the answers that stand.

        Raises
        ------
        UsageError
            When the questions were never answered.
        """
        found = self._documents.newest("dpia")
        answers = {} if found is None else {k: v for k, v in found.answers.items() if k != "number"}
        return self.assess(answers, number, until)

    def processors(self) -> list[Processor]:
        """List the register of processors and sources."""
        return self._processors.list()

    def add_processor(
        self,
        connector: str,
        name: str,
        contract: str,
        *,
        role: str = "processor",
        country: str = "",
        until: date | None = None,
    ) -> Processor:
        """Put a company or service on the register; see `luminary.privacy.processors`."""
        work = self._workspace
        with work.ledger.together():
            made = self._processors.record(
                connector, name, contract, work.actor, role=role, country=country, until=until
            )
            work.audit.record("processor.add", None, connector=made.connector, name=made.name)
        return made

    def remove_processor(self, processor: str) -> None:
        """Take an entry off the register."""
        work = self._workspace
        with work.ledger.together():
            gone = self._processors.remove(processor)
            work.audit.record("processor.remove", None, connector=gone.connector, name=gone.name)

    def may_enable(self, connector: str) -> None:
        """Let a source be fetched from.

        Raises
        ------
        WithheldError
            When the purpose has ended, or no contract or terms are on record under a profile that needs them.
        """
        may_enable(self._workspace.ledger, connector)

    def begin(self, people: Iterable[str], because: Because) -> None:
        """Let the duty to tell people begin."""
        self._notices.begin(people, because)

    def due_if_exported(self, people: Iterable[str]) -> Message | None:
        """Say how many people must be told once a file with them has left, and until when; None: nobody."""
        told = {one.person for one in self._notices.register() if one.sent is not None}
        waiting = sum(one not in told for one in people)
        if not waiting or not self._notices.is_needed():
            return None
        until = month_after(self._workspace.ledger.now()).date()
        return say_count(
            "{n} person in this file has to be told that she is on it, by {until} (luminary privacy notices)",
            "{n} people in this file have to be told that they are on it, by {until} (luminary privacy "
            "notices)",
            waiting,
            until=until,
        )

    def notices(self, *, overdue: bool = False) -> list[Told]:
        """List who must be told or was told, the longest due first; or only who is overdue."""
        late = self.overdue()
        duties = [one for one in self._notices.register() if not overdue or one.person in late]
        hidden = self._workspace.veil.hides([one.person for one in duties])
        names = self._names([one.person for one in duties if one.person not in hidden])
        return [
            Told(
                hidden.get(one.person, one.person),
                hidden.get(one.person) or names.get(one.person, one.person),
                one.person not in hidden,
                replace(one, person=hidden.get(one.person, one.person)),
                one.person in late,
            )
            for one in duties
        ]

    def _names(self, people: list[str]) -> dict[str, str]:
        from luminary.workspace.speakers import speakers

        if not people or not self._workspace.leaders.has_data():
            return {}
        self._workspace.people.ready()
        return {key: one.name for key, one in speakers(self._workspace, people).items()}

    def overdue(self) -> frozenset[str]:
        """List the persons who had to be told and were not."""
        return self._notices.overdue(_today())

    def tell(
        self, person: str, channel: str, *, language: str | None = None, sent: date | None = None
    ) -> str:
        """Record that a person was told; gives the version of the text.

        Parameters
        ----------
        person : str
            Key, name or number.
        channel : str
            One of `luminary.privacy.notices.CHANNELS`.
        language : str, optional
            Language of the text; that of the workspace when not given.
        sent : date, optional
            When; today when not given.
        """
        work = self._workspace
        key, used = work.people.find(person), language or work.purpose.language
        version = version_of(used)
        with work.ledger.together():
            self._notices.record(key, channel, used, version, work.actor, sent)
            work.audit.record(
                "person.notice", key, channel=channel, version=version, sent=str(sent or _today())
            )
        return version

    def letter(self, person: str, language: str | None = None) -> Letter:
        """Write to a person why she is on the list, what is held and what she can do."""
        work = self._workspace
        key = work.people.asked(person)
        parts = work.people.notice(person)
        shown = work.people.profile(person).name
        work.audit.record("person.letter", key)
        return letter_to(shown, parts, work.purpose, language or work.purpose.language)

    def write_letters(self, folder: str | Path, language: str | None = None) -> int:
        """Write letters to everybody who is still to be told, as text and as a page; gives how many.

        The files are named by the numbers of people, never by names. Who is hidden from the reader gets none.

        Raises
        ------
        WorkspaceError
            When the folder cannot be written.
        """
        waiting = [one for one in self.notices() if one.named and one.duty.sent is None]
        numbers = self._workspace.veil.aliases([one.person for one in waiting])
        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
            for one in waiting:
                letter = self.letter(one.person, language)
                (place / f"{numbers[one.person]}.txt").write_text(letter.text(), "utf-8")
                (place / f"{numbers[one.person]}.html").write_text(letter.html(), "utf-8")
        except OSError as error:
            raise WorkspaceError(
                say("'{folder}' cannot be written: {reason}", folder=place, reason=error.strerror)
            ) from error
        return len(waiting)

    def public_notice(self, language: str | None = None) -> Letter:
        """Write the notice for everybody in the data, to be published."""
        work = self._workspace
        sources = work.leaders.choices().platforms if work.leaders.has_data() else ()
        return public_notice(sources, work.purpose, language or work.purpose.language)

    def look_for_minors(self) -> int:
        """Look through what people say of themselves for signs of minors; gives how many are new."""
        return look_for_minors(self._workspace)

    def review(self, state: str | None = "open") -> list[Reviewed]:
        """List who may be a minor; names are withheld as everywhere."""
        found = self._suspicions.list(state)
        keys = [one.person for one in found]
        hidden = self._workspace.veil.hides(keys)
        names = self._names([one for one in keys if one not in hidden])
        return [
            Reviewed(
                hidden.get(one.person, one.person),
                hidden.get(one.person) or names.get(one.person, one.person),
                one.sign,
                one.state,
                one.decided_by,
                one.why,
                one.at,
            )
            for one in found
        ]

    def decide_minor(self, person: str, state: str, why: str) -> None:
        """Clear a person who was suspected to be a minor, or confirm it; with a name and a reason."""
        work = self._workspace
        key = work.people.find(person)
        with work.ledger.together():
            self._suspicions.decide(key, state, work.actor, why)
            work.audit.record("person.minor", key, state=state, why=why)

    def show_sensitive(self, person: str, why: str) -> None:
        """Let what a person states of her health, faith or the like stand beside her, for a reason.

        Raises
        ------
        WithheldError
            Under a profile that allows it for nobody.
        """
        work, key = self._workspace, self._workspace.people.find(person)
        if work.purpose.profile in _NEVER_SENSITIVE:
            raise WithheldError(
                say(
                    "under the profile '{profile}' nothing about health, faith or politics stands beside a "
                    "person, whatever the reason",
                    profile=work.purpose.profile,
                )
            )
        with work.ledger.together():
            reason = Shown(work.ledger).allow(key, work.actor, why)
            work.audit.record("person.show_sensitive", key, why=reason)

    def hide_sensitive(self, person: str) -> bool:
        """Take that back; gives whether it was allowed."""
        work, key = self._workspace, self._workspace.people.find(person)
        with work.ledger.together():
            gone = Shown(work.ledger).forbid(key)
            work.audit.record("person.hide_sensitive", key)
        return gone


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A person who may be a minor, as the reader may know her; see `luminary.privacy.Suspicion`."""

    person: str
    name: str
    sign: str
    state: str
    decided_by: str | None
    why: str | None
    at: datetime


_MISSING = {
    "lia": say("the balancing of interests is not on record (luminary privacy lia)"),
    "decision": say(
        "the decision of the authority is not on record, so results about people are locked (luminary "
        "privacy decision)"
    ),
    "dpia": say("the ten questions before an impact assessment are not answered (luminary privacy dpia)"),
    "public_notice": say(
        "people who are in the data and not written to have no public notice (luminary privacy public-notice)"
    ),
}


def _today() -> date:
    return datetime.now(UTC).date()
