"""The acceptance tests of the privacy rules, on a workspace with people in it."""

import json
from datetime import date, datetime, timedelta

import pytest
from tests.exports import post, table

from luminary import Workspace
from luminary.collect import Options
from luminary.errors import AccessError, WithheldError
from luminary.leaders import View
from luminary.privacy import Purpose
from luminary.privacy.documents import PUBLIC_NOTICE
from luminary.workspace.exporting import Form

END = date.today() + timedelta(days=300)
PEOPLE = ("Astrid", "Bo", "Citra", "Dag", "Eva")


def talk(said=None):
    """A year in which everybody answers Astrid, with one text of one's own for some."""
    said = dict(said or {})
    rows = [
        post(month, "Astrid", f"2025-{month:02d}-01", "Hei", thread=f"t{month}") for month in range(1, 13)
    ]
    number = 100
    for month in range(1, 13):
        for who in PEOPLE[1:]:
            number += 1
            text = said.pop(who, "Takk")
            rows.append(post(number, who, f"2025-{month:02d}-09", text, thread=f"t{month}", reply_to=month))
    rows.append(post(999, "Astrid", "2025-12-20", said.pop("Astrid", "God jul"), thread="t12"))
    return rows


@pytest.fixture
def make(tmp_path):
    opened = []

    def made(profile="company", said=None):
        purpose = Purpose(profile, "a course", "consent", "Siri Dahl", END)
        work = Workspace.init(tmp_path / "w", Purpose() if profile == "evaluation" else purpose)
        opened.append(work)
        work.collect.run(table(tmp_path / "talk.csv", talk(said)), options=Options(place="Vakt"))
        return work

    yield made
    for one in opened:
        one.close()


def names(work):
    return [one.name for one in work.leaders.rank().leaders]


def late(work):
    """Let two months pass since every duty began."""
    then = datetime(2020, 1, 1)
    for row in work.ledger.rows("notice_duties"):
        work.ledger.change("notice_duties", {"person": row["person"]}, seen=then, due=then)


def test_a_person_whose_notice_is_overdue_leaves_rankings_and_exports_and_stands_on_the_list(make):
    work = make()
    made = work.shortlists.add("Kurs")
    work.shortlists.put_person(made.shortlist, "Astrid")
    assert "Astrid" in names(work)
    late(work)
    assert "Astrid" not in names(work)
    exported = work.leaders.board().export(View(), Form.JSON).data
    assert "Astrid" not in {row["name"] for row in json.loads(exported)}
    assert any("notice is overdue" in note for note in work.leaders.rank().notes)
    assert [one.name for one in work.duties.notices(overdue=True)] == ["Astrid"]
    work.duties.tell("Astrid", "letter", language="nb")
    assert "Astrid" in names(work)


def test_whoever_leaves_in_a_file_must_be_told_and_the_file_says_until_when(make):
    work = make()
    rows = json.loads(work.leaders.board().export(View(), Form.JSON).data)
    assert any("have to be told" in note for note in rows[0]["notes"])
    assert {one.name for one in work.duties.notices()} == {row["name"] for row in rows}


def test_a_ranking_of_everybody_does_not_fall_silent_where_a_public_notice_is_on_record(make):
    work = make()
    before = names(work)
    work.leaders.board().export(View(), Form.JSON)
    late(work)
    assert names(work) != before
    work.duties.record("public_notice", dict.fromkeys(PUBLIC_NOTICE, "x"), END)
    assert names(work) == before


def test_looking_begins_no_duty(make):
    work = make()
    work.leaders.rank()
    work.people.portrait("Astrid")
    assert not work.duties.notices()


def test_somebody_who_may_be_a_minor_never_appears_until_a_human_has_looked(make):
    work = make(said={"Bo": "Jag är 15 år och undrar"})
    assert "Bo" not in names(work)
    assert "Bo" not in repr(work.network.picture().nodes)
    assert b"Bo" not in work.leaders.board().export(View(), Form.CSV).data
    (one,) = work.duties.review()
    assert one.name == "Bo"
    work.duties.decide_minor("Bo", "cleared", "a doctor who quoted a patient")
    assert "Bo" in names(work)


def test_only_the_kind_of_sign_is_kept(make):
    work = make(said={"Bo": "Jag är 15 år och undrar"})
    work.leaders.rank()
    kept = repr([*work.ledger.rows("suspicions"), *work.ledger.rows("audit")])
    assert "undrar" not in kept


@pytest.mark.parametrize("profile", ["company", "pharma", "evaluation"])
def test_what_somebody_says_of_her_health_stands_in_no_quote_and_no_figure(make, profile):
    plain, ill = "God jul", "Jag har MS sedan i våras"
    work = make(profile, {"Astrid": ill})
    shown = work.people.portrait("Astrid")
    assert ill not in repr(shown)
    assert ill not in repr(work.people.conversation(_post(work, ill)).posts)
    assert "health" in repr(work.people.conversation(_post(work, ill)).posts)
    assert plain not in repr(shown)
    ledger = repr([row for name in ("decisions", "notes", "suspicions") for row in work.ledger.rows(name)])
    assert "health" not in ledger


def _post(work, text):
    work.people.ready()
    return work.engine.rows("SELECT post FROM posts WHERE text = ?", [text])[0][0]


def test_it_is_shown_after_somebody_decided_so_for_a_reason(make):
    ill = "Jag har MS sedan i våras"
    work = make(said={"Astrid": ill})
    work.duties.show_sensitive("Astrid", "she speaks for the patients' association")
    assert ill in repr(work.people.conversation(_post(work, ill)).posts)
    assert work.audit.entries(1)[0].action == "person.show_sensitive"
    assert work.duties.hide_sensitive("Astrid")
    assert ill not in repr(work.people.conversation(_post(work, ill)).posts)


def test_in_pharma_no_reason_puts_health_beside_a_person(make):
    work = make("pharma")
    with pytest.raises(WithheldError, match="pharma"):
        work.duties.show_sensitive("Astrid", "useful")


def test_a_program_alone_moves_nobody_on(make):
    work = make()
    made = work.shortlists.add("Kurs")
    work.shortlists.put_person(made.shortlist, "Astrid")
    version = work.shortlists.version_of(made.shortlist, "Astrid")
    work.unattended = True
    with pytest.raises(AccessError, match="no program"):
        work.shortlists.set_stage(made.shortlist, "Astrid", "chosen", version=version)
    work.unattended = False
    work.shortlists.set_stage(made.shortlist, "Astrid", "chosen", version=version, why="knows the field")
    assert [one.text for one in work.shortlists.comments(made.shortlist)] == ["knows the field"]


@pytest.mark.parametrize("language", ["sv", "nb", "da", "fi", "en"])
def test_why_am_i_on_this_list_is_written_for_every_exported_person(make, language):
    work = make()
    rows = json.loads(work.leaders.board().export(View(), Form.JSON).data)
    for row in rows:
        letter = work.duties.letter(row["person"], language)
        assert row["name"] in letter.text()
        assert "Siri Dahl" in letter.text()
        assert letter.version.startswith(language)
        assert "{" not in letter.text()


def test_letters_for_everybody_who_waits_are_named_by_numbers_and_escape_what_was_imported(make, tmp_path):
    work = make()
    work.ledger.change("workspace", {"id": "this"}, purpose="<script>alert(1)</script>{name}")
    made = work.shortlists.add("Kurs")
    work.shortlists.put_people(made.shortlist, ["Astrid", "Bo"])
    assert work.duties.write_letters(tmp_path / "letters", "sv") == 2
    files = sorted((tmp_path / "letters").iterdir())
    assert len(files) == 4
    assert all(file.name.startswith("OL-") for file in files)
    page = next(file for file in files if file.suffix == ".html").read_text("utf-8")
    assert "<script" not in page
    assert "{name}" in page


def test_what_is_missing_is_said_with_the_way_out(make):
    work = make()
    told = {one.what: str(one.told) for one in work.duties.open()}
    assert {"lia", "dpia", "public_notice"} <= set(told)
    assert all("luminary privacy" in one for one in told.values())


def test_every_change_of_a_duty_stands_in_the_log(make):
    work = make()
    work.duties.add_processor("mastodon", "Helse Social", "terms")
    work.duties.record("public_notice", dict.fromkeys(PUBLIC_NOTICE, "x"))
    work.duties.tell("Astrid", "e-mail")
    assert {"processor.add", "privacy.document", "person.notice"} <= set(work.audit.actions())


def test_the_registers_name_nobody_who_is_hidden(make):
    work = make("employer", {"Bo": "Jag är 15 år"})
    number = work.leaders.rank().leaders[0].person
    made = work.shortlists.add("Kurs")
    work.shortlists.put_person(made.shortlist, number)
    shown = repr([*work.duties.notices(), *work.duties.review(None), *work.duties.status()])
    assert number in shown
    assert not any(name in shown for name in PEOPLE)
    assert work.duties.write_letters(work.path / "letters") == 0
    work.duties.tell(number, "in person")
    assert work.duties.notices()[0].duty.sent is not None
