"""Small invented exports, written as tables and archives."""

from __future__ import annotations

import csv
import io
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from luminary import Workspace
from luminary.collect import Options

COLUMNS = (
    "id",
    "author_id",
    "name",
    "created_at",
    "text",
    "thread",
    "place",
    "reply_to",
    "mentions",
    "likes",
)


def table(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows as a CSV table; missing fields are empty."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def post(number: int, who: str, day: str, text: str = "Hei", **more: object) -> dict[str, object]:
    """Make one row; `who` is the id and the name."""
    return {
        "id": number,
        "author_id": who,
        "name": who,
        "created_at": f"{day}T08:00:00Z",
        "text": text,
        **more,
    }


def archive(path: Path, files: Mapping[str, bytes], mode: str = "w:xz") -> Path:
    """Write files as a tar archive."""
    with tarfile.open(path, mode) as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def workspace(folder: Path, *sources: Path, place: str = "Vakt") -> Workspace:
    """Open a workspace and import tables into it."""
    opened = Workspace.open(folder, create=True)
    for source in sources:
        opened.collect.run(source, options=Options(place=place))
    return opened


def rows(opened: Workspace, name: str, columns: str) -> list[tuple[object, ...]]:
    """Read some columns of a lake table, in order."""
    opened.lake.attach(opened.engine, name)
    return sorted(opened.engine.rows(f"SELECT {columns} FROM {name}"), key=repr)
