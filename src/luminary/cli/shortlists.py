"""People: `shortlists`, whom somebody considers working with."""

from __future__ import annotations

from typing import Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import TABLE_ROWS, FormatOption, OutputOption, TopOption, leaves, opened, say
from luminary.cli.rows import Format, plain, show_one, show_rows

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

ListArgument = Annotated[str, typer.Argument(metavar="LIST", help="Name or key of the list.")]
PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="Key, handle or name, or number where names are withheld.")
]


@app.callback()
def shortlists(
    context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """Keep lists of people to work with: stages, comments, history."""
    if context.invoked_subcommand is None:
        listed(context, False, format, output)


@app.command("list")
def listed(
    context: typer.Context,
    archived: Annotated[bool, typer.Option("--archived", help="Those that were put away.")] = False,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the shortlists, and how many people stand at each stage."""
    with opened(context) as workspace:
        records: list[Record] = plain(workspace.shortlists.list(archived=archived))
    for record in records:
        del record["people"]
    show_rows(records, _LISTS, format, output)
    if not records:
        say("no shortlist here; make one with: luminary shortlists add NAME")


@app.command()
def show(
    context: typer.Context,
    name: ListArgument,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Show the people of a list, by stage. JSON gives the list as one object."""
    with opened(context) as workspace:
        say(workspace.gate.check())
        key = workspace.shortlists.find(name)
        record: Record = plain(workspace.shortlists.get(key, leaves=leaves(format, output)))
    people: list[Record] = record["people"]
    if format is Format.JSON:
        show_one(record, format, output)
    else:
        show_rows(people, _PEOPLE, format, output)
    say(f"{record['name']} · {record['about'] or 'no description'} · {len(people)} people")


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Your name for it.")],
    about: Annotated[str, typer.Option("--about", metavar="TEXT", help="What it is for.")] = "",
) -> None:
    """Make an empty list."""
    with opened(context) as workspace:
        made = workspace.shortlists.add(name, about)
    say(f"list '{made.name}' made; next: luminary shortlists put \"{made.name}\" PERSON...")


@app.command()
def put(
    context: typer.Context,
    name: ListArgument,
    people: Annotated[
        list[str], typer.Argument(metavar="PERSON...", help="Keys, handles or names, or numbers.")
    ],
) -> None:
    """Put people on a list; nobody when one of them is not known."""
    with opened(context) as workspace:
        made = workspace.shortlists.put_people(workspace.shortlists.find(name), people)
    say(f"{len(made)} of {len(people)} put on the list; the others were there already")


@app.command()
def stage(
    context: typer.Context,
    name: ListArgument,
    person: PersonArgument,
    to: Annotated[
        str,
        typer.Argument(
            metavar="STAGE", help="idea, checking, chosen, contacted, agreed, declined or dropped."
        ),
    ],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept as a comment.")] = "",
) -> None:
    """Say how far the work with a person is."""
    with opened(context) as workspace:
        lists = workspace.shortlists
        key = lists.find(name)
        made = lists.set_stage(key, person, to, version=lists.version_of(key, person), why=why)
    say(f"you {made.told} (change {made.number})" if made else f"it was {to} already")


@app.command()
def comment(
    context: typer.Context,
    name: ListArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the others should know.")],
    person: Annotated[
        str | None, typer.Option("--person", metavar="PERSON", help="Whom it is about; else the list.")
    ] = None,
) -> None:
    """Say something about a list, or about a person on it."""
    with opened(context) as workspace:
        workspace.shortlists.comment(workspace.shortlists.find(name), text, person)
    say("comment kept")


@app.command()
def history(
    context: typer.Context,
    name: ListArgument,
    top: TopOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the changes of a list, the newest first; each can be taken back with undo."""
    wanted = top or (TABLE_ROWS if format is Format.TABLE else None)
    with opened(context) as workspace:
        lists = workspace.shortlists
        records: list[Record] = plain(lists.history(lists.find(name), limit=wanted))
    show_rows(records, _HISTORY, format, output)


@app.command()
def undo(
    context: typer.Context,
    name: ListArgument,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Of the change, as history shows it.")],
) -> None:
    """Take back one change; refused while a later one stands on it."""
    with opened(context) as workspace:
        lists = workspace.shortlists
        key = lists.find(name)
        made = lists.undo(key, lists.change_numbered(key, number))
    say(f"you {made.told}")


_LISTS = (
    Column("list", lambda row: str(row["name"]), most=40, need=5),
    Column("about", lambda row: str(row["about"]), most=40, need=1),
    Column("people", lambda row: str(row["size"]), right=True, need=4),
    Column("stages", lambda row: _stages(row["stages"]), most=60, need=3),
    Column("key", lambda row: str(row["shortlist"]), need=2),
)

_PEOPLE = (
    Column("stage", lambda row: str(row["stage"]), need=5),
    Column("name", lambda row: str(row["name"]), most=32, need=4),
    Column("care of", lambda row: str(row["owner_name"] or "-"), most=20, need=2),
    Column("comments", lambda row: str(row["comments"]), right=True, need=1),
    Column("person", lambda row: str(row["person"]), need=0),
)

_HISTORY = (
    Column("change", lambda row: str(row["number"]), right=True, need=5),
    Column("when", lambda row: str(row["at"])[:16].replace("T", " "), need=2),
    Column("who", lambda row: str(row["by"]), most=20, need=3),
    Column("what", lambda row: str(row["told"]), most=80, need=4),
    Column("", lambda row: "taken back" if row["undone"] else "", need=1),
)


def _stages(stages: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in stages.items() if number)
