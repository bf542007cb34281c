"""Find: `network`, communities, bridges and who is tied to whom."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
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
from luminary.cli.rows import Format, plain, show_rows
from luminary.errors import LuminaryError

if TYPE_CHECKING:
    from luminary.leaders import Scope
    from luminary.workspace import Workspace
    from luminary.workspace.picture import Picture


class Show(StrEnum):
    """What is listed of the network."""

    COMMUNITIES = "communities"
    BRIDGES = "bridges"
    PEOPLE = "people"
    TIES = "ties"


def network(
    context: typer.Context,
    show: Annotated[
        Show, typer.Argument(metavar="[WHAT]", help="communities (default), bridges, people or ties.")
    ] = Show.COMMUNITIES,
    subject: SubjectOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    place: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what happened in this place.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what happened on this platform.")
    ] = None,
    is_open: Annotated[
        bool | None, typer.Option("--open/--closed", help="Only open, or only closed, places.")
    ] = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", help="How many people the picture holds.")
    ] = 5_000,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Tell which communities there are, who ties them together, and who is tied to whom.

    `--output FILE.gexf` or `FILE.graphml` writes the whole picture for Gephi, igraph, networkx and others.
    """
    from luminary.domain import Access
    from luminary.leaders import Scope

    access = None if is_open is None else Access.OPEN if is_open else Access.CLOSED
    scope = Scope(subject, day(since, "--since"), day(until, "--until"), place, platform, access)
    with opened(context) as workspace:
        form = output.suffix.lower().removeprefix(".") if output else ""
        if output is not None and form in ("gexf", "graphml"):
            return _write(workspace, scope, form, most, output)
        picture = workspace.network.picture(scope, most, leaves=leaves(format, output))
        records = _records(picture, show)
        named = [one.person for one in picture.nodes if one.named]
        exported(workspace, "network", len(records), format, output, subject=subject, people=named)
    _explain(picture)
    rows = records[:TABLE_ROWS] if format is Format.TABLE and output is None else records
    show_rows(rows, _COLUMNS[show], format, output)
    say(f"{len(rows)} of {len(records)} {show} shown")
    return None


def _write(workspace: Workspace, scope: Scope, form: str, most: int, output: Path) -> None:
    written = workspace.network.export(scope, form, most)
    try:
        output.write_bytes(written)
    except OSError as error:
        raise LuminaryError(f"'{output}' cannot be written: {error.strerror}") from error
    say(f"network written: {output}")


def _explain(picture: Picture) -> None:
    """Say what the figures stand for, and what a reader must know."""
    for note in dict.fromkeys(picture.notes):
        say(note)
    say(
        f"{picture.people:,} people with {picture.all_ties:,} ties in {picture.all_communities:,} communities"
        f"; {picture.all_bridges:,} tie communities together; {picture.alone:,} have no tie"
    )


def _records(picture: Picture, show: Show) -> list[Record]:
    """Give what is asked for as plain records; people in them by key and name."""
    nodes: list[Record] = plain(picture.nodes)
    if show is Show.COMMUNITIES:
        found: list[Record] = plain(picture.communities)
        return [{**one, "leading": [nodes[at]["name"] for at in one["leading"]]} for one in found]
    if show is Show.TIES:
        return [
            {
                "one": nodes[tie.one]["person"],
                "one_name": nodes[tie.one]["name"],
                "other": nodes[tie.other]["person"],
                "other_name": nodes[tie.other]["name"],
                "months": tie.months,
                "acts": tie.acts,
            }
            for tie in picture.ties
        ]
    return [nodes[at] for at in picture.bridges] if show is Show.BRIDGES else nodes


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


_PEOPLE = (
    Column("name", lambda row: str(row["name"]), most=32, need=6),
    Column("community", lambda row: str(row["community"] + 1), right=True, need=5),
    Column("ties", lambda row: f"{row['ties']:,}", right=True, need=4),
    Column("outside", lambda row: f"{row['outside']:,}", right=True, need=3),
    Column("reached", lambda row: f"{row['reached']:,}", right=True, need=2),
    Column("participation", lambda row: _share(row["participation"]), right=True, need=1),
    Column("person", lambda row: str(row["person"]), need=0),
)

_COLUMNS = {
    Show.COMMUNITIES: (
        Column("#", lambda row: str(row["number"] + 1), right=True, need=6),
        Column("community", lambda row: str(row["name"]), most=60, need=5),
        Column("people", lambda row: f"{row['size']:,}", right=True, need=4),
        Column("ties", lambda row: f"{row['ties']:,}", right=True, need=2),
        Column("density", lambda row: _share(row["density"]), right=True, need=3),
        Column("bridges", lambda row: str(row["bridges"]), right=True, need=1),
        Column("best connected", lambda row: ", ".join(row["leading"]), most=60, need=0),
    ),
    Show.BRIDGES: _PEOPLE,
    Show.PEOPLE: _PEOPLE,
    Show.TIES: (
        Column("one", lambda row: str(row["one_name"]), most=32, need=4),
        Column("other", lambda row: str(row["other_name"]), most=32, need=3),
        Column("months", lambda row: str(row["months"]), right=True, need=2),
        Column("acts", lambda row: str(row["acts"]), right=True, need=1),
    ),
}
