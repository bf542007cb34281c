"""The pages and the API with which an owner gives people their rights."""

import pytest
from tests.web.cast import words

from luminary.workspace import Workspace

API = "/api/v1/rights"


@pytest.fixture
def someone(folder):
    with Workspace.open(folder) as work:
        person = work.people.find("Eero Virta")
        return person, "Eero Virta"


def test_the_page_shows_what_would_go_and_changes_nothing(visit, folder, someone):
    person, name = someone
    page = visit("astrid").text(f"/rights?person={name}")
    assert "posts" in words(page)
    assert person in words(page)
    with Workspace.open(folder) as work:
        assert work.personal.erasures() == []


def test_an_objection_is_recorded_and_taken_back(visit, folder, someone):
    person, name = someone
    owner = visit("astrid")
    asked = {"person": name, "do": "object", "scope": "profiling", "why": "letter"}
    assert owner.post("/rights", asked, follow_redirects=False).status_code == 303
    with Workspace.open(folder) as work:
        assert [one.scope for one in work.personal.objections(person)] == ["profiling"]
    assert "being ranked" in words(owner.text(f"/rights?person={name}"))
    for path in (f"/person/{person}", f"/api/v1/people/{person}", f"/api/v1/people/{person}/evidence"):
        refused = owner.get(path)
        assert refused.status_code == 403
        assert "1 person objected" in words(refused.text)
    owner.post("/rights", {"person": name, "do": "unobject", "scope": "profiling"})
    with Workspace.open(folder) as work:
        assert work.personal.objections(person) == []


@pytest.mark.parametrize(
    ("name", "media"), [("person.json", "application/json"), ("person.html", "text/html")]
)
def test_what_is_held_is_handed_over_and_the_log_tells(visit, folder, someone, name, media):
    person, _ = someone
    answer = visit("astrid").get(f"/rights/{name}", params={"person": person, "language": "nb"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    with Workspace.open(folder) as work:
        assert work.audit.entries(1, action="person.export")[0].about == person


def test_nobody_is_erased_without_the_key_typed(visit, folder, someone):
    person, name = someone
    owner = visit("astrid")
    asked = {"person": person, "do": "erase", "why": "letter", "typed": name}
    assert owner.post("/rights", asked, follow_redirects=False).status_code == 422
    with Workspace.open(folder) as work:
        assert work.personal.erasures() == []


def test_who_is_erased_is_not_seen_from_that_moment_on(visit, folder, someone):
    person, name = someone
    owner = visit("astrid")
    asked = {"person": person, "do": "erase", "why": "letter", "typed": person}
    assert owner.post("/rights", asked, follow_redirects=False).status_code == 303
    assert "letter" in words(owner.text("/rights"))
    with Workspace.open(folder) as work:
        assert [one.state for one in work.personal.erasures()] == ["done"]
        assert name not in [one.name for one in work.people.everyone()]


def test_the_api_does_the_same(visit, folder, someone):
    person, name = someone
    client = visit("astrid")

    def send(method, path, **more):
        from luminary.web.secure import masked

        return client.client.request(method, API + path, headers={"x-csrf": masked(client.csrf)}, **more)

    assert send("GET", f"/file?person={name}").json()["person"] == person
    assert send("GET", f"/preview?person={name}").json()["person"] == person
    assert send("POST", f"/objections?person={name}", json={"scope": "marketing"}).status_code == 200
    assert send("GET", "/objections").json()["total"] == 1
    assert send("DELETE", f"/objections?person={name}").status_code == 200
    corrected = {"field": "role", "value": "lege", "source": "letter"}
    assert send("POST", f"/corrections?person={name}", json=corrected).json()["value"] == "lege"
    wrong = {"key": name, "why": "letter"}
    assert send("POST", f"/erasures?person={name}", json=wrong).status_code == 422
    assert send("POST", f"/erasures?person={name}", json={"key": person, "why": "letter"}).status_code == 200
    assert send("GET", "/erasures").json()["total"] == 1
