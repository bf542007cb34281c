"""Check: `guideline` and `campaign`, rules of thumb to hand out, and what a campaign needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, day, say
from luminary.cli.rows import Format, plain, show_rows
from luminary.errors import InputError

if TYPE_CHECKING:
    from luminary.law.guideline import Guideline

Country = Annotated[str, typer.Option(metavar="COUNTRY", help="SE, NO, DK, FI, UK, US or DE.")]
Profile = Annotated[str, typer.Option(metavar="PROFILE", help="company, pharma, authority or employer.")]


def guideline(
    audience: Annotated[str, typer.Argument(metavar="AUDIENCE", help="employees or partners.")],
    country: Country,
    organisation: Annotated[str, typer.Option(metavar="NAME", help="Whose page it is.")],
    contact: Annotated[str, typer.Option(metavar="WHO", help="Whom to ask.")],
    language: Annotated[str, typer.Option(metavar="CODE", help="sv, nb, da, fi or en.")] = "en",
    profile: Profile = "company",
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write one HTML page to print, instead of text to stdout."),
    ] = None,
) -> None:
    """Write one page of rules of thumb for those who post, by the rules of a country, without a workspace.

    It helps people to post and forbids nobody to speak as a private person. Not legal advice.
    """
    from luminary.law.guideline import guideline as written
    from luminary.report.guideline import guideline_page, guideline_text

    found = written(
        audience, country, organisation=organisation, contact=contact, language=language, profile=profile
    )
    if output is None:
        print(guideline_text(found), end="")
    else:
        _write(output, guideline_page(found))
    _sources(found)


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError.at(str(file), str(error.strerror)) from None
    say(f"written: {file}")


def _sources(found: Guideline) -> None:
    resting = sum(one.rule is not None for one in found.lines)
    say(f"{resting} of {len(found.lines)} lines rest on a rule of {found.country}; pack {found.reviewed}")


def campaign(
    country: Country,
    product: Annotated[
        str, typer.Option(metavar="CLASS", help="none, rx, otc, vaccine, device, food, ...")
    ] = "none",
    product_name: Annotated[list[str] | None, typer.Option(metavar="NAME", help="May be repeated.")] = None,
    audience: Annotated[str, typer.Option(metavar="WHO", help="public, professionals or minors.")] = "public",
    channel: Annotated[list[str] | None, typer.Option(metavar="NAME", help="May be repeated.")] = None,
    endorser: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT", help="What the people who speak are; may be repeated."),
    ] = None,
    connection: Annotated[
        str, typer.Option(metavar="WHAT", help="What they get: paid, gift, none, ...")
    ] = "paid",
    advertiser: Annotated[str, typer.Option(metavar="NAME", help="For whom.")] = "",
    claim: Annotated[str, typer.Option(metavar="KIND", help="none, health, disease, effect, ...")] = "none",
    image: Annotated[str, typer.Option(metavar="KIND", help="none, before_after or other.")] = "none",
    text: Annotated[str, typer.Option(metavar="TEXT", help="A draft, where there is one.")] = "",
    vaccination_campaign: Annotated[
        str, typer.Option(metavar="NUMBER", help="Document that allows it.")
    ] = "",
    political: Annotated[bool, typer.Option("--political", help="It takes part in politics.")] = False,
    start: Annotated[
        str | None, typer.Option(metavar="DAY", help="First day; rules of that day count.")
    ] = None,
    have: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="A demand that is in place; may be repeated.")
    ] = None,
    profile: Profile = "company",
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Tell what must be in place before a campaign, and what stops it and why. It needs no workspace.

    Ends with 1 while something is blocked, missing or undecided. Not legal advice.
    """
    from luminary.law.campaign import Campaign, check_campaign

    planned = Campaign(
        country, product, tuple(product_name or ()), audience, tuple(channel or ["other"]),
        tuple(endorser or ["opinion_leader"]), connection, advertiser, claim, image, text,
        vaccination_campaign=vaccination_campaign, political=political, start=day(start, "--start"),
        in_place=frozenset(have or ()),
    )  # fmt: skip
    found = check_campaign(planned, profile=profile)
    records = [_record(one) for one in plain(found.demands)]
    show_rows(records, _DEMANDS, format, output)
    say(f"{found.country}: pack {found.reviewed}; not legal advice")
    if not found.may_start:
        say("it may not start yet; name what is in place with --have ID")
        raise typer.Exit(1)


def _record(row: Record) -> Record:
    rule = row.pop("rule")
    return {
        **row,
        "rule": rule and f"{rule['pack']}.{rule['topic']}",
        "confidence": rule and rule["confidence"],
    }


_DEMANDS = (
    Column("state", lambda row: str(row["state"]).replace("_", " "), need=4, whole=True),
    Column("id", lambda row: str(row["id"]), need=4, whole=True),
    Column("what", lambda row: str(row["told"]), most=100, need=3),
    Column("rule", lambda row: str(row["rule"] or "-"), need=2),
    Column("confidence", lambda row: str(row["confidence"] or "-"), need=1),
)
