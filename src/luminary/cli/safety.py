"""Safety of medicines: `safety` lists, routes, closes; products that the law restricts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, opened, say
from luminary.cli.rows import Format, plain, show_rows

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Texts that may tell of adverse events: found, routed, closed with a reason.",
)

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Key of the case, as `list` shows it.")]


class OnOff(StrEnum):
    """Whether texts are screened."""

    ON = "on"
    OFF = "off"


@app.command("list")
def cases(
    context: typer.Context,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="Only open, routed or closed ones.")
    ] = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List texts that may tell of an adverse event, with the four criteria and the clock.

    Words choose what is listed; whether a medicine caused anything is for people to judge.
    """
    with opened(context) as workspace:
        if format is Format.TABLE and output is None:
            found = workspace.safety.cases(state, limit=10_000)
        else:
            found = workspace.safety.export(state, form=format.value)
        on, address = workspace.safety.is_on, workspace.safety.address
    show_rows(plain(found), _CASES, format, output)
    say(f"{len(found)} cases; screening is {'on' if on else 'off'}; routed to: {address or 'nobody yet'}")


@app.command()
def route(
    context: typer.Context,
    case: CaseArgument,
    to: Annotated[str, typer.Option("--to", metavar="ADDRESS", help="Where to, if not the usual.")] = "",
) -> None:
    """Note that a case went to those responsible for safety."""
    with opened(context) as workspace:
        done = workspace.safety.route(case, to)
    say(f"{done.case}: routed to {done.routed_to}")


@app.command()
def close(
    context: typer.Context,
    case: CaseArgument,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; it stays with the case.")],
) -> None:
    """Close a case, for a reason."""
    with opened(context) as workspace:
        done = workspace.safety.close(case, why)
    say(f"{done.case}: closed")


@app.command()
def address(
    context: typer.Context,
    to: Annotated[str, typer.Argument(metavar="ADDRESS", help="Those responsible for safety.")],
) -> None:
    """Say where cases are routed to."""
    with opened(context) as workspace:
        workspace.safety.set_address(to)
    say(f"cases are routed to {to}")


@app.command()
def screening(
    context: typer.Context,
    on: Annotated[OnOff, typer.Argument(metavar="on|off", help="Whether texts are screened.")],
) -> None:
    """Switch the screening of texts on or off; under the profile pharma it is always on."""
    with opened(context) as workspace:
        workspace.safety.switch(on is OnOff.ON)
        found = workspace.safety.screen()
    say(f"screening is {on.value}; {found} new cases")


@app.command()
def product(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name.")],
    kind: Annotated[
        str, typer.Argument(metavar="CLASS", help="rx, otc, vaccine, device, food, food_supplement, ...")
    ],
    also: Annotated[
        list[str] | None, typer.Option("--also", metavar="NAME", help="Another name; can be repeated.")
    ] = None,
) -> None:
    """Know a product of your own: it is looked for in texts, and restricts what may be said of it."""
    from luminary.workspace.checking import Product

    with opened(context) as workspace:
        workspace.law.add_product(Product(name, kind, tuple(also or ())))
        found = workspace.safety.screen()
    say(f"{name} is known as {kind}; {found} new cases")


@app.command()
def products(
    context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List your products."""
    with opened(context) as workspace:
        found = plain(workspace.law.products())
    show_rows(found, _PRODUCTS, format, output)


@app.command()
def forget(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the product.")],
) -> None:
    """Forget a product; cases that were found stay."""
    with opened(context) as workspace:
        workspace.law.remove_product(name)
    say(f"{name} is forgotten")


def _criteria(row: Record) -> str:
    names = ("reporter", "patient", "reaction", "medicine")
    return ", ".join(one if row[one] else f"no {one}" for one in names)


_CASES = (
    Column("case", lambda row: row["case"], need=5, whole=True),
    Column("state", lambda row: row["state"] + (" (late)" if row["late"] else ""), need=4),
    Column("screening", lambda row: row["screening"], need=4),
    Column("criteria", _criteria, most=44, need=2),
    Column("special", lambda row: ", ".join(row["special"]), need=1),
    Column("products", lambda row: ", ".join(row["products"]), need=2),
    Column("due", lambda row: row["due"][:10], need=3, whole=True),
    Column("who", lambda row: row["name"], most=24, need=1),
    Column("quote", lambda row: row["quote"] or "hidden", most=70, need=3),
)
_PRODUCTS = (
    Column("product", lambda row: row["name"], need=3),
    Column("class", lambda row: row["kind"], need=2),
    Column("also", lambda row: ", ".join(row["also"]), most=60, need=1),
)
