"""Tell: `report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luminary.cli.options import opened, say
from luminary.cli.progress import progress


def report(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="Where to write it.")] = Path("report.html"),
) -> None:
    """Write the report: one page for the management, details behind it, in one HTML file."""
    with opened(context) as workspace, progress("report"):
        say(workspace.gate.check())
        written = workspace.report.write(file)
    say(f"report: {written or file}")
