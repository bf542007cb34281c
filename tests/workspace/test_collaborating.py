"""Collaborations that posts show: disclosed, to be looked at, of one's own accord; and what the rules say."""

from __future__ import annotations

from datetime import date

import pytest
from tests.exports import post, table, workspace

from luminary import Workspace
from luminary.collect import Provenance
from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.listening.promotions import KnownBrand
from luminary.privacy import Purpose
from luminary.workspace.sighting import Openness

POSTS = [
    post(1, "Tuva Lindqvist", "2025-03-01", "Reklam för Fjällskor: min tur i regnet."),
    post(2, "Tuva Lindqvist", "2025-04-01", "Mina Fjällskor håller fortfarande tätt, säger jag bara."),
    post(3, "Tuva Lindqvist", "2025-02-01", "Såg ett par Fjällskor i ett skyltfönster."),
    post(
        4,
        "Eivind Moen",
        "2025-03-05",
        "Jeg gikk over vidda i går med ny lykt. Bruk koden EIVIND20 hos nordkraft.example, så får dere "
        "rabatt",
    ),
    post(5, "Eivind Moen", "2025-03-06", "Fin tur i dag, sola skinte over hele vidda."),
    post(
        6, "Sanna Koskela", "2025-03-07", "Ostin Nordkraftin termospullon omilla rahoilla, Nordkraft kestää."
    ),
    post(7, "Sanna Koskela", "2025-03-08", "Jag ogillar reklam på bio och annonser i tidningen."),
    post(8, "Karl <b>Berg</b>", "2025-03-09", "Inte reklam! Men använd koden KARL15 på Ullspinn"),
]


@pytest.fixture
def work(tmp_path):
    work = workspace(tmp_path / "work", table(tmp_path / "posts.csv", POSTS))
    with work:
        work.collaborations.add_brand(KnownBrand("Nordkraft", ("@nordkraft_no",)))
        yield work


def by_post(found):
    return {int(one.post.rsplit("/", 1)[1]): one for one in found.rows}


def test_each_post_is_as_open_as_its_words(work):
    found = by_post(work.collaborations.sightings())
    assert {number: one.openness.value for number, one in found.items()} == {
        1: "disclosed",
        2: "suspected",
        4: "suspected",
        6: "own_initiative",
        8: "suspected",
    }


def test_a_brand_named_before_it_was_ever_disclosed_is_not_suspected(work):
    assert 3 not in by_post(work.collaborations.sightings())


def test_a_suspicion_tells_what_was_seen_and_what_else_may_explain_it(work):
    found = by_post(work.collaborations.sightings(openness=Openness.SUSPECTED))
    assert str(found[2].why) == (
        "Fjällskor is named without a word, and the same person disclosed Fjällskor on 2025-03-01"
    )
    assert "denies" in str(found[8].why)
    assert all(one.harmless for one in found.values())


def test_a_suspicion_is_never_more_than_something_to_look_at(work):
    for one in work.collaborations.sightings(openness=Openness.SUSPECTED).rows:
        assert one.judged is not None
        assert one.judged.verdict == "REVIEW"
        assert not one.judged.declared


def test_a_disclosed_post_is_judged_at_its_word_and_says_so(work):
    judged = by_post(work.collaborations.sightings())[1].judged
    assert (judged.country, judged.verdict, judged.connection, judged.declared) == (
        "SE",
        "PASS",
        "paid",
        False,
    )


def test_a_connection_on_record_is_what_posts_are_judged_by(work):
    work.collaborations.declare("Eivind Moen", "Nordkraft", "paid", since=date(2025, 3, 1))
    judged = by_post(work.collaborations.sightings())[4].judged
    assert (judged.verdict, judged.declared, judged.country) == ("FAIL", True, "NO")


def test_a_connection_does_not_reach_back_before_its_first_day(work):
    work.collaborations.declare("Eivind Moen", "Nordkraft", "paid", since=date(2025, 3, 6))
    assert by_post(work.collaborations.sightings())[4].judged.verdict == "REVIEW"


def test_the_country_of_the_audience_may_be_said(work):
    assert by_post(work.collaborations.sightings(country="DK"))[1].judged.country == "DK"
    with pytest.raises(UnknownNameError, match="there is no rule pack for 'XX'"):
        work.collaborations.sightings(country="XX")


def test_a_history_adds_up_to_the_sightings(work):
    history = work.collaborations.history("Tuva Lindqvist")
    (brand,) = history.brands
    assert (brand.brand, brand.disclosed, brand.suspected, brand.own_initiative) == ("Fjällskor", 1, 1, 0)
    assert history.load.value is None
    assert history.review == 1


def test_what_one_looks_for_can_be_narrowed(work):
    assert set(by_post(work.collaborations.sightings("Eivind Moen"))) == {4}
    assert set(by_post(work.collaborations.sightings(brand="fjällskor"))) == {1, 2}
    assert set(by_post(work.collaborations.sightings(since=date(2025, 3, 7), until=date(2025, 3, 7)))) == {6}
    page = work.collaborations.sightings(limit=2, skip=1)
    assert (len(page.rows), page.total) == (2, 5)


def test_a_brand_that_is_no_longer_looked_for_is_no_longer_found(work):
    work.collaborations.remove_brand("Nordkraft")
    assert 6 not in by_post(work.collaborations.sightings())
    with pytest.raises(UnknownNameError):
        work.collaborations.remove_brand("Nordkraft")


def test_posts_of_a_later_import_are_found_too(work, tmp_path):
    work.collaborations.sightings()
    more = [post(20, "Eivind Moen", "2025-05-01", "Annonse for Nordkraft: ny lykt")]
    work.collect.run(table(tmp_path / "more.csv", more))
    assert work.collaborations.sightings(openness=Openness.DISCLOSED).total == 2


@pytest.mark.parametrize(
    ("connection", "days"),
    [("friendly", {}), ("unknown", {}), ("paid", {"since": date(2025, 2, 2), "until": date(2025, 2, 1)})],
)
def test_a_connection_that_cannot_be_is_refused(work, connection, days):
    with pytest.raises(UsageError):
        work.collaborations.declare("Eivind Moen", "Nordkraft", connection, **days)
    assert work.collaborations.connections() == []


def test_what_is_declared_is_logged_and_listed(work):
    work.collaborations.declare("Eivind Moen", "Nordkraft", "gift", note="avtale 12")
    (one,) = work.collaborations.connections("Eivind Moen")
    assert (one.brand, one.connection, one.note) == ("Nordkraft", "gift", "avtale 12")
    assert work.audit.entries(1)[0].action == "connection.declare"


def test_of_a_hidden_person_neither_post_nor_words_are_told(tmp_path):
    purpose = Purpose("employer", "find experts", "legitimate interest", "HR", date(2099, 1, 1))
    with Workspace.init(tmp_path / "inside", purpose) as work:
        work.collect.run(table(tmp_path / "posts.csv", POSTS))
        rows = work.collaborations.sightings().rows
        assert rows
        for one in rows:
            assert (one.post, one.text, one.words, one.link) == (None, None, None, None)
            assert one.who.name.startswith("OL-")


def test_nothing_is_told_about_somebody_who_objected(work):
    work.personal.object(work.people.find("Tuva Lindqvist"), why="asked by mail")
    with pytest.raises(WithheldError):
        work.collaborations.history("Tuva Lindqvist")
    assert all(one.who.name != "Tuva Lindqvist" for one in work.collaborations.sightings().rows)


def test_who_objected_to_marketing_leaves_files_but_may_be_looked_at(work):
    work.personal.object(work.people.find("Tuva Lindqvist"), "marketing", why="asked by mail")
    assert "Tuva Lindqvist" in {one.who.name for one in work.collaborations.sightings().rows}
    assert "Tuva Lindqvist" not in {one.who.name for one in work.collaborations.sightings(leaves=True).rows}


def test_posts_whose_terms_forbid_figures_are_left_out_and_it_is_said(tmp_path):
    source = table(tmp_path / "posts.csv", POSTS)
    with Workspace.open(tmp_path / "w", create=True) as work:
        work.collect.run(source, provenance=Provenance(terms="youtube/api_key"))
        found = work.collaborations.sightings()
        assert found.rows == ()
        assert any("youtube" in note for note in found.notes)
