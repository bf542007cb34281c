"""Small groups are hidden so that no hidden figure can be computed from what is shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.stats.suppression import hidden_cells, hidden_counts, with_totals

TABLES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.one_of(st.integers(0, 8), st.integers(0, 60)),
        min_size=shape[0] * shape[1],
        max_size=shape[0] * shape[1],
    ).map(lambda cells: np.array(cells, dtype=np.int64).reshape(shape))
)


def derivable(whole, hidden):
    """The twin: all hidden cells as unknowns of one linear system; which have one value only?"""
    cells = list(zip(*np.nonzero(hidden), strict=True))
    if not cells:
        return []
    equations = []
    for axis in (0, 1):
        for line in range(whole.shape[axis]):
            sign = [
                (0 if cell[axis] != line else -1 if cell[1 - axis] == whole.shape[1 - axis] - 1 else 1)
                for cell in cells
            ]
            equations.append(sign)
    matrix = np.array(equations, dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    found = []
    for number, cell in enumerate(cells):
        unit = np.zeros(len(cells))
        unit[number] = 1
        if np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank:
            found.append(cell)
    return found


@given(TABLES, st.integers(2, 12))
def test_no_hidden_cell_can_be_computed_from_the_totals(table, smallest):
    hidden, whole = hidden_cells(table, smallest), with_totals(table)
    assert not derivable(whole, hidden)


@given(TABLES, st.integers(2, 12))
def test_every_small_cell_and_total_is_hidden_and_an_empty_one_is_not(table, smallest):
    hidden, whole = hidden_cells(table, smallest), with_totals(table)
    assert hidden[(whole > 0) & (whole < smallest)].all()
    assert not hidden[whole == 0].any()


@given(TABLES, st.integers(2, 12))
def test_what_is_missing_from_a_shown_total_are_at_least_as_many_as_a_group(table, smallest):
    hidden, whole = hidden_cells(table, smallest), with_totals(table)
    for cells, mask in ((whole, hidden), (whole.T, hidden.T)):
        for values, gone in zip(cells, mask, strict=True):
            if gone[:-1].any() and not gone[-1]:
                assert values[:-1][gone[:-1]].sum() >= smallest


@given(st.integers(5, 99), st.integers(5, 99))
def test_a_table_without_small_groups_is_shown_whole(one, other):
    assert not hidden_cells(np.array([[one, other], [other, one]])).any()


def test_the_twin_finds_what_hiding_only_small_cells_leaves_open():
    whole = with_totals(np.array([[20, 3], [30, 40]]))
    assert derivable(whole, (whole > 0) & (whole < 5)) == [(0, 1)]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.integers(2, 12))
def test_a_hidden_count_is_not_what_is_missing_from_the_total(counts, smallest):
    hidden, values = hidden_counts(counts, smallest), np.array(counts)
    assert hidden[(values > 0) & (values < smallest)].all()
    if hidden.any() and (~hidden & (values > 0)).any():
        assert hidden.sum() >= 2
        assert values[hidden].sum() >= smallest


@pytest.mark.parametrize(("counts", "smallest", "hidden"), [
    ([3, 3, 3], 5, [True, True, True]), ([4, 100], 5, [True, True]), ([5, 5], 5, [False, False]), ([], 5, []),
    ([9, 30, 40], 10, [True, True, False]),
])  # fmt: skip
def test_lists_of_groups(counts, smallest, hidden):
    assert hidden_counts(counts, smallest).tolist() == hidden
