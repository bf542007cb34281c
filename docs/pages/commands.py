"""`docs/commands.md`: every command with its options, from the command line itself."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from luminary.cli.app import app

PAGE = "commands.md"

_HEAD = """# Commands

`luminary [-w DIR] COMMAND ...`. Rows go to stdout, messages, notes and progress to stderr, so that output
can be piped. Exit codes: 0 done, 1 refused or failed, 2 wrong use; 130 after Ctrl-C.

`--format table` is for the eye and shows 20 rows; `json`, `csv` and `parquet` give everybody unless `--top`
says otherwise. In JSON a figure is `{"value", "low", "high", "n", "unit", "method"}`; what is not known is
`null`, never zero. CSV and Parquet have one column per value: `influence`, `influence_low`,
`influence_high`, `influence_n` (units and methods: `luminary measures`); lists are JSON text. A cell that a
spreadsheet could take for a formula begins with an apostrophe in CSV; JSON and Parquet hold the text as it
was imported.

`leaders --format json` gives a list, best first, of objects with `person` (stable id), `name`, `named`,
`names`, `accounts` (`[{platform, id, handle, weak}]`), `rank`, `rank_low`, `rank_high`, `influence` and
every other measure by its name, `kind`, `tier` and `level` (`{value, why, decided}`), `trend` (people a
month, oldest first), `evidence` (keys of posts), `quote`, `link` and `purpose` (the sentence every output
about people carries). `leader` gives one such object. `backtest` and `evaluate` give one object per measure
with `measure`, `baseline`, and its scores as figures.
"""


def text() -> str:
    """Write the page."""
    return "\n".join([_HEAD, *_sections(get_command(app), "luminary")]).rstrip() + "\n"


def _sections(group: Any, path: str) -> Iterator[str]:
    """Describe every command of a group, and the commands below them."""
    yield "\n".join(_section(group, path))
    for name, command in getattr(group, "commands", {}).items():
        yield from _sections(command, f"{path} {name}")


def _section(command: Any, path: str) -> list[str]:
    words = inspect.cleandoc(command.help or "")
    rows = [_row(one) for one in command.params if not getattr(one, "hidden", False)]
    rows = [row for row in rows if "--help" not in row]
    table = ["| | |", "|---|---|", *rows, ""] if rows else []
    return [f"## {path}", "", words, "", f"    {_usage(command, path)}", "", *table]


def _usage(command: Any, path: str) -> str:
    names = [_argument(one) for one in command.params if one.param_type_name == "argument"]
    tail = ["COMMAND ..."] if getattr(command, "commands", None) else []
    return " ".join([path, "[OPTIONS]", *names, *tail])


def _argument(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _row(parameter: Any) -> str:
    help_ = (getattr(parameter, "help", None) or "").replace("|", "\\|")
    if parameter.param_type_name == "argument":
        return f"| `{_argument(parameter)}` | {help_} |".replace("kind|level|tier", "kind\\|level\\|tier")
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    value = f" {parameter.metavar}" if parameter.metavar and not parameter.is_flag else ""
    default = parameter.default
    shown = default not in (None, False, "", (), Path()) and not callable(default) and not parameter.is_flag
    told = f" Default: {default}." if shown else ""
    required = " Required." if parameter.required else ""
    return f"| `{names}{value}` | {help_}{told}{required} |"
