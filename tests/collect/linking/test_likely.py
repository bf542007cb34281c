"""Names and handles: rare ones beside a handle join, common ones and bare names do not."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.collect.linking.accounts import account, joined, search, verdicts

from luminary.collect.linking import Given
from luminary.collect.linking.handles import core_of
from luminary.collect.linking.names import Commonness, plain, read_name

X, BLUE = "x:/@torvaldbrekkmo", "bluesky:/@torvaldbrekkmo.bsky.social"


def two(name, other, first=X, second=BLUE, **more):
    return [account(first, name, **more), account(second, other, **more)]


@pytest.mark.parametrize(
    "other",
    ["Torvald Brekkmo", "Brekkmo, Torvald", "TORVALD BREKKMO", "Dr. Torvald Brekkmo 🇳🇴",
     "Torvald Brekkmo | lege", "Torvald Johan Brekkmo"],
)  # fmt: skip
def test_a_rare_name_with_its_handle_is_joined_however_it_is_written(tmp_path, other):
    assert joined(search(tmp_path, two("Torvald Brekkmo", other))) == {(BLUE, X)}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Åse Bjørkmo", "Aase Bjoerkmo"), ("Søren Ærøvik", "Soeren Aeroevik"), ("Päivi Ähtävä", "Paivi Ahtava")],
)  # fmt: skip
def test_letters_are_one_in_both_spellings(one, other):
    assert read_name(one) == read_name(other)


def test_a_name_alone_never_joins(tmp_path):
    found = search(
        tmp_path, two("Torvald Brekkmo", "Torvald Brekkmo", "x:/@nattugle", "bluesky:/@jerven.bsky.social")
    )
    assert not joined(found)
    assert "review" in verdicts(found).values()


@pytest.mark.parametrize(
    "name", ["Anna Andersson", "Lars Hansen", "Mette Nielsen", "Matti Korhonen", "Kari Olsen"]
)
def test_a_common_name_with_its_handle_is_not_joined(tmp_path, name):
    handle = plain(name.replace(" ", ""))
    people = two(name, name, f"x:/@{handle}", f"bluesky:/@{handle}.bsky.social")
    assert not joined(search(tmp_path, people))


def test_other_figures_behind_a_handle_made_of_the_name_are_no_reason_to_join(tmp_path):
    """Two people of one rare name choose the same handle, and whoever comes second another figure."""
    people = two(
        "Torvald Brekkmo",
        "Torvald Brekkmo",
        "x:/@torvald_brekkmo25",
        "bluesky:/@torvaldbrekkmo26.bsky.social",
    )
    found = search(tmp_path, people)
    assert not joined(found)
    assert "review" in verdicts(found).values()


def test_the_same_figures_behind_it_are_one(tmp_path):
    people = two(
        "Torvald Brekkmo",
        "Torvald Brekkmo",
        "x:/@torvald_brekkmo25",
        "bluesky:/@torvaldbrekkmo25.bsky.social",
    )
    assert joined(search(tmp_path, people))


def test_one_handle_under_two_names_is_not_joined(tmp_path):
    found = search(
        tmp_path, two("Torvald Brekkmo", "Citra Wulandari", "x:/@nattugle", "bluesky:/@nattugle.bsky.social")
    )
    assert not joined(found)


def test_namesakes_of_one_platform_are_asked_about(tmp_path):
    people = [*two("Torvald Brekkmo", "Torvald Brekkmo"), account("x:/@tbrekkmo", "Torvald Brekkmo")]
    assert not joined(search(tmp_path, people))


def test_what_was_rejected_is_left_out_and_what_was_undone_is_only_asked_about(tmp_path):
    people = two("Torvald Brekkmo", "Torvald Brekkmo")
    assert not search(tmp_path, people, given=Given(apart=[(BLUE, X)])).pairs
    again = search(tmp_path, people, given=Given(undone=frozenset([(BLUE, X)])))
    assert verdicts(again) == {(BLUE, X): "review"}


def test_the_order_of_accounts_does_not_matter(tmp_path):
    people = [
        *two("Torvald Brekkmo", "Torvald Brekkmo"),
        account("mastodon:/torvaldbrekkmo@vakt.example", "T. Brekkmo"),
        account("x:/@dagfinnoksendal", "Dagfinn Øksendal"),
        account("bluesky:/@dagfinnoksendal.bsky.social", "Øksendal, Dagfinn"),
        account("x:/@annaandersson", "Anna Andersson"),
        account("bluesky:/@annaandersson.bsky.social", "Anna Andersson"),
    ]
    expected = verdicts(search(tmp_path, people))
    for seed in range(3):
        random.Random(seed).shuffle(people)
        assert verdicts(search(tmp_path, people)) == expected


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_name_is_read_without_harm_and_the_same_twice(text):
    read = read_name(text)
    assert read is None or read_name(" ".join(read.parts)) in (read, None)
    assert isinstance(core_of(text), str)


def test_a_name_that_many_bear_weighs_less():
    crowd = [("x:", read_name("Torvald Brekkmo"))] * 50 + [("x:", read_name("Dagfinn Øksendal"))]
    common = Commonness(crowd)
    assert common.of(("torvald", "brekkmo")) > 10 * common.of(("dagfinn", "oksendal"))
