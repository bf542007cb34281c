"""Erases a person and is killed at step n: `workspace person n`; 0: never, and the steps are counted."""

import os
import signal
import sys
from itertools import count
from pathlib import Path

from luminary import Workspace
from luminary.store import Lake, LakeEraser, Ledger

_at = int(sys.argv[3])
_steps = count(1)
_taken: list[int] = [0]


def _counted(owner, name):
    plain = getattr(owner, name)

    def step(*given, **named):
        _taken[0] = next(_steps)
        if _taken[0] == _at:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*given, **named)

    setattr(owner, name, step)


if __name__ == "__main__":
    with Workspace.open(sys.argv[1]) as opened:
        person = opened.people.find(sys.argv[2])
        for owner, names in (
            (Lake, ("exchange", "purge", "drop", "age", "tidy")),
            (LakeEraser, ("_write",)),
            (Ledger, ("add", "add_all", "put", "change", "remove", "wipe")),
            (Path, ("unlink", "replace")),
        ):
            for one in names:
                _counted(owner, one)
        opened.personal.erase(person, "letter")
    sys.stdout.write(str(_taken[0]))
