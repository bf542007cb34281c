"""Rows on stdout: as a table for the eye, as JSON, CSV or Parquet for other programs.

A record is a dict of plain values. JSON shows it as it is; CSV and Parquet have one column per value, so that
``{"influence": {"value": 3, "low": 1, "high": 6, "n": 9, ...}}`` becomes ``influence``, ``influence_low``,
``influence_high`` and ``influence_n`` (unit and method of a measure are listed by ``luminary measures``).
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from luminary.cli.columns import Column, Record
from luminary.cli.safe import cell
from luminary.errors import LuminaryError, UsageError

_ESTIMATE = {"value", "low", "high", "n", "unit", "method"}
_C1 = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


def plain(value: Any) -> Any:
    """Turn a result into what JSON can say: dicts, lists, texts, finite numbers, None.

    Examples
    --------
    >>> plain((float("nan"), date(2026, 1, 2)))
    [None, '2026-01-02']
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return None if value is None else value if isinstance(value, bool) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return [plain(one) for one in value]
    return _number(value)


def _number(value: Any) -> Any:
    """Turn numbers of any library into Python's own; what is not finite is missing."""
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float):
        return number if math.isfinite(number) else None
    return number if isinstance(number, int) else str(number)


def show_rows(
    records: Sequence[Record], columns: Sequence[Column], format: Format, output: Path | None = None
) -> None:
    """Write records to a file or to stdout.

    Raises
    ------
    UsageError
        When Parquet would be written to a terminal.
    """
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
    if format is Format.JSON:
        _emit(json_text(record).encode("utf-8", "backslashreplace"), output)
    else:
        show_rows([record], (), format, output)


def json_text(value: Any) -> str:
    r"""Write JSON in which no character can steer a terminal; NaN never appears.

    Examples
    --------
    >>> json_text({"name": "Åsa", "value": float("nan")})
    '{\n  "name": "Åsa",\n  "value": null\n}\n'
    """
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=2)
    return _C1.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text) + "\n"


def csv_text(records: Sequence[Record]) -> str:
    """Write CSV with a heading; cells that a spreadsheet could take for formulas are made harmless."""
    flats = [flat(record) for record in records]
    names = list(dict.fromkeys(name for one in flats for name in one))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([cell(name) for name in names])
    writer.writerows([_cell(one.get(name)) for name in names] for one in flats)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return cell(json.dumps(value, ensure_ascii=False))
    return cell(value) if isinstance(value, str) else str(value)


def flat(record: Record) -> Record:
    """Give one value per column: an estimate as value, low, high and n; other parts by joined names.

    Examples
    --------
    >>> flat({"tier": {"value": "macro", "why": "61,000 followers"}, "posts": ["a"]})
    {'tier': 'macro', 'tier_why': '61,000 followers', 'posts': ['a']}
    """
    found: Record = {}
    for name, value in record.items():
        if not isinstance(value, dict):
            found[name] = value
            continue
        dropped = {"unit", "method"} if value.keys() == _ESTIMATE else set()
        for part, one in flat(value).items():
            if part not in dropped:
                found[name if part == "value" else f"{name}_{part}"] = one
    return found


def parquet_bytes(records: Sequence[Record]) -> bytes:
    """Write Parquet; a column without any value is one of floating-point numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    flats = [{name: _arrow(value) for name, value in flat(record).items()} for record in records]
    names = list(dict.fromkeys(name for one in flats for name in one))
    columns = [pa.array([one.get(name) for one in flats]) for name in names]
    columns = [one.cast(pa.float64()) if pa.types.is_null(one.type) else one for one in columns]
    sink = io.BytesIO()
    pq.write_table(pa.table(columns, names=names), sink)
    return sink.getvalue()


def _arrow(value: Any) -> Any:
    """Lists of records become JSON text, so that every program can read the column."""
    if isinstance(value, list) and not all(isinstance(one, str) for one in value):
        return json.dumps(value, ensure_ascii=False)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


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
