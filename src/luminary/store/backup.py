"""Whole ledgers as files: for backups, and before the schema of an older one is changed.

A backup holds every declared table as one file of JSON lines, read within one transaction; so it can be read
with any tool, and a backup of SQLite is restored to PostgreSQL as well. Before an upgrade the schema is not
yet the declared one: then SQLite copies itself, and of PostgreSQL every table that is there is written down.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from luminary.errors import StoreError
from luminary.store.tables import Home, Type, at_home, table

LEFT_BEHIND = frozenset({"sessions", "fills", "login_tries"})
"""Tables that are empty after a restore: who is logged in, and what is computed again."""
_AT_ONCE = 1_000


def write_rows(connection: sa.Connection, folder: Path) -> dict[str, int]:
    """Write every declared table of the ledger as JSON lines; gives the number of rows of each."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        one.name: _write(connection, one.name, folder / f"{one.name}.jsonl")
        for one in at_home(Home.LEDGER)
        if one.name not in LEFT_BEHIND
    }


def write_whatever_is_there(connection: sa.Connection, folder: Path) -> dict[str, int]:
    """Write every table of a database as JSON lines, whatever its version."""
    folder.mkdir(parents=True, exist_ok=True)
    names = sa.inspect(connection).get_table_names()
    return {name: _write(connection, name, folder / f"{name}.jsonl") for name in sorted(names)}


def _write(connection: sa.Connection, name: str, file: Path) -> int:
    rows = connection.execute(sa.select(sa.text("*")).select_from(sa.table(name))).mappings()
    count = 0
    with file.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps({key: _plain(value) for key, value in row.items()}) + "\n")
            count += 1
    return count


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def read_rows(name: str, file: Path) -> Iterator[dict[str, Any]]:
    """Read the rows of a declared table that `write_rows` wrote; columns that came since are empty.

    Raises
    ------
    StoreError
        When a line is no row.
    """
    kinds = {column.name: column.type for column in table(name).columns}
    with file.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            try:
                row = json.loads(line)
                yield {key: _typed(kinds[key], value) for key, value in row.items() if key in kinds}
            except (ValueError, AttributeError) as error:
                raise StoreError(f"'{file.name}' line {number} is no row of '{name}'") from error


def _typed(kind: Type, value: Any) -> Any:
    if value is None:
        return None
    if kind is Type.MOMENT:
        return datetime.fromisoformat(str(value))
    if kind is Type.BOOL:
        return bool(value)
    if kind in (Type.TEXTS, Type.FLOATS) and isinstance(value, str):
        return json.loads(value)
    return value


def in_parts(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Give rows a thousand at a time."""
    part: list[Mapping[str, Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def copy_file(source: Path, target: Path) -> str:
    """Copy a file; gives the SHA-256 of what was read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as reader, target.open("xb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
    return checksum(target)


def checksum(file: Path) -> str:
    """Give the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
