"""Rows as a table for the eye: as wide as the terminal, the needed columns first."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from shutil import get_terminal_size

from luminary.cli.columns import Column, Record
from luminary.domain.safe import one_line

_GAP = 2
_LEAST = 10
_UNLIMITED = 10_000


def table_text(records: Sequence[Record], columns: Sequence[Column], *, to_file: bool = False) -> str:
    """Write records as aligned columns; nothing at all when there are no records.

    A terminal that is too narrow first gets shorter texts, then fewer columns, and is told so on stderr.
    """
    if not records:
        return ""
    width = _UNLIMITED if to_file else terminal_width()
    cells = [[one_line(column.show(record)) for column in columns] for record in records]
    widths = [_wanted(column, [row[at] for row in cells]) for at, column in enumerate(columns)]
    kept = _fitting(columns, widths, width)
    left_out = [column.title for at, column in enumerate(columns) if at not in kept]
    if left_out:
        print(
            f"not shown on this narrow terminal: {', '.join(left_out)} (--format json shows all)",
            file=sys.stderr,
        )
    shown = [columns[at] for at in kept]
    sizes = _shrunk(shown, [widths[at] for at in kept], width)
    titles = _line([column.title for column in shown], shown, sizes)
    body = [_line([row[at] for at in kept], shown, sizes) for row in cells]
    return "\n".join([_bold(titles), *body]) + "\n"


def terminal_width() -> int:
    """Columns of the terminal; without one, what COLUMNS says, else no limit."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return max(get_terminal_size().columns, 20)
    return _UNLIMITED


def _wanted(column: Column, texts: Sequence[str]) -> int:
    from rich.cells import cell_len

    return max(cell_len(column.title), min(column.most, max(map(cell_len, texts))))


def _fitting(columns: Sequence[Column], widths: Sequence[int], width: int) -> list[int]:
    """Choose columns, by place, that fit even when long ones are shortened."""
    kept = list(range(len(columns)))
    least = [_least(column, size) for column, size in zip(columns, widths, strict=True)]
    while len(kept) > 1 and sum(least[at] + _GAP for at in kept) - _GAP > width:
        kept.remove(min(kept, key=lambda at: (columns[at].need, -at)))
    return kept


def _least(column: Column, width: int) -> int:
    return width if column.whole or column.right else min(width, _LEAST)


def _shrunk(columns: Sequence[Column], widths: Sequence[int], width: int) -> list[int]:
    """Take from the columns with the most to spare until all fit; a lone column gives what it must."""
    sizes = list(widths)
    least = [_least(column, size) for column, size in zip(columns, widths, strict=True)]
    while sum(sizes) + _GAP * (len(sizes) - 1) > width and max(sizes) > 1:
        spare = [size - fewest for size, fewest in zip(sizes, least, strict=True)]
        most = spare.index(max(spare)) if max(spare) > 0 else sizes.index(max(sizes))
        sizes[most] -= 1
    return sizes


def _line(texts: Sequence[str], columns: Sequence[Column], sizes: Sequence[int]) -> str:
    cells = [
        _sized(text, size, column.right) for text, column, size in zip(texts, columns, sizes, strict=True)
    ]
    return (" " * _GAP).join(cells).rstrip()


def _sized(text: str, size: int, right: bool) -> str:
    """Bring a text to a width in terminal cells; wide characters count as two."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) > size:
        return set_cell_size(text, size - 1) + "…"
    return " " * (size - cell_len(text)) + text if right else set_cell_size(text, size)


def _bold(line: str) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return line
    return f"\x1b[1m{line}\x1b[0m"
