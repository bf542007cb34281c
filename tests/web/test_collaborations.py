"""The page of collaborations: what posts tell of brands, declared connections, brands to look for."""

from __future__ import annotations

import pytest
from tests.exports import post, table
from tests.web.cast import words

from luminary.collect import Options
from luminary.workspace import Workspace

POSTS = [
    post(1, "Tuva Lindqvist", "2025-03-01", "Reklam för Fjällskor: min tur i regnet."),
    post(2, "Eivind Moen", "2025-03-05", "Bruk koden EIVIND20 hos nordkraft.example, så får dere rabatt"),
    post(3, "<script>alert(1)</script>", "2025-03-06", "Reklam för <b>Ullspinn</b>: varmt"),
]


@pytest.fixture
def told(folder, tmp_path):
    """The workspace with posts that tell of brands, looked through."""
    with Workspace.open(folder) as work:
        work.collect.run(table(tmp_path / "posts.csv", POSTS), options=Options("Vakt"))
        work.collaborations.fill()
    return folder


def test_until_posts_are_looked_through_the_page_says_so_and_asks_for_it(folder, visit):
    page = visit("maja").text("/collaborations")
    assert "being looked through" in words(page)
    with Workspace.open(folder) as work:
        assert "promotions" in {job.kind for job in work.jobs.list()}


def test_what_posts_tell_is_shown_with_words_and_verdict(told, visit):
    page = visit("maja").text("/collaborations")
    for shown in (
        "Fjällskor",
        "Reklam för",
        "Sweden: likely enough",
        "to be looked at",
        "a person decides",
        "Not legal advice",
    ):
        assert shown in words(page)
    assert "<script>alert" not in page
    assert "<b>Ullspinn" not in page


def test_the_choice_narrows_what_is_shown(told, visit):
    page = words(visit("maja").text("/collaborations?openness=suspected"))
    assert "nordkraft.example" in page
    assert "Fjällskor" not in page
    assert visit("maja").get("/collaborations?openness=odd").status_code == 404
    assert visit("maja").get("/collaborations?country=XX").status_code == 404


def test_a_connection_put_on_record_changes_the_verdict(told, visit):
    editor = visit("jonas")
    with Workspace.open(told) as work:
        person = work.people.find("Eivind Moen")
    form = {"person": person, "brand": "Nordkraft", "connection": "paid", "since": "2025-01-01"}
    answer = editor.post("/collaborations/declare", form)
    assert answer.status_code == 303
    page = words(editor.text(answer.headers["location"]))
    assert "connection on record: paid" in page
    assert "likely not enough" in page
    assert editor.post("/collaborations/declare", form | {"connection": "odd"}).status_code == 422
    assert editor.post("/collaborations/declare", form | {"since": "soon"}).status_code == 422


def test_brands_are_kept_and_removed_by_editors_only(told, visit):
    assert visit("maja").post("/collaborations/brands", {"name": "Nordkraft"}).status_code == 403
    editor = visit("jonas")
    kept = editor.post("/collaborations/brands", {"name": "Nordkraft", "also": "@nordkraft, NK"})
    assert kept.status_code == 303
    assert editor.post("/collaborations/brands", {"name": "🙂"}).status_code == 422
    assert "@nordkraft" in words(editor.text("/collaborations"))
    editor.post("/collaborations/brands/remove", {"name": "Nordkraft"})
    assert "@nordkraft" not in words(editor.text("/collaborations"))


def test_whoever_may_not_see_names_sees_numbers_and_no_words(told, visit):
    page = visit("olav").text("/collaborations")
    for secret in ("Tuva", "Eivind", "EIVIND20", "min tur i regnet"):
        assert secret not in page
    assert "OL-" in page
