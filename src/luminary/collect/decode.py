r"""From hostile bytes to Python values: JSON, text, times.

Examples
--------
>>> clean("caf\u00e9\x00 \x1b[31m")
'café [31m'
>>> moment("2025-03-01T08:00:00Z", "created_at") == seconds(1740816000, "ts")
True
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import orjson

from luminary.errors import InputError, UnusableRowError
from luminary.i18n import say

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
EARLIEST = int(datetime(1971, 1, 1, tzinfo=UTC).timestamp() * 1e6)
LATEST = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp() * 1e6)
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def clean(text: str) -> str:
    """Take control characters and halves of characters out of a text; keep line ends and tabs."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def text_of(data: bytes, file: str, encoding: str = "utf-8") -> str:
    """Decode a file, obeying a byte order mark.

    Raises
    ------
    InputError
        When the bytes are not of that encoding, naming byte and line.
    """
    for mark, marked in _BOMS:
        if data.startswith(mark):
            encoding = marked
            break
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError.at(
            file,
            say(
                "byte 0x{byte} is not {encoding}; name its encoding",
                byte=f"{data[error.start]:02X}",
                encoding=encoding,
            ),
            f"line {line}",
        ) from error


def json_of(data: bytes, file: str, position: str | int | None = None) -> Any:
    """Read JSON, whatever its byte order mark; stray halves of characters are let through to `clean`.

    Raises
    ------
    InputError
        When it is not JSON, is cut off, or is nested deeper than any export is.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as first:
        try:
            return json.loads(text_of(data, file))
        except json.JSONDecodeError as error:
            where = position if position is not None else f"line {error.lineno}"
            raise InputError.at(
                file, say("no valid JSON ({msg} at column {colno})", msg=error.msg, colno=error.colno), where
            ) from first
        except RecursionError as error:
            raise InputError.at(file, say("JSON nested deeper than any export is"), position) from error


def seconds(value: object, field: str) -> int:
    """Read a time given in seconds since 1970 (number or digits); gives microseconds.

    Raises
    ------
    UnusableRowError
        When it is no number, or no plausible time.
    """
    try:
        return plausible(round(float(str(value)) * 1e6), field, value)
    except (ValueError, OverflowError) as error:
        raise UnusableRowError(f"'{field}' is {_shown(value)}, which is no time in seconds") from error


def moment(value: object, field: str) -> int:
    """Read an ISO 8601 time; without a zone it is taken as UTC; gives microseconds.

    Raises
    ------
    UnusableRowError
        When it is no date, or no plausible time.
    """
    try:
        read = datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise UnusableRowError(f"'{field}' is {_shown(value)}, which is no date") from error
    if read.tzinfo is None:
        read = read.replace(tzinfo=UTC)
    return plausible(round(read.timestamp() * 1e6), field, value)


def plausible(micros: int, field: str, seen: object) -> int:
    """Refuse times that stand for "no time": before 1971, or beyond any calendar.

    Raises
    ------
    UnusableRowError
        When the time is not plausible.
    """
    if not EARLIEST <= micros <= LATEST:
        raise UnusableRowError(f"'{field}' is {_shown(seen)}, which stands for no time")
    return micros


def required(row: object, field: str) -> Any:
    """Take a field that must be there.

    Raises
    ------
    UnusableRowError
        When the row is no object, or lacks the field.
    """
    if not isinstance(row, dict):
        raise UnusableRowError(f"the row is {_shown(row)}, not an object")
    value = row.get(field)
    if value is None or value == "":
        raise UnusableRowError(f"'{field}' is missing")
    return value


def _shown(value: object) -> str:
    """Show a value in a message, cut to a readable length."""
    text = clean(str(value))
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'
