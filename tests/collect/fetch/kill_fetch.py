"""Fetches a source and is killed at step n: `workspace source n`; 0 means never.

Steps are what a run does to the disk and the ledger: bodies kept, notes written, files landed, rows changed.
"""

import os
import signal
import sys
from itertools import count

from luminary import Workspace
from luminary.collect.live import harvest
from luminary.store import Lake, Ledger

_at = int(sys.argv[3])
_steps = count(1)


def _step():
    number = next(_steps)
    if number == _at:
        os.kill(os.getpid(), signal.SIGKILL)


def _before(function):
    def stepped(*given, **values):
        _step()
        return function(*given, **values)

    return stepped


if __name__ == "__main__":
    harvest._write = _before(harvest._write)
    Lake.add, Ledger.change, Ledger.put = (_before(one) for one in (Lake.add, Ledger.change, Ledger.put))
    Ledger.add = _before(Ledger.add)
    with Workspace.open(sys.argv[1]) as opened:
        opened.fetch.run(sys.argv[2])
    sys.stdout.write(str(next(_steps) - 1))
