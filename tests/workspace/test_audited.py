"""Every change stands in the log, and one veil hides names wherever they could show."""

import re
from datetime import date, timedelta

import pytest
from tests.exports import post, table

from luminary import Workspace
from luminary.collect import Options
from luminary.domain import Subject
from luminary.errors import AccessError, FormatError, UnknownNameError, UsageError, WithheldError
from luminary.privacy import Purpose
from luminary.workspace import Question
from luminary.workspace.rights import Role

PEOPLE = ("Astrid", "Bo", "Citra")
ROWS = [
    *(post(n, "Astrid", f"2025-{n:02d}-10", "Hei fra vakta", thread=f"t{n}") for n in range(1, 13)),
    *(post(100 + n, "Bo", f"2025-{n:02d}-11", "Takk", thread=f"t{n}", reply_to=n) for n in range(1, 13)),
    *(post(200 + n, "Citra", f"2025-{n:02d}-12", "Bra", thread=f"t{n}", reply_to=n) for n in range(1, 9)),
    {**post(99, "Astrid", "no day"), "text": "Astrid skriver"},
]


@pytest.fixture(params=["sqlite", "postgresql"])
def work(request, tmp_path, monkeypatch):
    if request.param == "postgresql":
        monkeypatch.setenv("LUMINARY_LEDGER", request.getfixturevalue("postgres_url"))
    with Workspace.open(tmp_path / "w", create=True) as opened:
        opened.collect.run(table(tmp_path / "a.csv", ROWS), options=Options(place="Vakt"))
        yield opened


@pytest.fixture
def olav(work):
    return work.members.add("olav", "Olav", Role.PSEUDONYMOUS)


def _actions(work, since):
    return [one.action for one in reversed(work.audit.entries(work.audit.count() - since))]


def _change_everything(work, tmp_path):
    """Call every verb that changes something, with the action each must write."""
    person = work.people.find("Bo")
    work.people.decide(person, "level", "writer", why="writes every week")
    work.people.undecide(person, "level")
    work.people.agree(person)
    work.people.withdraw(person)
    work.listening.add(Subject("vakt", ("vakta",)))
    work.listening.remove("vakt")
    work.leaders.use_tier_preset("five steps")
    work.change_purpose(Purpose(language="nb"))
    work.collect.run(
        table(tmp_path / "b.csv", [post(900, "Dag", "2025-05-05")]), options=Options(place="Vakt")
    )
    with pytest.raises(FormatError):
        work.collect.run(tmp_path / "b.csv", format="zulip-archive")
    work.report.write(tmp_path / "report.html")


def test_every_change_is_written_down_in_the_name_of_who_acts(work, tmp_path):
    since = work.audit.count()
    work.actor = "astrid"
    _change_everything(work, tmp_path)
    assert _actions(work, since) == [
        "person.decide", "person.undecide", "person.agree", "person.withdraw", "subject.add",
        "subject.remove", "tiers.choose", "purpose.set", "import.run", "import.run", "report.write",
    ]  # fmt: skip
    assert {one.who for one in work.audit.entries(since)} == {"astrid"}
    assert work.audit.verify().intact
    landed = next(one for one in work.audit.entries(action="import.run", limit=9) if "kept" in one.detail)
    assert (landed.detail["source"], landed.detail["kept"]) == ("b.csv", 1)
    failed = work.audit.entries(action="import.run", limit=1)[0]
    assert "kept" not in failed.detail
    assert failed.detail["failed"]


def test_a_fresh_workspace_says_who_made_it(work):
    first = work.audit.entries(work.audit.count())[-1]
    assert (first.action, first.detail["profile"]) == ("purpose.set", "evaluation")
    assert first.who.startswith("cli:")


def test_every_decision_and_its_taking_back_stay_on_record(work):
    person = work.people.find("Bo")
    work.people.decide(person, "level", "writer", by="Eva", why="writes")
    work.people.decide(person, "level", "celebrity", by="Dag")
    assert work.people.undecide(person, "level", by="Eva", why="too early")
    assert not work.people.undecide(person, "level")
    rows = sorted(work.ledger.rows("decision_log", person=person), key=lambda row: row["at"])
    assert [(row["before"], row["value"], row["by"], row["why"]) for row in rows] == [
        (None, "writer", "Eva", "writes"),
        ("writer", "celebrity", "Dag", ""),
        ("celebrity", None, "Eva", "too early"),
    ]
    assert work.ledger.rows("decisions") == []


def test_a_decision_that_is_refused_leaves_no_trace(work):
    since = work.audit.count()
    with pytest.raises(UsageError):
        work.people.decide(work.people.find("Bo"), "level", "guru")
    assert (work.audit.count(), work.ledger.rows("decision_log")) == (since, [])


def _everything_shown(work, tmp_path):
    """What this reader gets to see, wherever names could show."""
    ranking = work.leaders.rank(Question(kind="all"))
    work.report.write(tmp_path / "seen.html")
    shown = [
        ranking.leaders,
        ranking.notes,
        work.people.everyone(),
        list(work.collect.rejects()),
        work.leaders.leader(ranking.leaders[0].person),
    ]
    return repr(shown) + (tmp_path / "seen.html").read_text("utf-8")


def test_a_reader_without_names_sees_numbers_and_nothing_that_leads_to_a_name(work, olav, tmp_path):
    work.act_for(olav)
    shown = _everything_shown(work, tmp_path)
    assert not re.search(rf"\b({'|'.join((*PEOPLE, 'skriver', 'vakta'))})\b", shown)
    assert len(set(re.findall(r"OL-\d{4}", shown))) == 3
    with pytest.raises(WithheldError):
        work.people.conflicts()
    assert any("your role sees numbers" in note for note in work.leaders.rank().notes)


@pytest.mark.parametrize("asked", ["Astrid", "astrid", "Astri", "OL-99999999"])
def test_a_reader_without_names_cannot_ask_by_name_nor_guess_one(work, olav, asked):
    work.act_for(olav)
    with pytest.raises(UnknownNameError) as refused:
        work.leaders.leader(asked)
    assert "Bo" not in str(refused.value)
    assert "did you mean" not in str(refused.value)


def test_the_key_of_a_hidden_person_opens_nothing(work, olav):
    key = work.people.find("Astrid")
    work.act_for(olav)
    with pytest.raises(UnknownNameError):
        work.leaders.leader(key)


def test_a_name_is_revealed_for_a_reason_to_that_reader_only(work, olav):
    rune = work.members.add("rune", "Rune", Role.PSEUDONYMOUS)
    work.act_for(olav)
    number = work.leaders.rank().leaders[0].person
    with pytest.raises(UsageError, match="reason"):
        work.people.reveal(number, "  ")
    assert work.audit.count(action="person.reveal") == 0
    key = work.people.reveal(number, "invite to the panel")
    first = work.leaders.rank().leaders[0]
    assert (first.name, first.person, first.named) == ("Astrid", key, True)
    assert work.leaders.leader("Astrid").name == work.leaders.leader(number).name == "Astrid"
    work.act_for(rune)
    assert work.leaders.rank().leaders[0].person == number
    work.reader = None
    entry = work.audit.entries(action="person.reveal")[0]
    assert (entry.who, entry.about, entry.detail["why"]) == ("olav", key, "invite to the panel")


def test_who_sees_names_or_has_no_role_has_nothing_to_reveal(work):
    viewer = work.members.add("maja", "Maja", Role.VIEWER)
    key = work.people.find("Astrid")
    with pytest.raises(AccessError):
        work.people.reveal(key, "curiosity")
    work.act_for(viewer)
    with pytest.raises(AccessError):
        work.people.reveal(key, "curiosity")


def test_employer_and_role_hide_with_the_same_numbers_and_both_must_allow_a_name(work, olav):
    end = date.today() + timedelta(days=30)
    work.change_purpose(Purpose("employer", "experts", "agreement", "Eva", end))
    first = work.leaders.rank().leaders[0]
    assert not first.named
    assert work.leaders.leader(first.person).person == first.person
    with pytest.raises(WithheldError, match="agree"):
        work.leaders.leader("Astrid")
    work.act_for(olav)
    assert work.leaders.rank().leaders[0].person == first.person
    with pytest.raises(WithheldError, match="agree"):
        work.people.reveal(first.person, "invite to the panel")
    work.reader = None
    work.people.agree(work.people.find("Astrid"))
    assert work.leaders.rank().leaders[0].name == "Astrid"
    work.act_for(olav)
    assert not work.leaders.rank().leaders[0].named
    work.people.reveal(first.person, "invite to the panel")
    assert work.leaders.rank().leaders[0].name == "Astrid"


def test_the_log_names_nobody_whose_name_is_withheld(work):
    key = work.people.find("Astrid")
    work.people.decide(key, "level", "writer", why="Astrid writes")
    work.people.agree(work.people.find("Bo"))
    end = date.today() + timedelta(days=30)
    work.change_purpose(Purpose("employer", "experts", "agreement", "Eva", end))
    decided, agreed = (
        work.audit.entries(action="person.decide")[0],
        work.audit.entries(action="person.agree")[0],
    )
    assert re.fullmatch(r"OL-\d{4}", decided.about)
    assert decided.detail == {}
    assert agreed.about == work.people.find("Bo")


def test_the_place_in_a_list_does_not_tell_a_hidden_name(work, olav):
    work.act_for(olav)
    shown = [one.name for one in work.people.everyone()]
    assert shown == sorted(shown)


def test_a_number_in_a_file_begins_no_duty_and_names_no_recipient(work):
    work.change_purpose(Purpose("employer", "experts", "consent", "HR", date.today() + timedelta(days=300)))
    person = work.people.find("Astrid")
    work.people.agree(person, by="HR")
    work.audit.exported("connections", 2, people=[work.veil.alias(work.people.find("Bo")), person])
    assert [row["person"] for row in work.ledger.rows("notice_duties")] == [person]
    assert [row["people"] for row in work.ledger.rows("disclosures")] == [f'["{person}"]']
