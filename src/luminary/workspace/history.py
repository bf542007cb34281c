"""The history of a shortlist: what was changed, and what may be taken back.

A change touches one *cell* (the name of the list, the stage of one person, whether a person is there, one
comment). It is taken back by another change that puts the cell to what it was before, and that can itself be
taken back. So that exactly one change goes and nothing else, a change is taken back only while nothing later
stands on it: no later change of the same cell, and for putting somebody on the list, no later change about
that person at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from luminary.i18n import Message, say

Row: TypeAlias = Mapping[str, Any]

STAGES = {
    "idea": say("idea"),
    "checking": say("checking"),
    "chosen": say("chosen"),
    "contacted": say("contacted"),
    "agreed": say("agreed"),
    "declined": say("declined"),
    "dropped": say("dropped"),
}
"""Stages of a person on a shortlist, in the order of the work; to decline is a normal outcome."""

OF_LIST = ("name", "about", "owner", "archived")
"""What is changed of a list itself."""

OF_PERSON = ("added", "removed", "stage", "owner")
"""What is changed of a person on a list."""

_THERE = ("added", "removed")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a shortlist.

    Attributes
    ----------
    change : str
        Key.
    number : int
        Place in the history of the list, from 1.
    person, name : str or None
        Whom it is about, as this reader may know it; None for a change of the list itself.
    what : str
        made, name, about, owner, archived, added, removed, stage or comment.
    by : str
        Who made it.
    at : datetime
        When, in UTC.
    told : Message
        What was changed, as the end of a sentence that begins with who did it.
    undoes : int or None
        Number of the change that this one took back.
    undone : bool
        True when it was taken back.
    can_undo : bool
        True when it can be taken back now.
    """

    change: str
    number: int
    person: str | None
    name: str | None
    what: str
    by: str
    at: datetime
    told: Message
    undoes: int | None
    undone: bool
    can_undo: bool


def undone_changes(rows: Sequence[Row]) -> set[str]:
    """Give the keys of the changes that are taken back; `rows` in the order of their numbers.

    A change is taken back by one that is not itself taken back.

    Examples
    --------
    >>> rows = [{"change": one, "undoes": of} for one, of in (("a", None), ("b", "a"), ("c", "b"))]
    >>> undone_changes(rows[:2]), undone_changes(rows)
    ({'a'}, {'b'})
    """
    undone: set[str] = set()
    for row in reversed(rows):
        if row["undoes"] and row["change"] not in undone:
            undone.add(row["undoes"])
    return undone


def standing_on(rows: Sequence[Row], change: Row) -> list[Row]:
    """List the later changes that stand on a change; while there are any, it cannot be taken back.

    A later change and the one that took it back weigh nothing together.
    """
    number = {row["change"]: int(row["number"]) for row in rows}
    undone, at = undone_changes(rows), int(change["number"])
    return [
        row
        for row in rows
        if row["number"] > at
        and row["change"] not in undone
        and number.get(row["undoes"], 0) <= at
        and _touches(row, change)
    ]


def _touches(later: Row, change: Row) -> bool:
    """Tell whether a later change could not be as it is without the earlier one."""
    if change["what"] in _THERE:
        return bool(later["person"] == change["person"])
    if cell(later) == cell(change):
        return True
    gone = later["what"] in _THERE and later["person"] == change["person"]
    return gone and change["person"] is not None and change["what"] != "comment"


def cell(row: Row) -> tuple[str, str | None]:
    """Name the cell that a change touches: what, and of whom or which."""
    if row["what"] in _THERE:
        return "there", row["person"]
    if row["what"] == "comment":
        return "comment", json.loads(row["after"] or row["before"])["comment"]
    return row["what"], row["person"]


def opposite(row: Row) -> str:
    """Name what the taking back of a change is: adding takes back removing."""
    if row["what"] in _THERE:
        return _THERE[1 - _THERE.index(row["what"])]
    return str(row["what"])


def tell(row: Row, name: str | None, taken_back: int | None, owners: Mapping[str, str]) -> Message:
    """Say what a change did, as the end of a sentence that begins with who did it.

    Parameters
    ----------
    row : Row
        The change.
    name : str or None
        How the person is shown.
    taken_back : int or None
        Number of the change that it took back.
    owners : mapping of str to str
        Member to name.
    """
    told = _tell(row, name or "", owners)
    if taken_back is None:
        return told
    return say("{told} (taking back change {number})", told=told, number=taken_back)


def _tell(row: Row, name: str, owners: Mapping[str, str]) -> Message:
    before, after = (json.loads(row[side] or "null") for side in ("before", "after"))
    what = row["what"]
    if what == "stage":
        return say("set {name} from {before} to {after}", name=name, before=stage(before), after=stage(after))
    if what == "owner":
        return _told_owner(name if row["person"] else None, owners.get(after, after))
    if what == "comment":
        return _told_comment(name if row["person"] else None, removed=after is None)
    if what == "added":
        return say("put {name} on the list as {stage}", name=name, stage=stage(after["stage"]))
    if what == "removed":
        return say("took {name} off the list ({stage})", name=name, stage=stage(before["stage"]))
    return _told_list(what, before, after)


def _told_list(what: str, before: Any, after: Any) -> Message:
    if what == "name":
        return say("renamed the list from “{before}” to “{after}”", before=before, after=after)
    if what == "about":
        return say("changed what the list is for to “{after}”", after=after) if after else say(
            "took out what the list is for"
        )  # fmt: skip
    if what == "archived":
        return say("put the list away") if after else say("took the list up again")
    return say("made the list “{name}”", name=after)


def _told_owner(name: str | None, owner: str | None) -> Message:
    if name is None:
        if owner is None:
            return say("left the list without an owner")
        return say("made {owner} the owner of the list", owner=owner)
    if owner is None:
        return say("left nobody to take care of {name}", name=name)
    return say("let {owner} take care of {name}", owner=owner, name=name)


def _told_comment(name: str | None, *, removed: bool) -> Message:
    if name is None:
        return say("removed a comment on the list") if removed else say("commented on the list")
    if removed:
        return say("removed a comment on {name}", name=name)
    return say("commented on {name}", name=name)


def stage(key: str) -> Message:
    """Give the word for a stage."""
    return STAGES.get(key) or Message(key)


def people_of(rows: Iterable[Row]) -> list[str]:
    """List the persons that changes are about."""
    return list(dict.fromkeys(row["person"] for row in rows if row["person"] is not None))
