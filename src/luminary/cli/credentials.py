"""People: `credentials`, what lists and registers say of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, exported, opened, say
from luminary.cli.rows import Format, plain, show_rows

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Keep what lists and registers say of people: evidence beside the figures, never in them.",
)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table with a column `person`.")],
    source: Annotated[str, typer.Option("--source", metavar="NAME", help="Name of the list or register.")],
    date: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="Day the list is of, as 2025-12-31.")
    ] = None,
    column: Annotated[
        str, typer.Option("--column", metavar="NAME", help="Column that names the person.")
    ] = "person",
) -> None:
    """Import a list of people, with role, employer, orcid, publication, url where it has such columns."""
    with opened(context) as workspace:
        found = workspace.credentials.load(file, source, date=date, column=column)
    say(
        f"{found.rows} rows read; {found.kept} credentials kept of {found.people} people, "
        f"{found.repeated} repeated"
    )
    if found.unknown or found.ambiguous:
        say(
            f"kept without a person: {found.unknown} names that nobody here has, "
            f"{found.ambiguous} that several have (luminary credentials list --open)"
        )


@app.command("list")
def listed(
    context: typer.Context,
    person: Annotated[
        str | None, typer.Option("--person", metavar="PERSON", help="Only of this person.")
    ] = None,
    open_ones: Annotated[bool, typer.Option("--open", help="Only those without a person.")] = False,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List credentials with their source and date."""
    with opened(context) as workspace:
        records: list[Record] = plain(workspace.credentials.list(person, open_ones=open_ones))
        exported(workspace, "credentials", len(records), format, output)
    show_rows(records, _CREDENTIALS, format, output)


_CREDENTIALS = (
    Column("person", lambda row: str(row["person"] or "?"), need=4),
    Column("named", lambda row: str(row["named"]), most=32, need=3),
    Column("kind", lambda row: str(row["kind"]), need=4),
    Column("value", lambda row: str(row["value"]), most=60, need=5),
    Column("source", lambda row: str(row["source"]), most=40, need=4),
    Column("of", lambda row: str(row["dated"] or ""), need=2),
)


@app.command()
def remove(
    context: typer.Context,
    source: Annotated[str, typer.Option("--source", metavar="NAME", help="Name of the list or register.")],
) -> None:
    """Take a list out again, with all that it says."""
    with opened(context) as workspace:
        gone = workspace.credentials.remove(source)
    say(f"{gone} credentials removed")
