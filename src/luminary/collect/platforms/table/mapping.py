"""A mapping: which column of a table is which field, and how its cells are read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from luminary.collect.decode import clean
from luminary.collect.platforms.table.fields import MEANINGS
from luminary.collect.source import Options
from luminary.errors import MappingError, UnknownNameError
from luminary.i18n import say

SETTINGS: Dict[str, str] = {
    "platform": "name of the platform in keys; default: table",
    "community": "installation of the platform in keys; default: the place given with --place",
    "kind": "posts or accounts: what a row is; default: accounts where neither text nor time is there",
    "zone": "time zone of times that name none; default: UTC",
    "time": "how times are written: iso, dmy, mdy, mail, seconds, milliseconds, microseconds, nanoseconds",
    "date_order": "dmy or mdy, where dates such as 03/04/2025 can be read both ways",
    "decimal": "decimal mark of figures, . or , ; default: see count_of",
    "mentions": "column, text (@handles in the text) or none",
    "delimiter": "comma, semicolon, tab or pipe; default: the one that fits",
    "encoding": "of text without a byte order mark; default: utf-8",
    "quote": "double or none: whether quotes enclose fields",
    "header": "yes or no: whether the first row names the columns",
}
"""Every setting with its meaning."""
_OF_ONE_FILE = ("names", "unused", "notes")
_FILE_KEYS = {"columns", "settings", "unused", "notes"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column is which field, and how cells are read.

    Parameters
    ----------
    columns : mapping of str to str
        Field to column; `MEANINGS` lists the fields.
    settings : mapping of str to str
        How cells are read; `SETTINGS` lists them. What was found in the sample is stated here too.
    unused : tuple of str
        Columns that no field uses. They stay in the raw rows.
    notes : tuple of str
        Where the header had to be helped (columns of the same name), in words.

    Examples
    --------
    >>> mapping = Mapping({"at": "Datum"}, {"zone": "Europe/Stockholm"}, ("Avdelning",))
    >>> print(mapping.shown())
    at <- Datum
    zone = Europe/Stockholm
    not used: Avdelning
    """

    columns: Dict[str, str]
    settings: Dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def shown(self) -> str:
        """Write the mapping for the user, a line each."""
        lines = [f"{name} <- {self.columns[name]}" for name in MEANINGS if name in self.columns]
        lines += [f"{name} = {value}" for name, value in self.settings.items() if name not in _OF_ONE_FILE]
        lines += [f"not used: {', '.join(self.unused)}"] if self.unused else []
        return "\n".join([*lines, *self.notes])

    def save(self, path: Path) -> None:
        """Write the mapping to a TOML file that `load_mapping` reads.

        The header of the file it was guessed from is not saved: the next export may order its columns anew.
        """
        kept = {name: value for name, value in self.settings.items() if name not in _OF_ONE_FILE}
        lines = [
            "# How the columns of a table are read.",
            f"unused = [{', '.join(map(_quoted, self.unused))}]",
            f"notes = [{', '.join(map(_quoted, self.notes))}]",
            "",
            "[columns]",
            *(f"{_quoted(name)} = {_quoted(column)}" for name, column in self.columns.items()),
            "",
            "[settings]",
            *(f"{_quoted(name)} = {_quoted(value)}" for name, value in kept.items()),
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    """Write a basic string of TOML; its escapes are those of JSON, and one more."""
    return json.dumps(clean(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises
    ------
    MappingError
        When it is no mapping: no TOML, or other keys than ``columns``, ``settings``, ``unused``, ``notes``.
    UnknownNameError
        When it names a field or setting that is not there.
    """
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError(
            say("'{path}': the mapping cannot be read ({strerror})", path=path, strerror=error.strerror)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(say("'{path}': no mapping file ({error})", path=path, error=error)) from error
    if odd := sorted(read.keys() - _FILE_KEYS):
        raise MappingError(
            say("'{path}': a mapping holds columns and settings, not '{odd}'", path=path, odd=odd[0])
        )
    columns, settings = _texts(path, read, "columns"), _texts(path, read, "settings")
    check_names(columns, settings)
    return Mapping(columns, settings, _listed(path, read, "unused"), _listed(path, read, "notes"))


def _texts(path: Path, read: dict[str, Any], key: str) -> dict[str, str]:
    table = read.get(key, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise MappingError(say("'{path}': [{key}] holds lines such as at = \"Datum\"", path=path, key=key))
    return table


def _listed(path: Path, read: dict[str, Any], key: str) -> tuple[str, ...]:
    listed = read.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(value, str) for value in listed):
        raise MappingError(say("'{path}': {key} is a list of texts", path=path, key=key))
    return tuple(listed)


def check_names(columns: Iterable[str], settings: Iterable[str]) -> None:
    """Refuse fields and settings that do not exist.

    Raises
    ------
    UnknownNameError
        With the nearest names.
    """
    for name in columns:
        if name not in MEANINGS:
            raise UnknownNameError.of("field", name, MEANINGS)
    for name in settings:
        if name not in SETTINGS and name not in _OF_ONE_FILE:
            raise UnknownNameError.of("setting", name, SETTINGS)


def with_mapping(options: Options, mapping: Mapping) -> Options:
    """Put a mapping into the options of an import; what the user said already wins."""
    return Options(
        options.place,
        options.access,
        {**mapping.columns, **options.columns},
        {**mapping.settings, **options.settings},
    )
