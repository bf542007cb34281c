"""What was wrong about a person is corrected, with a source, and everything after it holds the correction."""

import pytest
from tests.exports import workspace
from tests.workspace.leftovers import leftovers
from tests.workspace.test_erasing import WHO, talk

from luminary.errors import UnknownNameError, UsageError


@pytest.fixture
def work(tmp_path):
    with workspace(tmp_path / "w", talk(tmp_path / "talk.csv")) as opened:
        yield opened


def test_a_corrected_name_stands_in_the_next_ranking_with_the_same_figures(work):
    person = work.people.find(WHO)
    before = {one.person: one.measures["influence"].value for one in work.leaders.rank().leaders}
    made = work.personal.correct(person, "name", "Solveig Tveit", "https://fjord.example/om")
    assert (made.before, made.value) == (WHO, "Solveig Tveit")
    assert "Solveig Tveit" in [one.name for one in work.leaders.rank().leaders]
    assert {one.person: one.measures["influence"].value for one in work.leaders.rank().leaders} == before
    assert work.people.find("Solveig Tveit") == person


def test_a_corrected_role_is_shown_and_the_log_tells_of_it(work):
    person = work.people.find(WHO)
    work.personal.correct(person, "role", "overlege", "letter")
    assert work.people.profile(person).role == "overlege"
    told = work.audit.entries(1, action="person.correct")[0]
    assert told.detail == {"field": "role", "before": None, "value": "overlege", "source": "letter"}
    assert [one.value for one in work.personal.corrections(person)] == ["overlege"]


def test_a_corrected_employer_takes_the_place_of_the_one_before(work):
    person = work.people.find(WHO)
    work.personal.correct(person, "employer", "Havn", "letter")
    assert work.personal.correct(person, "employer", "Fjord", "letter").before == "Havn"
    kept = work.ledger.rows("credentials", person=person, kind="employer")
    assert [row["value"] for row in kept] == ["Fjord"]


@pytest.mark.parametrize(("field", "value", "source"), [("name", " ", "x"), ("role", "x", "")])
def test_a_correction_needs_value_and_source(work, field, value, source):
    with pytest.raises(UsageError, match="where that stands"):
        work.personal.correct(work.people.find(WHO), field, value, source)


def test_an_unknown_field_is_refused(work):
    with pytest.raises(UnknownNameError):
        work.personal.correct(work.people.find(WHO), "age", "44", "x")


def test_corrections_go_with_the_person(work):
    person = work.people.find(WHO)
    for field in ("name", "role", "employer"):
        work.personal.correct(person, field, f"Hemmelig {field}", "https://fjord.example/om")
    work.personal.erase(person, "letter")
    work.close()
    assert leftovers(work.path, "Hemmelig", "Tveitnes") == []
