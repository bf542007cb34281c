"""One page of a board: filtered, searched and sorted, with the places among those asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminary.domain import Kind
from luminary.errors import UsageError
from luminary.i18n import say
from luminary.leaders.board import Board, Choice, check_kind
from luminary.leaders.leader import Leader
from luminary.leaders.measure import measure as measure_named
from luminary.leaders.talk import Ints

NAME = "name"
"""What to sort by to get people in the alphabet of the reader's language."""
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class View:
    """What a page of a ranking is asked for.

    Parameters
    ----------
    by : str or None
        Measure that gives the places; None as in `Question`.
    kind : str, default "person"
        "person" (also those of whom it is not known), "organisation" or "all".
    tier, level : str or None
        Only these are ranked.
    search : str
        Only people in whose names or handles every word occurs are shown; it changes nobody's place.
    sort : str or None
        "name", or the name of a measure; None sorts by place.
    descending : bool or None
        Which way; None the usual one: best place first, largest figure first, names from the first letter on.
    page, size : int
        Which page, from 1, and how many people stand on it.
    language : str, default "en"
        Whose alphabet sorts names.
    beside : tuple of str
        Measures whose places are given as well.

    Raises
    ------
    UsageError
        When there is no such kind, page or size.
    """

    by: str | None = None
    kind: str = Kind.PERSON.value
    tier: str | None = None
    level: str | None = None
    search: str = ""
    sort: str | None = None
    descending: bool | None = None
    page: int = 1
    size: int = 50
    language: str = "en"
    beside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_kind(self.kind)
        if self.page < 1:
            raise UsageError(say("page is {page}; pages are counted from 1", page=self.page))
        if not 1 <= self.size <= _MOST:
            raise UsageError(
                say("size is {size}; a page holds 1 to {most} people", size=self.size, most=_MOST)
            )
        for measure in (*self.beside, *((self.sort,) if self.sort not in (None, NAME) else ())):
            measure_named(str(measure))

    def choice(self, by: str) -> Choice:
        """Say whom to rank, and by what."""
        return Choice(by, self.kind, self.tier, self.level)

    @property
    def falls(self) -> bool:
        """Whether it is sorted from large to small (by place: from the last to the first)."""
        usual = self.sort not in (None, NAME)
        return usual if self.descending is None else self.descending


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a ranking.

    Attributes
    ----------
    leaders : tuple of Leader
        Who stands on it.
    beside : tuple of mapping of str to int or None
        For each of them, the place by each measure asked for beside; None where there is none.
    total : int
        People on all pages.
    ranked : int
        People who have a place, found by the search or not.
    page, pages, size : int
        Which page of how many, and how many people it may hold.
    by : str
        Measure that gives the places.
    top : float
        Upper end of the largest interval of that measure, or of the largest figure: the scale of drawings.
    """

    leaders: tuple[Leader, ...]
    beside: tuple[Mapping[str, int | None], ...]
    total: int
    ranked: int
    page: int
    pages: int
    size: int
    by: str
    top: float


def cut_page(board: Board, asked: View, by: str, found: NDArray[np.bool_] | None = None) -> Page:
    """Cut a page from a board.

    Parameters
    ----------
    board : Board
        The ranking.
    asked : View
        What it is asked for.
    by : str
        Measure that gives the places.
    found : bool array, optional
        Who of all on the board may be shown; everybody when not given.
    """
    choice = asked.choice(by)
    order = board.order(choice)
    positions = board.sorted(choice, asked.sort, asked.falls, asked.language)
    if found is not None:
        positions = positions[found[order.people[positions]]]
    shown = positions[(asked.page - 1) * asked.size : asked.page * asked.size]
    return Page(
        leaders=board.leaders(order, shown),
        beside=_beside(board, asked, order.people[shown]),
        total=len(positions),
        ranked=len(order.people),
        page=asked.page,
        pages=max(1, -(-len(positions) // asked.size)),
        size=asked.size,
        by=by,
        top=board.top(choice),
    )


def _beside(board: Board, asked: View, people: Ints) -> tuple[Mapping[str, int | None], ...]:
    """Give the places that other measures give to these people among those asked for."""
    columns = {name: board.places(asked.choice(name))[people].tolist() for name in asked.beside}
    return tuple({name: column[at] or None for name, column in columns.items()} for at in range(len(people)))
