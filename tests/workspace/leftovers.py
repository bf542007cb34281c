"""Looks for words in everything that lies in a folder: plain bytes, and what Parquet files hold."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq


def leftovers(folder: Path, *words: str) -> list[str]:
    """List where words are found, in small or large letters."""
    found = []
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        said = _said(file)
        found += [f"{word} in {file.relative_to(folder)}" for word in words if word.lower() in said]
    return found


def _said(file: Path) -> str:
    raw = file.read_bytes().decode("latin-1") + file.read_bytes().decode("utf-8", "replace")
    if file.suffix == ".parquet":
        table = pq.ParquetFile(file).read()
        raw += repr(table.to_pydict()) + repr(table.schema.metadata)
    return (raw + file.name).lower()
