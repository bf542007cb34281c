"""Runs the jobs of a workspace, one after another, in a process of their own.

Several workers may run side by side, in one program or on several machines: a job goes to one of them. A
worker that dies leaves its job to the others; one that is told to stop gives its job back.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from luminary.errors import LuminaryError
from luminary.i18n import say
from luminary.workspace.queue import MOST_TRIES, Queue, Row, bell, told
from luminary.workspace.workspace import Workspace

PROGRAM = (sys.executable, "-m", "luminary.workspace.child")
"""The program in which jobs run; it is given the folder of the workspace."""
_POLL = 0.5
_LOOK = 0.25
_BEAT = 1.0
_TAKE_OVER = 5.0
_LOOK_FOR_DUE = 20.0
_IDLE = 300.0
_GRACE = 3.0
_LATER = 5.0

_log = logging.getLogger("luminary.jobs")


class Worker:
    """Runs jobs until it is told to stop.

    Parameters
    ----------
    path : str or Path
        Folder of the workspace.
    name : str, default ""
        Shown with the jobs it runs; the machine's name when empty.
    idle : float, default 300
        Seconds without a job after which the process for jobs is ended, which gives back its memory.
    """

    def __init__(self, path: str | Path, name: str = "", *, idle: float = _IDLE) -> None:
        self._path = Path(path).resolve()
        self._name = f"{name or platform.node() or 'worker'}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._idle = idle
        self._child: _Child | None = None
        self._looked = 0.0
        self._looked_for_due = 0.0

    def run(self, stop: threading.Event, *, once: bool = False) -> None:
        """Run jobs until `stop` is set; then the job that runs goes back to those that wait.

        Parameters
        ----------
        stop : threading.Event
            Ends the worker.
        once : bool, default False
            End when no job waits.

        Raises
        ------
        WorkspaceError
            When the folder holds no workspace.
        """
        with Workspace.open(self._path) as work:
            queue = Queue(work.ledger, self._name)
            try:
                while not stop.is_set() and (self._turn(work, queue, stop) or not once):
                    pass
            finally:
                self._end_child()

    def _turn(self, work: Workspace, queue: Queue, stop: threading.Event) -> bool:
        """Run the next job, or wait a moment; gives whether there was one."""
        try:
            self._take_over(queue)
            self._ask_due(work)
            row = queue.claim()
            if row is not None:
                _Run(queue, row, self._ready_child(), stop).go()
                return True
        except (LuminaryError, OSError):  # most likely the ledger does not answer just now
            _log.exception("a worker stumbled; it goes on in %d s", _LATER)
            self._end_child()
            stop.wait(_LATER)
            return True
        self._rest()
        return False

    def _take_over(self, queue: Queue) -> None:
        if time.monotonic() - self._looked >= _TAKE_OVER:
            self._looked = time.monotonic()
            if found := queue.take_over():
                _log.warning("%d jobs without a sign of life wait again", found)

    def _ask_due(self, work: Workspace) -> None:
        """Ask for the live sources whose time has come; of several workers' asking one job comes."""
        if not self._looked_for_due or time.monotonic() - self._looked_for_due >= _LOOK_FOR_DUE:
            self._looked_for_due = time.monotonic()
            if found := work.fetch.ask_due():
                _log.info("%d live sources are due", found)
            if work.sweeping.ask_due():
                _log.info("something is older than it may be")

    def _rest(self) -> None:
        """Wait until something is asked for here, or might have been elsewhere."""
        if self._child is not None and self._child.is_idle_for(self._idle):
            self._end_child()
        one = bell(self._path)
        with one:
            one.wait(_POLL)

    def _ready_child(self) -> _Child:
        """Give the process for jobs, started when it is not there."""
        if self._child is not None and not self._child.lives:
            self._end_child()
        self._child = self._child or _Child(self._path)
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class _Child:
    """The process in which jobs run, and the two pipes to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start()

    def _start(self) -> None:
        self.heard: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._used = time.monotonic()
        self._is_silent = False
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter, and a path as one word
            [*PROGRAM, str(self._path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # reading processes that it starts end with it
            encoding="utf-8",
        )
        threading.Thread(target=self._listen, args=(self._process, self.heard), daemon=True).start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], heard: SimpleQueue[dict[str, Any] | None]) -> None:
        if process.stdout is not None:
            with process.stdout, suppress(ValueError, OSError):  # a line cut off by a kill
                for line in process.stdout:
                    heard.put(json.loads(line))
        heard.put(None)

    @property
    def lives(self) -> bool:
        return not self._is_silent and self._process.poll() is None

    def is_idle_for(self, seconds: float) -> bool:
        return time.monotonic() - self._used >= seconds

    def order(self, what: str, row: Row) -> None:
        """Give an order; a process that died since the last one is replaced."""
        if not self.lives:
            self.end()
            self._start()
        words = {name: row[name] for name in ("job", "kind", "asked_by")}
        line = told({"what": what, "params": json.loads(row["params"]), **words})
        with suppress(OSError):  # it died just now: its silence is heard
            if self._process.stdin is not None:
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """Give what it says next; nothing within the time gives an empty word, its end gives None."""
        self._used = time.monotonic()
        try:
            word = self.heard.get(timeout=seconds)
        except Empty:
            return {}
        self._is_silent = word is None
        return word

    def end(self) -> None:
        """End the process and those it started: politely, then not."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE)
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()


class _Run:
    """One job with one worker, from its claim to what becomes of it."""

    def __init__(self, queue: Queue, row: Row, child: _Child, stop: threading.Event) -> None:
        self._queue = queue
        self._row = row
        self._child = child
        self._stop = stop
        self._done, self._total = row["done"] or 0, row["total"] or 0
        self._beaten = time.monotonic()

    def go(self) -> None:
        """Run it, or clean up after it."""
        if self._row["cancel"]:
            self._clean(self._queue.cancelled)
        elif self._row["tries"] > MOST_TRIES:
            self._clean(lambda row: self._queue.failed(row, _TOO_OFTEN.as_record()))
        else:
            self._child.order("run", self._row)
            self._watch()

    def _watch(self) -> None:
        """Follow the job until it ends, is cancelled, or the worker has to stop."""
        while True:
            word = self._child.hear(_LOOK)
            if word is None:
                self._lost()
                return
            if self._is_over(word):
                return
            if self._stop.is_set():
                self._child.end()
                self._queue.give_back(self._row, counts=False)
                return
            if self._queue.is_cancelled(self._row):
                self._child.end()
                self._clean(self._queue.cancelled)
                return
            if not self._beat():
                self._child.end()  # another worker has it: it must not run twice
                return

    def _is_over(self, word: dict[str, Any]) -> bool:
        """Keep what was said; gives whether it was the last word."""
        self._note_failure(word)
        if "done" in word:
            self._done, self._total = word["done"], word["total"]
        if "result" in word:
            self._queue.beat(self._row, self._done, self._total)
            self._queue.done(self._row, word["result"] or {})
        if "error" in word:
            self._queue.failed(self._row, word["error"])
        return "result" in word or "error" in word

    def _note_failure(self, word: dict[str, Any]) -> None:
        """Put a failure of ours into the log; its process is not used again."""
        if "log" in word:
            _log.error("%s", word["log"])
            self._child.end()

    def _beat(self) -> bool:
        """Give a sign of life when it is time; False when the job is another worker's by now."""
        if time.monotonic() - self._beaten < _BEAT:
            return True
        self._beaten = time.monotonic()
        return self._queue.beat(self._row, self._done, self._total)

    def _lost(self) -> None:
        """The process ended without a word: another try, or none."""
        _log.warning("the process of job %s ended by itself (try %d)", self._row["job"], self._row["tries"])
        self._queue.give_back(self._row)

    def _clean(self, end: Callable[[Row], object]) -> None:
        """Let a process take away what was left, then end the job; what had finished after all is done."""
        self._child.order("clean", self._row)
        while (word := self._child.hear(_LOOK)) is not None:
            self._note_failure(word)
            if word.get("result"):
                self._queue.done(self._row, word["result"])
                return
            if "result" in word or "error" in word:
                end(self._row)
                return
            if not self._beat():
                return
        if self._row["tries"] > 2 * MOST_TRIES:
            _log.error("what job %s left could not be taken away", self._row["job"])
            end(self._row)
        else:
            self._lost()


_TOO_OFTEN = say(
    "it was begun {tries} times, and each time its process ended without a word (out of memory, most often); "
    "nothing of it was kept; with more memory, or LUMINARY_WORKERS=1, it may work",
    tries=MOST_TRIES,
)
