"""The headline measures agree with their plain twins, and keep their promises about intervals."""

import numpy as np
import pytest
from hypothesis import given, settings
from tests.naive import headlines
from tests.talks import number, talk, talks

from luminary.leaders.measures import influence, standing


@settings(max_examples=60)
@given(talks())
def test_influence_is_what_the_plain_twin_says(made):
    found = influence.compute(made)
    assert found.value == pytest.approx(headlines.influence(made), nan_ok=True)
    known = ~np.isnan(found.value)
    assert (found.low[known] <= found.value[known]).all()
    assert (found.value[known] <= found.high[known]).all()


@settings(max_examples=60)
@given(talks())
def test_standing_is_what_the_plain_twin_says(made):
    found = standing.compute(made)
    assert found.value == pytest.approx(headlines.standing(made), abs=1e-9)
    if found.low is not None:
        assert (found.low <= found.value + 1e-9).all()
        assert (found.value <= found.high + 1e-9).all()


def test_a_crowd_that_came_once_stands_below_people_who_came_back():
    crowd = [f"P{n} -> Astrid reply 2025-03-0{1 + n % 2} ward" for n in range(8)]
    faithful = [f"Q{n % 4} -> Bo reply 2025-{1 + n // 4:02d}-05 ward" for n in range(32)]
    made = talk([*crowd, *faithful])
    value = standing.compute(made).value
    assert value[number(made, "Bo")] > value[number(made, "Astrid")]


def test_what_is_new_counts_more_than_what_is_old():
    made = talk(
        ["Bo -> Astrid reply 2025-12-01 ward", "Bo -> Citra reply 2025-06-01 ward", "Astrid posts 2025-12-20"]
    )
    value = influence.compute(made).value
    assert value[number(made, "Astrid")] > value[number(made, "Citra")] > value[number(made, "Bo")] == 0
