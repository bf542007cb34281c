"""What every side measure and baseline promises."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.naive.measures import TWINS, Plain
from tests.talks import renumbered, repeated, talks, with_unanswered_posts

from luminary.leaders.measure import measures
from luminary.leaders.talk import DAY, MONTH

NAMES = sorted(TWINS)
COUNTING_ACTS = {"mentions"}
"""Counts acts, not people: a simple ranking that shows why one should not."""
ABOUT_POSTS = {"volume", "active_days", "response_per_post", "fatigue", "unanswered"}
"""Says something about posts, so that posts nobody acts on must change it."""


def figures(talk, name):
    return measures()[name].of(talk)


def same(one, other):
    for left, right in ((one.value, other.value), (one.low, other.low), (one.high, other.high)):
        if left is not None:
            np.testing.assert_allclose(left, right, rtol=1e-6, atol=1e-6)


def test_every_measure_but_the_headlines_has_a_twin():
    assert set(measures()) - set(TWINS) == {"influence", "standing", "followers"}


@pytest.mark.parametrize("name", NAMES)
@given(made=talks())
@settings(max_examples=60)
def test_a_measure_agrees_with_its_naive_twin(name, made):
    wanted = [np.nan if value is None else value for value in TWINS[name](Plain(made))]
    np.testing.assert_allclose(figures(made, name).value, wanted, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
@given(made=talks())
@settings(max_examples=30)
def test_an_interval_holds_its_figure_and_missing_is_never_zero(name, made):
    one, found = measures()[name], figures(made, name)
    for person in range(made.size):
        estimate = found.estimate(person, one)  # raises where the interval does not hold the value
        if estimate.value is None:
            assert estimate.low is None
        elif not one.baseline:
            assert estimate.n > 0
            assert estimate.low is not None


@pytest.mark.parametrize("name", NAMES)
@given(made=talks(), random=st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_renaming_people_and_shuffling_rows_changes_nothing(name, made, random):
    order = random.sample(range(made.size), made.size)
    one, other = figures(made, name), figures(renumbered(made, order), name)
    np.testing.assert_allclose(other.value[order], one.value, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", sorted(set(NAMES) - COUNTING_ACTS))
@given(made=talks(), times=st.integers(2, 10))
@settings(max_examples=20)
def test_ten_responses_of_one_fan_at_once_count_as_one_person(name, made, times):
    same(figures(repeated(made, times), name), figures(made, name))


@pytest.mark.parametrize("name", sorted(set(NAMES) - ABOUT_POSTS))
@given(made=talks(), author=st.integers(0, 1))
@settings(max_examples=20)
def test_posts_nobody_follows_up_change_nothing(name, made, author):
    same(figures(with_unanswered_posts(made, author, 9), name), figures(made, name))


@pytest.mark.parametrize("name", NAMES)
@given(made=talks(), days=st.integers(1, 420))
@settings(max_examples=20)
def test_a_ranking_of_the_past_sees_nothing_later(name, made, days):
    cut = made.now - days * DAY
    unaware = replace(
        made, posts=made.posts.where(made.posts.at < cut), acts=made.acts.where(made.acts.at < cut)
    )
    same(figures(made.until(cut), name), figures(unaware.until(cut), name))


@pytest.mark.parametrize("name", NAMES)
@given(made=talks(dated=False))
@settings(max_examples=20)
def test_ties_without_times_give_a_figure_or_openly_none(name, made):
    needs_time = {
        "weeks_with_response", "responders_per_month", "beyond_circle", "continuity", "returning", "rising",
        "fatigue",
    }  # fmt: skip
    found = figures(made, name)
    assert not needs_time & {name} or np.isnan(found.value).all()
    assert len(found.n) == made.size


@pytest.mark.parametrize("name", ["quality", "conversation", "spread", "responders_per_month", "returning"])
@given(made=talks())
@settings(max_examples=30)
def test_more_acts_of_one_fan_in_one_month_never_add_a_person(name, made):
    if not len(made.acts):
        return
    again = repeated(made, 2)
    assert np.array_equal(figures(again, name).n, figures(made, name).n)


def test_the_window_is_twelve_months_unless_the_user_says_otherwise():
    assert all(measures()[name].window == 12.0 for name in NAMES)
    assert round(12 * MONTH / DAY) == 365
