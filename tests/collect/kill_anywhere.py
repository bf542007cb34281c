"""Imports a source again and again and is killed at given moments: `folder source share...`.

The libraries are loaded once; each import runs in a child forked from here. A moment is a share of the
processor time that an undisturbed import takes (a busy machine does not move it). The child's timer then ends
it as a kill does: at any instruction, with no code of its own run. Every second child reads in two processes.
"""

import os
import signal
import sys
import time
from pathlib import Path

from luminary import Workspace
from luminary.collect import Options, formats


def imported(folder, source, workers, most=0.0):
    """Import in a child that has so many seconds of processor time; gives the time it took, 0 when killed."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        signal.setitimer(signal.ITIMER_PROF, most)
        before = time.process_time()
        os.environ["LUMINARY_WORKERS"] = str(workers)
        with Workspace.open(folder, create=True) as opened:
            opened.collect.run(source, options=Options(place="Vakt"))
        os.write(writing, str(time.process_time() - before).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as told:
        return float(told.read() or 0)


if __name__ == "__main__":
    formats()
    root, source = Path(sys.argv[1]), Path(sys.argv[2])
    lasted = [imported(root / f"calm{workers}", source, workers) for workers in (1, 2)]
    assert all(lasted)
    for turn, share in enumerate(map(float, sys.argv[3:])):
        imported(root / f"killed{turn}", source, 1 + turn % 2, share * lasted[turn % 2])
