r"""Exports in JSON: cutting a file into rows, and taking fields out of hostile rows.

Examples
--------
>>> [row.position for row in rows_of(Unit("a.json", b'[{"id": 1}, {"id": 2}]'))]
[1, 2]
>>> text_field({"content": 12}, "content")
Traceback (most recent call last):
luminary.errors.UnusableRowError: 'content' is "12", which is no text
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luminary.collect.decode import clean, json_of, required
from luminary.collect.source import RawRow, Unit
from luminary.errors import InputError, UnusableRowError
from luminary.i18n import say

LINE_SUFFIXES = (".jsonl", ".ndjson")
_LONGEST_NAME = 500
_LONGEST_ID = 200


def rows_of(unit: Unit, *lists: str) -> Iterator[RawRow]:
    """Cut a file into its rows.

    Parameters
    ----------
    unit : Unit
        A JSON file, or JSON lines where its name ends in ``.jsonl`` or ``.ndjson``.
    *lists : str
        Names of the lists that an object may wrap its rows in, with dots between levels
        ("post_stream.posts"). An object that has none of them is a row itself.

    Raises
    ------
    InputError
        When the file is not JSON, or is neither a list nor an object.
    """
    if unit.file.endswith(LINE_SUFFIXES):
        yield from lines_of(unit)
        return
    value = json_of(unit.data, unit.file)
    if isinstance(value, Mapping):
        value = next((rows for path in lists if (rows := _inside(value, path)) is not None), [value])
    if not isinstance(value, list):
        raise InputError.at(unit.file, say("holds {value}, neither a list nor an object", value=shown(value)))
    yield from map(RawRow, range(1, len(value) + 1), value)


def _inside(value: Any, path: str) -> list[Any] | None:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, list) else None


def lines_of(unit: Unit) -> Iterator[RawRow]:
    """Cut JSON lines into rows, whatever the file is called; a broken line is one unusable row."""
    for number, line in enumerate(unit.data.split(b"\n"), unit.first):
        if line.strip():
            yield RawRow(number, _line(line, unit.file, number))


def _line(line: bytes, file: str, number: int) -> Any:
    try:
        return json_of(line, file, f"line {number}")
    except InputError as error:
        return UnusableRowError(str(error), line[:1000].decode("utf-8", "replace"))


class NotUsed(dict[str, object]):
    """Stands in for a row that may not be kept (a private message): its id and the reason, nothing else."""

    def __init__(self, reason: str, id: object) -> None:
        super().__init__(not_used=reason, id=id if isinstance(id, (int, str)) else None)

    @classmethod
    def of(cls, value: Any) -> Any:
        """Give a row that was kept in the place of one that may not be; anything else as it is."""
        if type(value) is dict and value.keys() == {"not_used", "id"}:
            return cls(str(value["not_used"]), value["id"])
        return value


def text_field(row: Mapping[str, Any], field: str) -> str:
    """Take a text that must be there, and may be empty.

    Raises
    ------
    UnusableRowError
        When it is missing or no text.
    """
    value = row.get(field)
    if value is None:
        raise UnusableRowError(f"'{field}' is missing")
    if not isinstance(value, str):
        raise UnusableRowError(f"'{field}' is {shown(value)}, which is no text")
    return value


def name_field(row: Mapping[str, Any], field: str) -> str:
    """Take a name that must be there, cleaned.

    Raises
    ------
    UnusableRowError
        When it is missing, no text, blank, or longer than any name.
    """
    name = clean(text_field(row, field)).strip()
    if not name:
        raise UnusableRowError(f"'{field}' is {shown(row[field])}, which names nobody")
    if len(name) > _LONGEST_NAME:
        raise UnusableRowError(f"'{field}' is {len(name):,} characters long, which is no name")
    return name


def id_field(row: object, field: str) -> str:
    """Take an id that must be there: a whole number or a short text.

    Raises
    ------
    UnusableRowError
        When the row is no object, or the id is missing or of another type.
    """
    value = required(row, field)
    if (found := id_of(value)) is None:
        raise UnusableRowError(f"'{field}' is {shown(value)}, which is no id")
    return found


def id_of(value: object) -> str | None:
    """Read an id, None when the value is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and 0 < len(value) <= _LONGEST_ID and (told := clean(value).strip()):
        return told
    return None


def told(value: object) -> str | None:
    """Give a cleaned text, None where a field that may be missing holds no text."""
    return (clean(value).strip()[:_LONGEST_NAME] or None) if isinstance(value, str) else None


def listed(value: object) -> list[Any]:
    """Give a list, an empty one where a field that may be missing holds none."""
    return value if isinstance(value, list) else []


def field_names(text: str) -> frozenset[str]:
    """Give the names in a text, for lists of the fields that a vendor is known to write."""
    return frozenset(text.split())


def shown(value: object) -> str:
    """Show a value in a message, cut to a readable length."""
    if isinstance(value, (list, Mapping)):
        return "a list" if isinstance(value, list) else "an object"
    text = clean(str(value)[:200])
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'
