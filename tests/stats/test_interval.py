"""Intervals of rates, shares and ratios."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.naive import intervals as naive

from luminary.stats import log_ratio_interval, rate_interval, shrunk_share, wilson_interval
from luminary.stats.interval import extra_variation


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.391), (100, 81.364, 121.627)]
)
def test_rates_agree_with_the_published_exact_limits(count, low, high):
    found = rate_interval(np.array([float(count)]), 1.0)
    assert found.low[0] == pytest.approx(low, abs=0.03)
    assert found.high[0] == pytest.approx(high, abs=0.03)


@given(st.integers(0, 400))
def test_rates_agree_with_their_naive_twin(count):
    low, high = naive.garwood(count)
    found = rate_interval(np.array([float(count)]), 1.0)
    assert found.low[0] == pytest.approx(low, abs=0.03)
    assert found.high[0] == pytest.approx(high, abs=0.03)


@given(st.floats(0, 1e4), st.floats(0.1, 100), st.floats(1, 20))
def test_the_rate_lies_in_its_interval_which_scatter_widens(count, exposure, scatter):
    one = rate_interval(np.array([count]), exposure)
    wide = rate_interval(np.array([count]), exposure, scatter)
    assert wide.low[0] <= one.low[0] + 1e-9 <= one.value[0] + 2e-9
    assert one.value[0] <= one.high[0] <= wide.high[0] + 1e-6


def test_wilson_is_what_the_formula_gives():
    # Brown, Cai, DasGupta (2001), Interval estimation for a binomial proportion: 8 of 10 gives .490 to .943.
    found = wilson_interval(np.array([8.0]), np.array([10.0]))
    assert (found.low[0], found.high[0]) == pytest.approx((0.490, 0.943), abs=5e-4)


@given(st.integers(0, 50), st.integers(0, 50))
def test_shares_lie_in_their_interval_within_zero_and_one(hits, misses):
    found = wilson_interval(np.array([float(hits)]), np.array([float(hits + misses)]))
    if hits + misses == 0:
        assert np.isnan(found.value[0])
    else:
        assert 0 <= found.low[0] <= found.value[0] <= found.high[0] <= 1


def test_one_hit_in_one_try_is_not_a_hundred_per_cent():
    found = shrunk_share(np.array([1.0, 10.0, 0.0]), np.array([1.0, 40.0, 0.0]), prior=5)
    usual = 11 / 41
    assert found.value[0] == pytest.approx((1 + 5 * usual) / 6)
    assert np.isnan(found.value[2])


@given(st.floats(0.5, 1e4), st.floats(0.5, 1e4))
def test_a_ratio_turned_round_changes_only_its_sign(after, before):
    one, half = log_ratio_interval(np.array([after]), np.array([before]))
    other, same = log_ratio_interval(np.array([before]), np.array([after]))
    assert one[0] == pytest.approx(-other[0])
    assert half[0] == pytest.approx(same[0])
    assert half[0] > 0


def test_counts_without_bursts_have_no_extra_variation_and_bursts_have():
    random = np.random.default_rng(3)
    steady = random.poisson(4.0, (500, 12)).astype(float)
    bursts = random.poisson(4.0 * random.gamma(2.0, 0.5, (500, 12))).astype(float)
    cells = np.full(500, 12.0)
    assert extra_variation(steady.sum(1), (steady**2).sum(1), cells) < 0.03
    # A gamma of shape 2 has a squared coefficient of variation of one half.
    assert extra_variation(bursts.sum(1), (bursts**2).sum(1), cells) == pytest.approx(0.5, abs=0.08)
    assert extra_variation(steady[:, 0], steady[:, 0] ** 2, np.ones(500)) == 0
