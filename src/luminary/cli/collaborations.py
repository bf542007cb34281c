"""Find: `collaborations`, what posts tell of brands, and what people have of them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import (
    TABLE_ROWS,
    FormatOption,
    OutputOption,
    SinceOption,
    UntilOption,
    day,
    exported,
    leaves,
    opened,
    say,
)
from luminary.cli.rows import Format, plain, show_rows

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Country = Annotated[
    str | None,
    typer.Option(
        metavar="COUNTRY", help="Whose rules: SE, NO, DK, FI, UK, US, DE; else by the language of each post."
    ),
]
_ALL = 1_000_000


@app.callback()
def collaborations() -> None:
    """Tell which brands and collaborations posts show: disclosed, to be looked at, or of one's own accord."""


@app.command("list")
def listed(
    context: typer.Context,
    person: Annotated[
        str | None, typer.Argument(metavar="[PERSON]", help="Only this person's: key, name or number.")
    ] = None,
    brand: Annotated[str | None, typer.Option(metavar="NAME", help="Only this brand.")] = None,
    openness: Annotated[
        str | None,
        typer.Option(
            metavar="HOW", help="Only these: disclosed, suspected (to be looked at), own_initiative."
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    country: Country = None,
    top: Annotated[int | None, typer.Option(metavar="N", help="How many; 20 in a table, else all.")] = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the brands and collaborations that posts tell of, newest first, and what the rules say of each.

    A text cannot show whether anybody was paid: what is not disclosed is only something to look at.
    """
    from luminary.workspace.sighting import openness_named

    limit = top if top is not None else (TABLE_ROWS if format is Format.TABLE else _ALL)
    with opened(context) as workspace:
        found = workspace.collaborations.sightings(
            person,
            brand=brand,
            openness=openness_named(openness) if openness else None,
            since=day(since, "--since"),
            until=day(until, "--until"),
            country=country,
            limit=limit,
            leaves=leaves(format, output),
        )
        people = {one.who.person for one in found.rows if one.who.named}
        exported(workspace, "collaborations", len(found.rows), format, output, people=people)
    show_rows(plain(found.rows), _SIGHTINGS, format, output)
    for note in found.notes:
        say(note)
    say(f"{len(found.rows)} of {found.total} shown; suspected means: a person must look, nothing is proved")


@app.command()
def history(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Key, name or number.")],
    country: Country = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Sum up what one person's posts tell: brands, commercial load, and how many labels would do."""
    with opened(context) as workspace:
        found = workspace.collaborations.history(person, country=country, leaves=leaves(format, output))
        people = {one.person for one in [workspace.collaborations.name_of(person)] if one.named}
        exported(workspace, "collaborations", 1, format, output, people=people)
    if format is not Format.TABLE:
        show_rows([plain(found)], (), format, output)
        return
    show_rows(plain(found.brands), _BRANDS, format, output)
    say(f"labelled posts: {found.load.text()} {found.load.unit} (n {found.load.n})")
    say(f"labels that would do, connection on record: {found.passed.text()} (n {found.passed.n})")
    say(f"labels that would do, posts taken at their word: {found.as_told.text()} (n {found.as_told.n})")
    say(f"a person must look at {found.review}")


@app.command()
def brands(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """List the brands that are looked for."""
    with opened(context) as workspace:
        records: list[Record] = plain(workspace.collaborations.brands())
    show_rows(records, _LISTED, format, output)
    if not records:
        say("no brand yet; add one with: luminary collaborations brand NAME [OTHER NAMES...]")


@app.command()
def brand(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to show.")],
    also: Annotated[
        list[str] | None, typer.Argument(metavar="[OTHER]...", help="Other names and handles it goes by.")
    ] = None,
    own: Annotated[bool, typer.Option("--own", help="It is your own.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Look for it no longer.")] = False,
) -> None:
    """Look for a brand in posts, or no longer."""
    from luminary.listening.promotions import KnownBrand

    with opened(context) as workspace:
        if remove:
            workspace.collaborations.remove_brand(name)
        else:
            workspace.collaborations.add_brand(KnownBrand(name, tuple(also or ()), own))
    say(f"brand '{name}' {'removed' if remove else 'added'}; next: luminary collaborations list")


@app.command()
def declare(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Key, name or number.")],
    brand: Annotated[str, typer.Argument(metavar="BRAND", help="The advertiser.")],
    connection: Annotated[
        str,
        typer.Argument(metavar="CONNECTION", help="none, paid, gift, affiliate, ambassador, own_brand, ..."),
    ],
    since: Annotated[str | None, typer.Option(metavar="DAY", help="First day it holds.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day it holds.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Where it is known from.")] = "",
) -> None:
    """Put on record what a person has of an advertiser; labels are then judged by it."""
    with opened(context) as workspace:
        first, last = day(since, "--since"), day(until, "--until")
        workspace.collaborations.declare(person, brand, connection, since=first, until=last, note=note)
    say("recorded; posts about it are judged by this from now on")


@app.command()
def connections(
    context: typer.Context,
    person: Annotated[str | None, typer.Argument(metavar="[PERSON]", help="Only this person's.")] = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List what people have of advertisers, as it was put on record."""
    with opened(context) as workspace:
        found = workspace.collaborations.connections(person)
        people = {one.person for one in found}
        exported(workspace, "connections", len(found), format, output, people=people)
    show_rows(plain(found), _CONNECTIONS, format, output)


def _judged(row: Record) -> str:
    judged: Any = row["judged"]
    if not judged:
        return "-"
    told = "" if judged["declared"] or judged["connection"] == "unknown" else " if so"
    codes = f" ({', '.join(judged['codes'])})" if judged["codes"] else ""
    return f"{judged['country']}: {judged['verdict']}{told}{codes}"


_SIGHTINGS = (
    Column("day", lambda row: str(row["moment"] or "-")[:10], need=3, whole=True),
    Column("person", lambda row: str(row["who"]["name"]), need=4),
    Column("brand", lambda row: str(row["brand"] or "-"), need=4),
    Column("how open", lambda row: str(row["openness"]).replace("_", " "), need=4, whole=True),
    Column("form", lambda row: str(row["form"] or "-"), need=2),
    Column("words", lambda row: str(row["words"] or "-"), need=1),
    Column("rules", _judged, most=60, need=3),
    Column("why", lambda row: str(row["why"]), most=80, need=0),
)
_BRANDS = (
    Column("brand", lambda row: str(row["brand"]), need=3),
    Column("disclosed", lambda row: str(row["disclosed"]), right=True, need=2),
    Column("to look at", lambda row: str(row["suspected"]), right=True, need=2),
    Column("own initiative", lambda row: str(row["own_initiative"]), right=True, need=1),
    Column("forms", lambda row: ", ".join(row["forms"]) or "-", need=1),
    Column("first", lambda row: str(row["first"] or "-")[:10], need=0),
    Column("last", lambda row: str(row["last"] or "-")[:10], need=0),
)
_LISTED = (
    Column("brand", lambda row: str(row["name"]), need=2),
    Column("also", lambda row: ", ".join(row["also"]) or "-", most=80, need=1),
    Column("own", lambda row: "yes" if row["own"] else "no", need=0),
)
_CONNECTIONS = (
    Column("person", lambda row: str(row["name"]), need=3),
    Column("brand", lambda row: str(row["brand"]), need=3),
    Column("connection", lambda row: str(row["connection"]), need=3),
    Column("since", lambda row: str(row["since"] or "-"), need=1),
    Column("until", lambda row: str(row["until"] or "-"), need=1),
    Column("declared by", lambda row: str(row["declared_by"]), need=0),
    Column("note", lambda row: str(row["note"] or "-"), need=0),
)
