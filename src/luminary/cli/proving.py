"""Prove: `backtest`, `evaluate`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import (
    FormatOption,
    OutputOption,
    SubjectOption,
    UntilOption,
    day,
    opened,
    say,
)
from luminary.cli.progress import progress
from luminary.cli.records import estimate_text
from luminary.cli.rows import Format, plain, show_rows

if TYPE_CHECKING:
    from collections.abc import Sequence


def backtest(
    context: typer.Context,
    cut: Annotated[
        list[str] | None,
        typer.Option(
            "--cut", metavar="DAY", help="Rank on what was known at the end of this day; may be repeated."
        ),
    ] = None,
    subject: SubjectOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Rank on the past, and compare with who was acted on next.

    Each measure and each simple ranking gets NDCG, precision and rank correlation with intervals. Without
    --cut, the last month-ends that leave enough history before and a month after.
    """
    with opened(context) as workspace, progress("backtest"):
        say(workspace.gate.check())
        result = workspace.leaders.backtest(cuts=_moments(cut or []), subject=subject)
    _show(result, [_score_record(one, result) for one in result.scores], (format, output))


def _moments(cuts: Sequence[str]) -> list[datetime] | None:
    """Give the first moment after each day: a ranking sees nothing at or after it."""
    days = [day(text, "--cut") for text in cuts]
    return [
        datetime(one.year, one.month, one.day, tzinfo=UTC) + timedelta(days=1) for one in days if one
    ] or None


def _score_record(score: Any, result: Any) -> Record:
    record: Record = plain(score)
    return {**record, "cuts": plain([one.cut for one in result.cuts])}


def evaluate(
    context: typer.Context,
    truth: Annotated[
        Path, typer.Option("--truth", metavar="FILE", help="CSV of people you trust: ids, names or handles.")
    ],
    exclude: Annotated[
        Path | None, typer.Option("--exclude", metavar="FILE", help="CSV of people to leave out.")
    ] = None,
    column: Annotated[
        str, typer.Option("--column", metavar="NAME", help="Column of the files that names the person.")
    ] = "person",
    until: UntilOption = None,
    subject: SubjectOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Compare every measure with a list of people you trust."""
    with opened(context) as workspace, progress("evaluate"):
        say(workspace.gate.check())
        result = workspace.leaders.evaluate(
            truth=truth, exclude=exclude, column=column, until=day(until, "--until"), subject=subject
        )
    _show(result, [plain(one) for one in result.scores], (format, output))


def _show(result: Any, records: list[Record], shown: tuple[Format, Path | None]) -> None:
    """Show one row per measure; the verdict in words and the notes go to stderr."""
    show_rows(records, _columns(records), *shown)
    say(result.sentence)
    for note in result.notes:
        say(note)


def _columns(records: list[Record]) -> list[Column]:
    """Make a column of every score that the records hold, in their order."""
    found = [Column("measure", lambda row: row["measure"].replace("_", " "), need=100)]
    found += [
        _column(name, 50 - at)
        for at, name in enumerate(records[0] if records else [])
        if _shown(name, records)
    ]
    return [*found, Column("", lambda row: "simple ranking" if row["baseline"] else "", need=1)]


def _shown(name: str, records: list[Record]) -> bool:
    values = [one[name] for one in records if one[name] is not None]
    return (
        name not in ("measure", "baseline", "cuts")
        and bool(values)
        and isinstance(values[0], dict | int | float)
    )


def _column(name: str, need: int) -> Column:
    return Column(name.replace("_", " "), lambda row: _score(row[name]), need=need, whole=True)


def _score(value: Any) -> str:
    if isinstance(value, dict):
        return estimate_text(value)
    return "-" if value is None else f"{value:.3g}"
