"""Live sources: `fetch` fetches them, keeps a list of them, and says what can be fetched."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from luminary.cli.columns import Column, Record
from luminary.cli.options import FormatOption, OutputOption, day, exported, opened, pairs, say
from luminary.cli.progress import progress
from luminary.cli.rows import Format, plain, show_rows
from luminary.errors import LuminaryError, UsageError

if TYPE_CHECKING:
    from luminary.collect.live.run import FetchResult
    from luminary.workspace import Workspace


class Fetch(TyperGroup):
    """The group of `fetch`: what is no command of it is a source to fetch."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read `fetch SOURCE` as `fetch run SOURCE`."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["run", *args]
        found: list[str] = super().parse_args(ctx, args or ["list"])
        return found


app = typer.Typer(cls=Fetch, rich_markup_mode=None)

SourceArgument = Annotated[str, typer.Argument(metavar="SOURCE", help="Name of a source.")]
ConnectorOption = Annotated[
    str | None,
    typer.Option("--connector", metavar="NAME", help="What fetches it; else told by the address."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A setting of the connector; may be repeated."),
]
EveryOption = Annotated[
    str | None, typer.Option("--every", metavar="SPAN", help="Fetch it so often from now on: 30m, 6h, 1d.")
]


@app.callback()
def fetch() -> None:
    """Fetch live sources: feeds, podcasts, blogs, platforms; by name or by address.

    A new address is put on the list of sources, and fetched. Secrets (keys, tokens) come from environment
    variables or the keyring, never from the command line.
    """


@app.command()
def run(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE|URL...", help="Names, addresses, or an OPML file.")
    ] = None,
    connector: ConnectorOption = None,
    setting: SetOption = None,
    every: EveryOption = None,
    due: Annotated[bool, typer.Option("--due", help="All sources whose time has come.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Older entries, too, where there are.")] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Nothing older, where the source can tell.")
    ] = None,
    most: Annotated[
        int | None, typer.Option("--most", min=1, metavar="N", help="At most so many pages or bodies.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked; ask nobody.")] = False,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Fetch sources now, each from where its last run ended."""
    if not sources and connector is not None:
        sources = [""]
    if not sources and not due:
        raise UsageError("name what to fetch: luminary fetch SOURCE|URL... (or --due)")
    begin = day(since, "--since")
    said: dict[str, Any] = {
        "since": None if begin is None else datetime.combine(begin, time(), UTC),
        "most": most,
        "history": history,
    }
    with opened(context, create=not dry_run) as workspace:
        told = (connector, pairs(setting or [], "--set"), every)
        if dry_run:
            _plan(workspace, sources or [], told, (format, output))
            return
        names = [
            *(_known(workspace, one, told) for one in sources or []),
            *(workspace.fetch.due() if due else ()),
        ]
        _run_all(workspace, names, said, (format, output))


def _known(workspace: Workspace, told: str, said: tuple[str | None, dict[str, str], str | None]) -> str:
    """Give the name of a source, put on the list when it is new."""
    connector, settings, every = said
    if workspace.fetch.has(told):
        return told
    name, of, given = workspace.fetch.settings_for(_address(told), connector, settings)
    if not workspace.fetch.has(name):
        workspace.fetch.add(name, of, given, every=_minutes(every))
        say(f"new source '{name}', fetched by {of}")
    return name


def _address(told: str) -> str:
    """Give what an argument stands for: a list of feeds in a file stands for its feeds."""
    if told.lower().endswith((".opml", ".xml")) and Path(told).is_file():
        from luminary.workspace.fetching import feeds_of_file

        return feeds_of_file(Path(told))
    return told


def _minutes(every: str | None) -> int | None:
    from luminary.workspace.schedule import minutes_of

    return None if every is None else minutes_of(every)


def _run_all(
    workspace: Workspace, names: list[str], said: dict[str, Any], shown: tuple[Format, Path | None]
) -> None:
    """Fetch one after the other; one that fails is told at once and does not stop the others."""
    say(workspace.gate.check_purpose())
    if warning := workspace.fetch.warning():
        say(f"note: {warning}")
    done: list[FetchResult] = []
    worst = 0
    for name in names:
        try:
            with progress(name) as tell:
                done.append(workspace.fetch.run(name, progress=lambda pages, _size: tell(pages, 0), **said))
        except LuminaryError as error:
            if len(names) == 1:
                raise
            say(f"luminary: {name}: {error}")
            worst = max(worst, error.exit_code)
    show_rows([_record(one) for one in done], _RESULTS, *shown)
    for one in done:
        _comment(one)
    if worst:
        raise typer.Exit(worst)


def _record(result: FetchResult) -> Record:
    found: Record = plain(result)
    return found


def _comment(result: FetchResult) -> None:
    """Say what a reader of the counts must know."""
    for trouble in result.troubles:
        say(f"{result.source}: {trouble.where}: {trouble.reason}")
    for note in result.notes:
        say(f"  {note}")
    if not result.pages:
        say(f"{result.source}: nothing new")
    if result.rejected:
        say(f"  {result.rejected} could not be used; list them with: luminary rejects")


def _plan(
    workspace: Workspace,
    sources: list[str],
    said: tuple[str | None, dict[str, str], str | None],
    shown: tuple[Format, Path | None],
) -> None:
    """Show what would be asked."""
    plans = []
    for told in sources:
        if workspace.fetch.has(told):
            plans.append(workspace.fetch.plan(told))
        else:
            plans.append(workspace.fetch.plan_of(*workspace.fetch.settings_for(_address(told), *said[:2])))
    show_rows([plain(one) for one in plans], _PLANS, *shown)


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of your own.")],
    source: Annotated[
        str, typer.Argument(metavar="[URL]", help="An address or handle; --set may say it instead.")
    ] = "",
    connector: ConnectorOption = None,
    setting: SetOption = None,
    every: EveryOption = None,
) -> None:
    """Put a source on the list, and fetch nothing yet."""
    with opened(context, create=True) as workspace:
        told = (connector, pairs(setting or [], "--set"))
        _, of, given = workspace.fetch.settings_for(_address(source or name), *told)
        workspace.fetch.add(name, of, given, every=_minutes(every))
    say(f"source '{name}', fetched by {of}; fetch it with: luminary fetch {name}")


@app.command("list")
def listed(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """List the sources, with their last and next runs."""
    with opened(context) as workspace:
        found = [plain(one) for one in workspace.fetch.sources()]
        exported(workspace, "sources", len(found), format, output)
    show_rows(found, _SOURCES, format, output)
    if not found:
        say("no source is on the list; start with: luminary fetch URL")


@app.command()
def troubles(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Argument(metavar="[SOURCE]", help="Name of a source; else all.")
    ] = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List what could not be fetched while runs went on, newest first."""
    with opened(context) as workspace:
        found = [plain(one) for one in workspace.fetch.troubles(source)]
        exported(workspace, "troubles", len(found), format, output)
    show_rows(found, _TROUBLES, format, output)
    if not found:
        say("nothing went wrong")


@app.command()
def pause(context: typer.Context, source: SourceArgument) -> None:
    """Leave a source out until it is resumed."""
    with opened(context) as workspace:
        workspace.fetch.pause(source)


@app.command()
def resume(context: typer.Context, source: SourceArgument) -> None:
    """Let a paused source be fetched again."""
    with opened(context) as workspace:
        workspace.fetch.resume(source)


@app.command()
def every(
    context: typer.Context,
    source: SourceArgument,
    span: Annotated[str, typer.Argument(metavar="SPAN", help="30m, 6h, 1d; never.")],
) -> None:
    """Say how often a source is fetched when nobody asks; a worker does it."""
    with opened(context) as workspace:
        workspace.fetch.schedule(source, None if span == "never" else _minutes(span))


@app.command()
def remove(context: typer.Context, source: SourceArgument) -> None:
    """Take a source off the list; what it brought stays."""
    with opened(context) as workspace:
        workspace.fetch.remove(source)


@app.command("connectors")
def kinds(context: typer.Context, format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """List what can be fetched from, with settings, secrets and terms."""
    from luminary.workspace.fetching import connector_rows

    show_rows(connector_rows(), _CONNECTORS, format, output)


def _count(name: str) -> Column:
    return Column(name, lambda row: f"{row[name] or 0:,}", right=True, need=3)


def _minute(value: object) -> str:
    return "-" if value is None else str(value)[:16].replace("T", " ")


def _span(minutes: int | None) -> str:
    from luminary.workspace.schedule import told

    return told(minutes)


_RESULTS = (
    Column("source", lambda row: str(row["source"]), need=4),
    Column("connector", lambda row: str(row["connector"]), need=1),
    _count("pages"),
    _count("read"),
    _count("kept"),
    Column("repeated", lambda row: f"{row['duplicates'] or 0:,}", right=True, need=2),
    _count("rejected"),
)
_SOURCES = (
    Column("source", lambda row: str(row["name"]), most=50, need=5),
    Column("connector", lambda row: str(row["connector"]), need=2),
    Column("every", lambda row: "paused" if row["paused"] else _span(row["every"]), need=4),
    Column("last run", lambda row: _minute(row["last_run"]), need=3),
    Column("next run", lambda row: _minute(row["next_run"]), need=3),
    Column("state", lambda row: str(row["state"] or "-"), need=4),
    _count("kept"),
    _count("troubles"),
    Column("error", lambda row: str(row["error"] or ""), most=80, need=1),
)
_TROUBLES = (
    Column("source", lambda row: str(row["source"]), most=40, need=3),
    Column("at", lambda row: _minute(row["at"]), need=2),
    Column("asked", lambda row: str(row["asked"]), most=60, need=4),
    Column("reason", lambda row: str(row["reason"]), most=100, need=5),
)
_PLANS = (
    Column("source", lambda row: str(row["name"]), most=50, need=5),
    Column("connector", lambda row: str(row["connector"]), need=4),
    Column("format", lambda row: str(row["format"]), need=2),
    Column("terms", lambda row: str(row["terms"]), need=3),
    Column("settings", lambda row: _told(row["settings"]), most=100, need=3),
    Column("missing", lambda row: ", ".join(row["missing"]) or "-", need=4),
)
_CONNECTORS = (
    Column("name", lambda row: str(row["name"]), need=5, whole=True),
    Column("title", lambda row: str(row["title"]), most=60, need=4),
    Column("settings", lambda row: ", ".join(row["settings"]) or "-", most=80, need=4),
    Column("secrets", lambda row: ", ".join(row["secrets"]) or "-", most=60, need=4),
    Column("terms", lambda row: str(row["terms"]), need=2),
)


def _told(settings: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in settings.items())
