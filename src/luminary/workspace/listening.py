"""What people talk about: subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.domain import Subject
from luminary.listening import add_subject, list_subjects, remove_subject

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


class Listening:
    """Subjects as the user defined them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add(self, subject: Subject) -> None:
        """Keep a subject, in the place of one with the same name.

        Raises
        ------
        UsageError
            When it has neither words nor places, or a word that could never be found.
        """
        work = self._workspace
        with work.ledger.together():
            add_subject(work.ledger, subject)
            work.audit.record("subject.add", subject.name, words=subject.words, places=subject.places)

    def subjects(self) -> list[Subject]:
        """List the subjects by name."""
        return list_subjects(self._workspace.ledger)

    def remove(self, name: str) -> None:
        """Forget a subject.

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        """
        work = self._workspace
        with work.ledger.together():
            remove_subject(work.ledger, name)
            work.audit.record("subject.remove", name)
