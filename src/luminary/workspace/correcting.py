"""Corrections of what sources say about a person: they land as an import of one row, the newest of all.

So a correction goes the way of everything else: the next ranking, picture and export hold it, and it can be
told from where it came. What a source said before stays a name once seen, and the log tells of the change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from luminary.collect import link_identities
from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import say
from luminary.store import arrow_schema
from luminary.store.tables import table

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

FIELDS = ("name", "role", "employer")
"""What can be corrected; an employer is kept as a credential of the person."""
_LONGEST = 500
_FORMAT = "correction"


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that was wrong and is corrected.

    Attributes
    ----------
    correction, person, field : str
        Key, key of the person, and what was corrected: name, role or employer.
    before : str or None
        What it was; None where nothing was known.
    value, source : str
        What it is, and where that stands.
    recorded_by : str
        Who recorded it.
    at : datetime
        When, in UTC.
    """

    correction: str
    person: str
    field: str
    before: str | None
    value: str
    source: str
    recorded_by: str
    at: datetime


def correct(work: Workspace, person: str, field: str, value: str, source: str) -> Correction:
    """Correct a name, role or employer; rankings are computed again when they are next asked for.

    Parameters
    ----------
    work : Workspace
        Where.
    person : str
        Key of the person, as `People.find` gives it.
    field : str
        name, role or employer.
    value : str
        What it is.
    source : str
        Where that stands, such as an address or the person's own letter.

    Raises
    ------
    UsageError
        When value or source is missing, or the field is unknown.
    """
    if field not in FIELDS:
        raise UnknownNameError.of("field", field, FIELDS)
    what, where = _plain(value), _plain(source)
    if not what or not where:
        raise UsageError(say("a correction needs what is right, and where that stands"))
    ledger = work.ledger
    made = Correction(
        uuid4().hex, person, field, _before(work, person, field), what, where, work.actor, ledger.now()
    )
    if field != "employer":
        _land(work, made)
    with ledger.together():
        ledger.add(
            "corrections", correction=made.correction, person=person, field=field, before=made.before,
            value=what, source=where, recorded_by=made.recorded_by, at=made.at,
        )  # fmt: skip
        if field == "employer":
            _keep_employer(work, made)
        detail = {"field": field, "before": made.before, "value": what, "source": where}
        work.audit.record("person.correct", person, **detail)
    return made


def corrections(work: Workspace, person: str) -> list[Correction]:
    """List the corrections of a person, the newest first."""
    rows = work.ledger.rows("corrections", person=work.persons.members(person))
    names = Correction.__slots__
    found = [Correction(**{name: row[name] for name in names}) for row in rows]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", "").encode("utf-8", "replace").decode().split())[:_LONGEST]


def _before(work: Workspace, person: str, field: str) -> str | None:
    """Give what is known so far."""
    if field == "employer":
        rows = work.ledger.rows("credentials", person=person, kind="employer")
        return str(rows[-1]["value"]) if rows else None
    link_identities(work.lake, work.engine)
    found = work.engine.rows(f"SELECT {field} FROM people WHERE person = ?", [person])
    return None if not found or found[0][0] is None else str(found[0][0])


def _land(work: Workspace, made: Correction) -> None:
    """Let a row with what is right count: it was seen later than every other."""
    declared, batch = table("accounts"), f"correction{made.correction[:12]}"
    schema = arrow_schema(declared, leave_out=("batch",))
    row = dict.fromkeys(schema.names) | {
        "row": 1,
        "account": made.person,
        "platform": made.person.partition(":")[0],
        made.field: made.value,
        "seen": made.at,
    }
    file = work.lake.scratch()
    pq.write_table(pa.Table.from_pylist([row], schema), file)
    with work.lake.landing():
        work.ledger.put(
            "batches", batch=batch, source=_FORMAT, format=_FORMAT, state="reading", started=made.at,
            terms="own_table/file",
        )  # fmt: skip
        work.lake.add(batch, declared.name, [file])
        work.ledger.change(
            "batches", {"batch": batch}, state="landed", read=1, kept=1, rejected=0, duplicates=0,
            left_out=0, landed=work.ledger.now(),
        )  # fmt: skip


def _keep_employer(work: Workspace, made: Correction) -> None:
    """Put the employer beside the person's other credentials, in the place of what stood there."""
    work.ledger.remove("credentials", person=made.person, kind="employer", register=_FORMAT)
    work.ledger.add(
        "credentials", credential=made.correction, person=made.person, named=made.person, kind="employer",
        value=made.value, url=made.source if "://" in made.source else None, register=_FORMAT,
        by=made.recorded_by, at=made.at,
    )  # fmt: skip
