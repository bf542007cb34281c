"""Figures of groups, without those of groups so small that they tell of single people.

A cell between one and k - 1 is hidden. With row and column totals beside it, it could be found again by
subtraction, so further cells are hidden until no hidden one can: *complementary suppression*.

Method: the table with its totals is a table whose rows and columns add up to nothing (totals count as one
more row and column). Put rows and columns as points and every hidden cell as a line between its row and its
column: a hidden cell can be computed exactly when its line lies on no cycle (it is a bridge). So for every
bridge the cheapest cycle is closed, by cells that are above zero. Then, in every row and column whose total
is shown, the hidden cells together must hold at least k people and be two or more, else the next smallest is
hidden too.

Reference: Gusfield, D. (1988). A graph theoretic approach to statistical data security. SIAM Journal on
Computing 17(3), 552-571.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_]

SMALLEST = 5
"""Groups below are not shown, unless something else is asked for."""


def hidden_counts(counts: Sequence[int], smallest: int = SMALLEST, *, total_shown: bool = True) -> Mask:
    """Tell which counts of a list must be hidden; where all are, the total must be hidden as well.

    Parameters
    ----------
    counts : sequence of int
        People in each group; nobody stands in two.
    smallest : int, default 5
        Groups below are not shown.
    total_shown : bool, default True
        Whether the reader knows how many there are in all.

    Examples
    --------
    >>> hidden_counts([12, 3, 9]).tolist()
    [False, True, True]
    >>> hidden_counts([12, 3, 9], total_shown=False).tolist()
    [False, True, False]
    """
    values = np.asarray(counts, dtype=np.int64)
    hidden: Mask = (values > 0) & (values < smallest)
    if not hidden.any() or not total_shown:
        return hidden
    while hidden.sum() < 2 or values[hidden].sum() < smallest:
        left = np.flatnonzero(~hidden & (values > 0))
        if not len(left):
            break
        hidden[left[np.argmin(values[left])]] = True
    return hidden


def hidden_cells(table: NDArray[np.int64], smallest: int = SMALLEST) -> Mask:
    """Tell which cells of a table must be hidden, its totals included.

    Parameters
    ----------
    table : array of int, rows by columns
        People in each cell, without totals; nobody stands in two.
    smallest : int, default 5
        Cells and totals below are not shown.

    Returns
    -------
    array of bool, rows + 1 by columns + 1
        True for what is hidden; the last row holds the totals of columns, the last column those of rows.

    Examples
    --------
    >>> hidden_cells(np.array([[20, 3], [30, 40]])).tolist()
    [[True, True, False], [True, True, False], [False, False, False]]
    """
    whole = with_totals(table)
    hidden: Mask = (whole > 0) & (whole < smallest)
    while (close := _next_to_hide(whole, hidden, smallest)) is not None:
        for row, column in close:
            hidden[row, column] = True
    return hidden


def with_totals(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put totals of rows beside a table and totals of columns below it."""
    rows, columns = table.shape
    whole = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    whole[:rows, :columns] = table
    whole[:rows, columns] = table.sum(axis=1)
    whole[rows, :] = whole[:rows].sum(axis=0)
    return whole


def _next_to_hide(whole: NDArray[np.int64], hidden: Mask, smallest: int) -> list[tuple[int, int]] | None:
    """Give what must be hidden beside what is; None when it is enough."""
    for row, column in zip(*np.nonzero(hidden), strict=True):
        path = _cycle(whole, hidden, int(row), int(column))
        if path:
            return path
    return _thin_line(whole, hidden, smallest) or _thin_line(whole.T, hidden.T, smallest, turned=True)


def _cycle(whole: NDArray[np.int64], hidden: Mask, row: int, column: int) -> list[tuple[int, int]]:
    """Find the cheapest cells that close a cycle through a hidden cell; nothing when it lies on one.

    Cells that are hidden already cost nothing, others what they hold; empty ones cannot be taken while others
    are left, as everybody would guess them.
    """
    rows = whole.shape[0]
    best: dict[int, int] = {row: 0}
    came: dict[int, int] = {}
    queue = [(0, row)]
    while queue:
        cost, at = heapq.heappop(queue)
        if cost > best[at]:
            continue
        if at == rows + column:
            break
        for to, price in _steps(whole, hidden, at, skip=(row, column)):
            if cost + price < best.get(to, cost + price + 1):
                best[to], came[to] = cost + price, at
                heapq.heappush(queue, (cost + price, to))
    return _taken(came, hidden, rows + column, rows, row)


def _steps(whole: NDArray[np.int64], hidden: Mask, at: int, skip: tuple[int, int]) -> list[tuple[int, int]]:
    """List where a point leads, and for how much."""
    rows, columns = whole.shape
    if at < rows:
        cells = [((at, column), rows + column) for column in range(columns)]
    else:
        cells = [((row, at - rows), row) for row in range(rows)]
    return [
        (to, 0 if hidden[cell] else int(whole[cell]))
        for cell, to in cells
        if cell != skip and (hidden[cell] or whole[cell] > 0)
    ]


def _taken(came: dict[int, int], hidden: Mask, end: int, rows: int, start: int) -> list[tuple[int, int]]:
    """List the cells of a path that are not hidden yet."""
    found, at = [], end
    while at != start and at in came:
        before = came[at]
        cell = (before, at - rows) if before < rows else (at, before - rows)
        if not hidden[cell]:
            found.append(cell)
        at = before
    return found


def _thin_line(
    whole: NDArray[np.int64], hidden: Mask, smallest: int, *, turned: bool = False
) -> list[tuple[int, int]] | None:
    """Find a row whose hidden cells together tell of few people, and what to hide beside them."""
    for row in range(whole.shape[0]):
        cells = np.flatnonzero(hidden[row, :-1])
        if not len(cells) or hidden[row, -1] or whole[row, cells].sum() >= smallest:
            continue
        left = np.flatnonzero(~hidden[row, :-1] & (whole[row, :-1] > 0))
        column = int(left[np.argmin(whole[row, left])]) if len(left) else whole.shape[1] - 1
        return [(column, row) if turned else (row, column)]
    return None
