"""Long jobs: `jobs` lists, shows and cancels them; `worker` runs them."""

from __future__ import annotations

import json
import signal
import threading
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luminary.cli.columns import Column, Record
from luminary.cli.options import TABLE_ROWS, FormatOption, OutputOption, folder, opened, say
from luminary.cli.rows import Format, plain, show_one, show_rows
from luminary.domain.safe import lines

if TYPE_CHECKING:
    from luminary.workspace.jobs import Job

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

StateOption = Annotated[
    str | None,
    typer.Option("--state", metavar="STATE", help="Only waiting, running, done, failed or cancelled ones."),
]
TopOption = Annotated[
    int | None, typer.Option("--top", min=1, metavar="N", help="How many; tables show 20, others 1,000.")
]
JobArgument = Annotated[str, typer.Argument(metavar="JOB", help="Its key, or the beginning of it.")]


@app.callback()
def jobs(
    context: typer.Context,
    state: StateOption = None,
    top: TopOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List long jobs, show one, cancel one."""
    if context.invoked_subcommand is None:
        listed(context, state, top, format, output)


@app.command("list")
def listed(
    context: typer.Context,
    state: StateOption = None,
    top: TopOption = None,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the jobs, newest first."""
    most = top or (TABLE_ROWS if format is Format.TABLE else 1_000)
    with opened(context) as workspace:
        found = workspace.jobs.list(most, state=state)
        others = workspace.jobs.count(state) - len(found)
    show_rows([_record(one) for one in found], _JOBS, format, output)
    if not found:
        say("no such job" if state else "no job was asked for yet")
    if others > 0:
        say(f"{others:,} older ones are not shown; --top shows more")


@app.command()
def show(
    context: typer.Context,
    job: JobArgument,
    format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Show one job with what it was asked for and what came of it."""
    with opened(context) as workspace:
        found = workspace.jobs.get(job)
    if format is Format.TABLE and output is None:
        print(lines(_told(found)))
    else:
        show_one(_record(found), format, output)


@app.command()
def cancel(context: typer.Context, job: JobArgument) -> None:
    """Cancel a job; what a cancelled import had read is removed."""
    with opened(context) as workspace:
        found = workspace.jobs.cancel(job)
    if found.cancelling:
        say(f"job {found.job[:8]} ends as soon as its worker sees it")
    else:
        say(f"job {found.job[:8]} is {found.state}")


def worker(
    context: typer.Context,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="Shown in the log; else the machine's name.")
    ] = "",
    once: Annotated[bool, typer.Option("--once", help="End when no job waits.")] = False,
) -> None:
    """Run the long jobs that others ask for, until it is ended.

    The web app runs a worker of its own; this is for another machine, or for more at once. When it is ended
    (SIGTERM, Ctrl-C), the job it has waits again, and an import goes on where it was.
    """
    import logging

    from luminary.workspace.worker import Worker

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    one = Worker(folder(context), name)
    say(f"worker of {folder(context)} is ready; end it with Ctrl-C")
    one.run(stop, once=once)


def _record(job: Job) -> Record:
    found: Record = plain(job)
    return found


def _told(job: Job) -> str:
    """Write a job for the eye, a line for each thing known about it."""
    known: list[tuple[str, Any]] = [
        ("job", job.job),
        ("kind", job.kind),
        ("asked for", json.dumps(plain(job.params), ensure_ascii=False) if job.params else None),
        ("state", "running, being cancelled" if job.cancelling else job.state),
        ("done", _share(_record(job))),
        ("asked by", f"{job.asked_by}, {_minute(job.asked)}"),
        ("began", _minute(job.started)),
        ("ended", _minute(job.ended)),
        ("tries", job.tries if job.tries > 1 else None),
        ("error", job.error),
        ("result", json.dumps(plain(job.result), ensure_ascii=False) if job.result else None),
    ]
    return "\n".join(f"{name:<10}{value}" for name, value in known if value not in (None, "-"))


def _share(row: Record) -> str:
    if not row["total"]:
        return "-"
    return f"{100 * (row['done'] or 0) / row['total']:.0f} %"


def _minute(value: object) -> str:
    return "-" if value is None else str(value)[:16].replace("T", " ")


_JOBS = (
    Column("job", lambda row: str(row["job"])[:8], need=5, whole=True),
    Column("kind", lambda row: str(row["kind"]), need=4),
    Column("asked for", lambda row: json.dumps(row["params"], ensure_ascii=False), most=50, need=1),
    Column("state", lambda row: "cancelling" if row["cancelling"] else str(row["state"]), need=5),
    Column("done", _share, right=True, need=3),
    Column("by", lambda row: str(row["asked_by"]), need=1),
    Column("asked", lambda row: _minute(row["asked"]), need=2),
    Column("error", lambda row: str(row["error"] or ""), most=80, need=2),
)
