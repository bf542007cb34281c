"""A board gives the figures, places and order that the talk itself gives, in pages of any size."""

import pickle
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.leaders.boards import board_of, filled, large
from tests.talks import talk, talks

from luminary.domain import Access
from luminary.errors import NotEnoughDataError, UnknownNameError, UsageError
from luminary.leaders import (
    Board,
    Choice,
    Scope,
    View,
    all_measures,
    cut_page,
    keep_board,
    load_board,
    order_by,
    peers_of,
    taking_part,
)
from luminary.store import Lake, Ledger

ANSWERED = talk(
    [
        "Bo posts 2025-02-27 ward =b1",
        "Astrid posts 2025-03-01 ward =a1",
        "Citra -> Bo reply 2025-03-02 ward @b1",
        "Astrid -> Bo reply 2025-03-02 ward @b1",
        "Bo -> Astrid reply 2025-03-03 ward @a1",
    ]
)


@pytest.fixture
def lake(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield Lake(tmp_path / "lake", ledger)
    ledger.close()


def same(one, other):
    return one == other or (one != one and other != other)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(talks(), st.integers(1, 4))
def test_all_pages_together_are_the_order_that_the_measure_itself_gives(drawn, size):
    if not len(drawn.posts) and not len(drawn.acts):
        return
    board = board_of(drawn)
    for name in ("standing", "volume", "rising", "pagerank", "responders_per_month"):
        scores = all_measures()[name].of(drawn)
        order = order_by(scores, taking_part(drawn))
        expected = [
            (drawn.people[one], place + 1, order.low[place], order.high[place])
            for place, one in enumerate(order.people)
        ]
        pages = [
            cut_page(board, View(by=name, page=one + 1, size=size), name)
            for one in range(-(-len(expected) // size))
        ]
        leaders = [one for page in pages for one in page.leaders]
        assert [(one.person, one.rank, one.rank_low, one.rank_high) for one in leaders] == expected
        for one, row in zip(leaders, order.people, strict=True):
            assert one.measures[name] == scores.estimate(int(row), all_measures()[name])


def test_a_board_that_was_kept_is_the_same_board(lake):
    head, rows = filled(ANSWERED)
    keep_board(lake, "abc", head, rows)
    kept, fresh = load_board(lake, "abc"), Board(head, rows)
    for name in all_measures():
        choice = Choice(name)
        positions = range(len(fresh.order(choice).people))
        assert [dict(one.measures) for one in kept.leaders(kept.order(choice), positions)] == [
            dict(one.measures) for one in fresh.leaders(fresh.order(choice), positions)
        ]
    assert kept.head == head
    assert load_board(lake, "other") is None


def test_boards_stay_within_their_number_and_those_in_use_stay(lake, monkeypatch):
    import os

    from luminary.leaders import shelf

    monkeypatch.setattr(shelf, "KEPT", 2)
    head, rows = filled(ANSWERED)
    for number, key in enumerate(("one", "two")):
        keep_board(lake, key, head, rows)
        os.utime(lake.part("boards", key), (number, number))
    assert load_board(lake, "one") is not None  # now used later than "two"
    keep_board(lake, "three", head, rows)
    assert [load_board(lake, key) is not None for key in ("one", "two", "three")] == [True, False, True]
    lake.forget("boards")
    assert load_board(lake, "one") is None
    assert not list(lake.scratch().parents[2].glob("boards/**/*.parquet"))


def test_who_has_no_figure_stands_last_whichever_way_it_is_sorted():
    board = Board(*large(200))
    board.alphabet["sv"] = np.arange(200)
    for descending in (True, False):
        page = cut_page(
            board, View(by="influence", sort="followers", descending=descending, size=200), "influence"
        )
        found = [one.measures["followers"].value for one in page.leaders]
        known = [one for one in found if one is not None]
        assert found == sorted(known, reverse=descending) + [None] * (len(found) - len(known))
        assert None in found
    first = cut_page(board, View(by="influence", sort="name", language="sv", size=1), "influence").leaders[0]
    ranked = board.order(Choice("influence")).people
    assert first.person == board.people[min(ranked)]


def test_searching_changes_nobodys_place_and_forgives_accents():
    board = Board(*large(300))
    everybody = {one.person: one.rank for one in cut_page(board, View(size=300), "influence").leaders}
    found = cut_page(board, View(search="ASA 1", size=300), "influence", board.called_like("ASA 1"))
    assert 0 < found.total < found.ranked
    assert all(one.name.startswith("Åsa") and "1" in one.name for one in found.leaders)
    assert all(everybody[one.person] == one.rank for one in found.leaders)


def test_the_place_by_a_simple_ranking_stands_beside():
    board = board_of(ANSWERED)
    page = cut_page(board, View(by="responders", beside=("volume", "followers")), "responders")
    order = [board.people[one] for one in board.order(Choice("volume")).people]
    assert [one["volume"] for one in page.beside] == [order.index(one.person) + 1 for one in page.leaders]
    assert {one["followers"] for one in page.beside} == {None}


def test_kinds_are_ranked_apart_and_what_is_not_known_counts_as_a_person():
    board = board_of(ANSWERED, {0: "organisation", 1: "person"})
    names = {
        kind: {one.person for one in cut_page(board, View(by="volume", kind=kind), "volume").leaders}
        for kind in ("person", "organisation", "all")
    }
    assert names == {"person": {"Bo"}, "organisation": {"Astrid"}, "all": {"Astrid", "Bo"}}


def test_a_decision_takes_the_place_of_a_suggestion_and_leaves_the_board_it_was_put_over():
    board = board_of(ANSWERED)
    decided = board.decided(
        {("Bo", "kind"): "organisation", ("Bo", "tier"): "macro", ("Nobody", "kind"): "person"}
    )
    (bo,) = cut_page(decided, View(by="volume", kind="organisation"), "volume").leaders
    assert (bo.person, bo.kind.decided, bo.tier.value, bo.level.decided) == ("Bo", True, "macro", False)
    assert not cut_page(board, View(by="volume", kind="organisation"), "volume").leaders
    assert [one.person for one in cut_page(decided, View(by="volume"), "volume").leaders] == ["Astrid"]


def test_figures_look_like_any_mapping():
    leader = cut_page(board_of(ANSWERED), View(by="volume"), "volume").leaders[0]
    assert set(leader.measures) == set(all_measures())
    assert "golf" not in leader.measures
    assert repr(leader.measures).startswith("{'")
    assert pickle.loads(pickle.dumps(leader)) == leader


def test_influence_without_times_is_refused_and_never_replaced_unsaid():
    board = board_of(talk(["Astrid -> Bo tie", "Citra -> Bo tie"]))
    measure, notes = board.measure_for(None)
    assert measure.name == "standing"
    assert "no times" in notes[0]
    with pytest.raises(NotEnoughDataError, match="--by standing"):
        board.measure_for("influence")
    assert cut_page(board, View(), "standing").leaders[0].trend == ()


@pytest.mark.parametrize(
    "asked",
    [
        {"page": 0},
        {"size": 0},
        {"size": 1_001},
        {"kind": "cat"},
        {"sort": "shoe size"},
        {"beside": ("golf",)},
    ],
)
def test_a_page_that_cannot_be_is_refused(asked):
    with pytest.raises(UsageError):
        View(**asked)


def test_a_page_behind_the_last_is_empty_and_says_how_many_there_are():
    page = cut_page(board_of(ANSWERED), View(by="volume", page=9), "volume")
    assert (page.leaders, page.total, page.pages) == ((), 2, 1)


def test_a_scope_travels_as_plain_values_and_odd_ones_are_refused():
    asked = Scope("vård", date(2025, 1, 1), date(2025, 2, 1), "Ward", "zulip", Access.OPEN)
    assert Scope.from_params(asked.as_params()) == asked
    assert Scope().as_params() == {}
    for odd in (
        {"golf": 1},
        {"since": "soon"},
        {"access": "ajar"},
        {"since": "2025-02-01", "until": "2025-01-01"},
    ):
        with pytest.raises(UsageError):
            Scope.from_params(odd)


def test_fewer_than_eight_comparable_people_say_nothing():
    board = board_of(ANSWERED)
    peers = peers_of(board, 0, "volume")
    assert not peers.are_enough
    assert peers.told().startswith("Not enough to say: ")


def test_comparable_people_are_counted_as_a_naive_count_does():
    board = Board(*large(300))
    languages = (np.arange(300) % 2, ["sv", "fi"])
    row, posts = 17, board.scores("volume").value
    value = board.scores("standing").value
    expected = [
        value[one]
        for one in range(300)
        if one != row
        and one % 2 == row % 2
        and not np.isnan(value[one])
        and np.nan_to_num(posts[row]) / 2
        <= np.nan_to_num(posts[one])
        <= max(1, np.nan_to_num(posts[row]) * 2)
    ]
    peers = peers_of(board, row, "standing", languages)
    assert peers.n == len(expected)
    assert peers.quantiles[2] == pytest.approx(np.quantile(expected, 0.5))
    assert peers.below == pytest.approx(np.mean([one < value[row] for one in expected]))
    assert any("Swedish" in one or "Finnish" in one for one in peers.same)


def test_an_unknown_measure_is_named():
    with pytest.raises(UnknownNameError, match="influense"):
        board_of(ANSWERED).measure_for("influense")


def test_a_leader_can_be_changed_like_any_record():
    leader = cut_page(board_of(ANSWERED), View(by="volume"), "volume").leaders[0]
    assert replace(leader, name="x").name == "x"
