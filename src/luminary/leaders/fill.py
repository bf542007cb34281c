"""Fills a board: every measure, and what is known of everybody who takes part."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from luminary.leaders.board import Head, reason_text
from luminary.leaders.leader import Suggestion
from luminary.leaders.measure import Measure, Scores
from luminary.leaders.names import fold
from luminary.leaders.present import Labels, Presenter
from luminary.leaders.rank import taking_part
from luminary.leaders.talk import Floats, Ints, Talk
from luminary.leaders.weights import people_by_month
from luminary.store import arrow_schema
from luminary.store.tables import table

_MONTHS = 12


def answers(
    talk: Talk, measures: Sequence[Measure], progress: Callable[[int, int], None] = lambda _done, _all: None
) -> dict[str, tuple[Measure, Scores]]:
    """Let every measure answer for everybody; `progress` is told how many have."""
    found = {}
    for done, one in enumerate(measures):
        progress(done, len(measures))
        found[one.name] = (one, one.of(talk))
    return found


def fill_board(
    talk: Talk, labels: Labels, scores: dict[str, tuple[Measure, Scores]], services: int = 0
) -> tuple[Head, pa.Table]:
    """Make head and rows of the board of a talk.

    Parameters
    ----------
    talk : Talk
        What counts.
    labels : Labels
        What is known of its people.
    scores : dict
        Every measure's answer, as `answers` gives it.
    services : int, default 0
        How many service accounts were left out.
    """
    people = np.flatnonzero(taking_part(talk))
    months = _MONTHS if talk.is_dated else 0
    first = int(talk.posts.at[0]) if len(talk.posts) else None
    head = Head(tuple(scores), months, talk.is_dated, first, talk.now, services)
    presenter = Presenter(talk, labels, scores)
    told = [_told(presenter, talk, int(one)) for one in people]
    schema = arrow_schema(table("boards"), leave_out=("board",))
    columns: dict[str, Any] = {name: [one[name] for one in told] for name in told[0]}
    columns |= _figures(talk, scores, people, months)
    return head, pa.table([_array(columns[one.name], one.type) for one in schema], schema=schema)


def _told(presenter: Presenter, talk: Talk, person: int) -> dict[str, Any]:
    """Write what is known of one person, column by column."""
    name, names, handle = presenter.name(person)
    evidence = presenter.evidence(person)
    return {
        "person": talk.people[person],
        "name": name,
        "names": list(names),
        "handle": handle,
        "called": "\n".join(dict.fromkeys(fold(one) for one in (name, *names, *_handles(presenter, person)))),
        "accounts": [json.dumps(asdict(one)) for one in presenter.accounts(person)],
        **_suggested("kind", presenter.kind(person)),
        **_suggested("tier", presenter.tier(person)),
        **_suggested("level", presenter.level(person)),
        "evidence": list(evidence.posts),
        "quote": evidence.quote,
        "link": evidence.link,
    }


def _handles(presenter: Presenter, person: int) -> Iterator[str]:
    handle = presenter.name(person)[2]
    yield from [handle] if handle else []
    yield from (one.handle for one in presenter.accounts(person) if one.handle)


def _suggested(what: str, found: Suggestion) -> dict[str, Any]:
    return {what: str(found.value), f"{what}_why": reason_text(found.why), f"{what}_decided": found.decided}


def _figures(
    talk: Talk, scores: dict[str, tuple[Measure, Scores]], people: Ints, months: int
) -> dict[str, Floats]:
    """Put the measures' answers side by side, one row for each of the people."""
    none = np.full(talk.size, np.nan)
    found = [one for _, one in scores.values()]
    trend = people_by_month(talk, months)[:, ::-1] if months else np.zeros((talk.size, 0))
    return {
        "values": np.column_stack([one.value for one in found])[people],
        "lows": np.column_stack([none if one.low is None else one.low for one in found])[people],
        "highs": np.column_stack([none if one.high is None else one.high for one in found])[people],
        "counts": np.column_stack([one.n for one in found])[people].astype(np.float64),
        "trend": trend[people],
    }


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    if not isinstance(values, np.ndarray):
        return pa.array(values, kind)
    tall, wide = values.shape
    ends = pa.array(np.arange(tall + 1, dtype=np.int32) * wide)
    return pa.ListArray.from_arrays(ends, pa.array(np.ascontiguousarray(values).ravel()), type=kind)
