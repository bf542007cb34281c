"""Walking back from the newest to what is known already, for sources that show the newest first.

One *line* is one list that a source gives in pages: a hashtag, an account, a channel. Its cursor says what
is known (``known``: the newest mark of the last walk that reached its end), and, while a walk is under way,
where it began (``top``) and what to ask next (``next``). After a run that was stopped in the middle the next
one goes on from there, and walks once more for what came in the meantime. The first walk ends after a number
of pages, and keeps where that was (``left``): a run that asks for history goes on from there.

A *mark* is what the source orders its list by, as a plain value that can be compared: a time, a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from luminary.collect.fetch.port import Page, Pages, Trouble, Wanted
from luminary.errors import FetchError
from luminary.i18n import say

Mark: TypeAlias = Any
"""A number, a text, or a list of them."""

_EXPIRED = (400, 404, 410)
"""What sources answer to a place in a list that they no longer know."""


class Turn(NamedTuple):
    """One page of a walk.

    Parameters
    ----------
    marks : sequence
        Of its items, in its order.
    next : str or None
        What gives the page after it; None at the end of the list.
    name : str
        Of the page that is kept.
    body : bytes
        What is kept; empty for nothing.
    over : bool
        Whether it reaches what is older than wanted.
    """

    marks: Sequence[Mark]
    next: str | None
    name: str
    body: bytes
    over: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk through one line.

    Parameters
    ----------
    state : dict
        The whole cursor, changed as the walk goes.
    line : str
        The line's name within it.
    ask : callable
        Asks for the page at a place (None: the newest).
    wanted : Wanted
        Whether history is wanted.
    depth : int
        Pages of the first walk.
    """

    state: dict[str, Any]
    line: str
    ask: Callable[[str | None], Turn]
    wanted: Wanted
    depth: int

    def pages(self) -> Pages:
        """Give the pages with something new, each with the cursor that is true once it is kept."""
        mine = self.state.setdefault(self.line, {})
        if "next" in mine:
            yield from self._back(mine)
        yield from self._back(mine)
        if self.wanted.history and mine.get("left"):
            yield from self._older(mine)

    def _back(self, mine: dict[str, Any]) -> Pages:
        """Go from the newest, or from where the last run stopped, back to what is known."""
        pages = int(mine.pop("pages", 0))
        while True:
            at = mine.get("next")
            try:
                turn = self.ask(at)
            except FetchError as error:
                if at is None or error.status not in _EXPIRED:
                    raise
                del mine["next"]
                yield Trouble(self.line, say("the place where the last run ended has expired; asked again"))
                continue
            pages += 1
            known, done = mine.get("known"), self._is_end(turn, at, mine, pages)
            if turn.marks and "top" not in mine:
                mine["top"] = max(turn.marks)
            if done:
                self._end(mine, turn, known)
            else:
                mine |= {"next": turn.next, "pages": pages}
            yield self._page(turn, known)
            if done:
                return

    def _is_end(self, turn: Turn, at: str | None, mine: Mapping[str, Any], pages: int) -> bool:
        if not turn.marks or turn.next is None or turn.next == at or turn.over:
            return True
        if "known" in mine:
            return bool(turn.marks[-1] <= mine["known"])
        return pages >= self.depth

    def _end(self, mine: dict[str, Any], turn: Turn, known: Mark) -> None:
        for name in ("next", "pages"):
            mine.pop(name, None)
        if (top := mine.pop("top", None)) is not None:
            mine["known"] = top if known is None else max(top, known)
        if known is None and turn.marks and turn.next is not None and not turn.over:
            mine["left"] = turn.next

    def _older(self, mine: dict[str, Any]) -> Pages:
        """Go on from where the first walk ended."""
        while (at := mine.get("left")) is not None:
            try:
                turn = self.ask(at)
            except FetchError as error:
                if error.status not in _EXPIRED:
                    raise
                del mine["left"]
                yield Trouble(self.line, say("the source gives nothing older from where the first run ended"))
                return
            if not turn.marks or turn.next is None or turn.next == at or turn.over:
                del mine["left"]
            else:
                mine["left"] = turn.next
            yield self._page(turn, None)

    def _page(self, turn: Turn, known: Mark) -> Page:
        fresh = bool(turn.body) and (known is None or any(mark > known for mark in turn.marks))
        return page(turn.name, turn.body if fresh else b"", self.state)


def page(name: str, body: bytes, state: Mapping[str, Any], context: bool = False) -> Page:
    """Make a page with the cursor as it is now; without a body only the cursor moves on.

    Its folder says when it came: figures of live bodies are as they are then (`showing.seen_in`).
    """
    if body and not context:
        name = f"seen-{now():%Y%m%dT%H%MZ}/{name}"
    return Page(name if body else "", body, deepcopy(dict(state)), context)


def begun(cursor: Mapping[str, Any]) -> dict[str, Any]:
    """Take over the cursor of the last run, as one's own to change."""
    return deepcopy(dict(cursor))


def now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


def queued(state: dict[str, Any], name: str) -> Iterator[Any]:
    """Give what waits in a list of the cursor, each taken out before it is given."""
    waiting = state.setdefault(name, [])
    while waiting:
        yield waiting.pop(0)
