"""What is told about the response to one person agrees with plain counting."""

from datetime import date, datetime

import pytest
from tests.naive import response as naive
from tests.workspace.conftest import PEOPLE

from luminary.errors import UnknownNameError
from luminary.leaders import Scope
from luminary.report.telling import FEW

NOBODY = "Åse"


@pytest.mark.parametrize("name", PEOPLE[:5])
def test_posts_are_those_most_people_acted_on_with_people_by_kind(world, name):
    key = world.person(name)
    expected = naive.answered(naive.on(world.acts, key))
    page = world.work.people.evidence(key, limit=1_000)
    assert [(one.post, one.people, one.acts, one.kinds) for one in page.posts] == expected
    assert page.total == len(expected)
    assert all(one.own == (one.author.person == key) for one in page.posts)


def test_pages_of_posts_are_the_whole_list_cut_in_pieces(world):
    key = world.person("Astrid")
    whole = world.work.people.evidence(key, limit=1_000).posts
    pieces = [world.work.people.evidence(key, limit=3, skip=at).posts for at in range(0, len(whole), 3)]
    assert tuple(one for piece in pieces for one in piece) == whole


@pytest.mark.parametrize("name", PEOPLE[:4])
def test_places_kinds_and_concentration_agree_with_counting(world, name):
    key = world.person(name)
    acts = naive.on(world.acts, key)
    people = world.work.people
    response, reach = people.responders(key), people.communities(key)
    assert (response.people, response.acts) == (len({one[1] for one in acts}), len(acts))
    assert [(one.kind, one.people, one.acts) for one in response.kinds] == naive.by(acts, 0)
    assert [(one.place.place, one.people, one.acts) for one in reach.places] == naive.by(acts, 6)
    assert response.half_from == naive.half_from(acts)
    said = {one[0]: one[3] for one in world.posts}
    assert (response.questions, response.askers) == naive.questions(acts, said)


@pytest.mark.parametrize("name", PEOPLE[:4])
def test_shares_need_eight_people_and_hold_their_interval(world, name):
    reach = world.work.people.communities(world.person(name))
    for one in (*reach.places, *reach.communities):
        assert one.share.n == reach.people
        if reach.people < FEW:
            assert one.share.value is None
        else:
            assert one.share.value == one.people / reach.people
            assert one.share.low <= one.share.value <= one.share.high


def test_everybody_who_acted_belongs_to_one_community(world):
    for name in PEOPLE[:4]:
        reach = world.work.people.communities(world.person(name))
        assert sum(one.people for one in reach.communities) == reach.people
        assert sum(one.own for one in reach.communities) <= 1
        assert all(one.people <= one.size for one in reach.communities)


def test_the_period_and_the_place_narrow_everything_alike(world):
    key = world.person("Astrid")
    scope = Scope(since=date(2025, 3, 1), until=date(2025, 8, 31), place="Hygiene")
    inside = naive.on(world.acts, key, datetime(2025, 3, 1), datetime(2025, 9, 1))
    stands = {one[0]: one[4] for one in world.posts}
    hygiene = [one for one in inside if stands[one[5] or one[4]].endswith("Hygiene")]
    page = world.work.people.evidence(key, scope, limit=1_000)
    assert [(one.post, one.people) for one in page.posts] == [row[:2] for row in naive.answered(hygiene)]
    assert world.work.people.responders(key, scope).acts == len(hygiene)
    assert world.work.people.responders(key).acts == len(naive.on(world.acts, key))
    assert world.work.people.responders(key, Scope(platform="table")).acts == len(naive.on(world.acts, key))
    assert world.work.people.responders(key, Scope(platform="slack")).acts == 0


@pytest.mark.parametrize("name", PEOPLE[:5])
def test_months_without_an_import_are_no_zeros(world, name):
    key = world.person(name)
    expected = naive.months(world.posts, world.acts, key, lambda post: post.partition(":")[0])
    found = world.work.people.timeline(key)
    assert [(one.month, one.posts, one.people, one.acts) for one in found.months] == expected
    assert any(one.posts is None for one in found.months)
    mine = [one[2] for one in world.posts if one[1] == key]
    assert (found.first, found.last) == (min(mine), max(mine))


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 2), (3, 6), (50, 50)])
def test_a_conversation_is_the_thread_around_the_post(world, before, after):
    for post in sorted(one[0] for one in world.posts)[::5]:
        found = world.work.people.conversation(post, before, after)
        keys, earlier, later = naive.around(world.posts, post, before, after)
        assert [one.post for one in found.posts] == keys
        assert (found.earlier, found.later) == (earlier, later)
        assert [one.post for one in found.posts if one.is_shown_for] == [post]


def test_a_conversation_tells_what_each_post_does_to_the_one_shown(world):
    answers = [one for one in world.acts if one[0] == "reply"]
    for _, _, _, _, post, onto, _ in answers[::4]:
        found = world.work.people.conversation(onto, 60, 60)
        assert next(one for one in found.posts if one.post == post).acts == ("reply",)
        people = {one[1] for one in answers if one[5] == onto}
        assert found.received["reply"] == len(people)


def test_a_post_that_is_not_there_is_named(world):
    with pytest.raises(UnknownNameError, match="table:Vakt/none"):
        world.work.people.conversation("table:Vakt/none")
    with pytest.raises(UnknownNameError):
        world.work.people.evidence(NOBODY)
