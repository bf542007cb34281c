"""Reads an import again and is killed at step n: `workspace batch n`; 99, 100: before, after the ledger."""

import os
import signal
import sys
from itertools import count

from luminary import Workspace
from luminary.store import Lake, Ledger

_at = int(sys.argv[3])
_steps = count(1)
_add, _change, _withdraw = Lake.add, Ledger.change, Lake.withdraw


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


def _counted(self, *given):
    if next(_steps) == _at:
        _die()
    return _add(self, *given)


def _changed(self, *given, **values):
    if _at == 99 and values.get("state") == "landed":
        _die()
    return _change(self, *given, **values)


def _withdrawn(self, *given):
    if _at == 100:
        _die()
    return _withdraw(self, *given)


if __name__ == "__main__":
    Lake.add, Ledger.change, Lake.withdraw = _counted, _changed, _withdrawn
    with Workspace.open(sys.argv[1]) as opened:
        opened.collect.again(sys.argv[2])
