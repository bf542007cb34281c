"""People: `identity`, which accounts are one person's."""

from __future__ import annotations

from typing import Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, exported, opened, say
from luminary.cli.rows import Format, plain, show_one, show_rows
from luminary.domain.safe import one_line

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="Key of the account.")]
OneArgument = Annotated[str, typer.Argument(metavar="ONE", help="Key, handle or name of the one.")]
OtherArgument = Annotated[str, typer.Argument(metavar="OTHER", help="Key, handle or name of the other.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason; it is kept.")]
TopOption = Annotated[int, typer.Option("--top", min=1, metavar="N", help="How many.")]


@app.callback()
def identity(
    context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """Find the accounts of one person, decide about doubtful ones, take decisions back."""
    if context.invoked_subcommand is None:
        queue(context, 20, format, output)


@app.command()
def suggest(context: typer.Context) -> None:
    """Compare all accounts: join what is certain, keep the rest for you to decide."""
    with opened(context) as workspace:
        found = workspace.identity.suggest()
    say(f"{found.accounts} accounts compared; {found.joined} pairs joined, {found.retracted} taken back")
    say(f"{found.waiting} pairs wait for a decision, {found.conflicts} of them contradict themselves")
    for note in found.notes:
        say(note)
    if found.waiting:
        say("next: luminary identity queue")


@app.command()
def queue(
    context: typer.Context,
    top: TopOption = 20,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the pairs that wait for a decision, with what speaks for and against one person."""
    with opened(context) as workspace:
        say(workspace.gate.check())
        records: list[Record] = plain(workspace.identity.queue(limit=top))
        waiting = workspace.identity.waiting()
        exported(workspace, "identity", len(records), format, output)
    show_rows(records, _QUEUE, format, output)
    say(f"{len(records)} of {waiting} shown; decide with: luminary identity accept|reject ONE OTHER")


def _evidence(row: Record) -> str:
    return "; ".join(
        f"{one['weight']:+.0f} {one['told']}" for one in row["evidence"] if one["code"] != "prior"
    )


_QUEUE = (
    Column("one", lambda row: str(row["one"]["key"]), need=5, whole=True),
    Column("other", lambda row: str(row["other"]["key"]), need=5, whole=True),
    Column("name", lambda row: str(row["one"]["name"]), most=28, need=2),
    Column("other name", lambda row: str(row["other"]["name"]), most=28, need=2),
    Column("bits", lambda row: f"{row['weight']:.1f}", right=True, need=4),
    Column("for and against", _evidence, most=120, need=3),
)


@app.command()
def accept(context: typer.Context, one: AccountArgument, other: AccountArgument, why: WhyOption = "") -> None:
    """Say that two accounts in the queue are one person's."""
    with opened(context) as workspace:
        made = workspace.identity.accept(one, other, why)
    say(f"one person from now on; `luminary identity undo {made.number}` takes it back")


@app.command()
def reject(context: typer.Context, one: AccountArgument, other: AccountArgument, why: WhyOption = "") -> None:
    """Say that two accounts are different people's; you are not asked again."""
    with opened(context) as workspace:
        made = workspace.identity.reject(one, other, why)
    say(f"kept apart from now on; `luminary identity undo {made.number}` takes it back")


@app.command()
def merge(context: typer.Context, one: OneArgument, other: OtherArgument, why: WhyOption = "") -> None:
    """Join two people who are one, for a reason."""
    with opened(context) as workspace:
        made = workspace.identity.merge(one, other, why)
    say(f"one person from now on; `luminary identity undo {made.number}` takes it back")


@app.command()
def split(context: typer.Context, account: AccountArgument, why: WhyOption = "") -> None:
    """Take an account away from a person, for a reason; the others stay together."""
    with opened(context) as workspace:
        made = workspace.identity.split(account, why)
    say(f"parted; `luminary identity undo {made.number}` takes it back")


@app.command()
def undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Number, as `identity history` lists it.")],
) -> None:
    """Take one change back; that is itself a change."""
    with opened(context) as workspace:
        made = workspace.identity.undo(number)
    say(f"change {number} is taken back, as change {made.number}")


@app.command()
def history(
    context: typer.Context,
    top: TopOption = 20,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List what was joined and parted, by whom and why, the newest first."""
    with opened(context) as workspace:
        records: list[Record] = plain(workspace.identity.history(limit=top))
        exported(workspace, "identity", len(records), format, output)
    show_rows(records, _HISTORY, format, output)


_HISTORY = (
    Column("#", lambda row: str(row["number"]), right=True, need=5, whole=True),
    Column("at", lambda row: str(row["at"])[:16].replace("T", " "), need=3, whole=True),
    Column("by", lambda row: str(row["by"]), most=24, need=3),
    Column("what", lambda row: str(row["told"]) + (" (taken back)" if row["undone"] else ""), need=4),
    Column("people", lambda row: " / ".join(row["people"]), need=4),
    Column("why", lambda row: str(row["why"]), most=60, need=1),
)


@app.command()
def explain(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Key, handle or name.")],
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Tell which accounts are a person's and what each join rests on."""
    with opened(context) as workspace:
        record: Record = plain(workspace.identity.explain(person))
        exported(workspace, "identity", 1, format, output)
    if format is not Format.TABLE or output is not None:
        show_one(record, format, output)
        return
    print(f"{one_line(record['name'])}  {one_line(record['person'])}")
    for account in record["accounts"]:
        print(f"  {one_line(account)}")
    for link in record["links"]:
        _show_link(link)


def _show_link(link: Record) -> None:
    said = "one person" if link["same"] else "different people"
    pair = f"{one_line(link['one'])} / {one_line(link['other'])}"
    when = str(link["at"])[:16].replace("T", " ")
    print(f"\n{pair}: {said} ({link['how']}, {one_line(link['by'])}, {when})")
    if link["why"]:
        print(f"  reason: {one_line(link['why'])}")
    for one in link["evidence"]:
        seen = f": {one_line(one['seen'])}" if one["seen"] else ""
        print(f"  {one['weight']:+6.1f} bits  {one_line(one['told'])}{seen}")
