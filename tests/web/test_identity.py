"""The page that asks whether accounts are one person's."""

from __future__ import annotations

import pytest
from tests.workspace.test_identity import ANNA, BLUE, OTHER_ANNA, ROWS, X, written

from luminary.collect import Options
from luminary.workspace import Workspace


@pytest.fixture
def two(folder, tmp_path):
    """The forum, and people on two platforms beside it."""
    hostile = {**ROWS[2], "id": 99, "author_name": "<b>Anna</b> Andersson"}
    with Workspace.open(folder) as work:
        work.collect.run(written(tmp_path / "posts.csv", [*ROWS, hostile]), options=Options("team"))
        work.identity.suggest()
    return folder


def test_the_queue_shows_both_sides_and_the_evidence(two, visit):
    page = visit("jonas").get("/identity")
    assert page.status_code == 200
    assert "bluesky:team/@annaandersson.bsky.social" in page.text
    assert "<b>Anna" not in page.text
    assert "the same handle, made of the name" in page.text


def test_a_decision_holds_and_can_be_taken_back_on_the_page(two, visit):
    editor = visit("jonas")
    done = editor.post("/identity/accept", data={"one": ANNA, "other": OTHER_ANNA, "why": "one photo"})
    assert done.status_code == 303
    with Workspace.open(two) as work:
        assert work.people.find(ANNA) == work.people.find(OTHER_ANNA)
        number = work.identity.history()[0].number
    assert editor.post("/identity/undo", data={"number": str(number)}).status_code == 303
    with Workspace.open(two) as work:
        assert work.people.find(ANNA) != work.people.find(OTHER_ANNA)


def test_a_persons_page_tells_why_her_accounts_are_hers(two, visit):
    page = visit("maja").get(f"/person/{BLUE.replace('/', '%2F')}")
    assert page.status_code == 200
    assert "joined automatically" in page.text
    assert X in page.text


def test_who_sees_no_names_is_not_asked(two, visit):
    assert visit("olav").get("/identity").status_code == 403


def test_readers_decide_nothing(two, visit):
    data = {"one": ANNA, "other": OTHER_ANNA}
    assert visit("maja").post("/identity/accept", data=data).status_code == 403
