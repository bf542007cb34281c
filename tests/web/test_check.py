"""The page that checks a post, the rules as pages, and the same for programs."""

import html

import pytest

from luminary.web.app import API

POST = {"country": "DK", "connection": "paid", "advertiser": "Nordkraft, Havblå", "channel": "instagram"}


def test_a_draft_is_judged_without_scripts_and_says_rule_source_and_way_out(visit):
    told = html.unescape(visit("maja").post("/check", {**POST, "text": "Elsker det! #ad"}).text)
    assert "Likely not enough in Denmark" in told
    assert "<mark>#ad</mark>" in told
    assert "Reklame for Nordkraft og Havblå" in told
    assert "fine of DKK 60,000" in told
    assert "bt.dk" in told
    assert "illegal" not in told.lower()


def test_what_is_typed_stays_in_the_form_and_nowhere_else(visit, folder):
    secret = "Et udkast som ingen må se"
    told = visit("maja").post("/check", {**POST, "text": secret, "flags": ["minors"]}).text
    assert secret in told
    assert 'value="minors" checked' in told
    kept = [one for one in folder.rglob("*") if one.is_file() and secret.encode() in one.read_bytes()]
    assert kept == []


def test_markup_in_a_draft_is_shown_and_never_run(visit):
    told = visit("maja").post("/check", {**POST, "text": "<script>alert(1)</script> reklame #ad"}).text
    assert "<script>alert" not in told
    assert "&lt;script&gt;" in told


def test_frames_of_a_story_are_parted_by_dashes(visit):
    told = visit("maja").post(
        "/check", {**POST, "kind": "story", "text": "Reklame for Nordkraft og Havblå\n---\nSe her"}
    )
    assert "a frame of the story has no label" in told.text
    assert "<mark>Se her</mark>" in told.text


def test_a_value_that_does_not_fit_is_told_beside_the_form(visit):
    answer = visit("maja").post("/check", {**POST, "text": "x", "connection": "friend"})
    assert answer.status_code == 422
    assert "connection is &#39;friend&#39;" in answer.text


def test_the_rules_stand_on_a_page_with_sources_and_say_that_nobody_reviewed_them(visit):
    assert "/check/packs/SE" in visit("maja").get("/check/packs").text
    told = html.unescape(visit("maja").get("/check/packs/NO").text)
    for part in ("Not legal advice.", "not reviewed by a lawyer yet", "Forbrukertilsynet", "from 1 Jul 2022"):
        assert part in told
    assert visit("maja").get("/check/packs/XX").status_code == 404


def test_a_program_gets_the_verdict_with_the_places_of_the_words(visit):
    visitor = visit("maja")
    from luminary.web.secure import masked

    headers = {"x-csrf": masked(visitor.csrf)}
    post = {"country": "SE", "text": "Ny jacka #ad", "connection": "paid", "advertiser": ["Ek"], "id": "p1"}
    told = visitor.client.post(f"{API}/disclosure", json=post, headers=headers).json()
    assert (told["id"], told["verdict"], told["codes"]) == ("p1", "FAIL", ["WEAK_WORD"])
    assert told["words"] == [{"part": "text", "start": 9, "end": 12}]
    wrong = visitor.client.post(f"{API}/disclosure", json={"country": "SE", "txt": "x"}, headers=headers)
    assert wrong.status_code == 400
    assert "'text' is missing" in wrong.json()["message"]


@pytest.mark.parametrize("path", ["/disclosure/packs", "/disclosure/packs/SE"])
def test_programs_read_the_rules(visit, path):
    assert visit("maja").get(API + path).status_code == 200
