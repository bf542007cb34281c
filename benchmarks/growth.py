"""Does an import of posts as JSON lines grow with their number, and what does it cost beside a bare read?

The bare read copies the same file into Parquet with DuckDB and keeps nothing else. Both run as whole
processes, turn by turn, with as many threads as the import has processes. Limits: 3 times the bare read,
2 GB of memory in all processes. ``LUMINARY_BENCH_ROWS`` names other sizes, with commas; ten million need
8 GB of disk. Processor seconds (in brackets) tell more than seconds where other work shares the machine.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.posts import write
from benchmarks.timing import Cost, cost_of

_SIZES = "100000,1000000,10000000"
_RATIO = 3.0
_MEMORY = 2_000_000_000

_BARE = """
import duckdb, sys
duckdb.execute(f"SET temp_directory = '{sys.argv[2]}.spill'")
duckdb.execute(f"SET threads = {sys.argv[3]}")
duckdb.execute(f"COPY (SELECT * FROM read_json('{sys.argv[1]}')) TO '{sys.argv[2]}' (FORMAT parquet)")
"""
_THEN = (("info", ["info"]), ("first ranking", ["leaders", "--top", "5"]))


def main() -> None:
    """Print both costs, their ratio and the peak memory for each size."""
    print("    posts    bare read        import    ratio (cpu)   per million   peak memory")
    for rows in map(int, os.environ.get("LUMINARY_BENCH_ROWS", _SIZES).split(",")):
        folder = Path(tempfile.mkdtemp(prefix="luminary-bench-"))
        try:
            _measure(rows, folder)
        finally:
            shutil.rmtree(folder)


def _measure(rows: int, folder: Path) -> None:
    source = write(folder / "posts.jsonl", rows)
    threads = os.environ.get("LUMINARY_WORKERS", "2")
    python, workspace = sys.executable, folder / "w"
    luminary = [python, "-m", "luminary", "-w", str(workspace)]
    bare, whole = [], []
    for _ in range(3 if rows <= 1_000_000 else 1):
        shutil.rmtree(workspace, ignore_errors=True)
        bare.append(cost_of([python, "-c", _BARE, str(source), str(folder / "bare.parquet"), threads]))
        whole.append(cost_of([*luminary, "import", str(source), "--place", "bench"]))
    _print(rows, min(bare, key=_processor), min(whole, key=_processor))
    for what, words in _THEN:
        cost = cost_of([*luminary, *words])
        print(f"{'':10} then {what:14} {cost.seconds:7.1f} s {cost.memory / 1e6:34.0f} MB")


def _processor(cost: Cost) -> float:
    return cost.processor


def _print(rows: int, bare: Cost, whole: Cost) -> None:
    ratio, processor = whole.seconds / bare.seconds, whole.processor / bare.processor
    print(
        f"{rows:10,} {bare.seconds:6.1f} s ({bare.processor:5.1f}) "
        f"{whole.seconds:6.1f} s ({whole.processor:5.1f}) {ratio:6.2f} ({processor:4.2f}) "
        f"{whole.processor / rows * 1e6:10.2f} s {whole.memory / 1e6:9.0f} MB   "
        f"limits {_RATIO:.0f}, {_MEMORY / 1e6:.0f} MB"
    )
