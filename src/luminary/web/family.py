"""Several processes that work together: forked from one, begun again when they die, ended with it."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeAlias

Task: TypeAlias = Callable[[], None]

log = logging.getLogger(__name__)
_PAUSE = 1.0
"""Seconds before a process that died is begun again: one that cannot start must not try for ever."""


class Family:
    """Runs each task in a forked process of its own until this process is told to end.

    Forking shares what is loaded: several processes need little more memory than one. It must happen before
    threads and databases are opened. When this process is killed, the others end at once.

    Parameters
    ----------
    tasks : sequence of callable
        What the processes do; each ends by itself after SIGTERM.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = tasks
        self._alive: dict[int, Task] = {}
        self._ending = False
        self._pulse, self._held = os.pipe()

    def run(self) -> None:
        """Run until SIGTERM or Ctrl-C."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._end)
        for task in self._tasks:
            self._begin(task)
        while self._alive:
            process, _status = os.wait()
            task = self._alive.pop(process)
            if not self._ending:
                log.warning("a process ended by itself and is begun again")
                time.sleep(_PAUSE)
                self._begin(task)

    def _begin(self, task: Task) -> None:
        process = os.fork()
        if process:
            self._alive[process] = task
            return
        self._live(task)

    def _live(self, task: Task) -> None:
        """Do a task in the new process, and never come back."""
        code = 1
        try:
            os.close(self._held)
            threading.Thread(target=self._mourn, daemon=True).start()
            for sign in (signal.SIGTERM, signal.SIGINT):
                signal.signal(sign, signal.SIG_DFL)
            task()
            code = 0
        except KeyboardInterrupt:
            code = 0
        except Exception:
            log.exception("a process of the server failed")
            raise
        finally:
            os._exit(code)

    def _mourn(self) -> None:
        """End this process when the first one is gone: then nobody holds the other end any more."""
        os.read(self._pulse, 1)
        os._exit(1)

    def _end(self, _sign: int, _frame: object) -> None:
        self._ending = True
        for process in self._alive:
            os.kill(process, signal.SIGTERM)
