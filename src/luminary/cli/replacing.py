"""Imports that have landed: `remap` reads them again, `withdraw` takes them back."""

from __future__ import annotations

from typing import Annotated

import typer

from luminary.cli.options import opened, pairs, say
from luminary.cli.progress import progress

BatchArgument = Annotated[
    str,
    typer.Argument(
        metavar="BATCH", help="Key of an import, or its beginning; `luminary batches` lists them."
    ),
]


def remap(
    context: typer.Context,
    batch: BatchArgument,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="For tables: another column for a field; may be repeated."),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="For tables: another setting; may be repeated."),
    ] = None,
) -> None:
    """Read an import again from its raw rows, with the reader of today or another mapping.

    What it gives takes the place of the import at once; killed before, nothing has changed.
    """
    columns, settings = pairs(column or [], "--column"), pairs(setting or [], "--setting")
    with opened(context) as workspace:
        say(workspace.gate.check())
        with progress(batch) as tell:
            found = workspace.collect.again(batch, columns, settings, tell)
    for when, one in (("before", found.before), ("now", found.after)):
        counts = {"read": one.read, "kept": one.kept, "repeated": one.duplicates, "rejected": one.rejected}
        print(f"{when}: {', '.join(f'{name} {rows:,}' for name, rows in counts.items())}")
    old, new = found.before.batch[:8], found.after.batch[:8]
    say(f"{found.after.source}: import {new} stands in the place of {old}")
    for note in found.after.notes:
        say(f"  {note}")
    _brought_back(found.again, found.not_again)


def withdraw(context: typer.Context, batch: BatchArgument) -> None:
    """Take an import back: its rows count no more and are removed.

    What later imports had left out because this one had it comes back.
    """
    with opened(context) as workspace, progress(batch) as tell:
        found = workspace.collect.withdraw(batch, tell)
    say(f"import {found.batch[:8]} is taken back; its source can be imported again")
    _brought_back(found.again, found.not_again)


def _brought_back(again: tuple[str, ...], not_again: tuple[str, ...]) -> None:
    for one in again:
        say(f"read again, for it may have left out what is gone now: {one[:8]}")
    for one in not_again:
        say(
            f"may have left out what is gone now, and cannot be read again: {one[:8]}; import its source anew"
        )
