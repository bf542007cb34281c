"""Scores of orders."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.naive import ranking as naive

from luminary.stats import average_precision, ndcg_at, precision_at, r_precision, spearman

gains = st.lists(st.integers(0, 5), min_size=1, max_size=12)
hits = st.lists(st.booleans(), max_size=12)


@given(gains, st.randoms(), st.integers(1, 15))
def test_ndcg_agrees_with_its_naive_twin(all_gains, random, k):
    ranked = random.sample(all_gains, len(all_gains))
    got = ndcg_at(np.array(ranked), np.array(all_gains), k)
    assert got == pytest.approx(naive.ndcg_at(ranked, all_gains, k), nan_ok=True)


@given(gains, st.integers(1, 15))
def test_the_best_order_scores_one_and_no_order_more(all_gains, k):
    best, worst = sorted(all_gains, reverse=True), sorted(all_gains)
    if sum(all_gains):
        assert ndcg_at(np.array(best), np.array(all_gains), k) == pytest.approx(1)
        assert ndcg_at(np.array(worst), np.array(all_gains), k) <= 1 + 1e-12


def test_ndcg_is_what_the_paper_computes():
    # Järvelin and Kekäläinen's gain vector 3 2 3 0 0 1 2 2 3 0, with the discount log2(place + 1).
    vector = np.array([3, 2, 3, 0, 0, 1, 2, 2, 3, 0])
    got = 3 + 2 / math.log2(3) + 3 / 2 + 0 + 0
    best = 3 + 3 / math.log2(3) + 3 / 2 + 2 / math.log2(5) + 2 / math.log2(6)
    assert ndcg_at(vector, vector, 5) == pytest.approx(got / best)


@given(hits, st.integers(0, 3))
def test_average_precision_agrees_with_its_naive_twin(found, missed):
    wanted = sum(found) + missed
    got = average_precision(np.array(found, dtype=bool), wanted)
    assert got == pytest.approx(naive.average_precision(found, wanted), nan_ok=True)


def test_nothing_to_find_is_no_score_rather_than_zero():
    assert math.isnan(ndcg_at(np.zeros(3), np.zeros(3), 2))
    assert math.isnan(average_precision(np.zeros(3), 0))
    assert math.isnan(r_precision(np.zeros(3), 0))
    assert math.isnan(spearman(np.array([1, 1]), np.array([1, 2])))


def test_precision_counts_the_places_that_a_short_order_leaves_empty():
    assert precision_at(np.array([True, True]), 4) == 0.5
    assert r_precision(np.array([True, False, True]), 2) == 0.5


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_spearman_agrees_with_its_naive_twin(pairs):
    one, two = [p[0] for p in pairs], [p[1] for p in pairs]
    got = spearman(np.array(one), np.array(two))
    assert got == pytest.approx(naive.spearman(one, two), nan_ok=True)


def test_wrong_calls_say_what_was_seen():
    with pytest.raises(ValueError, match="k is 0"):
        precision_at(np.array([True]), 0)
    with pytest.raises(ValueError, match="2 were found, but only 1"):
        average_precision(np.array([True, True]), 1)
    with pytest.raises(ValueError, match="without NaN"):
        spearman(np.array([1.0, np.nan]), np.array([1.0, 2.0]))
