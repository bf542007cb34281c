"""Rankings as files: for spreadsheets, for other programs, for the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from luminary.domain.plain import Record
from luminary.i18n import Message, say, translate
from luminary.leaders import Leader, Scope, View
from luminary.report.records import leader_record
from luminary.report.rows import csv_text, json_text, parquet_bytes, xlsx_bytes

if TYPE_CHECKING:
    from luminary.workspace.openboard import OpenBoard
    from luminary.workspace.workspace import Workspace

MOST = 20_000
"""People in one file; a ranking of more says so in its notes, and the command line writes all of them."""
_AT_ONCE = 1_000


class Form(StrEnum):
    """What kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PARQUET = "parquet"


MEDIA: Mapping[Form, str] = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSON: "application/json",
    Form.PARQUET: "application/vnd.apache.parquet",
}
"""Type of each kind of file, as browsers name it."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to hand over: its name, its type as browsers name it, and its bytes."""

    name: str
    media: str
    data: bytes


def export_leaders(work: Workspace, opened: OpenBoard, asked: View, form: Form) -> Exported:
    """Write the people of all pages of a view as a file, as far as this reader may see them.

    Every row carries the purpose and what must be known about it; the log keeps that it was written.

    Parameters
    ----------
    work : Workspace
        Where.
    opened : OpenBoard
        The ranking.
    asked : View
        What is shown of it; page and size do not matter.
    form : Form
        What kind of file.
    """
    leaders, total = _everybody(opened, asked)
    notes = _notes(opened, asked, leaders, total)
    purpose = str(work.gate.check())
    told = [translate(one, asked.language) for one in notes]
    records = [{**leader_record(one, purpose), "notes": told} for one in leaders]
    data = _WRITERS[form](records, _about(opened, asked, notes))
    by = opened.measure_for(asked.by).name
    named = [one.person for one in leaders if one.named]
    scope = opened.scope.as_params()
    work.audit.exported("leaders", len(leaders), people=named, form=form.value, scope=scope, by=by)
    day = datetime.now(UTC).date().isoformat()
    return Exported(f"leaders-{day}.{form.value}", MEDIA[form], data)


def _everybody(opened: OpenBoard, asked: View) -> tuple[list[Leader], int]:
    """Gather the pages, as far as one file holds them; gives how many people there are as well."""
    found: list[Leader] = []
    for number in range(1, MOST // _AT_ONCE + 1):
        page = opened.view(replace(asked, page=number, size=_AT_ONCE))
        found += page.leaders
        if number >= page.pages:
            break
    return found, page.total


def _notes(opened: OpenBoard, asked: View, leaders: list[Leader], total: int) -> list[Message]:
    """Say what must be known about the rows."""
    notes = list(opened.notes(asked.by, leaders))
    if total > len(leaders):
        notes.append(say("these are the first {shown} of {total} people", shown=len(leaders), total=total))
    if due := opened.due_if_exported(leaders):
        notes.append(due)
    return notes


def _about(opened: OpenBoard, asked: View, notes: list[Message]) -> list[tuple[str, str]]:
    """Tell what the file holds, and how each figure in it was made."""
    measure = opened.measure_for(asked.by)
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    rows: list[tuple[str, str]] = [
        *((say("must be known"), note) for note in notes),
        (say("question"), measure.question),
        (say("ranked by"), measure.title),
        (say("method"), measure.method),
        *_narrowed(opened.scope, asked),
        (say("written"), made),
    ]
    rows += [(one.name, f"{translate(one.question, asked.language)} [{translate(one.unit, asked.language)}]")
             for one in opened.measures()]  # fmt: skip
    return [(translate(about, asked.language), translate(text, asked.language)) for about, text in rows]


def _narrowed(scope: Scope, asked: View) -> list[tuple[str, str]]:
    """List what the ranking was narrowed to."""
    chosen = {"kind": asked.kind, "tier": asked.tier, "level": asked.level, "search": asked.search}
    return [(name, str(value)) for name, value in {**scope.as_params(), **chosen}.items() if value]


def _csv(records: list[Record], _about: list[tuple[str, str]]) -> bytes:
    return csv_text(records).encode("utf-8-sig", "replace")


def _json(records: list[Record], _about: list[tuple[str, str]]) -> bytes:
    return json_text(records).encode("utf-8", "backslashreplace")


def _parquet(records: list[Record], _about: list[tuple[str, str]]) -> bytes:
    return parquet_bytes(records)


def _xlsx(records: list[Record], about: list[tuple[str, str]]) -> bytes:
    return xlsx_bytes(records, about, "leaders")


_WRITERS: Mapping[Form, Callable[[list[Record], list[tuple[str, str]]], bytes]] = {
    Form.CSV: _csv,
    Form.XLSX: _xlsx,
    Form.JSON: _json,
    Form.PARQUET: _parquet,
}
