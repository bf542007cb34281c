"""Find: `subjects`, what people talk about."""

from __future__ import annotations

from typing import Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, opened, say
from luminary.cli.rows import Format, plain, show_rows

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@app.callback()
def subjects(
    context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List the subjects, add one, remove one."""
    if context.invoked_subcommand is None:
        listed(context, format, output)


@app.command("list")
def listed(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """List the subjects with their words and places."""
    with opened(context) as workspace:
        records: list[Record] = plain(workspace.listening.subjects())
    show_rows(records, _SUBJECTS, format, output)
    if not records:
        say("no subject yet; add one with: luminary subjects add NAME WORDS...")


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Your name for it.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="Words, phrases in quotes, hashtags in quotes."),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A place that belongs to it whole; may be repeated."),
    ] = None,
) -> None:
    """Add a subject, in the place of one with the same name.

    Words are compared in their dictionary forms in each post's own language: "vård" finds "vården".
    """
    from luminary.domain import Subject

    with opened(context) as workspace:
        workspace.listening.add(Subject(name, tuple(words or ()), tuple(place or ())))
    say(f"subject '{name}' added; next: luminary leaders --subject \"{name}\"")


@app.command()
def remove(
    context: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help="Its name.")]
) -> None:
    """Remove a subject; no post is touched."""
    with opened(context) as workspace:
        workspace.listening.remove(name)
    say(f"subject '{name}' removed")


_SUBJECTS = (
    Column("subject", lambda row: str(row["name"]), need=2),
    Column("words", lambda row: ", ".join(row["words"]) or "-", most=80, need=1),
    Column("places", lambda row: ", ".join(row["places"]) or "-", most=60, need=0),
)
