"""Where boards are kept between pages: one part of the derived table `boards` each."""

from __future__ import annotations

import json
from dataclasses import asdict

import pyarrow as pa
import pyarrow.parquet as pq

from luminary.leaders.board import FIGURES, Board, Head
from luminary.store import Lake

KEPT = 40
"""Boards that stay on the disk; beyond them, those longest unused leave."""

_HEAD = b"luminary.head"


def keep_board(lake: Lake, key: str, head: Head, rows: pa.Table, generation: int | None = None) -> None:
    """Keep a board under the fingerprint of what it was computed from, unless rows went since."""
    file = lake.scratch()
    told = rows.replace_schema_metadata({_HEAD: json.dumps(asdict(head)).encode()})
    texts = [one for one in told.schema.names if one not in (*FIGURES, "trend")]
    pq.write_table(told, file, compression="zstd", compression_level=1, use_dictionary=texts)
    lake.keep("boards", key, file, KEPT, generation)


def load_board(lake: Lake, key: str) -> Board | None:
    """Load a board; None when it is not kept."""
    file = lake.part("boards", key)
    if file is None:
        return None
    try:
        read = pq.ParquetFile(file, memory_map=True, read_dictionary=["kind", "tier", "level"])
    except FileNotFoundError:  # another program has just removed it as the longest unused one
        return None
    with read:
        rows = read.read()
    head = json.loads(rows.schema.metadata[_HEAD])
    return Board(Head(**{**head, "measures": tuple(head["measures"])}), rows.replace_schema_metadata(None))
