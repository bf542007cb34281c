"""One person behind several accounts: joined, explained, parted, and all of it taken back without a trace."""

from __future__ import annotations

import csv
from datetime import date, datetime

import pytest
from tests.exports import workspace

from luminary.errors import ConflictError, UsageError, WithheldError
from luminary.privacy import Because, Notices, ObjectionList, Purpose, Suspicions

_DAY = "2025-03-{:02d}T08:00:00Z"


def said(number, platform, handle, name, text="Hei", reply_to=""):
    return {
        "id": number, "platform": platform, "author_handle": handle, "author_name": name,
        "created_at": _DAY.format(1 + number % 27), "text": text, "place": f"{platform} wall",
        "reply_to": reply_to, "thread": f"{platform} t",
    }  # fmt: skip


ROWS = (
    said(1, "x", "torvaldbrekkmo", "Torvald Brekkmo"),
    said(2, "bluesky", "torvaldbrekkmo.bsky.social", "Torvald Brekkmo"),
    said(3, "x", "annaandersson", "Anna Andersson"),
    said(4, "bluesky", "annaandersson.bsky.social", "Anna Andersson"),
    said(5, "x", "citra", "Citra Wulandari", reply_to="1"),
    said(6, "bluesky", "dagfinnoksendal", "Dagfinn Øksendal", reply_to="2"),
    said(7, "x", "oksendal_dagfinn", "Øksendal, Dagfinn"),
    said(8, "x", "torvaldbrekkmo", "Torvald Brekkmo", reply_to="1"),
)


def written(path, rows):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def key(platform, handle):
    return f"{platform}:team/@{handle}"


X, BLUE = key("x", "torvaldbrekkmo"), key("bluesky", "torvaldbrekkmo.bsky.social")
ANNA, OTHER_ANNA = key("x", "annaandersson"), key("bluesky", "annaandersson.bsky.social")


@pytest.fixture
def work(tmp_path):
    with workspace(tmp_path / "w", written(tmp_path / "posts.csv", ROWS), place="team") as opened:
        opened.people.link()
        yield opened


def linked(work):
    work.people.link()
    return dict(work.engine.rows("SELECT account, person FROM identities"))


def everything(work):
    """All that says who is who and who acted on whom."""
    work.people.link()
    return {
        name: sorted(map(repr, work.engine.rows(f"SELECT * FROM {name}")))
        for name in ("identities", "people", "interactions")
    }


def test_a_rare_name_with_its_handle_is_joined_and_a_common_one_is_asked_about(work):
    found = work.identity.suggest()
    persons = linked(work)
    assert persons[X] == persons[BLUE]
    assert persons[ANNA] != persons[OTHER_ANNA]
    assert found.joined >= 1
    assert {(one.one.key, one.other.key) for one in work.identity.queue()} >= {(OTHER_ANNA, ANNA)}


def test_a_join_taken_back_leaves_no_trace(work):
    before = everything(work)
    made = work.identity.merge(X, BLUE, "the same face")
    assert everything(work) != before
    work.identity.undo(made.number)
    assert everything(work) == before


def test_an_automatic_join_taken_back_is_never_made_again(work):
    work.identity.suggest()
    number = next(one.number for one in work.identity.history() if BLUE in one.people)
    work.identity.undo(number)
    work.identity.suggest()
    assert linked(work)[X] != linked(work)[BLUE]
    assert (BLUE, X) in {(one.one.key, one.other.key) for one in work.identity.queue()}


def test_a_rejected_pair_is_not_asked_about_again_nor_joined(work):
    work.identity.suggest()
    work.identity.reject(ANNA, OTHER_ANNA, "two wards")
    work.identity.suggest()
    assert (OTHER_ANNA, ANNA) not in {(one.one.key, one.other.key) for one in work.identity.queue()}
    with pytest.raises(ConflictError, match="different people"):
        work.identity.merge(ANNA, OTHER_ANNA, "I think so")


def test_nobody_is_brought_together_with_whom_she_was_said_not_to_be_through_a_third(work):
    citra = key("x", "citra")
    work.identity.reject(ANNA, citra, "no")
    work.identity.merge(OTHER_ANNA, ANNA, "yes")
    with pytest.raises(ConflictError, match="different people"):
        work.identity.merge(OTHER_ANNA, citra, "through the other account")


def test_own_answers_across_own_accounts_do_not_count(work):
    work.identity.merge(BLUE, key("bluesky", "dagfinnoksendal"), "a pen name")
    linked(work)
    acts = work.engine.rows("SELECT source, target FROM interactions")
    assert all(source != target for source, target in acts)
    assert not any("dagfinn" in str(source) and "torvald" in str(target) for source, target in acts)


def test_what_was_noted_about_either_account_is_the_persons_and_goes_back_with_the_split(work):
    people = work.people
    people.add_note(X, "calls back")
    people.add_note(BLUE, "writes at night")
    people.decide(BLUE, "kind", "person", why="met her")
    work.identity.merge(X, BLUE, "the same face")
    assert {one.text for one in people.notes(X)} == {"calls back", "writes at night"}
    assert [one.value for one in people.decisions(X) if one.holds] == ["person"]
    work.identity.split(BLUE, "no, her sister")
    assert [one.text for one in people.notes(X)] == ["calls back"]
    assert [one.text for one in people.notes(BLUE)] == ["writes at night"]
    assert [one.value for one in people.decisions(BLUE)] == ["person"]


def test_a_person_stands_once_on_a_shortlist_that_holds_both_accounts(work):
    made = work.shortlists.add("Spring")
    work.shortlists.put_people(made.shortlist, [X, BLUE])
    change = work.identity.merge(X, BLUE, "the same face")
    [one] = work.shortlists.get(made.shortlist).people
    work.shortlists.set_stage(made.shortlist, one.person, "checking", version=one.version)
    assert [one.stage for one in work.shortlists.get(made.shortlist).people] == ["checking"]
    assert work.shortlists.put_person(made.shortlist, BLUE) is None
    work.identity.undo(change.number)
    assert {one.person for one in work.shortlists.get(made.shortlist).people} == {X, BLUE}


def test_an_objection_under_one_account_is_found_and_taken_back_under_the_other(work):
    work.personal.object(BLUE, why="letter")
    change = work.identity.merge(X, BLUE, "the same face")
    assert work.standing.is_left_out(X)
    assert [one.why for one in work.personal.objections(X)] == ["letter"]
    assert work.personal.withdraw_objection(X) == 1
    work.identity.undo(change.number)
    assert not work.standing.is_left_out(X)
    assert not work.standing.is_left_out(BLUE)


def test_an_objection_of_two_taken_for_one_is_taken_back_for_each_alone_once_they_are_parted(work):
    change = work.identity.merge(X, BLUE, "the same face")
    main = work.persons.main(X)
    other = BLUE if main == X else X
    work.personal.object(main, why="letter")
    work.identity.undo(change.number)
    assert work.standing.is_left_out(other)
    assert [one.why for one in work.personal.objections(other)] == ["letter"]
    assert work.personal.withdraw_objection(other) == 1
    assert not work.standing.is_left_out(other)
    assert work.standing.is_left_out(main)
    assert ObjectionList(work.ledger).among([X, BLUE]) == {main}
    assert work.personal.withdraw_objection(main) == 1
    assert ObjectionList(work.ledger).is_empty()


def test_who_was_told_under_one_account_is_told_under_the_other_until_they_are_parted(work):
    notices, long_ago = Notices(work.ledger), datetime(2020, 1, 1)
    work.change_purpose(Purpose("company", "a course", "consent", "Siri Dahl", date(2099, 1, 1)))
    notices.begin([X], Because.SHORTLISTED, long_ago)
    notices.record(BLUE, "letter", "nb", "1", "Siri", date(2020, 1, 2))
    assert notices.overdue() == {X}
    change = work.identity.merge(X, BLUE, "the same face")
    assert not notices.overdue()
    assert [one.sent is None for one in notices.register()] == [False]
    assert notices.of(X) == notices.of(BLUE)
    work.identity.undo(change.number)
    assert notices.overdue() == {X}


def test_a_sign_of_a_minor_on_one_account_is_cleared_under_the_other(work):
    Suspicions(work.ledger).add({BLUE: "age"})
    work.identity.merge(X, BLUE, "the same face")
    assert work.standing.is_left_out(X)
    work.duties.decide_minor(X, "cleared", "met her")
    assert not work.standing.is_left_out(X)


def test_the_others_stay_together_when_the_one_between_them_leaves(work):
    citra, dag = key("x", "citra"), key("bluesky", "dagfinnoksendal")
    work.identity.merge(X, BLUE, "one")
    work.identity.merge(X, citra, "one")
    work.identity.merge(X, dag, "one")
    change = work.identity.split(X, "somebody else's")
    persons = linked(work)
    assert persons[BLUE] == persons[citra] == persons[dag] != persons[X]
    work.identity.undo(change.number)
    assert len({linked(work)[one] for one in (X, BLUE, citra, dag)}) == 1


def test_every_join_tells_what_it_rests_on_who_made_it_and_when(work):
    work.identity.suggest()
    told = work.identity.explain(X)
    [link] = [one for one in told.links if one.same]
    assert {one.code for one in link.evidence} >= {"name", "prior"}
    assert link.how == "automatic" and link.by and link.at and link.weight > 0
    assert set(told.keys) == {X, BLUE} == set(told.accounts)


def test_a_search_without_splink_says_so_and_takes_nothing_back(work, monkeypatch):
    work.identity.suggest()
    monkeypatch.setattr("luminary.collect.linking.likely.is_installed", lambda: False)
    found = work.identity.suggest()
    assert any("luminary[identity]" in note for note in found.notes)
    assert linked(work)[X] == linked(work)[BLUE]


def test_joining_needs_a_reason_and_two(work):
    with pytest.raises(UsageError, match="reason"):
        work.identity.merge(X, BLUE, "  ")
    with pytest.raises(UsageError, match="already"):
        work.identity.merge(X, X, "same")


def test_an_organisation_and_its_head_are_not_one(work):
    work.people.decide(X, "kind", "person")
    work.people.decide(BLUE, "kind", "organisation")
    with pytest.raises(UsageError, match="organisation"):
        work.identity.merge(X, BLUE, "she leads it")
    work.identity.suggest()
    assert linked(work)[X] != linked(work)[BLUE]


def test_nobody_is_named_because_somebody_joined_with_her_agreed(work):
    company, employer = _purpose("company"), _purpose("employer")
    work.people.agree(X)
    change = work.identity.merge(X, BLUE, "the same face")
    work.change_purpose(employer)
    assert not work.veil.may_name(work.people.find(X))
    work.people.agree(work.people.find(X))
    assert work.veil.may_name(work.people.find(X))
    work.change_purpose(company)
    work.identity.undo(change.number)
    work.change_purpose(employer)
    assert work.veil.may_name(X)
    assert not work.veil.may_name(BLUE)


def test_who_does_not_see_names_is_asked_nothing(work):
    work.change_purpose(_purpose("employer"))
    for refused in (
        work.identity.queue,
        work.identity.history,
        lambda: work.identity.merge(X, BLUE, "the same face"),
        lambda: work.identity.split(X, "no"),
    ):
        with pytest.raises(WithheldError):
            refused()


def _purpose(profile):
    return Purpose(profile, "finding experts", "legitimate interest", "HR", date(2099, 1, 1))
