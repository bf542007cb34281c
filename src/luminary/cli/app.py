"""The commands put together, the global options, and what happens when something fails."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from luminary import __version__
from luminary.cli import (
    backing,
    checking,
    collaborations,
    credentials,
    duties,
    fetching,
    identity,
    importing,
    jobs,
    leading,
    members,
    networking,
    people,
    personal,
    proving,
    replacing,
    reporting,
    ruling,
    safety,
    shortlists,
    starting,
    subjects,
    terms,
    visiting,
    web,
)
from luminary.cli.options import Session, say
from luminary.errors import LuminaryError

_INTERRUPTED = 130
_EPILOG = "luminary COMMAND --help tells more. Start with: luminary demo"


class Commands(TyperGroup):
    """The group of all commands: help in sections, failures in one line."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under the heading of their section, in the order of the work."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is None or command.hidden:
                continue
            section = getattr(command, "rich_help_panel", None)
            title = section if isinstance(section, str) else "Commands"
            sections.setdefault(title, []).append((name, command.get_short_help_str(120)))
        width = max(len(name) for rows in sections.values() for name, _help in rows)
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), text) for name, text in rows])

    def invoke(self, ctx: Any) -> Any:
        """Run the command; say what failed in one line, and end with the code the failure carries."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except LuminaryError as error:
            if ctx.params.get("debug"):
                traceback.print_exc()
            say(f"luminary: {error}")
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            # The reader has seen enough (luminary leaders | head): no failure of ours.
            _let_go_of_stdout()
            raise typer.Exit(0) from None
        return result


def _let_go_of_stdout() -> None:
    """Keep the interpreter from complaining about the closed pipe when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def prepare_streams() -> None:
    """Never fail on a letter that the terminal's encoding does not have."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


app = typer.Typer(
    cls=Commands,
    name="luminary",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"luminary {__version__}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    workspace: Annotated[
        Path,
        typer.Option(
            "-w",
            "--workspace",
            envvar="LUMINARY_WORKSPACE",
            metavar="DIR",
            help="Folder of the workspace; else LUMINARY_WORKSPACE, else the current folder.",
            show_default=False,
            show_envvar=False,
        ),
    ] = Path(),
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the program a failure came from.")
    ] = False,
    _show_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end."),
    ] = False,
) -> None:
    """Find the people an audience really listens to, and prove it."""
    context.obj = Session(workspace, debug)


def _add(section: str, **commands: Callable[..., None]) -> None:
    for name, function in commands.items():
        app.command(name.strip("_"), rich_help_panel=section)(function)


_add("Start", demo=starting.demo, init=starting.init, info=starting.info, web=web.web)
_add("Collect", import_=importing.import_, batches=importing.batches, rejects=importing.rejects)
app.add_typer(fetching.app, name="fetch", rich_help_panel="Collect")
_add("Collect", remap=replacing.remap, withdraw=replacing.withdraw, terms=terms.terms)
app.add_typer(subjects.app, name="subjects", rich_help_panel="Find")
_add(
    "Find",
    leaders=leading.leaders,
    leader=leading.leader,
    measures=leading.measures,
    network=networking.network,
)
_add("Prove", backtest=proving.backtest, evaluate=proving.evaluate, visits=visiting.visits)
_add(
    "People",
    people=people.people,
    conflicts=people.conflicts,
    decide=people.decide,
    undecide=people.undecide,
)
app.add_typer(people.person, name="person", rich_help_panel="People")
app.add_typer(identity.app, name="identity", rich_help_panel="People")
app.add_typer(credentials.app, name="credentials", rich_help_panel="People")
app.add_typer(members.app, name="members", rich_help_panel="People")
_add("People", audit=members.audit)
duties.app.command("sweep")(personal.sweep)
app.add_typer(duties.app, name="privacy", rich_help_panel="People")
app.add_typer(shortlists.app, name="shortlists", rich_help_panel="People")
app.add_typer(jobs.app, name="jobs", rich_help_panel="Run")
_add("Run", worker=jobs.worker, backup=backing.backup, restore=backing.restore)
_add("Check", disclosure=checking.disclosure, packs=checking.packs)
app.add_typer(safety.app, name="safety", rich_help_panel="Check")
_add("Check", guideline=ruling.guideline, campaign=ruling.campaign)
app.add_typer(collaborations.app, name="collaborations", rich_help_panel="Check")
_add("Tell", report=reporting.report)
