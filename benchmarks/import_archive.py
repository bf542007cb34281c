"""How long does an import take beside a bare read of the same archive?

The bare read unpacks xz and tar and parses every JSON with the standard library, and does nothing else. Both
run as whole processes, turn by turn. Limits: 2.5 times the bare read, 2 GB of memory in all processes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.data import CHAT, needed
from benchmarks.timing import cost_of

_RUNS = 3
_RATIO = 2.5
_MEMORY = 2_000_000_000

_BARE = """
import json, sys, tarfile
rows = 0
with tarfile.open(sys.argv[1], "r:xz") as archive:
    for member in archive:
        if member.isfile() and member.name.endswith(".json"):
            found = json.loads(archive.extractfile(member).read())
            rows += len(found) if isinstance(found, list) else 0
print(rows)
"""


def main() -> None:
    """Print times, their ratio and the peak memory, the best of several turns."""
    archive = str(needed(CHAT))
    bare, whole = [], []
    for _ in range(_RUNS):
        bare.append(cost_of([sys.executable, "-c", _BARE, archive]))
        folder = Path(tempfile.mkdtemp(prefix="luminary-bench-"))
        command = [sys.executable, "-m", "luminary", "-w", str(folder / "w"), "import", archive]
        whole.append(cost_of([*command, "--place", "chat"]))
        shutil.rmtree(folder)
    ratios = sorted(mine.seconds / plain.seconds for mine, plain in zip(whole, bare, strict=True))
    memory = max(cost.memory for cost in whole)
    print(f"bare read    {min(cost.seconds for cost in bare):6.1f} s")
    print(f"import       {min(cost.seconds for cost in whole):6.1f} s")
    print(f"ratio        {ratios[0]:6.2f} to {ratios[-1]:.2f}   limit {_RATIO}")
    print(f"peak memory  {memory / 1e6:6.0f} MB of {_MEMORY / 1e6:.0f} MB")
