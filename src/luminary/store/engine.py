"""What a database engine can do here: one small protocol, so that the same SQL runs on several engines.

SQL is written in the common part of the dialects; names go through `identifier`, values through parameters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

import pyarrow as pa

Row: TypeAlias = tuple[object, ...]
Value: TypeAlias = str | int | float | bool | None


class Engine(Protocol):
    """A place where SQL runs over named relations."""

    def read(self, name: str, files: Sequence[Path], schema: pa.Schema, *, located: bool = False) -> None:
        """Name a relation that reads Parquet files; with no file it is empty and has the schema.

        `located` adds the columns ``in_file`` and ``in_row``: in which of them a row stands, and where in it.
        """

    def give(self, name: str, rows: pa.Table) -> None:
        """Name a relation made of rows in memory."""

    def materialise(self, name: str, sql: str, values: Sequence[Value] = ()) -> None:
        """Compute a relation once and keep it; this also cuts the lineage of a long pipeline."""

    def write(self, sql: str, file: Path, values: Sequence[Value] = ()) -> int:
        """Write the result of a query as one Parquet file; gives the number of rows."""

    def scalar(self, sql: str, values: Sequence[Value] = ()) -> object:
        """Give the single value of a query."""

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Give all rows of a query as tuples."""

    def arrow(self, sql: str, values: Sequence[Value] = ()) -> pa.Table:
        """Give all rows of a query as an Arrow table."""

    def drop(self, name: str) -> None:
        """Forget a relation."""

    def close(self) -> None:
        """Give back memory and temporary files."""


_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def identifier(name: str) -> str:
    """Check a name before it becomes part of SQL.

    Raises
    ------
    ValueError
        When it is not made of letters, digits and underscores.
    """
    if not _PLAIN.match(name):
        raise ValueError(f"'{name}' is no name for a table or column")
    return f'"{name}"'


def literal(text: str) -> str:
    """Quote a text for the few places of SQL that take no parameter (a file name)."""
    return "'" + text.replace("'", "''") + "'"
