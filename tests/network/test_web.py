"""The web of ties agrees with what one counts pair by pair."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.naive import network as naive

from luminary.network import part, stand, weave
from luminary.network.layout import lay_out, pack
from luminary.network.shelf import draw
from luminary.network.web import answered_from, between, inside

SIZE = 9
ACTS = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.integers(-1, 4)).filter(
        lambda act: act[0] != act[1]
    ),
    max_size=60,
)
COMMUNITY = st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE)


def woven(acts):
    columns = np.array(acts, dtype=np.int64).reshape(-1, 3).T
    return weave(*columns, SIZE)


@given(ACTS)
def test_a_tie_counts_the_months_in_which_either_acted(acts):
    web = woven(acts)
    found = zip(web.one.tolist(), web.other.tolist(), web.months.tolist(), web.acts.tolist(), strict=True)
    assert {(one, other): (months, count) for one, other, months, count in found} == naive.ties(acts)


@given(ACTS, COMMUNITY)
def test_participation_and_reach_agree_with_their_plain_twins(acts, community):
    standing = stand(woven(acts), np.array(community))
    pairs = naive.ties(acts)
    for person in range(SIZE):
        ties, outside, reached, participation = naive.standing(pairs, community, person)
        assert (standing.ties[person], standing.outside[person], standing.reached[person]) == (
            ties,
            outside,
            reached,
        )
        assert standing.participation[person] == pytest.approx(participation, nan_ok=True)


@given(ACTS, COMMUNITY)
def test_densities_and_ties_between_communities_agree_with_their_plain_twins(acts, community):
    web, numbers = woven(acts), np.array(community)
    pairs = naive.ties(acts)
    found = inside(web, numbers)
    for number in range(max(community) + 1):
        expected = naive.density(pairs, community, number)
        assert found.density[number] == pytest.approx(expected, nan_ok=True)
    apart = {(one, other): (ties, months) for one, other, ties, months in between(web, numbers)}
    for pair in {
        tuple(sorted((community[a], community[b]))) for a, b in pairs if community[a] != community[b]
    }:
        here = [pairs[one] for one in pairs if tuple(sorted((community[one[0]], community[one[1]]))) == pair]
        assert apart.pop(pair) == (len(here), sum(months for months, _ in here))
    assert apart == {}


@given(ACTS, COMMUNITY)
def test_communities_that_answer_are_counted_once_each(acts, community):
    columns = np.array(acts, dtype=np.int64).reshape(-1, 3).T
    found = answered_from(columns[0], columns[1], np.array(community))
    for person in range(SIZE):
        assert found[person] == len({community[source] for source, target, _ in acts if target == person})


def test_who_ties_communities_together_is_a_bridge_and_one_odd_tie_makes_none():
    ring = [(a, b, 0) for group in (range(4), range(4, 8)) for a in group for b in group if a < b]
    web = woven([*ring, *((8, person, 0) for person in (0, 1, 2, 4, 5, 6)), (3, 7, 0)])
    community = np.array([0, 0, 0, 0, 1, 1, 1, 1, 0])
    assert np.flatnonzero(stand(web, community).bridges()).tolist() == [8]
    assert math.isclose(float(stand(web, community).participation[8]), 0.5)


def test_people_without_ties_belong_to_no_community():
    community = part(woven([(0, 1, 0), (1, 2, 0)]))
    assert community.tolist()[:3] == [0, 0, 0] and set(community.tolist()[3:]) == {-1}


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_no_two_circles_of_communities_overlap(sizes):
    radius = np.sqrt(np.array(sizes, dtype=np.float64))
    middle = pack(radius)
    apart = np.hypot(*(middle[:, None, :] - middle[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert (apart >= radius[:, None] + radius[None, :] - 1e-9).all()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=80))
def test_everybody_stands_in_the_circle_of_the_community_and_nobody_on_another(people):
    community, ties = (np.array(column, dtype=np.int64) for column in zip(*people, strict=True))
    x, y = lay_out(community, ties)
    assert len({(round(a, 9), round(b, 9)) for a, b in zip(x, y, strict=True)}) == len(people)
    for number in set(community.tolist()):
        here = community == number
        reach = 2.01 * np.sqrt(here.sum())
        assert np.hypot(x[here] - x[here][:1], y[here] - y[here][:1]).max() <= reach
    again = lay_out(community, ties)
    assert np.array_equal(again[0], x) and np.array_equal(again[1], y)


def test_a_picture_shows_the_most_important_first_and_says_what_it_leaves_out():
    acts = np.array([(0, 1, 0), (1, 2, 0), (2, 0, 0), (3, 4, 0), (5, 3, 1), (5, 3, 2)]).T
    web = weave(*acts, SIZE)
    keys = [f"t/{one}" for one in range(SIZE)]
    drawn = draw(keys, web, (acts[0], acts[1]), part(web), np.array([5, 7, 0]), {}, 4)
    assert drawn.people.column("person").to_pylist() == ["t/5", "t/0", "t/1", "t/2"]
    assert drawn.ties.num_rows == drawn.head.ties_shown == 3 and drawn.head.ties == 5
    assert (drawn.head.people, drawn.head.alone, drawn.head.communities) == (6, 3, 2)
    assert [one.size for one in drawn.communities] == [3, 3]
