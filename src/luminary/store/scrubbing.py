"""Erasing a person from the ledger, from the declarations, in one transaction.

A row goes when a column that is declared to point at a person holds one of the keys, when what names the
person is part of what identifies the row, or when it is a finished job. In every other row the person is
replaced by a mark, also inside JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from luminary.store.erasing import LABELS
from luminary.store.ledger import Ledger
from luminary.store.tables import Home, Table, Type, at_home
from luminary.store.traces import Touched, Traces

_ENDED = ("done", "failed", "cancelled")


def ledger_touched(
    ledger: Ledger, traces: Traces, leave: Collection[str], but: Mapping[str, str] | None = None
) -> dict[str, Touched]:
    """Count what an erasure would do to every table of the ledger but some."""
    found = {}
    for declared in _tables(leave):
        works = [change for _, change in _found(ledger, declared, traces, but or {})]
        gone = sum(change is None for change in works)
        found[declared.name] = Touched(gone, len(works) - gone)
    return found


def scrub_ledger(
    ledger: Ledger, traces: Traces, leave: Collection[str], but: Mapping[str, str] | None = None
) -> dict[str, Touched]:
    """Take a person out of every table of the ledger but some, in the transaction that is open.

    Parameters
    ----------
    ledger : Ledger
        Where.
    traces : Traces
        What leads to the person.
    leave : collection of str
        Tables that are left as they are.
    but : mapping of str to str, optional
        For a table, the key of the one row that is left as it is.
    """
    found: dict[str, Touched] = {}
    for declared in _tables(leave):
        touched = Touched()
        for row, change in list(_found(ledger, declared, traces, but or {})):
            key = {name: row[name] for name in declared.key}
            if change is None:
                ledger.remove(declared.name, **key)
                touched += Touched(removed=1)
            else:
                ledger.change(declared.name, key, **change)
                touched += Touched(rewritten=1)
        found[declared.name] = touched
    return found


def ledger_about(
    ledger: Ledger, traces: Traces, leave: Collection[str]
) -> dict[str, list[Mapping[str, Any]]]:
    """Give every row of the ledger, but for some tables, that is about a person or names her."""
    found = {}
    for declared in [one for one in at_home(Home.LEDGER) if one.name not in leave]:
        found[declared.name] = [row for row, _ in _found(ledger, declared, traces, {})]
    return found


def _tables(leave: Collection[str]) -> list[Table]:
    return [one for one in at_home(Home.LEDGER) if one.name not in leave and not one.held]


def _found(
    ledger: Ledger, declared: Table, traces: Traces, but: Mapping[str, str]
) -> Iterator[tuple[Mapping[str, Any], dict[str, Any] | None]]:
    """Give the rows that name the person, each with what changes in it; None when it goes."""
    identifies = {*declared.key, *(name for names in declared.unique for name in names)}
    for row in ledger.rows(declared.name):
        if declared.name in but and row[declared.key[0]] == but[declared.name]:
            continue
        change = scrubbed(declared, row, traces)
        if is_gone(declared, row, traces) or (change and identifies & change.keys()):
            yield row, None
        elif change:
            ended = declared.name == "jobs" and row["state"] in _ENDED
            yield row, None if ended else change | ({"same": None} if declared.name == "jobs" else {})


def is_gone(declared: Table, row: Mapping[str, Any], traces: Traces) -> bool:
    """Tell whether a row is about the person."""
    return any(row[name] in traces.keys for name in declared.person_columns if isinstance(row[name], str))


def scrubbed(declared: Table, row: Mapping[str, Any], traces: Traces) -> dict[str, Any]:
    """Give the columns that name the person, with what they hold afterwards."""
    texts = [one.name for one in declared.columns if one.type is Type.TEXT and row[one.name]]
    labels = LABELS if declared.person_columns else ()
    found: dict[str, Any] = {name: traces.scrub(row[name], label=name in labels) for name in texts}
    lists = [one.name for one in declared.columns if one.type is Type.TEXTS and row[one.name]]
    found |= {name: [traces.scrub(one, label=name in labels) for one in row[name]] for name in lists}
    return {name: value for name, value in found.items() if value != row[name]}
