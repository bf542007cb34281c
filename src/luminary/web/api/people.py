"""One person: everything that is known, what users decided and noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from luminary.web.jsonapi import Done, PageNumber, PageSize, Rows, group, skipped
from luminary.web.visitor import Asking, asking
from luminary.workspace import Question
from luminary.workspace.evidence import Conversation, EvidencePage
from luminary.workspace.noting import Decided, Note
from luminary.workspace.people import Conflict, Known
from luminary.workspace.portrait import Portrait
from luminary.workspace.rights import Right

router = group("people", "People")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided: `what` is kind, level or tier; no `value` takes a decision back."""

    what: str
    value: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Something written."""

    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a name must be known; it is kept in the log."""

    why: str


@dataclass(frozen=True, slots=True)
class Revealed:
    """Who a person is."""

    person: str


@router.get("")
def people(
    ask: Asking = asking(Right.READ),
    kind: Annotated[str | None, Query(description="person, organisation, service or unknown.")] = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> Rows[Known]:
    """List who is there, by name."""
    found = ask.work.people.everyone(kind)
    first = skipped(page, size)
    return Rows(rows=found[first : first + size], total=len(found), page=page, size=size)


@router.get("/conflicts")
def conflicts(ask: Asking = asking(Right.NAMES)) -> list[Conflict]:
    """List ids with several names, and names with several ids."""
    return ask.work.people.conflicts()


@router.get("/posts/{post:path}")
def conversation(post: str, ask: Asking = asking(Right.READ)) -> Conversation:
    """Give a post in its conversation."""
    return ask.work.people.conversation(post)


@router.get("/{person:path}/evidence")
def evidence(
    person: str, ask: Asking = asking(Right.READ), page: PageNumber = 1, size: PageSize = 20
) -> EvidencePage:
    """List the posts that most people acted on."""
    return ask.work.people.evidence(person, limit=size, skip=skipped(page, size))


@router.get("/{person:path}/notes")
def notes(person: str, ask: Asking = asking(Right.READ)) -> list[Note]:
    """List what users noted about a person."""
    return ask.work.people.notes(person)


@router.post("/{person:path}/notes", status_code=201)
def note(person: str, text: Text, ask: Asking = asking(Right.EDIT)) -> Note:
    """Note something about a person."""
    return ask.work.people.add_note(person, text.text)


@router.delete("/notes/{note}")
def remove_note(note: str, ask: Asking = asking(Right.EDIT)) -> Done:
    """Remove a note of one's own; an owner removes any."""
    ask.work.people.remove_note(note)
    return Done()


@router.get("/{person:path}/decisions")
def decisions(person: str, ask: Asking = asking(Right.READ)) -> list[Decided]:
    """List every decision about a person, the newest first."""
    return ask.work.people.decisions(person)


@router.post("/{person:path}/decisions", status_code=201)
def decide(person: str, decision: Decision, ask: Asking = asking(Right.EDIT)) -> list[Decided]:
    """Decide about a person, or take a decision back."""
    key, people = ask.work.people.asked(person), ask.work.people
    if decision.value is None:
        people.undecide(key, decision.what, why=decision.why)
    else:
        people.decide(key, decision.what, decision.value, why=decision.why)
    return people.decisions(person)


@router.post("/{person:path}/reveal")
def reveal(person: str, reason: Reason, ask: Asking = asking(Right.REVEAL)) -> Revealed:
    """Let this member see who one person is, from now on."""
    return Revealed(ask.work.people.reveal(person, reason.why))


@router.get("/{person:path}")
def portrait(
    person: str,
    ask: Asking = asking(Right.READ),
    subject: str | None = None,
    by: str | None = None,
) -> Portrait:
    """Give everything about one person; places are left out while their ranking is not computed yet."""
    return ask.work.people.portrait(person, Question(subject=subject, by=by), wait=False)
