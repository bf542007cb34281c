"""Bars for work that takes longer than a moment, on stderr of a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 0.7
"""Seconds of work before a bar appears."""

Told = Callable[[int, int], None]


class _Bar:
    """A bar that appears when the work turns out to be long."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._began = time.monotonic()
        self._shown: Progress | None = None

    def tell(self, done: int, total: int) -> None:
        if self._shown is None and time.monotonic() - self._began < _PATIENCE:
            return
        shown = self._shown or self._show()
        shown.update(shown.task_ids[0], completed=done, total=total or None)

    def _show(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        text = TextColumn("{task.description}", markup=False)
        columns = (text, BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
        self._shown.add_task(self._label, total=None)
        self._shown.start()
        return self._shown

    def stop(self) -> None:
        if self._shown is not None:
            self._shown.stop()


@contextmanager
def progress(label: str) -> Iterator[Told]:
    """Show how far a work has come; gives the function to call with what is done and what there is in all."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    bar = _Bar(label)
    try:
        yield bar.tell
    finally:
        bar.stop()
