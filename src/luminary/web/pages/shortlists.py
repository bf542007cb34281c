"""Shortlists: whom we consider working with, how far we are, and who changed what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from luminary.errors import ConflictError, LuminaryError, UsageError
from luminary.i18n import Message, say, say_count
from luminary.leaders import Leader, View
from luminary.web.page import Group, Nav
from luminary.web.visitor import Asking, asking
from luminary.workspace.history import STAGES, Change
from luminary.workspace.rights import Right
from luminary.workspace.shortlist import Comment, Listed, Shortlist

router = APIRouter(prefix="/shortlists")
NAV = (Nav(say("Shortlists"), "/shortlists", "list-checks", Group.FIND, 30),)

_CHANGES = 20
"""Changes on a page of the history."""
_FOUND = 8
"""People whom a search shows."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A change that was refused because somebody was faster.

    Attributes
    ----------
    told : str
        What happened.
    theirs : tuple of str
        What others changed meanwhile.
    do, value, person, name : str
        What the visitor wanted, of whom, so that it can be done over it.
    version : int
        The version that stands there now.
    mine : Message
        What the visitor wanted, in words.
    """

    told: str
    theirs: tuple[str, ...]
    do: str
    value: str
    person: str
    name: str
    version: int
    mine: Message


@router.get("")
def shortlists(ask: Asking = asking(Right.READ), archived: Annotated[bool, Query()] = False) -> HTMLResponse:
    """List the shortlists in use, or those that were put away."""
    return _overview(ask, archived)


@router.post("")
def add(
    name: Annotated[str, Form()] = "",
    about: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.EDIT),
) -> Response:
    """Make a list; what cannot be used is said beside the form, which keeps what was typed."""
    try:
        made = ask.work.shortlists.add(name, about)
    except UsageError as error:
        return _overview(ask, False, 422, typed=(name, about), fault=error.args[0])
    return ask.goto(f"/shortlists/{made.shortlist}", said=say("The list is made. Now put people on it."))


@router.post("/put")
def put(
    people: Annotated[list[str] | None, Form()] = None,
    shortlist: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.EDIT),
) -> Response:
    """Put people on a list that is there, or on a new one; keys may stand one a line."""
    wanted = [line.strip() for one in people or [] for line in one.splitlines() if line.strip()]
    if not wanted:
        raise UsageError(say("nobody was chosen; choose people first, then put them on a list"))
    lists = ask.work.shortlists
    key = shortlist or lists.add(name).shortlist
    made = lists.put_people(key, wanted)
    return ask.goto(f"/shortlists/{quote(key, safe='')}", said=_said_put(len(made), len(wanted)))


def _said_put(put: int, wanted: int) -> Message:
    if put == wanted:
        return say_count("{n} person was put on the list.", "{n} people were put on the list.", put)
    return say("{put} people were put on the list; {there} were there already.", put=put, there=wanted - put)


@router.get("/{shortlist}")
def shortlist(
    shortlist: str,
    ask: Asking = asking(Right.READ),
    find: Annotated[str, Query()] = "",
    page: Annotated[int, Query(ge=1)] = 1,
) -> HTMLResponse:
    """Show a list: its people by stage, comments, and every change."""
    return _shown(ask, shortlist, find=find, page=page)


@router.post("/{shortlist}")
def change(
    shortlist: str,
    do: Annotated[str, Form()] = "",
    version: Annotated[int, Form()] = 0,
    person: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    ask: Asking = asking(Right.EDIT),
) -> Response:
    """Change one thing; when somebody was faster, show both versions and change nothing."""
    try:
        said = _change(ask, shortlist, do, person, value, version, why)
    except ConflictError as error:
        return _shown(ask, shortlist, 409, clash=_clash(ask, shortlist, error, (do, person, value)))
    anchor = f"#{_anchor(person)}" if person and do in ("stage", "owner", "comment") else ""
    return ask.goto(f"/shortlists/{quote(shortlist, safe='')}{anchor}", said=said)


def _change(ask: Asking, key: str, do: str, person: str, value: str, version: int, why: str) -> str:
    """Make the one call that a form asks for; gives what to say about it."""
    lists = ask.work.shortlists
    if do == "put":
        return _said_put(len(lists.put_people(key, [value])), 1)
    if do == "comment":
        lists.comment(key, value, person or None)
        return say("The comment is kept.")
    made: dict[str, Callable[[], Change | None]] = {
        "stage": lambda: lists.set_stage(key, person, value, version=version, why=why),
        "owner": lambda: lists.set_person_owner(key, person, value or None, version=version),
        "remove": lambda: lists.remove_person(key, person, version=version),
        "rename": lambda: lists.rename(key, value, version=version),
        "describe": lambda: lists.describe(key, value, version=version),
        "list_owner": lambda: lists.set_owner(key, value or None, version=version),
        "archive": lambda: lists.archive(key, value == "yes", version=version),
        "undo": lambda: lists.undo(key, value),
    }
    if do not in made:
        raise UsageError(say("nothing is done under the name '{do}'", do=do))
    done = made[do]()
    if done is None:
        return say("Nothing changed: it was so already.")
    return say("You {told}.", told=done.told)


def _clash(ask: Asking, key: str, error: ConflictError, wanted: tuple[str, str, str]) -> Clash:
    """Put side by side what the visitor wanted and what others did."""
    do, person, value = wanted
    found = ask.work.shortlists.get(key)
    row = next((one for one in found.people if one.person == person), None)
    name = row.name if row else found.name
    return Clash(
        told=error.args[0],
        theirs=error.theirs,
        do=do,
        value=value,
        person=person,
        name=name,
        version=row.version if row else found.version,
        mine=_wanted(ask, do, value, name),
    )


def _wanted(ask: Asking, do: str, value: str, name: str) -> Message:
    """Say what the visitor wanted."""
    members = {one.member: one.name for one in ask.work.members.list()}
    if do == "stage":
        return say("You wanted to set {name} to {stage}.", name=name, stage=STAGES.get(value, value))
    if do in ("owner", "list_owner"):
        told = members.get(value) or say("nobody")
        return say("You wanted {owner} to take care of {name}.", owner=told, name=name)
    if do == "remove":
        return say("You wanted to take {name} off the list.", name=name)
    if do == "undo":
        return say("You wanted to take a change back.")
    if do == "archive":
        return (
            say("You wanted to put the list away.") if value == "yes" else say("You wanted it back in use.")
        )
    return say("You wanted to write “{text}”.", text=value)


def _overview(
    ask: Asking, archived: bool, status: int = 200, typed: tuple[str, str] = ("", ""), fault: str = ""
) -> HTMLResponse:
    return ask.page(
        "shortlists.html",
        status,
        lists=ask.work.shortlists.list(archived=archived),
        archived=archived,
        away=len(ask.work.shortlists.list(archived=True)),
        stages=STAGES,
        typed=typed,
        fault=fault,
    )


def _shown(
    ask: Asking, key: str, status: int = 200, find: str = "", page: int = 1, clash: Clash | None = None
) -> HTMLResponse:
    lists = ask.work.shortlists
    found, changes = lists.get(key), lists.history(key, _CHANGES + 1, (page - 1) * _CHANGES)
    people, fault = _found(ask, find)
    return ask.page(
        "shortlist.html",
        status,
        found=found,
        steps=_steps(found),
        comments=_comments(lists.comments(key)),
        changes=changes[:_CHANGES],
        older=len(changes) > _CHANGES,
        page=page,
        find=find,
        people=people,
        fault=fault,
        there={one.person for one in found.people},
        clash=clash,
        stages=STAGES,
        members=[one for one in ask.work.members.list() if one.active] if ask.can(Right.EDIT) else [],
        anchor=_anchor,
    )


def _steps(found: Shortlist) -> list[tuple[str, Message, list[Listed]]]:
    """Part the people by stage, every stage in its place."""
    return [(one, word, [row for row in found.people if row.stage == one]) for one, word in STAGES.items()]


def _comments(comments: list[Comment]) -> dict[str | None, list[Comment]]:
    parted: dict[str | None, list[Comment]] = {}
    for one in comments:
        parted.setdefault(one.person, []).append(one)
    return parted


def _found(ask: Asking, find: str) -> tuple[list[Leader], str]:
    """Search people by name; gives them, or why there are none."""
    if not find.strip() or not ask.can(Right.EDIT):
        return [], ""
    board = ask.work.leaders.board_if_ready()
    if board is None:
        try:
            ask.work.jobs.ask("board", {})
        except LuminaryError as error:
            return [], error.args[0]
        return [], say("The ranking is being computed; search again in a moment.")
    found = list(board.view(View(search=find, kind="all", size=_FOUND)).leaders)
    return found, "" if found else say("Nobody in the ranking is found under “{find}”.", find=find)


def _anchor(person: str) -> str:
    """Name the row of a person in the page."""
    from hashlib import sha256

    return "p-" + sha256(person.encode("utf-8", "replace")).hexdigest()[:10]
