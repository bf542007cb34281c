"""Workspaces, one for each request at work.

A workspace carries a database connection with named relations, so two requests must not share one at a time.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from queue import Empty, LifoQueue

from starlette.concurrency import run_in_threadpool

from luminary.errors import WorkspaceError
from luminary.i18n import say
from luminary.workspace import Workspace

_PATIENCE = 20.0
"""Seconds a request waits for a workspace before it is told to come back."""


class Pool:
    """Opens at most `size` workspaces of one folder, and lends each to one request at a time.

    Parameters
    ----------
    path : Path
        Folder of the workspace.
    size : int
        Most that are open at once.
    """

    def __init__(self, path: Path, size: int = 6) -> None:
        self.path = path
        self._size = size
        self._open = 0
        self._lock = threading.Lock()
        self._idle: LifoQueue[Workspace] = LifoQueue()
        self._turns = asyncio.Semaphore(size)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Workspace]:
        """Lend a workspace for the length of a block, in the order of asking; nobody waits in a thread.

        Raises
        ------
        WorkspaceError
            When the folder holds no workspace, or all are busy for longer than a reader waits.
        """
        try:
            await asyncio.wait_for(self._turns.acquire(), _PATIENCE)
        except TimeoutError:
            raise _busy() from None
        try:
            work = await run_in_threadpool(self._take)
            try:
                with work.ledger.remembering():
                    yield work
            finally:
                self._idle.put(work)
        finally:
            self._turns.release()

    @contextmanager
    def lend(self) -> Iterator[Workspace]:
        """Lend a workspace for the length of a block.

        Raises
        ------
        WorkspaceError
            When the folder holds no workspace, or all are busy for longer than a reader waits.
        """
        work = self._take()
        try:
            with work.ledger.remembering():
                yield work
        finally:
            self._idle.put(work)

    def close(self) -> None:
        """Close the workspaces that nobody has."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _take(self) -> Workspace:
        try:
            return self._idle.get_nowait()
        except Empty:
            pass
        with self._lock:
            more = self._open < self._size
            self._open += more
        if more:
            return self._opened()
        try:
            return self._idle.get(timeout=_PATIENCE)
        except Empty:
            raise _busy() from None

    def _opened(self) -> Workspace:
        try:
            return Workspace.open(self.path)
        except BaseException:
            with self._lock:
                self._open -= 1
            raise


def _busy() -> WorkspaceError:
    return WorkspaceError(say("the server is busy with other requests; try again in a moment"))
