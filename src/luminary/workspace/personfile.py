"""Gathers everything that is held about one person: every row of every declared table, every figure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from luminary.domain import Estimate
from luminary.errors import NotEnoughDataError, WithheldError
from luminary.i18n import Message, say, say_count
from luminary.leaders import Choice, Scope, measure_named
from luminary.leaders.board import EVERYONE, Board
from luminary.report.notice import Part
from luminary.report.personfile import Held, Origin, PersonFile, Recipient, Score
from luminary.store import LakeEraser, Traces, ledger_about
from luminary.store.tables import Home, Table, at_home

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_HASHES = ("objection_list",)
"""Tables that hold only hashes: nobody can say which of them are somebody's."""


def person_file(work: Workspace, person: str, traces: Traces) -> PersonFile:
    """Gather everything that is held about a person.

    Parameters
    ----------
    work : Workspace
        Where.
    person : str
        Key of the person.
    traces : Traces
        What leads to her.
    """
    scores = _scores(work, person)  # first: it brings derived tables up to date
    words = _words(work, person, scores)
    tables = tuple(_tables(work, traces))
    purpose = work.purpose
    told = {"purpose": purpose.purpose, "basis": purpose.basis, "profile": purpose.profile,
            "owner": purpose.owner, "until": purpose.until.isoformat() if purpose.until else ""}  # fmt: skip
    return PersonFile(
        person=person,
        name=_name(work, person),
        accounts=tuple(sorted(traces.keys)),
        made=datetime.now(UTC),
        purpose=told,
        words=words,
        scores=scores,
        recipients=tuple(_recipients(work, traces)),
        origins=tuple(_origins(work, traces)),
        tables=tables,
        objections=tuple(one.scope.told for one in work.personal.objections(person)),
    )


def _name(work: Workspace, person: str) -> str:
    work.lake.attach(work.engine, "people")
    found = work.engine.rows("SELECT name FROM people WHERE person = ?", [person])
    return str(found[0][0]) if found and found[0][0] else person


def _scores(work: Workspace, person: str) -> tuple[Score, ...]:
    """Give every figure about a person, whether or not she is left out of rankings."""
    try:
        board = work.leaders.whole_board(Scope())
    except NotEnoughDataError:
        return ()
    row = board.rows_of.get(person)
    return () if row is None else tuple(_score(board, name, row) for name in board.head.measures)


def _score(board: Board, name: str, row: int) -> Score:
    measure, scores = measure_named(name), board.scores(name)
    value, low, high = (
        None if array is None or np.isnan(array[row]) else float(array[row])
        for array in (scores.value, scores.low, scores.high)
    )
    has_interval = value is not None and low is not None and high is not None
    figure = Estimate(
        value,
        low if has_interval else None,
        high if has_interval else None,
        int(scores.n[row]),
        measure.unit,
        measure.method,
    )
    place = int(board.places(Choice(name, EVERYONE))[row]) or None
    of = len(board.order(Choice(name, EVERYONE)).people)
    inputs = {"observations": int(scores.n[row]), "window in months": int(measure.window or 0)}
    return Score(name, measure.question, measure.method, measure.unit, figure, place, of if place else None,
                 {key: one for key, one in inputs.items() if one})  # fmt: skip


def _words(work: Workspace, person: str, scores: tuple[Score, ...]) -> tuple[Part, ...]:
    """Say what it means; when the purpose has ended, the right to know what is held has not."""
    expected = next((one.figure for one in scores if one.measure == "influence"), None)
    try:
        return work.people.notice(work.veil.hides([person]).get(person, person), expected=expected)
    except (WithheldError, NotEnoughDataError):
        return ()


def _tables(work: Workspace, traces: Traces) -> Iterator[Held]:
    """Give the rows of every declared table, also of those without any."""
    eraser = LakeEraser(work.lake, work.engine, traces, {})
    try:
        for declared in at_home(Home.LAKE) + at_home(Home.DERIVED):
            naming = eraser.naming(declared) if declared.home is Home.LAKE else 0
            yield _held(declared, eraser.about(declared), naming)
    finally:
        eraser.close()
    found = ledger_about(work.ledger, traces, _HASHES)
    for declared in at_home(Home.LEDGER):
        yield _held(declared, found.get(declared.name, []))


def _held(declared: Table, rows: Any, naming: int = 0) -> Held:
    columns = {one.name: f"{one.meaning}{f' [{one.unit}]' if one.unit else ''}" for one in declared.columns}
    return Held(declared.name, declared.meaning, kept(declared), columns, rows, naming)


def kept(declared: Table) -> Message:
    """Say how long the rows of a table stay."""
    if declared.held:
        return say("held: {why}", why=declared.held)
    if declared.keep.days is None:
        return say("{why}", why=declared.keep.why)
    return say_count("{n} day: {why}", "{n} days: {why}", declared.keep.days, why=declared.keep.why)


def _recipients(work: Workspace, traces: Traces) -> Iterator[Recipient]:
    """Tell who got a file in which the person stood by name."""
    for row in work.ledger.rows("disclosures"):
        if traces.keys.isdisjoint(json.loads(row["people"])):
            continue
        log: list[Mapping[str, Any]] = list(work.ledger.rows("audit", number=row["number"]))
        detail = json.loads(log[0]["detail"]) if log else {}
        yield Recipient(row["what"], log[0]["who"] if log else "", row["at"], detail.get("form"))


def _origins(work: Workspace, traces: Traces) -> Iterator[Origin]:
    for row in work.ledger.rows("batches", state="landed"):
        if row["batch"] in traces.batches:
            yield Origin(row["source"], row["format"], str(row.get("terms") or ""), row["landed"])
