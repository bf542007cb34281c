"""Notes about people: `person notes`, `note`, `unnote`; and words for themselves: `person words`."""

from __future__ import annotations

from typing import Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, PersonArgument, SubjectOption, opened, say
from luminary.cli.rows import Format, plain, show_rows
from luminary.domain.safe import lines, one_line


def notes(
    context: typer.Context,
    person: PersonArgument,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the notes about a person, the newest first."""
    with opened(context) as workspace:
        records: list[Record] = plain(workspace.people.notes(person))
    show_rows(records, _NOTES, format, output)


_NOTES = (
    Column("note", lambda row: str(row["note"]), need=2, whole=True),
    Column("at", lambda row: str(row["at"])[:16].replace("T", " "), need=3, whole=True),
    Column("by", lambda row: str(row["by"]), most=24, need=4),
    Column("text", lambda row: row["text"] or "hidden", most=100, need=5),
)


def note(
    context: typer.Context,
    person: PersonArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the others should know.")],
) -> None:
    """Keep a note about a person."""
    with opened(context) as workspace:
        kept = workspace.people.add_note(person, text)
    say(f"noted; `luminary person unnote {kept.note}` removes it")


def unnote(
    context: typer.Context,
    note: Annotated[str, typer.Argument(metavar="NOTE", help="Key, as `person notes` lists it.")],
) -> None:
    """Remove a note."""
    with opened(context) as workspace:
        workspace.people.remove_note(note)
    say("the note is removed")


def words(context: typer.Context, person: PersonArgument, subject: SubjectOption = None) -> None:
    """Write why a person is on the list in words for herself: data, purpose, rights, who answers."""
    from luminary.workspace import Question

    with opened(context) as workspace:
        parts = workspace.people.portrait(person, Question(subject=subject)).notice
    for part in parts:
        print(one_line(part.heading))
        print("".join(f"  {lines(one)}\n" for one in part.sentences))
