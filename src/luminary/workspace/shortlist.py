"""A shortlist, the people on it, and what is said about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.workspace.history import Row
from luminary.workspace.speakers import Speaker, shown_text

LONGEST_COMMENT = 4_000
"""Characters of a comment."""
LONGEST_NAME = 120
LONGEST_ABOUT = 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A person on a shortlist.

    Attributes
    ----------
    person, name : str
        Key and name, or twice the number of somebody who is hidden from the reader.
    named : bool
        False when the name is withheld.
    stage : str
        One of `STAGES`.
    owner, owner_name : str or None
        Key and name of the member who takes care of the person.
    version : int
        What a change of this row must name.
    comments : int
        How many there are about the person.
    added_by : str
        Who put the person there.
    added : datetime
        When, in UTC.
    """

    person: str
    name: str
    named: bool
    stage: str
    owner: str | None
    owner_name: str | None
    version: int
    comments: int
    added_by: str
    added: datetime


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A named list of people.

    Attributes
    ----------
    shortlist : str
        Key.
    name, about : str
        Its name, and what it is for.
    owner, owner_name : str or None
        Key and name of the member who answers for it.
    archived : bool
        True when it is put away.
    version : int
        What a change of the list itself must name.
    made_by : str
        Who made it.
    made : datetime
        When, in UTC.
    size : int
        How many people are on it.
    stages : mapping of str to int
        How many stand at each stage; every stage is there.
    comments : int
        Comments about the list as a whole.
    people : tuple of Listed
        By stage, then by name; empty in an overview.
    """

    shortlist: str
    name: str
    about: str
    owner: str | None
    owner_name: str | None
    archived: bool
    version: int
    made_by: str
    made: datetime
    size: int
    stages: Mapping[str, int]
    comments: int
    people: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """What a member said about a list, or about a person on it.

    Attributes
    ----------
    comment : str
        Key.
    person, name : str or None
        Whom it is about, as the reader may know it; None for the whole list.
    text : str or None
        As written, cleaned; None where it could tell the reader who somebody hidden is.
    by : str
        Who said it.
    at : datetime
        When, in UTC.
    """

    comment: str
    person: str | None
    name: str | None
    text: str | None
    by: str
    at: datetime


def listed(row: Row, shown: Speaker, comments: int, names: Mapping[str, str]) -> Listed:
    """Show a row of a person."""
    return Listed(
        person=shown.person,
        name=shown.name,
        named=shown.named,
        stage=row["stage"],
        owner=row["owner"],
        owner_name=names.get(row["owner"]),
        version=int(row["version"]),
        comments=comments,
        added_by=row["added_by"] or "",
        added=row["added"],
    )


def kept_row(row: Row) -> dict[str, Any]:
    """Write down a row of a person, so that it can be put back as it was."""
    kept = ("stage", "owner", "added_by")
    return {**{name: row[name] for name in kept}, "added": row["added"].isoformat()}


def written(value: object) -> str | None:
    """Write a value as JSON; nothing stays nothing."""
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def one_line(text: str, what: str, most: int) -> str:
    """Clean a short text.

    Raises
    ------
    UsageError
        When a name is empty, or the text too long.
    """
    kept = " ".join(shown_text(text, 20_000).split())
    if len(kept) > most:
        raise UsageError(
            say("the {what} has {kept} characters; {most} are the most", what=what, kept=len(kept), most=most)
        )
    if not kept and what == "name":
        raise UsageError(say("a shortlist needs a name that can be seen"))
    return kept
