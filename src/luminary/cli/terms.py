"""Terms of the platforms: `terms`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, opened, say
from luminary.cli.rows import Format, plain, show_rows
from luminary.domain.safe import one_line

if TYPE_CHECKING:
    from luminary.workspace.policies import Policy


def terms(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A source, or a policy as youtube/api_key.")
    ] = None,
    require_origin: Annotated[
        bool | None,
        typer.Option(
            "--require-origin/--allow-unsaid",
            help="Refuse tables of your own until it is said where they are from, or let them in.",
        ),
    ] = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Show what the terms of the platforms allow with their data: all, one source, or one policy in full."""
    from luminary.workspace.policies import NO_ADVICE

    with opened(context) as workspace:
        if require_origin is not None:
            workspace.collect.demand_origin(require_origin)
        found = workspace.policies.all(name)
        overdue = workspace.policies.overdue()
    if name is not None and format is Format.TABLE and output is None:
        for one in found:
            _print(one)
    else:
        records: list[Record] = [_record(one) for one in found]
        show_rows(records, _COLUMNS, format, output)
    for late in overdue:
        say(f"import {late.batch} had to be dealt with by {late.until} ({late.terms.due}): {late.terms.name}")
    say(NO_ADVICE)


def _record(one: Policy) -> Record:
    told: Record = plain(one.terms)
    rules = {"rules": list(one.rules), "reviewed": one.reviewed, "imports": one.imports}
    return {**told, "confidence": one.confidence.value, **rules}


def _print(one: Policy) -> None:
    """Print a policy in full."""
    print(one_line(f"{one.terms.name}: {one.terms.title}, {one.terms.told} ({one.imports} imports)"))
    lines = [*one.rules, one.terms.note, f"shown with: {one.terms.attribution}", f"{one.reviewed}"]
    lines += [
        f"sure: {one.confidence}",
        *(f"rests on: {basis.text} ({basis.seen})" for basis in one.terms.basis),
    ]
    print("".join(f"  {one_line(line)}\n" for line in lines if line))


def _yes(row: Record, name: str) -> str:
    return "yes" if row[name] else "no"


_COLUMNS = (
    Column("name", lambda row: str(row["name"]), need=4, whole=True),
    Column("computed with", lambda row: _yes(row, "derived_measures"), need=3),
    Column("joined", lambda row: str(row["joining"]), need=3),
    Column("days", lambda row: str(row["retention_days"] or "-"), right=True, need=3),
    Column("then", lambda row: str(row["due"] or "-"), need=1),
    Column("sure", lambda row: str(row["confidence"]), need=2),
    Column("imports", lambda row: str(row["imports"]), right=True, need=2),
)
