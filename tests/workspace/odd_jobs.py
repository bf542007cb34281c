"""Kinds of jobs that do nothing useful, and the program in which they run: `python odd_jobs.py WORKSPACE`."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from luminary.errors import NotEnoughDataError
from luminary.i18n import say
from luminary.workspace import child, worker
from luminary.workspace.jobkind import JobKind
from luminary.workspace.jobkinds import kinds


def note(work, text):
    """Write a line that survives whatever happens next."""
    with (work.path / "notes").open("a") as stream:
        stream.write(text + "\n")


def notes(path: Path) -> list[str]:
    file = path / "notes"
    return file.read_text().split("\n")[:-1] if file.exists() else []


def _slow(work, params, tell):
    note(work, f"begin {tell.job}")
    tell.keep(mark=params.get("mark", ""))
    for number in range(1, params["steps"] + 1):
        tell(number, params["steps"])
        time.sleep(params.get("each", 0.02))
    note(work, f"end {tell.job}")
    return {"by": work.actor, "pid": os.getpid()}


def _slow_clean(work, kept):
    note(work, f"clean {kept.get('mark')}")


def _crash(work, _params, tell):
    note(work, f"begin {tell.job}")
    os.kill(os.getpid(), signal.SIGKILL)


def _broken(_work, _params, _tell):
    sys.stdout.write("a library that prints\n")
    return {"share": 1 / 0, "name": "Åsa"}


def _refused(_work, _params, _tell):
    raise NotEnoughDataError(say("only {people} people answered", people=3))


def _finished(work, _params, tell):
    tell.keep(rows=7)
    time.sleep(60)


def _finished_after_all(_work, kept):
    return dict(kept)


ODD = {
    "slow": JobKind("slow", "Slow", _slow, clean=_slow_clean),
    "crash": JobKind("crash", "Crash", _crash, clean=lambda work, _kept: note(work, "clean")),
    "broken": JobKind("broken", "Broken", _broken),
    "refused": JobKind("refused", "Refused", _refused),
    "landed": JobKind("landed", "Landed", _finished, clean=_finished_after_all),
}

if __name__ == "__main__":
    kinds().update(ODD)
    if sys.argv[1] == "worker":  # a worker in a program of its own, to be killed
        import threading

        worker.PROGRAM = (sys.executable, __file__)
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        worker.Worker(sys.argv[2], "other").run(stop)
    else:
        child.main()
