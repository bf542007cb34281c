"""What the law asks: `disclosure`, `packs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, day, say
from luminary.cli.rows import Format, show_one, show_rows
from luminary.errors import InputError, UsageError

if TYPE_CHECKING:
    from luminary.law import Checker, Pack

PacksOption = Annotated[
    Path | None,
    typer.Option("--packs", metavar="DIR", help="Folder of your own rule packs, which go first."),
]
FileArgument = Annotated[
    str | None, typer.Argument(metavar="[FILE|-]", help="Posts as JSON lines; - reads them from stdin.")
]
TextOption = Annotated[
    str | None, typer.Option("--text", metavar="TEXT", help="Check this one text instead of a file.")
]
CountryOption = Annotated[
    str | None, typer.Option("--country", metavar="CODE", help="For posts without one: SE, NO, DK, ...")
]
LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="CODE", help="For posts without one: sv, nb, da, ...")
]
ChannelOption = Annotated[
    str | None, typer.Option("--channel", metavar="NAME", help="For posts without one: instagram, blog, ...")
]
ConnectionOption = Annotated[
    str | None,
    typer.Option("--connection", metavar="KIND", help="For posts without one: paid, gift, none, ..."),
]
AdvertiserOption = Annotated[
    list[str] | None, typer.Option("--advertiser", metavar="NAME", help="Who gains; can be repeated.")
]
ProductsOption = Annotated[
    Path | None, typer.Option("--products", metavar="FILE", help="Your products, one a line: name, class.")
]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="DAY", help="Day of posts without one (2026-12-31).")
]


def disclosure(
    file: FileArgument = None,
    text: TextOption = None,
    country: CountryOption = None,
    lang: LangOption = None,
    channel: ChannelOption = None,
    connection: ConnectionOption = None,
    advertiser: AdvertiserOption = None,
    products: ProductsOption = None,
    pharma: Annotated[
        bool, typer.Option("--pharma", help="Judge as for a company with medicines on the market.")
    ] = False,
    on: DateOption = None,
    packs: PacksOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Check whether posts say that they are advertising, as the rules of their country ask.

    It needs no workspace. It cannot see payment: a post without a declared connection is for a person to
    judge. Not legal advice.
    """
    from luminary.law import check_lines

    defaults = _given(
        text=text, country=country, lang=lang, channel=channel, connection=connection,
        advertiser=advertiser or None, date=_day_text(on),
    )  # fmt: skip
    if (file is None) == (text is None):
        raise UsageError("give a FILE of JSON lines (- for stdin), or --text TEXT")
    checker = _checker(packs, products, pharma)
    lines = [b"{}"] if text is not None else _lines(str(file))
    failed, records = 0, []
    for one in check_lines(lines, checker, defaults):
        records.append(one.record())
        if one.error:
            failed += 1
            say(one.error)
    show_rows(records, _COLUMNS, format, output)
    if failed:
        say(f"{failed} of {len(records)} lines could not be used")
        raise typer.Exit(1)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _day_text(text: str | None) -> str | None:
    found = day(text, "--date")
    return found.isoformat() if found else None


def _checker(packs: Path | None, products: Path | None, pharma: bool) -> Checker:
    from luminary.law import Checker, read_products

    own = read_products(_text(products)) if products else {}
    return Checker(packs, products=own, pharma=pharma)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError.at(str(file), str(error)) from None


def _lines(file: str) -> Iterator[bytes]:
    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as opened:
            yield from opened
    except OSError as error:
        raise InputError.at(file, str(error.strerror)) from None


_COLUMNS = (
    Column("id", lambda row: row["id"], most=16, need=4),
    Column("verdict", lambda row: row["verdict"] or "not read", need=5, whole=True),
    Column("why", lambda row: ", ".join(row["codes"]) or row["error"] or "", most=50, need=3),
    Column("confidence", lambda row: row["confidence"] or "", need=2),
    Column("advice", lambda row: row["advice"] or "", most=70, need=3),
    Column("rule", lambda row: row["rule"] or "", most=60, need=1),
    Column("source", lambda row: row["source"] or "", most=60),
)


def packs(
    country: Annotated[
        str | None,
        typer.Argument(metavar="[COUNTRY]", help="Show this pack whole: SE, NO, DK, ..."),
    ] = None,
    folder: PacksOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the rule packs, or show one with every rule, its source and how sure it is."""
    from luminary.law import Checker

    checker = Checker(folder)
    if country is None:
        show_rows([_line(one) for one in checker.packs.values()], _PACKS, format, output)
        say("not legal advice; luminary packs COUNTRY shows the rules with their sources")
        return
    pack = checker.pack(country)
    if format is Format.TABLE:
        _told(pack)
        show_rows(pack.rule_records(), _RULES, format, output)
    else:
        show_one(pack.record(), format, output)


def _line(pack: Pack) -> Record:
    return {
        "country": pack.country,
        "name": pack.name,
        "version": pack.version,
        "reviewed_by": pack.reviewed_by or None,
        "valid_to": pack.valid_to.isoformat(),
        "expired": pack.is_expired(date.today()),
        "words": len(pack.words),
        "rules": len(pack.rules),
    }


def _told(pack: Pack) -> None:
    say(f"{pack.name}, version {pack.version}; {pack.review()}; not legal advice")
    say(f"authority: {pack.authority}")
    for statute in pack.statutes:
        say(f"statute: {statute}")
    for strength, words in pack.word_lists().items():
        say(f"{strength}: {', '.join(words)}")


_PACKS = (
    Column("country", lambda row: row["country"], need=4),
    Column("name", lambda row: row["name"], need=3),
    Column("version", lambda row: row["version"], need=1),
    Column("reviewed by a lawyer", lambda row: row["reviewed_by"] or "nobody yet", need=2),
    Column("valid to", lambda row: row["valid_to"] + (" (expired)" if row["expired"] else ""), need=2),
    Column("words", lambda row: str(row["words"]), right=True),
    Column("rules", lambda row: str(row["rules"]), right=True),
)
_RULES = (
    Column("topic", lambda row: row["topic"], need=4),
    Column("rule", lambda row: row["text"], most=90, need=3),
    Column("confidence", lambda row: row["confidence"], need=2),
    Column("holds", lambda row: " ".join(_holds(row)), need=1),
    Column("source", lambda row: row["source"], most=70, need=1),
)


def _holds(row: Record) -> list[str]:
    return [f"{word} {row[word]}" for word in ("from", "to") if row[word]]
