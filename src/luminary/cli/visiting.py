"""Visits to one's own pages: `visits`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import (
    TABLE_ROWS,
    FormatOption,
    OutputOption,
    SinceOption,
    TopOption,
    UntilOption,
    day,
    exported,
    opened,
    say,
)
from luminary.cli.rows import Format, plain, show_rows
from luminary.errors import UsageError

if TYPE_CHECKING:
    from luminary.workspace import Workspace

_PERSON, _LINK = "person", "link"


def visits(
    context: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="referrer, medium, campaign, content, page, query, day, month; person: whose posts brought "
            "them; link: links to --site in posts.",
        ),
    ] = "referrer",
    what: Annotated[
        str | None, typer.Option(metavar="FIGURE", help="Only visits, views, clicks, ...")
    ] = None,
    tool: Annotated[str | None, typer.Option(metavar="TOOL", help="Only what this tool counted.")] = None,
    site: Annotated[str | None, typer.Option(metavar="SITE", help="Only the pages of this site.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    top: TopOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Show what web analytics counted, as each tool reported it; different tools are never added."""
    if by in (_PERSON, _LINK) and (since or until):
        raise UsageError(f"--by {by} shows all days; leave --since and --until out")
    with opened(context) as workspace:
        records, columns = _found(workspace, by, what, tool, site, (since, until))
        most = top or (TABLE_ROWS if format is Format.TABLE else len(records))
        exported(workspace, "visits", len(records[:most]), format, output, by=by)
    show_rows(records[:most], columns, format, output)
    if not records:
        say("nothing here; import a report of Matomo, Plausible, Search Console or Google Analytics")
    if len(records) > most:
        say(f"{len(records) - most} more; --top N shows more, --format csv all")
    if any(one.get("value", 0) is None for one in records):
        say("a figure without value stands in several rows that may not be added; narrow it with --since")


def _found(
    workspace: Workspace,
    by: str,
    what: str | None,
    tool: str | None,
    site: str | None,
    days: tuple[str | None, str | None],
) -> tuple[list[Record], tuple[Column, ...]]:
    asked = {"tool": tool, "site": site, "what": what}
    if by == _LINK:
        return [_flat(plain(one)) for one in workspace.visits.links(site or "")], _LINKS
    if by == _PERSON:
        brought = [_flat(plain(one)) for one in workspace.visits.brought()]
        return [
            one for one in brought if all(value in (None, one[key]) for key, value in asked.items())
        ], _WHO
    start, end = day(days[0], "--since"), day(days[1], "--until")
    found: list[Record] = plain(workspace.visits.by(by, since=start, until=end, **asked))
    return found, _FIGURES


def _flat(record: Record) -> Record:
    """Put what stands inside beside the rest."""
    who = record["who"]
    inner = record.get("brought") or record["linked"]
    return {"person": who["person"], "name": who["name"], **inner.pop("counted", {}), **inner}


def _value(row: Record) -> str:
    return "-" if row["value"] is None else f"{row['value']:,.10g}"


_DAYS = Column("over", lambda row: str(row["over"]), need=2)
_FIGURES = (
    Column("what", lambda row: str(row["what"]), need=5),
    Column("value", _value, right=True, need=5),
    Column("key", lambda row: str(row["key"]), most=50, need=5),
    Column("tool", lambda row: str(row["tool"]), need=4),
    Column("site", lambda row: str(row["site"]), most=30, need=3),
    _DAYS,
    Column("split by", lambda row: str(row["split"]), need=1),
)
_WHO = (
    Column("name", lambda row: str(row["name"]), most=40, need=5),
    *_FIGURES[:2],
    Column("how", lambda row: str(row["how"]), need=4),
    Column("post", lambda row: str(row["post"] or "-"), most=40, need=1),
    *_FIGURES[3:5],
    _DAYS,
)
_LINKS = (
    Column("name", lambda row: str(row["name"]), most=40, need=5),
    Column("page", lambda row: str(row["page"]), most=60, need=4),
    Column("posts", lambda row: f"{row['posts']:,}", right=True, need=4),
    Column("first", lambda row: str(row["first"] or "-")[:10], need=1),
    Column("last", lambda row: str(row["last"] or "-")[:10], need=2),
)
