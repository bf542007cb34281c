"""Notes and decisions: kept with who and when, undone only by those who may, hidden with the person."""

import pytest
from tests.exports import post, table, workspace

from luminary.errors import AccessError, UnknownNameError, UsageError, WithheldError
from luminary.privacy import Purpose
from luminary.workspace import Workspace
from luminary.workspace.member import Member
from luminary.workspace.rights import Role

ASTRID = Member("m1", "astrid", "Astrid Lund", Role.OWNER)
BO = Member("m2", "bo", "Bo Ek", Role.EDITOR)
CITRA = Member("m3", "citra", "Citra Holm", Role.EDITOR)
DAG = Member("m4", "dag", "Dag Ness", Role.PSEUDONYMOUS)


@pytest.fixture
def work(tmp_path):
    rows = [
        post(1, "Eva", "2025-03-01", "Hvem tar vakten, Frode?", thread="t"),
        post(2, "Frode", "2025-03-02", "Eva, det gjør jeg.", thread="t", reply_to=1),
        post(3, "Gunvor", "2025-03-03", "Takk!", thread="t", reply_to=1),
    ]
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", rows)) as opened:
        yield opened


def test_notes_stand_newest_first_with_who_wrote_them(work):
    work.act_for(BO)
    work.people.add_note("Eva", "Snakket med henne.")
    work.act_for(ASTRID)
    work.people.add_note("Eva", "Hun vil gjerne.\n\nRing igjen.")
    assert [(one.by, one.text) for one in work.people.notes("Eva")] == [
        ("astrid", "Hun vil gjerne.\n\nRing igjen."),
        ("bo", "Snakket med henne."),
    ]
    assert work.people.notes("Frode") == []


@pytest.mark.parametrize("text", ["", " \n\t", "\u202e\u200b", "x" * 4_001])
def test_a_note_that_says_nothing_or_never_ends_is_refused(work, text):
    with pytest.raises(UsageError):
        work.people.add_note("Eva", text)
    assert work.people.notes("Eva") == []


def test_hostile_marks_leave_a_note_and_markup_stays_text(work):
    note = work.people.add_note("Eva", "<script>x</script>\u202e\x1b[31m gro\x00d")
    assert note.text == "<script>x</script>[31m grod"


def test_only_the_writer_or_an_owner_removes_a_note(work):
    work.act_for(BO)
    note = work.people.add_note("Eva", "Min").note
    work.act_for(CITRA)
    assert [one.mine for one in work.people.notes("Eva")] == [False]
    with pytest.raises(AccessError, match="bo"):
        work.people.remove_note(note)
    work.act_for(ASTRID)
    work.people.remove_note(note)
    assert work.people.notes("Eva") == []
    with pytest.raises(UnknownNameError):
        work.people.remove_note(note)


def test_every_note_and_its_removal_is_in_the_log(work):
    work.act_for(BO)
    note = work.people.add_note("Eva", "Hemmelig").note
    work.people.remove_note(note)
    log = work.audit.entries()[:2]
    assert [(one.action, one.who) for one in log] == [("note.remove", "bo"), ("note.add", "bo")]
    assert "Hemmelig" not in repr(log)


def test_decisions_tell_who_why_what_was_before_and_what_holds(work):
    key = work.people.find("Eva")
    work.act_for(BO)
    work.people.decide(key, "level", "writer", why="skriver hver uke")
    work.act_for(CITRA)
    work.people.decide(key, "level", "celebrity", why="kjent fra radio")
    work.people.decide(key, "kind", "person")
    work.people.undecide(key, "kind", why="tok feil")
    told = [
        (one.what, one.value, one.before, one.by, one.why, one.holds) for one in work.people.decisions(key)
    ]
    assert told == [
        ("kind", None, "person", "citra", "tok feil", False),
        ("kind", "person", None, "citra", "", False),
        ("level", "celebrity", "writer", "citra", "kjent fra radio", True),
        ("level", "writer", None, "bo", "skriver hver uke", False),
    ]


def test_a_decision_from_before_there_was_a_log_is_told_too(work):
    key = work.people.find("Eva")
    work.ledger.put(
        "decisions", person=key, what="tier", value="macro", decided_by="astrid", why="", at=work.ledger.now()
    )
    assert [(one.value, one.by, one.holds) for one in work.people.decisions(key)] == [
        ("macro", "astrid", True)
    ]


def test_who_does_not_see_names_learns_figures_by_number_and_nothing_else(work):
    key = work.people.find("Eva")
    work.people.add_note(key, "Eva er flink")
    work.people.decide(key, "kind", "person", why="Eva sa det")
    number = work.veil.alias(key)
    work.act_for(DAG)
    people = work.people
    (answered,) = people.evidence(number).posts
    assert (answered.people, answered.post, answered.text, answered.link) == (2, None, None, None)
    told = [
        people.evidence(number), people.responders(number), people.communities(number),
        people.timeline(number), people.profile(number), people.notes(number), people.decisions(number),
        people.notice(number),
    ]  # fmt: skip
    assert not any(name in repr(told) for name in ("Eva", "Frode", "Gunvor"))
    with pytest.raises(UnknownNameError):
        people.evidence("Eva")
    with pytest.raises(UnknownNameError):
        people.profile(key)
    with pytest.raises(WithheldError):
        people.conversation("table:Vakt/1")


def test_a_revealed_person_is_shown_but_not_those_around_her(work):
    key = work.people.find("Eva")
    number = work.veil.alias(key)
    work.act_for(DAG)
    work.people.reveal(number, "skal invitere henne")
    profile = work.people.profile(number)
    assert (profile.name, profile.named) == ("Eva", True)
    (own,) = work.people.evidence(number).posts
    assert own.text == "Hvem tar vakten, Frode?"
    shown = work.people.conversation(own.post)
    assert [one.author.named for one in shown.posts] == [True, False, False]
    assert [one.text for one in shown.posts[1:]] == [None, None]
    assert "Frode" not in repr(shown.posts[1:])


def test_under_employer_nobody_asks_by_name_before_agreeing(tmp_path):
    from datetime import date

    rows = [post(1, "Eva", "2025-03-01", thread="t"), post(2, "Bo", "2025-03-02", thread="t", reply_to=1)]
    purpose = Purpose("employer", "find experts", "agreement", "Siri Dahl", date(2099, 1, 1))
    Workspace.init(tmp_path / "w", purpose).close()
    with workspace(tmp_path / "w") as opened:
        opened.collect.run(table(tmp_path / "a.csv", rows))
        with pytest.raises(WithheldError, match="agree"):
            opened.people.evidence("Eva")
        opened.people.agree(opened.people.find("Eva"))
        assert opened.people.evidence("Eva").posts[0].author.name == "Eva"
