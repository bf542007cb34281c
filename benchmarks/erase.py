"""Erasing one person from ten million posts: rows lie as imports leave them, so she stands in many files."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pyarrow as pa

from luminary import Workspace
from luminary.store import arrow_schema
from luminary.store.tables import table

POSTS = 10_000_000
PEOPLE = 100_000
FILES = 200
"""As many pieces as an import of that size has."""
WHO = 4_242
_POSTS_SQL = """
SELECT row, 'x:/' || row AS post, 'x:/u' || who AS account,
       TIMESTAMP '2025-01-01' + to_seconds(row * 3) AS moment,
       'Om pasientsikkerhet og vakter på avdelingen, innlegg ' || row || ' av mange; ' ||
       CASE WHEN row % 1000003 = 7 THEN 'takk til @navn_{who}' ELSE md5(row::VARCHAR) END AS text,
       'x:/feed' AS place, 'x:/' || (row - row % 7) AS thread, NULL AS title,
       'https://x.example/' || row AS url, NULL AS alias, 'text' AS media, 'own' AS origin, NULL AS paid_label
FROM bench_rows
"""
_RAW_SQL = """
SELECT row, 'posts.jsonl' AS file, row AS position, 'x:/u' || who AS account,
       '{{"id": ' || row || ', "author_id": "u' || who || '", "created_at": "2025-01-01T00:00:00Z", ' ||
       '"text": "Om pasientsikkerhet og vakter på avdelingen, innlegg ' || row || ' av mange; ' ||
       md5(row::VARCHAR) || '", "lang": "no", "public_metrics": ' ||
       '{{"like_count": 3, "reply_count": 1, "repost_count": 0}}}}' AS payload
FROM bench_rows
"""
_REFS_SQL = """
SELECT row, 'reply' AS kind, 'x:/u' || who AS account,
       TIMESTAMP '2025-01-01' + to_seconds(row * 3) AS moment, 'x:/' || row AS post,
       'x:/' || (row - 1) AS target_post, 'x:/u' || (row - 1) * 7919 % {people} AS target, NULL AS label
FROM bench_rows WHERE row % 2 = 0
"""
_ACCOUNTS_SQL = """
SELECT i AS row, 'x:/u' || i AS account, 'x' AS platform, 'Navn Navnesen ' || i AS name,
       'navn_' || i AS handle, NULL AS bio, NULL AS url, NULL AS email, NULL AS role, 'person' AS kind,
       NULL AS created, NULL AS seen
FROM range({people}) t(i)
"""


def main() -> None:
    """Fill a lake and erase one person from it."""
    with tempfile.TemporaryDirectory() as folder:
        with Workspace.open(Path(folder) / "w", create=True) as work:
            _fill(work)
            work.people.find(f"x:/u{WHO}")  # who is who is known before anybody asks
        with Workspace.open(Path(folder) / "w") as work:
            began = time.perf_counter()
            done = work.personal.erase(f"x:/u{WHO}", "benchmark")
            seconds = time.perf_counter() - began
    total = done.total
    print(f"erasing one person from {POSTS:,} posts, as many raw rows and half as many references")
    print(f"  {seconds:.1f} s (limit 60 s); {total.removed:,} rows removed, {total.rewritten:,} rewritten")


def _fill(work: Workspace) -> None:
    """Write the tables of one import, piece by piece, and let them land."""
    staging = work.lake.staging("bench")
    each = POSTS // FILES
    for part in range(FILES):
        work.engine.materialise(
            "bench_rows",
            f"SELECT i AS row, i * 7919 % {PEOPLE} AS who "
            f"FROM range({part * each}, {(part + 1) * each}) t(i)",
        )
        for name, sql in (("posts", _POSTS_SQL), ("raw_rows", _RAW_SQL), ("refs", _REFS_SQL)):
            columns = ", ".join(_typed(name))
            made = sql.format(who=WHO, people=PEOPLE)
            work.engine.write(f"SELECT {columns} FROM ({made})", staging.file(name, part))
    made = _ACCOUNTS_SQL.format(people=PEOPLE)
    work.engine.write(f"SELECT {', '.join(_typed('accounts'))} FROM ({made})", staging.file("accounts", 0))
    for name in ("posts", "raw_rows", "refs", "accounts"):
        work.lake.add("bench", name, staging.files(name))
    now = work.ledger.now()
    work.ledger.put(
        "batches", batch="bench", source="bench", format="table", state="landed", started=now, landed=now,
        read=POSTS, kept=POSTS, rejected=0, duplicates=0,
    )  # fmt: skip


def _typed(name: str) -> list[str]:
    """Write the columns of a table with their declared types."""
    types = {
        pa.string(): "VARCHAR",
        pa.int64(): "BIGINT",
        pa.timestamp("us"): "TIMESTAMP",
        pa.bool_(): "BOOLEAN",
    }
    schema = arrow_schema(table(name), leave_out=("batch",))
    return [f'CAST("{one.name}" AS {types[one.type]}) AS "{one.name}"' for one in schema]
