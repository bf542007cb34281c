"""Find: `leaders`, `leader`, `measures`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import (
    TABLE_ROWS,
    FormatOption,
    OutputOption,
    SinceOption,
    SubjectOption,
    UntilOption,
    day,
    exported,
    leaves,
    opened,
    say,
)
from luminary.cli.portraits import portrait_lines
from luminary.cli.records import (
    bar,
    estimate_text,
    places,
    portrait_record,
    top_of,
)
from luminary.cli.rows import Format, plain, show_one, show_rows
from luminary.domain.safe import one_line

if TYPE_CHECKING:
    from luminary.leaders import Ranking

_BESIDE = ("influence", "standing", "responders_per_month", "followers")
"""Measures that a table shows beside the one ranked by."""
_MARKS = "▁▂▃▄▅▆▇█"


def leaders(
    context: typer.Context,
    subject: SubjectOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", help="How many; tables show 20, others everybody.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE", help="influence (default), standing, rising, volume, ...: see measures."
        ),
    ] = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help="person, organisation or all.")] = "person",
    place: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what happened in this place.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what happened on this platform.")
    ] = None,
    is_open: Annotated[
        bool | None, typer.Option("--open/--closed", help="Only open, or only closed, places.")
    ] = None,
    tier: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this tier (macro, micro, ...).")
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this level of relationship (writer, ...).")
    ] = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Rank people by what others do in response to them.

    Every figure stands with its 95 % interval, and every place with the places the interval allows. Own words
    about oneself, own likes and posts that nobody follows up never raise a place.
    """
    from luminary.domain import Access
    from luminary.report.records import leader_record
    from luminary.workspace import Question

    question = Question(
        by=by,
        subject=subject,
        since=day(since, "--since"),
        until=day(until, "--until"),
        top=top if top is not None else TABLE_ROWS if format is Format.TABLE else None,
        kind=kind,
        place=place,
        platform=platform,
        access=None if is_open is None else Access.OPEN if is_open else Access.CLOSED,
        tier=tier,
        level=level,
    )
    with opened(context) as workspace:
        ranking = workspace.leaders.rank(question, leaves=leaves(format, output))
        purpose = workspace.gate.check()
        named = [one.person for one in ranking.leaders if one.named]
        exported(workspace, "leaders", len(ranking.leaders), format, output, subject=subject, people=named)
    _explain(ranking, purpose)
    records = [leader_record(one, purpose) for one in ranking.leaders]
    show_rows(records, _columns(ranking.by, records), format, output)


def _explain(ranking: Ranking, purpose: str) -> None:
    """Say what the rows answer, and what a reader must know."""
    for note in dict.fromkeys((purpose, *ranking.notes)):
        say(note)
    days = [None if at is None else at.date().isoformat() for at in (ranking.first, ranking.last)]
    reach = "no times" if None in days else f"{days[0]} to {days[1]}"
    about = f' · "{ranking.subject}"' if ranking.subject else ""
    say(f"{ranking.question} · by {ranking.by}{about} · {reach} · {len(ranking.leaders)} of {ranking.people}")


def _columns(by: str, records: list[Record]) -> list[Column]:
    beside = [name for name in _BESIDE if name != by and any(name in one for one in records)]
    most = max((top_of(one.get(by)) for one in records), default=0.0)
    return [
        Column("#", lambda row: str(row["rank"]), right=True, need=9),
        Column("name", lambda row: row["name"], most=32, need=10),
        _figure(by, 8),
        Column("", lambda row: bar(row.get(by), most), need=5, whole=True),
        Column("places", places, need=7, whole=True),
        *(_figure(name, 6 - at) for at, name in enumerate(beside, start=1)),
        Column("tier", lambda row: row["tier"]["value"], need=1),
        Column("level", lambda row: row["level"]["value"], need=1),
        Column("person", lambda row: row["person"], need=0),
    ]


def _figure(name: str, need: int) -> Column:
    return Column(name.replace("_", " "), lambda row: estimate_text(row.get(name)), need=need, whole=True)


def leader(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Key, handle or name.")],
    subject: SubjectOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    by: Annotated[
        str | None, typer.Option(metavar="MEASURE", help="The measure whose place is given.")
    ] = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Show one person's whole evidence: why, every measure, response, posts, months, notes, decisions.

    JSON gives one object of the same shape as in `luminary leaders`, and adds `why`, `against`, `portrait`,
    `credentials`.
    """
    from luminary.report.records import leader_record, measure_record
    from luminary.workspace import Question

    question = Question(by=by, subject=subject, since=day(since, "--since"), until=day(until, "--until"))
    with opened(context) as workspace:
        found = workspace.leaders.leader(person, question)
        portrait = workspace.people.portrait(person, question)
        credentials: list[Record] = plain(workspace.credentials.list(person))
        purpose = workspace.gate.check()
        named = [found.person] if found.named else []
        exported(workspace, "person", 1, format, output, about=found.person, people=named)
        units = {one.name: measure_record(one) for one in workspace.leaders.measures()}
    say(purpose)
    record = {**leader_record(found, purpose), **portrait_record(portrait), "credentials": credentials}
    if format is Format.TABLE and output is None:
        print("\n".join(_head(record)))
        _show_measures(record, units)
        print("\n".join(_tail(record)))
        print("\n".join(portrait_lines(record)), end="")
    else:
        show_one(record, format, output)


def _head(record: Record) -> list[str]:
    """Write who it is and which place."""
    accounts = ", ".join(_account(one) for one in record["accounts"]) or "withheld"
    known = [name for name in record["names"] if name != record["name"]]
    return [
        one_line(record["name"]),
        f"  person    {one_line(record['person'])}",
        f"  accounts  {one_line(accounts)}",
        *([f"  names     {one_line(', '.join(known))}"] if known else []),
        f"  place     {record['rank']} (the interval allows {places(record)})",
        *(
            f"  {name:<8}  {one_line(record[name]['value'])}: {one_line(record[name]['why'])}"
            for name in ("kind", "tier", "level")
        ),
        "",
    ]


def _account(account: Record) -> str:
    handle = f" @{account['handle']}" if account["handle"] else ""
    return f"{account['platform']} {account['id']}{handle}{' (weak key)' if account['weak'] else ''}"


def _show_measures(record: Record, measures: dict[str, Record]) -> None:
    rows = [{"measure": name, **record[name]} for name in measures if name in record]
    columns = (
        Column("measure", lambda row: row["measure"].replace("_", " "), need=4),
        Column("figure", _figure_text, need=3, whole=True),
        Column("n", lambda row: f"{row['n']:,}", right=True, need=1),
        Column("unit", lambda row: row["unit"], most=60, need=2),
    )
    show_rows(rows, columns, Format.TABLE)


def _figure_text(row: Record) -> str:
    return estimate_text({name: row[name] for name in ("value", "low", "high", "n", "unit", "method")})


def _tail(record: Record) -> list[str]:
    """Write the months and the posts behind it."""
    most = max(record["trend"], default=0.0) or 1.0
    marks = "".join(_MARKS[round(one / most * (len(_MARKS) - 1))] for one in record["trend"])
    months = (
        [f"  people who acted, month by month  {marks}  (most {most:,.0f})"] if any(record["trend"]) else []
    )
    posts = [f"  {one_line(key)}" for key in record["evidence"]]
    link = [f"  {one_line(record['link'])}"] if record["link"] else []
    evidence = ["posts that most people acted on", *posts, *link] if posts else []
    return ["", *months, *evidence]


def measures(
    context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List the measures: what each answers, in what unit, by what method."""
    from luminary.leaders import measures_in_order
    from luminary.report.records import measure_record

    records = [measure_record(one) for one in measures_in_order()]
    show_rows(records, _MEASURES, format, output)


_MEASURES = (
    Column("measure", lambda row: row["name"], need=5),
    Column("question", lambda row: row["question"], most=90, need=4),
    Column("unit", lambda row: row["unit"], most=40, need=3),
    Column("baseline", lambda row: "yes" if row["baseline"] else "", need=2),
    Column("method", lambda row: row["method"], most=100, need=1),
)
