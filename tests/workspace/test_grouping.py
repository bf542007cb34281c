"""Under a profile of groups no community of fewer than five is told apart, nor can it be computed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.domain import Estimate
from luminary.i18n import Message
from luminary.leaders import Scope
from luminary.workspace.evidence import CommunityReach, PlaceReach, Reach
from luminary.workspace.grouping import without_small_communities, without_small_reach
from luminary.workspace.picture import Between, CommunityFacts, Node, Picture
from luminary.workspace.speakers import PlaceLabel

NODE = Node("p", "p", True, 0, 0.0, 0.0, None, None, None, None, "unknown", (), 1, 0, 0, 0, None, False)
SIZES = st.lists(st.integers(1, 30), min_size=1, max_size=8).map(lambda sizes: sorted(sizes, reverse=True))


def picture(sizes):
    facts = [
        CommunityFacts(n, Message(f"c{n}"), size, size, 1, None, (), (), 0) for n, size in enumerate(sizes)
    ]
    nodes = [
        replace(NODE, person=f"{n}-{k}", community=n) for n, size in enumerate(sizes) for k in range(size)
    ]
    between = [Between(one, other, 1, 1) for one in range(len(sizes)) for other in range(one)]
    told = (tuple(nodes), (), tuple(facts), tuple(between), ())
    return Picture(Scope(), "influence", "", "", *told, sum(sizes), 0, 0, len(sizes), 0, 0, ())


@given(SIZES)
def test_no_small_community_is_shown_nor_what_is_missing_from_the_whole(sizes):
    shown = without_small_communities(picture(sizes), 5)
    kept = [one.size for one in shown.communities]
    assert all(size >= 5 for size in kept)
    missing = sum(sizes) - sum(kept)
    assert missing == 0 or missing >= min(5, sum(sizes))
    assert len(sizes) - len(kept) != 1 or len(sizes) == 1
    assert all(max(one.one, one.other) < len(kept) for one in shown.between)
    assert max(one.community for one in shown.nodes) <= len(kept)
    assert len(shown.nodes) == sum(sizes)


def test_large_communities_stay_as_they_are():
    whole = picture([9, 7, 5])
    assert without_small_communities(whole, 5) is whole


@pytest.mark.parametrize(
    ("counts", "kept"), [((9, 3, 8), (9,)), ((9, 8), (9, 8)), ((4,), ()), ((6, 2, 2, 2), (6,))]
)
def test_few_people_who_came_from_one_community_are_not_told_apart(counts, kept):
    share = Estimate(None, None, None, 0, "", "")
    communities = tuple(
        CommunityReach(n, 50, people, people, share, False) for n, people in enumerate(counts)
    )
    places = tuple(
        PlaceReach(PlaceLabel(f"p{n}", "x", None), people, 1, share) for n, people in enumerate(counts)
    )
    shown = without_small_reach(Reach(sum(counts), places, communities), 5)
    assert tuple(one.people for one in shown.communities) == kept
    assert all(one.people >= 5 for one in shown.places)
    assert shown.withheld == 2 * len(counts) - len(shown.places) - len(shown.communities)
