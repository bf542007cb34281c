"""The page on which an organisation sees what it owes to the people in the data."""

from datetime import date, timedelta

from tests.web.cast import words

from luminary.privacy import Purpose
from luminary.privacy.documents import LIA, QUESTIONS
from luminary.workspace import Workspace

END = date.today() + timedelta(days=300)


def company(folder):
    with Workspace.open(folder) as work:
        work.change_purpose(Purpose("company", "a course", "legitimate interest", "Siri Dahl", END))


def test_an_evaluation_has_no_duties(visit):
    assert "has no duties" in words(visit("astrid").text("/privacy"))


def test_every_missing_duty_is_named_with_its_way_out(folder, visit):
    company(folder)
    page = words(visit("astrid").text("/privacy"))
    for told in ("balancing of interests is not on record", "ten questions", "no public notice"):
        assert told in page


def test_a_form_that_is_filled_in_is_in_order(folder, visit):
    company(folder)
    owner = visit("astrid")
    filled = {name: f"<b>{name}</b>" for name in LIA}
    answer = owner.post("/privacy/document", {"kind": "lia", **filled}, follow_redirects=False)
    assert answer.status_code == 303
    page = owner.text("/privacy")
    assert "Balancing of interests is on record" in words(page)
    assert "<b>interest</b>" not in page


def test_a_form_with_holes_says_which(folder, visit):
    company(folder)
    answer = visit("astrid").post("/privacy/document", {"kind": "lia", "interest": "x"})
    assert answer.status_code == 422
    assert "safeguards" in words(answer.text)


def test_two_criteria_lock_people_until_the_number_is_on_record(folder, visit):
    company(folder)
    owner, answers = visit("astrid"), dict.fromkeys(QUESTIONS, "no") | {"scoring": "yes", "scale": "yes"}
    owner.post("/privacy/dpia", answers)
    assert "locked" in words(owner.text("/privacy"))
    assert "no impact assessment is on record" in words(owner.get("/leaders").text)
    owner.post("/privacy/dpia", {**answers, "number": "DPIA 7"})
    assert "no impact assessment" not in words(owner.get("/leaders").text)


def test_somebody_on_a_shortlist_is_told_and_the_register_says_how(folder, visit):
    company(folder)
    with Workspace.open(folder) as work:
        made, person = work.shortlists.add("Kurs"), work.leaders.rank().leaders[0].person
        work.shortlists.put_person(made.shortlist, person)
    owner = visit("astrid")
    letter = owner.get("/privacy/letter", params={"person": person, "language": "da"})
    assert letter.headers["content-type"].startswith("text/plain")
    assert "Datatilsynet" in letter.text
    owner.post("/privacy/notices", {"person": person, "channel": "letter", "language": "da"})
    assert "da-2026-1" in words(owner.text("/privacy"))


def test_the_register_of_processors_is_kept(folder, visit):
    company(folder)
    owner = visit("astrid")
    owner.post("/privacy/processors", {"connector": "mastodon", "name": "Helse Social", "contract": "terms"})
    page = owner.text("/privacy")
    assert "Helse Social" in page
    with Workspace.open(folder) as work:
        (one,) = work.duties.processors()
    owner.post("/privacy/processors/remove", {"processor": one.processor})
    assert "Helse Social" not in owner.text("/privacy")


def test_only_owners_see_the_page(visit):
    assert visit("jonas").get("/privacy").status_code == 403
