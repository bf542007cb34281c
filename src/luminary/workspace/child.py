"""The process in which jobs run: orders come in, one JSON line each, and what happens goes out.

It is a program of its own (``python -m luminary.workspace.child PATH``), so that a job may be killed at any
moment without harm to whoever asked for it. It ends when its worker does.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from luminary.errors import LuminaryError, StoreError
from luminary.i18n import Message, say
from luminary.workspace.jobkind import Record
from luminary.workspace.jobkinds import kind_named
from luminary.workspace.queue import kept_of, told
from luminary.workspace.workspace import Workspace

_OFTEN = 0.2
"""Seconds between two tellings of how far a job is."""


class Voice:
    """Tells the worker what happens in here.

    Parameters
    ----------
    stream : file
        Where the worker listens.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def say(self, **facts: Any) -> None:
        """Write one line; without a worker to hear it, this process has nothing left to do."""
        try:
            self._stream.write(told(facts) + "\n")
            self._stream.flush()
        except OSError:
            os._exit(1)


class Teller:
    """How a job tells what it does while it runs.

    Parameters
    ----------
    job : str
        Key of the job.
    work : Workspace
        Keeps what the job notes.
    voice : Voice
        Tells the worker.
    """

    def __init__(self, job: str, work: Workspace, voice: Voice) -> None:
        self.job = job
        self._work = work
        self._voice = voice
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Tell how much is done, and how much there is."""
        now = time.monotonic()
        if now - self._last >= _OFTEN or done == total:
            self._last = now
            self._voice.say(done=int(done), total=int(total))

    def keep(self, **facts: Any) -> None:
        """Note something that must be known if the job is killed."""
        ledger = self._work.ledger
        kept = {**kept_of(ledger, self.job), **facts}
        ledger.change("jobs", {"job": self.job, "state": "running"}, result=told(kept))


def serve(path: Path, orders: IO[str], voice: Voice) -> None:
    """Carry out orders until there are no more."""
    waiting: SimpleQueue[Record | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(orders, waiting), daemon=True).start()
    while (order := waiting.get()) is not None:
        _carry_out(path, order, voice)


def _listen(orders: IO[str], waiting: SimpleQueue[Record | None]) -> None:
    """Take orders, also while a job runs; their end is the end of the worker, and of the job with it."""
    for line in orders:
        waiting.put(json.loads(line))
    os._exit(0)


def _carry_out(path: Path, order: Record, voice: Voice) -> None:
    try:
        with Workspace.open(path) as work:
            work.actor, work.unattended = order["asked_by"], True
            voice.say(result=_result(work, order, voice))
    except StoreError:
        voice.say(**_broken(order))
    except LuminaryError as error:
        voice.say(error=_spoken(error))
    except BaseException:
        voice.say(**_broken(order))
        raise  # whatever state it left, the next job gets a new process


def _result(work: Workspace, order: Record, voice: Voice) -> Record | None:
    """Run a job, or clean up after it; a run that fails cleans up after itself."""
    kind, params = kind_named(order["kind"]), order["params"]
    if order["what"] == "clean":
        return kind.clean(work, kept_of(work.ledger, order["job"]))
    try:
        return kind.run(work, params, Teller(order["job"], work, voice))
    except BaseException:
        kind.clean(work, kept_of(work.ledger, order["job"]))
        raise


def _spoken(error: LuminaryError) -> object:
    """Write the message of an error as JSON can hold it, so that it can be translated later."""
    first = error.args[0] if error.args else ""
    return first.as_record() if isinstance(first, Message) else str(error)


def _broken(order: Mapping[str, Any]) -> Record:
    """Tell a failure that is nobody's fault but ours: its name to the user, the rest to the log."""
    kind = sys.exc_info()[0]
    name = "an error" if kind is None else kind.__name__
    error = say("luminary failed on this: {kind}; the details are in the log", kind=name)
    return {"error": error.as_record(), "log": f"job {order['job']} failed\n{traceback.format_exc()}"}


def main() -> None:
    """Take orders from the standard input; whatever else writes to the standard output goes to the log."""
    voice = Voice(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)
    serve(Path(sys.argv[1]), sys.stdin, voice)


if __name__ == "__main__":
    main()
