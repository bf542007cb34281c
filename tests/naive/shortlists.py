"""What a shortlist must be after a history, told the plain way: play every change that holds, in order.

A change may be taken back exactly when the others can still be played without it.
"""

from __future__ import annotations

import json
from typing import Any


class CannotPlayError(Exception):
    """A change does not find what it changed."""


def played(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Play the changes that hold; refuses one that does not find what was there before it."""
    taken = set()
    for row in reversed(rows):
        if row["undoes"] and row["change"] not in taken:
            taken.add(row["undoes"])
    state: dict[str, Any] = {
        "list": {"about": "", "owner": None, "archived": False},
        "people": {},
        "said": {},
    }
    for row in rows:
        if row["change"] not in taken and not row["undoes"]:
            _play(state, row)
    return state


def _play(state: dict[str, Any], row: dict[str, Any]) -> None:
    before, after = (json.loads(row[side] or "null") for side in ("before", "after"))
    what, person = row["what"], row["person"]
    if what == "made":
        state["list"]["name"] = after
    elif what in ("added", "removed"):
        _swap(state["people"], person, before, after)
    elif what == "comment":
        if person is not None and person not in state["people"]:
            raise CannotPlayError
        _swap(state["said"], (before or after)["comment"], before, after)
    else:
        cells = state["list"] if person is None else state["people"].get(person, {})
        if cells.get(what) != before:
            raise CannotPlayError
        cells[what] = after


def _swap(cells: dict[Any, Any], key: Any, before: Any, after: Any) -> None:
    if cells.get(key) != before:
        raise CannotPlayError
    cells.pop(key, None)
    if after is not None:
        cells[key] = dict(after)


def without(rows: list[dict[str, Any]], change: str) -> list[dict[str, Any]]:
    """Give a history in which one change is taken back."""
    return [*rows, {"change": "new", "undoes": change, "what": "undo", "person": None}]


def can_play(rows: list[dict[str, Any]]) -> bool:
    """Tell whether every change that holds finds what it changed."""
    try:
        played(rows)
    except CannotPlayError:
        return False
    return True
