"""Subjects."""

from __future__ import annotations

from luminary.domain import Subject
from luminary.web.jsonapi import Done, group
from luminary.web.visitor import Asking, asking
from luminary.workspace.rights import Right

router = group("subjects", "Subjects")


@router.get("")
def subjects(ask: Asking = asking(Right.READ)) -> list[Subject]:
    """List the subjects by name."""
    return ask.work.listening.subjects()


@router.post("", status_code=201)
def keep(subject: Subject, ask: Asking = asking(Right.EDIT)) -> Subject:
    """Keep a subject, in the place of one with the same name."""
    ask.work.listening.add(subject)
    return subject


@router.delete("/{name}")
def remove(name: str, ask: Asking = asking(Right.EDIT)) -> Done:
    """Forget a subject."""
    ask.work.listening.remove(name)
    return Done()
