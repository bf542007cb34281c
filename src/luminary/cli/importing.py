"""Collect: `import`, `batches`, `rejects`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import (
    TABLE_ROWS,
    FormatOption,
    OutputOption,
    TopOption,
    day,
    exported,
    opened,
    pairs,
    say,
)
from luminary.cli.progress import progress
from luminary.cli.rows import Format, plain, show_rows
from luminary.domain.safe import lines
from luminary.errors import LuminaryError, UsageError

if TYPE_CHECKING:
    from luminary.collect import ImportResult, Options, Provenance
    from luminary.workspace import Workspace

TermsOption = Annotated[
    str, typer.Option(metavar="NAME", help="Terms under which it came; `luminary terms` lists them.")
]
OriginOption = Annotated[str, typer.Option(metavar="TEXT", help="Where it is from.")]
ObtainedOption = Annotated[
    str | None, typer.Option(metavar="DAY", help="Day on which it left the platform (2025-01-31).")
]
BasisOption = Annotated[str, typer.Option(metavar="TEXT", help="On what basis you may use it.")]
NoticeOption = Annotated[str, typer.Option(metavar="TEXT", help="Whether the people in it were told.")]


def import_(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files, folders and archives.")
    ] = None,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="FORMAT", help="Read as this format; else it is recognised.")
    ] = None,
    place: Annotated[
        str, typer.Option(metavar="NAME", help="Name of the team, organisation, forum or place it is from.")
    ] = "",
    is_open: Annotated[
        bool | None,
        typer.Option("--open/--closed", help="Who can read the place, where the source does not tell."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="For tables: the column of a field; may be repeated."),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE", help="For tables: zone, delimiter, platform, ...; may be repeated."
        ),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="For tables: a mapping that was saved.")
    ] = None,
    save_mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save how the columns are read, and import.")
    ] = None,
    show_mapping: Annotated[
        bool, typer.Option("--show-mapping", help="Show how the columns would be read, and import nothing.")
    ] = False,
    ties: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A list of ties (who names, asks, follows whom); may be repeated."),
    ] = None,
    terms: TermsOption = "",
    origin: OriginOption = "",
    obtained: ObtainedOption = None,
    basis: BasisOption = "",
    notice: NoticeOption = "",
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Import exports of platforms, tables and lists of ties.

    Every source is one import: it counts whole or not at all, and importing it again changes nothing. Rows
    that cannot be used are listed by `luminary rejects`.
    """
    sources = [(path, as_) for path in paths or []] + [(path, "ties") for path in ties or []]
    if not sources:
        raise UsageError("name what to import: luminary import PATH... (or --ties FILE)")
    columns, settings = pairs(column or [], "--column"), pairs(setting or [], "--setting")
    came = _provenance(terms, origin, obtained, basis, notice)
    with opened(context, create=not show_mapping) as workspace:
        options = _options(workspace, place, is_open, (columns, settings), mapping)
        if show_mapping or save_mapping is not None:
            _mapping(workspace, paths or [], options, save_mapping)
        if show_mapping:
            return
        _run_all(workspace, sources, options, came, (format, output))


def _provenance(terms: str, origin: str, obtained: str | None, basis: str, notice: str) -> Provenance:
    from luminary.collect import Provenance

    return Provenance(terms, origin, day(obtained, "--obtained"), basis, notice)


def _options(
    workspace: Workspace,
    place: str,
    is_open: bool | None,
    said: tuple[dict[str, str], dict[str, str]],
    mapping: Path | None,
) -> Options:
    from luminary.collect import Options
    from luminary.domain import Access

    access = None if is_open is None else Access.OPEN if is_open else Access.CLOSED
    options = Options(place, access, *said)
    return options if mapping is None else workspace.collect.with_saved_mapping(options, mapping)


def _mapping(workspace: Workspace, paths: list[Path], options: Options, save: Path | None) -> None:
    """Show the mapping of every table, or save that of the only one."""
    if save is not None and len(paths) != 1:
        raise UsageError("--save-mapping needs exactly one PATH")
    for path in paths:
        found = workspace.collect.mapping(path, options)
        if save is None:
            print(f"{lines(path.name)}\n{lines(found.shown())}")
        else:
            found.save(save)
            say(f"mapping saved: {save}")


def _run_all(
    workspace: Workspace,
    sources: list[tuple[Path, str | None]],
    options: Options,
    came: Provenance,
    shown: tuple[Format, Path | None],
) -> None:
    """Import one source after the other; a refused one is told at once and does not stop the others."""
    say(workspace.gate.check_purpose())
    done: list[ImportResult] = []
    worst = 0
    for path, name in sources:
        try:
            with progress(path.name) as tell:
                done.append(
                    workspace.collect.run(path, options=options, format=name, progress=tell, provenance=came)
                )
        except LuminaryError as error:
            if len(sources) == 1:
                raise
            say(f"luminary: {error}")
            worst = max(worst, error.exit_code)
    show_rows([_record(one) for one in done], _RESULTS, *shown)
    for one in done:
        _comment(one)
        worst = max(worst, int(one.rejected > 0 and one.kept + one.duplicates == 0))
    if worst:
        raise typer.Exit(worst)


def _record(result: ImportResult) -> Record:
    found: Record = plain(result)
    return found


def _comment(result: ImportResult) -> None:
    """Say what a reader of the counts must know."""
    say(f"{result.source}: {result.format} ({result.saw})")
    for note in result.notes:
        say(f"  {note}")
    if result.already:
        say(
            "  imported before; its rows stay as they are"
            if result.notes
            else "  imported before; nothing changed"
        )
    if result.ignored:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(result.ignored.items()))
        say(f"  files not used by this format: {kinds}")
    if result.rejected:
        say(f"  {result.rejected} could not be used; list them with: luminary rejects")


def _count(name: str) -> Column:
    return Column(name, lambda row: f"{row[name] or 0:,}", right=True, need=3)


_RESULTS = (
    Column("source", lambda row: str(row["source"]), need=4),
    Column("format", lambda row: str(row["format"]), need=1),
    _count("read"),
    _count("kept"),
    Column("repeated", lambda row: f"{row['duplicates'] or 0:,}", right=True, need=2),
    _count("rejected"),
)


def batches(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """List the imports, oldest first."""
    with opened(context) as workspace:
        records: list[Record] = plain(workspace.collect.batches())
    show_rows(records, (*_RESULTS, *_BATCH), format, output)
    if not records:
        say("nothing was imported yet; start with: luminary import PATH")


_BATCH = (
    Column("batch", lambda row: str(row["batch"])[:8], need=3, whole=True),
    Column("state", lambda row: str(row["state"]), need=2),
    Column("landed", lambda row: str(row["landed"] or "-")[:16].replace("T", " "), need=0),
)


def rejects(
    context: typer.Context,
    top: TopOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the rows and files that could not be used, with the reason."""
    most = top or (TABLE_ROWS if format is Format.TABLE else None)
    with opened(context) as workspace:
        found: list[Any] = list(workspace.collect.rejects(None if most is None else most + 1))
        exported(workspace, "rejects", len(found[:most]), format, output)
    records = [plain(one) for one in found[:most]]
    show_rows(records, _REJECTS, format, output)
    if not found:
        say("nothing was rejected")
    if len(found) > len(records):
        say(f"more than these {len(records)} were rejected; --format csv lists all")


_REJECTS = (
    Column("source", lambda row: str(row["source"]), most=30, need=1),
    Column("file", lambda row: str(row["file"]), most=40, need=2),
    Column(
        "position", lambda row: "-" if row["position"] is None else str(row["position"]), right=True, need=3
    ),
    Column("reason", lambda row: str(row["reason"]), most=100, need=4),
    Column("excerpt", lambda row: str(row["excerpt"]), most=40, need=0),
)
