"""People: `people`, `conflicts`, `decide`, `undecide`, `person`."""

from __future__ import annotations

from getpass import getuser
from typing import Annotated

import typer

from luminary.cli import duties, notes, personal
from luminary.cli.columns import Column, Record
from luminary.cli.options import (
    TABLE_ROWS,
    FormatOption,
    OutputOption,
    PersonArgument,
    TopOption,
    exported,
    opened,
    say,
)
from luminary.cli.rows import Format, plain, show_rows

person = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Notes about a person, words for herself, what she agreed to.",
)

WhatArgument = Annotated[str, typer.Argument(metavar="kind|level|tier", help="What is decided.")]


def people(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Only person, organisation, service or unknown."),
    ] = None,
    top: TopOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List who is there, and what each is taken for.

    `--kind service` lists the accounts that count as automated and are left out of rankings;
    `luminary decide PERSON kind person` brings one back.
    """
    with opened(context) as workspace:
        say(workspace.gate.check())
        records: list[Record] = plain(workspace.people.everyone(kind=kind))
        shown = records[: top or (TABLE_ROWS if format is Format.TABLE else None)]
        named = [row["person"] for row in shown if row["named"] and row["kind"]["value"] in _TO_BE_TOLD]
        exported(workspace, "people", len(shown), format, output, people=named)
        for told in workspace.people.left_out():
            say(told)
    show_rows(shown, _PEOPLE, format, output)
    say(f"{len(shown)} of {len(records)} shown")


_TO_BE_TOLD = ("person", "unknown")
"""Kinds that are, or may be, people: they have a right to know who got a list with their names."""

_PEOPLE = (
    Column("person", lambda row: str(row["person"]), need=2),
    Column("name", lambda row: str(row["name"]), most=32, need=4),
    Column("kind", lambda row: str(row["kind"]["value"]), need=3),
    Column("why", lambda row: str(row["kind"]["why"]), most=60, need=1),
)


def conflicts(
    context: typer.Context,
    top: TopOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List ids seen with several names and names seen with several ids."""
    with opened(context) as workspace:
        say(workspace.gate.check())
        records: list[Record] = plain(workspace.people.conflicts())
        shown = records[: top or (TABLE_ROWS if format is Format.TABLE else None)]
        exported(workspace, "conflicts", len(shown), format, output)
    show_rows(shown, _CONFLICTS, format, output)
    say(f"{len(shown)} of {len(records)} shown")


_CONFLICTS = (
    Column("key", lambda row: str(row["key"]), need=3),
    Column("seen with", lambda row: ", ".join(row["others"]), most=60, need=2),
    Column("conflict", lambda row: str(row["conflict"]), need=1),
    Column("treated", lambda row: str(row["treated"]), most=60, need=0),
)


def decide(
    context: typer.Context,
    person: PersonArgument,
    what: WhatArgument,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is from now on.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason.")] = "",
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided.")] = None,
) -> None:
    """Decide over what the data suggest: kind, relationship level or tier of a person."""
    with opened(context) as workspace:
        key = workspace.people.find(person)
        workspace.people.decide(key, what, value, by=by or _user(), why=why)
    say(f"{key}: {what} is {value}, decided")


def undecide(context: typer.Context, person: PersonArgument, what: WhatArgument) -> None:
    """Take a decision back: the data's suggestion holds again."""
    with opened(context) as workspace:
        key = workspace.people.find(person)
        taken = workspace.people.undecide(key, what)
    say(f"{key}: {'decision taken back' if taken else 'nothing was decided'} on {what}")


@person.command()
def agree(
    context: typer.Context,
    person: PersonArgument,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who records it.")] = None,
) -> None:
    """Record that a person agreed to be shown by name (profile employer)."""
    with opened(context) as workspace:
        key = workspace.people.find(person)
        workspace.people.agree(key, by=by or _user())
    say(f"{key}: agreed to be shown by name")


@person.command()
def withdraw(context: typer.Context, person: PersonArgument) -> None:
    """Record that a person no longer agrees to be shown by name."""
    with opened(context) as workspace:
        key = workspace.people.find(person)
        workspace.people.withdraw(key)
    say(f"{key}: no longer shown by name")


for _command in (notes.notes, notes.note, notes.unnote, notes.words, duties.notice):
    person.command()(_command)
person.command()(personal.erase)
person.command("object")(personal.object_)
person.command()(personal.unobject)
person.command()(personal.export)
person.command()(personal.correct)


def _user() -> str:
    """Name who sits at the machine; a container may have no name for them."""
    try:
        return getuser()
    except (OSError, KeyError):
        return "unknown"
