"""Shortlists: nothing that anybody did is lost, and exactly one thing is taken back."""

import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exports import post, table, workspace
from tests.naive.shortlists import can_play, played, without

from luminary.errors import ConflictError, UnknownNameError, UsageError, WithheldError
from luminary.privacy import Purpose
from luminary.workspace import Workspace
from luminary.workspace.history import STAGES
from luminary.workspace.member import Member
from luminary.workspace.rights import Role

PEOPLE = ("Astrid Lund", "Bo Ek", "Citra Dahl", "Dag Moe", "Eero Virta", "Frida Å")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small(tmp_path_factory.mktemp("lists"))


def small(made):
    """A workspace in which everybody said one thing."""
    rows = [post(number, who, "2025-03-01", thread="t") for number, who in enumerate(PEOPLE, 1)]
    workspace(made / "work", table(made / "posts.csv", rows)).close()
    return made / "work"


@pytest.fixture
def work(folder):
    with Workspace.open(folder) as opened:
        yield opened


@pytest.fixture
def key(work):
    """The key of a person by name."""
    return work.people.find


def as_member(work, name, role=Role.EDITOR):
    work.ledger.put("members", member=f"m-{name}", login=name, name=name.title(), role=role.value,
                    active=True, made=work.ledger.now())  # fmt: skip
    work.act_for(Member(f"m-{name}", name, name.title(), role))


def person(found, key):
    return next(one for one in found.people if one.person == key)


def test_a_list_has_a_name_people_stages_and_comments(work, key):
    made = work.shortlists.add("  Spring\u202e  2026 ", "Who could open the autumn course?")
    assert (made.name, made.size, made.version) == ("Spring 2026", 0, 1)
    work.shortlists.put_people(made.shortlist, ["Bo Ek", key("Astrid Lund"), "bo ek"])
    found = work.shortlists.get(made.shortlist)
    assert [(one.name, one.stage) for one in found.people] == [("Astrid Lund", "idea"), ("Bo Ek", "idea")]
    astrid = found.people[0]
    work.shortlists.set_stage(made.shortlist, astrid.person, "declined", version=astrid.version)
    work.shortlists.comment(made.shortlist, "Has no time\nbefore June.", astrid.person)
    work.shortlists.comment(made.shortlist, "Decide on Monday.")
    found = work.shortlists.get(made.shortlist)
    assert [(one.name, one.stage, one.comments) for one in found.people] == [
        ("Bo Ek", "idea", 0),
        ("Astrid Lund", "declined", 1),
    ]
    assert found.comments == 1 and found.stages["declined"] == 1 and tuple(found.stages) == tuple(STAGES)
    assert [one.text for one in work.shortlists.comments(made.shortlist)] == [
        "Decide on Monday.",
        "Has no time\nbefore June.",
    ]
    listed = next(one for one in work.shortlists.list() if one.shortlist == made.shortlist)
    assert (listed.size, listed.stages, listed.comments) == (2, found.stages, 1)


def test_who_saw_an_older_version_changes_nothing_and_is_told_what_happened(work, key):
    made, bo = work.shortlists.add("Two at once").shortlist, key("Bo Ek")
    work.shortlists.put_person(made, bo)
    seen = person(work.shortlists.get(made), bo).version
    as_member(work, "signe")
    work.shortlists.set_stage(made, bo, "contacted", version=seen)
    as_member(work, "tove")
    with pytest.raises(ConflictError, match="signe set Bo Ek from idea to contacted") as caught:
        work.shortlists.set_stage(made, bo, "dropped", version=seen)
    assert len(caught.value.theirs) == 1 and caught.value.exit_code == 1
    assert person(work.shortlists.get(made), bo).stage == "contacted"
    assert work.audit.entries(1)[0].action == "shortlist.stage"


def test_changes_of_two_people_or_of_the_list_do_not_disturb_each_other(work, key):
    made = work.shortlists.add("Side by side").shortlist
    work.shortlists.put_people(made, ["Bo Ek", "Dag Moe"])
    seen = work.shortlists.get(made)
    work.shortlists.rename(made, "Side by side, really", version=seen.version)
    for one in seen.people:
        assert work.shortlists.set_stage(made, one.person, "checking", version=one.version)
    assert {one.stage for one in work.shortlists.get(made).people} == {"checking"}


def test_somebody_taken_off_and_put_there_again_is_not_the_row_that_was_seen(work, key):
    made, bo = work.shortlists.add("Off and on").shortlist, key("Bo Ek")
    work.shortlists.put_person(made, bo)
    seen = person(work.shortlists.get(made), bo).version
    work.shortlists.remove_person(made, bo, version=seen)
    with pytest.raises(UnknownNameError, match="Bo Ek is not on this list"):
        work.shortlists.set_stage(made, bo, "chosen", version=seen)
    work.shortlists.put_person(made, bo)
    with pytest.raises(ConflictError, match="put Bo Ek on the list"):
        work.shortlists.set_stage(made, bo, "chosen", version=seen)


def test_saying_what_is_so_already_changes_nothing(work):
    made = work.shortlists.add("Twice").shortlist
    assert work.shortlists.put_person(made, "Bo Ek")
    assert work.shortlists.put_person(made, "Bo Ek") is None
    one = work.shortlists.get(made).people[0]
    assert work.shortlists.set_stage(made, one.person, "idea", version=one.version) is None
    assert work.shortlists.archive(made, False, version=1) is None
    assert len(work.shortlists.history(made)) == 2


def test_owners_are_members(work):
    as_member(work, "signe")
    made = work.shortlists.add("Owned")
    assert (made.owner, made.owner_name) == ("m-signe", "Signe")
    with pytest.raises(UnknownNameError, match="nobody-here"):
        work.shortlists.set_owner(made.shortlist, "nobody-here", version=1)
    work.shortlists.set_owner(made.shortlist, None, version=1)
    assert work.shortlists.get(made.shortlist).owner is None
    work.shortlists.put_person(made.shortlist, "Bo Ek")
    one = work.shortlists.get(made.shortlist).people[0]
    change = work.shortlists.set_person_owner(made.shortlist, one.person, "signe", version=one.version)
    assert change.told == "let Signe take care of Bo Ek"


def test_a_change_is_taken_back_alone_and_that_can_be_taken_back(work, key):
    made, bo = work.shortlists.add("Undone").shortlist, key("Bo Ek")
    work.shortlists.put_people(made, ["Bo Ek", "Dag Moe"])
    change = work.shortlists.set_stage(
        made, bo, "chosen", version=person(work.shortlists.get(made), bo).version
    )
    work.shortlists.rename(made, "Undone later", version=1)
    taken = work.shortlists.undo(made, change.change)
    assert (taken.undoes, taken.told) == (
        change.number,
        "set Bo Ek from chosen to idea (taking back change 4)",
    )
    found = work.shortlists.get(made)
    assert (found.name, person(found, bo).stage) == ("Undone later", "idea")
    with pytest.raises(UsageError, match="taken back already"):
        work.shortlists.undo(made, change.change)
    work.shortlists.undo(made, taken.change)
    assert person(work.shortlists.get(made), bo).stage == "chosen"
    shown = {one.number: (one.undone, one.can_undo) for one in work.shortlists.history(made)}
    assert shown[4] == (False, True) and shown[6] == (True, False) and shown[1] == (False, False)


def test_what_something_later_stands_on_is_not_taken_back(work, key):
    made, bo = work.shortlists.add("Stands").shortlist, key("Bo Ek")
    put = work.shortlists.put_person(made, bo)
    stage = work.shortlists.set_stage(
        made, bo, "checking", version=person(work.shortlists.get(made), bo).version
    )
    with pytest.raises(ConflictError, match="set Bo Ek from idea to checking"):
        work.shortlists.undo(made, put.change)
    gone = work.shortlists.remove_person(made, bo, version=person(work.shortlists.get(made), bo).version)
    with pytest.raises(ConflictError, match="took Bo Ek off the list"):
        work.shortlists.undo(made, stage.change)
    work.shortlists.undo(made, gone.change)
    assert person(work.shortlists.get(made), bo).stage == "checking"
    work.shortlists.undo(made, stage.change)
    work.shortlists.undo(made, put.change)
    assert work.shortlists.get(made).people == ()


def test_the_making_of_a_list_and_what_never_was_cannot_be_taken_back(work):
    made = work.shortlists.add("Made").shortlist
    with pytest.raises(UsageError, match="put the list away"):
        work.shortlists.undo(made, work.shortlists.history(made)[0].change)
    with pytest.raises(UnknownNameError):
        work.shortlists.undo(made, "nothing")
    with pytest.raises(UnknownNameError):
        work.shortlists.get("nothing")


def test_lists_are_found_by_name_and_nothing_is_guessed(work):
    one, two = work.shortlists.add("Twins").shortlist, work.shortlists.add("twins").shortlist
    with pytest.raises(UnknownNameError, match=one):
        work.shortlists.find("TWINS")
    assert work.shortlists.find(two) == two
    work.shortlists.archive(two, version=1)
    assert two in {one.shortlist for one in work.shortlists.list(archived=True)}
    with pytest.raises(UnknownNameError, match="Twins"):
        work.shortlists.find("Twinz")


def test_empty_and_endless_texts_are_refused(work):
    made = work.shortlists.add("Texts").shortlist
    for text in ("", " \u202e ", "x" * 10_000):
        with pytest.raises(UsageError):
            work.shortlists.comment(made, text)
        with pytest.raises(UsageError):
            work.shortlists.add(text)
    with pytest.raises(UnknownNameError, match="no stage is named 'maybe'"):
        work.shortlists.set_stage(made, "Bo Ek", "maybe", version=1)


def test_a_person_nobody_knows_is_put_nowhere_nor_is_anybody_else(work):
    made = work.shortlists.add("Unknown").shortlist
    with pytest.raises(UnknownNameError):
        work.shortlists.put_people(made, ["Bo Ek", "Nobody Here"])
    assert work.shortlists.get(made).people == ()


def test_a_reader_without_names_sees_numbers_and_no_word_that_could_name(work, key):
    made = work.shortlists.add("Behind the veil").shortlist
    work.shortlists.put_person(made, "Bo Ek")
    work.shortlists.comment(made, "Bo is great", "Bo Ek")
    work.shortlists.comment(made, "Bo first")
    as_member(work, "nils", Role.PSEUDONYMOUS)
    found, told = work.shortlists.get(made), work.shortlists.history(made)
    comments = work.shortlists.comments(made)
    (one,) = found.people
    assert one.person == one.name == work.veil.alias(key_of(work, "Bo Ek")) and not one.named
    assert [comment.text for comment in comments] == [None, None]
    assert "Bo" not in repr((found.people, told, comments))
    work.people.reveal(one.person, "to write to them")
    assert [comment.text for comment in work.shortlists.comments(made)] == [None, "Bo is great"]


def key_of(work, name):
    return str(work.engine.scalar("SELECT person FROM people WHERE name = ?", [name]))


def test_under_the_profile_employer_a_list_is_kept_by_numbers(tmp_path):
    folder = small(tmp_path)
    purpose = Purpose("employer", "a course", "consent", "Eva", date.today() + timedelta(90))
    with Workspace.init(folder, purpose) as work:
        made = work.shortlists.add("Course").shortlist
        with pytest.raises(WithheldError):
            work.shortlists.put_person(made, "Bo Ek")
        alias = work.veil.alias(work.people.find("Bo Ek"))
        put = work.shortlists.put_person(made, alias)
        assert put.told == f"put {alias} on the list as idea"
        one = work.shortlists.get(made).people[0]
        work.shortlists.set_stage(made, alias, "chosen", version=one.version)
        assert "Bo" not in repr((work.shortlists.get(made), work.shortlists.history(made)))


WORDS = st.tuples(
    st.sampled_from(["put", "off", "stage", "comment", "about", "undo"]), st.integers(0, 10_000)
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=4, max_size=25))
def test_after_any_changes_and_undoings_a_list_is_what_its_history_says(work, words):
    made = work.shortlists.add("Any").shortlist
    keys = [work.people.find(name) for name in PEOPLE[:2]]
    for what, chance in words:
        _any_change(work, made, keys, what, random.Random(chance))
    rows = work.shortlists._book.history(made)
    truth, found = played(rows), work.shortlists.get(made)
    assert (found.name, found.about, found.owner) == ("Any", truth["list"]["about"], truth["list"]["owner"])
    assert {one.person: one.stage for one in found.people} == {
        one: cells["stage"] for one, cells in truth["people"].items()
    }
    assert {one.comment for one in work.shortlists.comments(made)} == set(truth["said"])
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))


def _any_change(work, made, keys, what, drawn):
    lists, one = work.shortlists, drawn.choice(keys)
    there = {row.person: row.version for row in lists.get(made).people}
    if what == "put":
        assert (lists.put_person(made, one) is None) == (one in there)
    elif what == "off":
        lists.remove_person(made, one, version=there.get(one, 0))
    elif what == "stage" and one in there:
        lists.set_stage(made, one, drawn.choice(["idea", "chosen", "agreed"]), version=there[one])
    elif what == "comment" and one in there:
        lists.comment(made, "so", one)
    elif what == "about":
        lists.describe(made, drawn.choice(["", "a", "b"]), version=lists.get(made).version)
    elif what == "undo":
        _any_undo(lists, made, drawn)


def _any_undo(lists, made, drawn):
    """Taking back works exactly when the plain model can do without the change."""
    rows = lists._book.history(made)
    row = drawn.choice(rows)
    shown = next(one for one in lists.history(made) if one.change == row["change"])
    possible = row["what"] != "made" and not shown.undone and _does_without(rows, row)
    assert shown.can_undo == possible
    if possible:
        lists.undo(made, row["change"])
    else:
        with pytest.raises((ConflictError, UsageError)):
            lists.undo(made, row["change"])


def _does_without(rows, row):
    return can_play(without(rows, row["change"]))


def test_several_members_change_one_list_at_once_and_no_change_is_lost(tmp_path, ledger_url, monkeypatch):
    monkeypatch.setenv("LUMINARY_LEDGER", ledger_url)
    folder = small(tmp_path)
    with Workspace.open(folder) as first:
        made = first.shortlists.add("All at once").shortlist
        keys = [first.people.find(name) for name in PEOPLE]
        first.shortlists.put_people(made, keys[:2])
        start, done = threading.Barrier(3), []
        with ThreadPoolExecutor(3) as pool:
            for one in [pool.submit(_at_work, folder, made, keys, seed, start, done) for seed in range(3)]:
                one.result(120)
        rows = first.shortlists._book.history(made)
        found, truth = first.shortlists.get(made), played(rows)
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert {row["change"] for row in rows[3:]} == set(done) and len(done) == len(set(done)) > 20
    assert {one.person: one.stage for one in found.people} == {
        one: cells["stage"] for one, cells in truth["people"].items()
    }
    for row in rows:  # nobody wrote over what they had not seen
        if row["what"] == "stage" and not row["undoes"]:
            assert json.loads(row["before"]) != json.loads(row["after"])


def _at_work(folder, made, keys, seed, start, done):
    drawn = random.Random(seed)
    with Workspace.open(folder) as work:
        work.actor = f"member{seed}"
        start.wait()
        for _ in range(12):
            _one_change(work.shortlists, made, drawn.choice(keys), drawn, done)


def _one_change(lists, made, one, drawn, done):
    """Change something as it was seen a moment ago; when that is no longer so, look again."""
    while True:
        seen = {row.person: row for row in lists.get(made).people}
        try:
            if one not in seen:
                change = lists.put_person(made, one)
            elif drawn.random() < 0.2:
                change = lists.remove_person(made, one, version=seen[one].version)
            else:
                others = [stage for stage in STAGES if stage != seen[one].stage]
                change = lists.set_stage(made, one, drawn.choice(others), version=seen[one].version)
        except (ConflictError, UnknownNameError):
            continue
        if change is not None:
            done.append(change.change)
            return


def test_who_does_not_want_to_be_contacted_is_put_on_no_list_written_to_by_nobody_and_in_no_file(work, key):
    made, bo, dag = work.shortlists.add("Quiet"), key("Bo Ek"), key("Dag Moe")
    work.shortlists.put_people(made.shortlist, [bo])
    for one in (bo, dag):
        work.personal.object(one, "marketing")
    version = work.shortlists.version_of(made.shortlist, bo)
    with pytest.raises(WithheldError, match="1 person objected"):
        work.shortlists.set_stage(made.shortlist, bo, "contacted", version=version)
    with pytest.raises(WithheldError, match="1 person objected"):
        work.shortlists.put_people(made.shortlist, [key("Eero Virta"), dag])
    assert work.shortlists.set_stage(made.shortlist, bo, "dropped", version=version)
    assert [one.person for one in work.shortlists.get(made.shortlist).people] == [bo]
    assert not work.shortlists.get(made.shortlist, leaves=True).people
    assert work.audit.entries(action="shortlist.export")[0].detail["rows"] == 0
    for one in (bo, dag):
        work.personal.withdraw_objection(one)
    assert [one.person for one in work.shortlists.get(made.shortlist, leaves=True).people] == [bo]
    assert work.ledger.newest("disclosures", by="number", limit=1)[0]["people"] == json.dumps([bo])
