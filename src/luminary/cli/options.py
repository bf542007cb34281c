"""Options that several commands share, and the workspace they work on."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luminary.cli.rows import Format
from luminary.domain.safe import one_line
from luminary.errors import UsageError

if TYPE_CHECKING:
    from luminary.workspace import Workspace

TABLE_ROWS = 20
"""Rows that a table for the eye shows when the user names no number."""

PORT = 8642
"""Port of the web app."""

FormatOption = Annotated[
    Format,
    typer.Option("--format", help="How rows are written: table, json, csv or parquet.", metavar="FORMAT"),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", help="Write the rows to this file instead of stdout.", metavar="FILE"),
]
SubjectOption = Annotated[
    str | None, typer.Option("--subject", help="Only what belongs to this subject.", metavar="NAME")
]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Use nothing earlier than this day (2025-01-31).", metavar="DAY")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="Use nothing later than this day (2025-12-31).", metavar="DAY")
]
PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="Key, handle or name; case and accents do not matter.")
]
TopOption = Annotated[
    int | None, typer.Option("--top", min=1, metavar="N", help="How many; tables show 20, others all.")
]


@dataclass(frozen=True, slots=True)
class Session:
    """What was said before the command."""

    workspace: Path
    debug: bool = False


def say(message: str) -> None:
    """Tell the user something, in one harmless line on stderr."""
    print(one_line(message), file=sys.stderr)


def folder(context: typer.Context) -> Path:
    """Give the folder of the workspace."""
    session: Session = context.obj
    return session.workspace


def opened(context: typer.Context, *, create: bool = False) -> Workspace:
    """Open the workspace that the user named."""
    from luminary.workspace import Workspace

    return Workspace.open(folder(context), create=create)


def leaves(format: Format, output: Path | None) -> bool:
    """Tell whether what is shown leaves the workspace; a table on a terminal is only looked at."""
    return format is not Format.TABLE or output is not None


def exported(
    workspace: Workspace, what: str, rows: int, format: Format, output: Path | None, **detail: Any
) -> None:
    """Note in the log that a result about people left, and who stands in it by name."""
    if leaves(format, output):
        told: dict[str, Any] = {"form": format.value, "file": None if output is None else output.name}
        workspace.audit.exported(what, rows, **told, **detail)


def day(text: str | None, option: str) -> date | None:
    """Read an ISO day.

    Raises
    ------
    UsageError
        When it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} is '{text}', which is no day; write it as 2025-12-31") from None


def pairs(texts: list[str], option: str) -> dict[str, str]:
    """Read ``NAME=VALUE`` texts.

    Raises
    ------
    UsageError
        When a text has no ``=`` or no name, or a name comes twice.

    Examples
    --------
    >>> pairs(["at=Datum"], "--column")
    {'at': 'Datum'}
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or name.strip() in found:
            reason = "is given twice" if name.strip() in found else "is not of the form NAME=VALUE"
            raise UsageError(f"{option} '{text}' {reason}")
        found[name.strip()] = value
    return found
