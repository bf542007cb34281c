"""How long does a ranking over everything take? Limit: 20 s on the chat archive, everything included."""

from __future__ import annotations

import sys

from benchmarks.data import CHAT, workspace
from benchmarks.timing import cost_of

_LIMIT = 20.0


def main() -> None:
    """Print the first ranking, which derives tables, and the second, which finds them."""
    folder = workspace(CHAT, "chat")
    command = [sys.executable, "-m", "luminary", "-w", str(folder), "leaders", "--format", "json"]
    for label in ("first", "again"):
        cost = cost_of(command)
        times = f"{cost.seconds:6.1f} s   limit {_LIMIT:.0f} s   {cost.seconds / _LIMIT:.2f} of it"
        print(f"{label:6} {times}   {cost.memory / 1e6:.0f} MB")
    backtest = cost_of([sys.executable, "-m", "luminary", "-w", str(folder), "backtest", "--format", "json"])
    print(f"back-test at twelve cuts {backtest.seconds:6.1f} s")
