"""Workspaces, one for each request at work.

A workspace carries a database connection with named relations, so two requests must not share one at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from queue import Empty, Full, LifoQueue

from starlette.concurrency import run_in_threadpool

from luminary.errors import WorkspaceError
from luminary.i18n import say
from luminary.workspace import Workspace

_PATIENCE = 20.0
"""Seconds a request waits for a workspace before it is told to come back."""


class Pool:
    """Keeps `size` workspaces of one folder open, and lends each to one request at a time.

    Parameters
    ----------
    path : Path
        Folder of the workspace.
    size : int
        Requests that may look into the workspace at once.
    """

    def __init__(self, path: Path, size: int = 6) -> None:
        self.path = path
        self._idle: LifoQueue[Workspace] = LifoQueue(size)
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
            raise WorkspaceError(
                say("the server is busy with other requests; try again in a moment")
            ) from None
        try:
            work = await run_in_threadpool(self._take)
            try:
                with work.ledger.remembering():
                    yield work
            finally:
                self._give_back(work)
        finally:
            self._turns.release()

    @contextmanager
    def lend(self) -> Iterator[Workspace]:
        """Lend a workspace for the length of a block, beside those whose turn it is; for what takes a moment.

        Raises
        ------
        WorkspaceError
            When the folder holds no workspace.
        """
        work = self._take()
        try:
            with work.ledger.remembering():
                yield work
        finally:
            self._give_back(work)

    def close(self) -> None:
        """Close the workspaces that nobody has."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _take(self) -> Workspace:
        """Take one that is idle, else open one: how many are open follows from how many turns there are."""
        try:
            return self._idle.get_nowait()
        except Empty:
            return Workspace.open(self.path)

    def _give_back(self, work: Workspace) -> None:
        try:
            self._idle.put_nowait(work)
        except Full:
            work.close()
