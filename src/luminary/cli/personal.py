"""The rights of one person: `person erase`, `export`, `object`, `unobject`, `correct`; `privacy sweep`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, PersonArgument, opened, say
from luminary.cli.progress import progress
from luminary.cli.rows import Format, show_rows

if TYPE_CHECKING:
    from luminary.workspace.personal import Preview

WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="The request and its date.")]


def erase(
    context: typer.Context,
    person: PersonArgument,
    why: WhyOption = "",
    look: Annotated[bool, typer.Option("--look", help="Only tell what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Erase a person from everything the workspace holds; nothing of her is imported again.

    It cannot be taken back. What is to go is told first, table by table.
    """
    with opened(context) as workspace:
        key = workspace.personal.named(person)
        seen = workspace.personal.preview(key)
        if look or not yes:
            show_rows(_tables(seen), _TOUCHED, format, output)
            _tell(seen)
        if look:
            return
        if not yes and typer.prompt("Type the key of the person to erase her", err=True) != key:
            say("nothing was erased")
            raise typer.Exit(1)
        with progress("erasing") as tell:
            done = workspace.personal.erase(key, why, tell)
    total = done.total
    say(f"erased: {total.removed} rows are gone, {total.rewritten} of others rewritten; {done.state}")


def _tables(seen: Preview) -> list[Record]:
    return [
        {"table": name, "removed": one.removed, "rewritten": one.rewritten}
        for name, one in seen.tables.items()
    ]


def _tell(seen: Preview) -> None:
    """Say what the table of rows does not show."""
    say(f"accounts: {', '.join(seen.accounts)}")
    for file in seen.files:
        say(f"file that goes, because it names the person: {file}")
    if seen.shared_names:
        say("no name is hers alone, so names stay in the texts of others")
    for name, why in seen.held.items():
        say(f"rows of '{name}' stay: {why}")


_TOUCHED = (
    Column("table", lambda row: str(row["table"]), need=2, whole=True),
    Column("rows that go", lambda row: str(row["removed"]), need=3),
    Column("rows of others rewritten", lambda row: str(row["rewritten"]), need=1),
)


def object_(
    context: typer.Context,
    person: PersonArgument,
    marketing: Annotated[bool, typer.Option("--marketing", help="Only to being contacted.")] = False,
    profiling: Annotated[bool, typer.Option("--profiling", help="Only to being ranked.")] = False,
    why: WhyOption = "",
) -> None:
    """Record that a person objected: she leaves rankings, exports and contacts, and nothing new comes in."""
    with opened(context) as workspace:
        key = workspace.personal.named(person)
        for scope in _scopes(marketing, profiling) or ["everything"]:
            workspace.personal.object(key, scope, why)
            say(f"{key}: objected to {scope}")


def unobject(
    context: typer.Context,
    person: PersonArgument,
    marketing: Annotated[bool, typer.Option("--marketing", help="Only that to being contacted.")] = False,
    profiling: Annotated[bool, typer.Option("--profiling", help="Only that to being ranked.")] = False,
) -> None:
    """Record that a person takes objections back."""
    with opened(context) as workspace:
        key = workspace.personal.named(person)
        chosen: list[str | None] = [*_scopes(marketing, profiling)] or [None]
        taken = sum(workspace.personal.withdraw_objection(key, scope) for scope in chosen)
    say(f"{key}: {taken} objections taken back")


def _scopes(marketing: bool, profiling: bool) -> list[str]:
    return [name for name, chosen in (("marketing", marketing), ("profiling", profiling)) if chosen]


def export(
    context: typer.Context,
    person: PersonArgument,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder outside the workspace.")],
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="sv, nb, da, fi or en.")
    ] = None,
) -> None:
    """Write everything that is held about a person: as JSON, and as a page for herself."""
    with opened(context) as workspace:
        key = workspace.personal.named(person)
        files = workspace.personal.export(key, to, language or workspace.purpose.language)
    for file in files:
        say(f"written: {file}")


def correct(
    context: typer.Context,
    person: PersonArgument,
    field: Annotated[str, typer.Argument(metavar="name|role|employer", help="What is corrected.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is.")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where that stands.")] = "",
) -> None:
    """Correct what the sources say of a person; the next ranking holds it."""
    with opened(context) as workspace:
        key = workspace.personal.named(person)
        made = workspace.personal.correct(key, field, value, source)
    say(f"{key}: {field} is {made.value}, corrected")


def sweep(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it; without, it is only listed.")] = False,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Remove what is older than it may be: by table, terms of platforms, and end of the purpose.

    Workers do it once a day. Without --yes it is only told what would go.
    """
    with opened(context) as workspace:
        found = workspace.sweeping.sweep() if yes else workspace.sweeping.expired()
    rows: list[Record] = [
        {"what": one.what, "rows": one.rows, "batch": one.batch, "why": str(one.why),
         "before": one.before.date().isoformat()}
        for one in found
    ]  # fmt: skip
    show_rows(rows, _EXPIRED, format, output)
    say(f"{len(found)} removed" if yes else f"{len(found)} too old; --yes removes them")


_EXPIRED = (
    Column("what", lambda row: str(row["what"]), need=4, whole=True),
    Column("rows", lambda row: str(row["rows"]), need=3),
    Column("older than", lambda row: str(row["before"]), need=2, whole=True),
    Column("why", lambda row: str(row["why"]), most=80, need=1),
    Column("import", lambda row: str(row["batch"] or ""), most=20, need=0),
)
