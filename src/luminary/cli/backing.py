"""Backups: `backup`, `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luminary.cli.options import opened, say
from luminary.cli.progress import progress


def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(metavar="TO", help="A new folder for the backup.")],
) -> None:
    """Write a backup of the whole workspace, while others go on working.

    It holds names and texts: keep it as safe as the workspace, and no longer than needed.
    """
    from luminary.workspace.backing import back_up

    with opened(context) as workspace, progress("backup") as tell:
        made = back_up(workspace, to, tell)
    say(f"'{to}': {made.imports} imports, {made.rows} rows of the ledger, {made.size:,} bytes, checked")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="The folder of a backup.")],
    to: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the new workspace; empty or new.")],
    erased_in: Annotated[
        Path | None,
        typer.Option(
            "--erased-in",
            metavar="WORKSPACE",
            help="The workspace as it is now: whoever was erased there since is erased again.",
        ),
    ] = None,
) -> None:
    """Make a workspace from a backup; nothing is written over."""
    from luminary.workspace.backing import restore as restore_from

    with progress("restore") as tell:
        made = restore_from(source, to, erased_in=erased_in, progress=tell)
    say(f"'{to}' is as it was on {made.made:%Y-%m-%d %H:%M} UTC: {made.imports} imports")
    if erased_in is None:
        say("whoever was erased since is back; with --erased-in WORKSPACE they are erased again")
