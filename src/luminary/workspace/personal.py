"""The rights of one person: to object, to be corrected, to get everything, to be forgotten."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.i18n import LANGUAGES, say
from luminary.privacy.erasing import Erasing, Erasure
from luminary.privacy.objections import Objection, Objections, Scope
from luminary.report.personfile import PersonFile, person_json, person_page
from luminary.store import DuckDBEngine, Touched, Traces
from luminary.store.tables import Home, at_home
from luminary.workspace.copies import copies_naming, remove_copies
from luminary.workspace.correcting import Correction, correct, corrections
from luminary.workspace.personfile import person_file
from luminary.workspace.traces import signs_of, traces_of

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would do.

    Attributes
    ----------
    person : str
        Key of the person.
    accounts : tuple of str
        Keys of the accounts that go.
    tables : mapping of str to Touched
        Rows that go and rows of others that are rewritten, by table; tables without any are left out.
    files : tuple of str
        Files of the workspace that go because they name the person.
    shared_names : bool
        True when no name of the person is hers alone: then names stay in the texts of others.
    held : mapping of str to str
        Tables whose rows stay for a legal duty, each with the reason.
    """

    person: str
    accounts: tuple[str, ...]
    tables: Mapping[str, Touched]
    files: tuple[str, ...]
    shared_names: bool
    held: Mapping[str, str]


class Personal:
    """The rights of one person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def _erasing(self) -> Erasing:
        return Erasing(self._workspace.lake, self._workspace.ledger)

    @property
    def _objections(self) -> Objections:
        return Objections(self._workspace.ledger)

    def preview(self, person: str) -> Preview:
        """Tell what an erasure would do; nothing is changed.

        Parameters
        ----------
        person : str
            Key of the person, as `People.find` gives it.
        """
        work = self._workspace
        traces = traces_of(work, person)
        files = tuple(str(one.relative_to(work.path)) for one in copies_naming(work, traces))
        held = {one.name: one.held for one in at_home(Home.LAKE) + at_home(Home.LEDGER) if one.held}
        tables = self._erasing.preview(work.engine, traces)
        return Preview(person, tuple(sorted(traces.keys)), tables, files, not traces.names, held)

    def named(self, name: str) -> str:
        """Find a person who asks for her rights: by key, handle or name, as she gives it.

        Raises
        ------
        UnknownNameError
            When nobody, or more than one, is found.
        WithheldError
            When she is hidden and asked for by her number: whoever looks must know who asks.
        """
        work = self._workspace
        if (key := work.veil.person_of(name)) is not None and not work.veil.may_name(key):
            raise WithheldError(
                say("who asks for her rights says who she is; ask by the key, handle or name that she gives")
            )
        return work.people.find(name)

    def begin(self, person: str, why: str) -> str:
        """Begin an erasure and leave the rest to `resume`: from now on nobody sees the person.

        Raises
        ------
        UsageError
            When no reason is given.
        """
        work, reason = self._workspace, _reason(why)
        traces = self._traces(person)
        return self._erasing.begin(traces, person, signs_of(work, traces), reason, work.actor)

    def erase(
        self, person: str, why: str, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> Erasure:
        """Erase a person from everything this workspace holds, and let nothing of her be imported again.

        Parameters
        ----------
        person : str
            Key of the person, as `People.find` gives it.
        why : str
            The reason, such as the request and its date.
        progress : callable, optional
            Told how many tables are done, and how many there are.

        Raises
        ------
        UsageError
            When no reason is given.
        """
        return self._go_on(self.begin(person, why), progress)

    def resume(self, patience: float = 0) -> int:
        """Bring erasures that were interrupted to their end; gives how many are done now.

        What another program is just bringing to its end is left to it.
        """
        found = self._erasing.unfinished()
        return sum(self._go_on(one, patience=patience).state == "done" for one in found)

    def _go_on(
        self,
        erasure: str,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        patience: float = -1,
    ) -> Erasure:
        work = self._workspace

        def engine() -> DuckDBEngine:
            return DuckDBEngine(work.path / "lake" / "_spill" / str(os.getpid()), work.limits.memory)

        def sweep(traces: Traces) -> Mapping[str, int]:
            return remove_copies(work, traces)

        return self._erasing.go_on(erasure, engine, sweep, progress, patience)

    def _traces(self, person: str) -> Traces:
        """Gather what leads to a person; refuses a key of nobody, under which a right would hold for nobody.

        Raises
        ------
        UnknownNameError
            When neither the data nor the ledger holds anything under this key.
        """
        found = traces_of(self._workspace, person)
        if found.posts or found.batches or self._erasing.preview(self._workspace.engine, found):
            return found
        raise UnknownNameError(
            say("nothing here is kept under the key '{person}'; find the person first", person=person)
        )

    def was_erased(self, person: str) -> bool:
        """Tell whether somebody with this key was erased here; who it was can be read nowhere."""
        return self._erasing.was_erased(person)

    def erasures(self) -> list[Erasure]:
        """List the erasures, the newest first; they name nobody."""
        return self._erasing.all()

    def file(self, person: str) -> PersonFile:
        """Gather everything that is held about a person, under whatever key she is known.

        Parameters
        ----------
        person : str
            Key of the person, as `People.find` gives it.
        """
        return person_file(self._workspace, person, self._traces(person))

    def handed(self, person: str, language: str) -> PersonFile:
        """Gather everything that is held about a person, and note that it was handed over."""
        found = self.file(person)
        rows = sum(found.counts().values())
        self._workspace.audit.record("person.export", person, rows=rows, language=language)
        return found

    def export(self, person: str, folder: str | Path, language: str = "en") -> tuple[Path, Path]:
        """Write everything that is held about a person as JSON and as a page; gives both files.

        Parameters
        ----------
        person : str
            Key of the person, as `People.find` gives it.
        folder : str or Path
            Where; made when it is not there.
        language : str, default "en"
            Language of the page: sv, nb, da, fi or en.

        Raises
        ------
        UnknownNameError
            When there is no such language.
        UsageError
            When the folder lies in the workspace, where such a file has no place, or cannot be written.
        """
        work, target = self._workspace, Path(folder)
        if language not in LANGUAGES:
            raise UnknownNameError.of("language", language, LANGUAGES)
        if target.resolve().is_relative_to(work.path.resolve()):
            raise UsageError(say("'{folder}' lies in the workspace; name another folder", folder=folder))
        found = self.handed(person, language)
        written = target / "person.json", target / "person.html"
        try:
            target.mkdir(parents=True, exist_ok=True)
            written[0].write_text(person_json(found, language), "utf-8", "backslashreplace")
            written[1].write_text(person_page(found, language), "utf-8", "backslashreplace")
        except OSError as error:
            raise UsageError(
                say("'{folder}' cannot be written: {reason}", folder=folder, reason=error.strerror or "")
            ) from error
        return written

    def object(self, person: str, scope: Scope | str = Scope.EVERYTHING, why: str = "") -> None:
        """Record that a person objected: from now on she is left out as far as it goes.

        Parameters
        ----------
        person : str
            Key of the person.
        scope : Scope, default everything
            How far the objection goes.
        why : str
            What the person said.

        Raises
        ------
        UnknownNameError
            When nobody has this key.
        UsageError
            When there is no such scope.
        """
        work, chosen = self._workspace, _scope(scope)
        traces = self._traces(person)
        signs = signs_of(work, traces)
        with work.ledger.together():
            self._objections.record(person, chosen, traces.keys, signs, why[:_LONGEST], work.actor)
            work.audit.record("person.object", person, scope=chosen.value)

    def withdraw_objection(self, person: str, scope: Scope | str | None = None) -> int:
        """Record that a person takes an objection back, one or all; gives how many there were."""
        work = self._workspace
        chosen = None if scope is None else _scope(scope)
        traces = traces_of(work, person)
        signs = signs_of(work, traces)
        with work.ledger.together():
            found = self._objections.withdraw(person, chosen, traces.keys, signs)
            if found:
                work.audit.record("person.unobject", person, scope=None if chosen is None else chosen.value)
        return found

    def correct(self, person: str, field: str, value: str, source: str) -> Correction:
        """Correct a name, role or employer; rankings are computed again when they are next asked for.

        Parameters
        ----------
        person : str
            Key of the person, as `People.find` gives it.
        field : str
            name, role or employer.
        value, source : str
            What it is, and where that stands.

        Raises
        ------
        UsageError
            When value or source is missing, or the field is unknown.
        """
        return correct(self._workspace, person, field, value, source)

    def corrections(self, person: str) -> list[Correction]:
        """List the corrections of a person, the newest first."""
        return corrections(self._workspace, person)

    def objections(self, person: str | None = None) -> list[Objection]:
        """List the objections on record, of one person or all, the newest first."""
        return self._objections.of(person)


def _scope(scope: Scope | str) -> Scope:
    try:
        return Scope(scope)
    except ValueError as error:
        raise UsageError(
            say("nobody can object to '{scope}'; known: {listed}", scope=scope, listed=", ".join(Scope))
        ) from error


def _reason(why: str) -> str:
    reason = " ".join(why.replace("\x00", "").split())[:_LONGEST]
    if not reason:
        raise UsageError(say("give the reason, such as the request and its date; it is kept in the log"))
    return reason
