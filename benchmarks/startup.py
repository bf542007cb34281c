"""How long until the command line answers? Limit: ``luminary --help`` in 0.6 s."""

from __future__ import annotations

import sys

from benchmarks.timing import cost_of

_LIMIT = 0.6
_RUNS = 7


def main() -> None:
    """Print the middle of several runs."""
    for words in (["--help"], ["leaders", "--help"]):
        command = [sys.executable, "-m", "luminary", *words]
        cost_of(command)
        seconds = sorted(cost_of(command).seconds for _ in range(_RUNS))[_RUNS // 2]
        times = f"{seconds:6.2f} s   limit {_LIMIT} s   {seconds / _LIMIT:.2f} of it"
        print(f"luminary {' '.join(words):15} {times}")
