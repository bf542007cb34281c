"""Rows on stdout: as a table for the eye, as JSON, CSV or Parquet for other programs.

A record is a dict of plain values. JSON shows it as it is; CSV and Parquet have one column per value, so that
``{"influence": {"value": 3, "low": 1, "high": 6, "n": 9, ...}}`` becomes ``influence``, ``influence_low``,
``influence_high`` and ``influence_n`` (unit and method of a measure are listed by ``luminary measures``).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from luminary.cli.columns import Column, Record
from luminary.domain.plain import plain
from luminary.errors import LuminaryError, UsageError

__all__ = ["Format", "plain", "show_one", "show_rows"]


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


def show_rows(
    records: Sequence[Record], columns: Sequence[Column], format: Format, output: Path | None = None
) -> None:
    """Write records to a file or to stdout.

    Raises
    ------
    UsageError
        When Parquet would be written to a terminal.
    """
    from luminary.report.rows import csv_text, json_text, parquet_bytes

    if format is Format.TABLE:
        from luminary.cli.table import table_text

        _emit(table_text(records, columns, to_file=output is not None).encode("utf-8", "replace"), output)
    elif format is Format.JSON:
        _emit(json_text(records).encode("utf-8", "backslashreplace"), output)
    elif format is Format.CSV:
        _emit(csv_text(records).encode("utf-8", "replace"), output)
    elif output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; say where to with --output FILE")
    else:
        _emit(parquet_bytes(records), output)


def show_one(record: Record, format: Format, output: Path | None = None) -> None:
    """Write one result to a file or to stdout: JSON gives the object itself, not a list of one."""
    from luminary.report.rows import json_text

    if format is Format.JSON:
        _emit(json_text(record).encode("utf-8", "backslashreplace"), output)
    else:
        show_rows([record], (), format, output)


def _emit(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise LuminaryError(f"'{output}' cannot be written: {error.strerror}") from error
