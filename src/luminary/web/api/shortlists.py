"""Shortlists. Every change names the version it saw; 409 when somebody else changed the same meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.web.jsonapi import Done, group
from luminary.web.visitor import Asking, asking
from luminary.workspace.history import Change
from luminary.workspace.rights import Right
from luminary.workspace.shortlist import Comment, Shortlist

router = group("shortlists", "Shortlists")


@dataclass(frozen=True, slots=True)
class NewList:
    """A list to make: its name, and what it is for."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class ListChange:
    """What to change of a list, and the version that was seen; what is not given stays."""

    version: int
    name: str | None = None
    about: str | None = None
    owner: str | None = None
    archived: bool | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """People to put on a list."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What to change of a person on a list, and the version that was seen; a stage with its reason."""

    person: str
    version: int
    stage: str | None = None
    why: str = ""
    owner: str | None = None
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: about a person on the list, or about the list."""

    text: str
    person: str | None = None


@router.get("")
def shortlists(ask: Asking = asking(Right.READ), archived: bool = False) -> list[Shortlist]:
    """List the shortlists, without their people."""
    return ask.work.shortlists.list(archived)


@router.post("", status_code=201)
def make(wanted: NewList, ask: Asking = asking(Right.EDIT)) -> Shortlist:
    """Make a shortlist."""
    return ask.work.shortlists.add(wanted.name, wanted.about)


@router.get("/{shortlist}")
def shortlist(shortlist: str, ask: Asking = asking(Right.READ)) -> Shortlist:
    """Give a shortlist with its people."""
    return ask.work.shortlists.get(shortlist)


@router.patch("/{shortlist}")
def change(shortlist: str, wanted: ListChange, ask: Asking = asking(Right.EDIT)) -> Shortlist:
    """Change one thing of a list: its name, what it is for, who answers for it, or whether it is put away."""
    lists, version = ask.work.shortlists, wanted.version
    given = [name for name in ("name", "about", "owner", "archived") if getattr(wanted, name) is not None]
    if len(given) != 1:
        raise UsageError(say("change one of name, about, owner and archived at a time"))
    if wanted.name is not None:
        lists.rename(shortlist, wanted.name, version=version)
    elif wanted.about is not None:
        lists.describe(shortlist, wanted.about, version=version)
    elif wanted.owner is not None:
        lists.set_owner(shortlist, wanted.owner or None, version=version)
    else:
        lists.archive(shortlist, bool(wanted.archived), version=version)
    return lists.get(shortlist)


@router.post("/{shortlist}/people", status_code=201)
def put(shortlist: str, wanted: Wanted, ask: Asking = asking(Right.EDIT)) -> Shortlist:
    """Put people on a list; who is there already stays as they are."""
    ask.work.shortlists.put_people(shortlist, wanted.people)
    return ask.work.shortlists.get(shortlist)


@router.patch("/{shortlist}/people")
def change_person(shortlist: str, wanted: PersonChange, ask: Asking = asking(Right.EDIT)) -> Shortlist:
    """Change the stage or owner of a person on a list, or take the person off."""
    lists, version = ask.work.shortlists, wanted.version
    if wanted.remove:
        lists.remove_person(shortlist, wanted.person, version=version)
    elif wanted.stage is not None:
        lists.set_stage(shortlist, wanted.person, wanted.stage, version=version, why=wanted.why)
    else:
        lists.set_person_owner(shortlist, wanted.person, wanted.owner or None, version=version)
    return lists.get(shortlist)


@router.get("/{shortlist}/comments")
def comments(shortlist: str, ask: Asking = asking(Right.READ)) -> list[Comment]:
    """List the comments."""
    return ask.work.shortlists.comments(shortlist)


@router.post("/{shortlist}/comments", status_code=201)
def comment(shortlist: str, said: Said, ask: Asking = asking(Right.EDIT)) -> Comment:
    """Say something about a person on the list, or about the list."""
    return ask.work.shortlists.comment(shortlist, said.text, said.person)


@router.get("/{shortlist}/history")
def history(shortlist: str, ask: Asking = asking(Right.READ)) -> list[Change]:
    """List the changes, the newest first."""
    return ask.work.shortlists.history(shortlist)


@router.post("/{shortlist}/history/{change}/undo")
def undo(shortlist: str, change: str, ask: Asking = asking(Right.EDIT)) -> Done:
    """Take back exactly one change."""
    ask.work.shortlists.undo(shortlist, change)
    return Done()
