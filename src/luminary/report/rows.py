"""Records as files for other programs: JSON, CSV, Parquet and Excel.

Where a file has columns, each holds one value: ``{"influence": {"value": 3, "low": 1, "high": 6, ...}}``
becomes ``influence``, ``influence_low``, ``influence_high`` and ``influence_n``. Imported texts change
nothing in the program that opens them: no cell is a formula, no character steers a terminal.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from luminary.domain.plain import Record, flat, plain
from luminary.domain.safe import cell, lines

_C1 = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LONGEST_CELL = 32_767
"""Characters that a cell of Excel may hold."""
_WIDE = 16


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


def xlsx_bytes(records: Sequence[Record], notes: Sequence[tuple[str, str]], title: str) -> bytes:
    """Write an Excel file: a sheet of rows, and one of notes, each with what it is about."""
    import xlsxwriter

    sink = io.BytesIO()
    plainly = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(sink, {"in_memory": True, "constant_memory": False, **plainly}) as book:
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _write_rows(book.add_worksheet(title), [flat(record) for record in records], bold)
        sheet = book.add_worksheet("notes")
        sheet.set_column(0, 0, 2 * _WIDE)
        sheet.set_column(1, 1, 6 * _WIDE, wrapped)
        for line, (about, text) in enumerate(notes):
            sheet.write_string(line, 0, _text(about), bold)
            sheet.write_string(line, 1, _text(text))
    return sink.getvalue()


def _write_rows(sheet: Any, flats: Sequence[Record], bold: Any) -> None:
    names = list(dict.fromkeys(name for one in flats for name in one))
    sheet.set_column(0, max(0, len(names) - 1), _WIDE)
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(names):
        sheet.write_string(0, column, _text(name), bold)
    for line, one in enumerate(flats, start=1):
        for column, name in enumerate(names):
            _write_cell(sheet, line, column, one.get(name))


def _write_cell(sheet: Any, line: int, column: int, value: Any) -> None:
    """Write one value as what it is; a text is never read as a formula, link or number."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        sheet.write_string(line, column, _text(text))


def _text(text: str) -> str:
    return lines(text).encode("utf-8", "replace").decode()[:_LONGEST_CELL]
