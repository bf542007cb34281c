"""What is older than it may be goes, and the log keeps that it went."""

from datetime import date, timedelta

import pytest
from tests.exports import rows, workspace
from tests.workspace.test_erasing import WHO, talk

from luminary.privacy import Purpose
from luminary.store.tables import Home, at_home
from luminary.workspace.jobkinds import kinds


@pytest.fixture
def work(tmp_path):
    with workspace(tmp_path / "w", talk(tmp_path / "talk.csv")) as opened:
        yield opened


def _later(work, days):
    return work.ledger.now() + timedelta(days=days)


def test_nothing_is_too_old_today(work):
    assert work.sweeping.expired() == []
    assert not work.sweeping.ask_due()


@pytest.mark.parametrize(("days", "left"), [(729, 7), (731, 0)])
def test_raw_rows_go_when_their_import_is_as_old_as_declared_and_posts_stay(work, days, left):
    found = work.sweeping.sweep(_later(work, days))
    assert bool([one for one in found if one.what == "raw_rows"]) != bool(left)
    assert len(rows(work, "raw_rows", "row")) == left
    assert len(rows(work, "posts", "post")) == 7


def test_a_look_changes_nothing_and_tells_what_a_sweep_then_does(work):
    then = _later(work, 800)
    seen = work.sweeping.expired(then)
    assert seen == work.sweeping.expired(then)
    assert [(one.what, one.rows) for one in seen] == [
        (one.what, one.rows) for one in work.sweeping.sweep(then)
    ]
    assert work.sweeping.expired(then) == []


def test_the_log_keeps_what_went(work):
    work.sweeping.sweep(_later(work, 800))
    told = work.audit.entries(1, action="retention.sweep")[0].detail["removed"]
    assert [(one["what"], one["rows"]) for one in told] == [("raw_rows", 7)]
    assert work.audit.verify().intact


def test_finished_jobs_and_tries_to_log_in_go(work):
    ledger = work.ledger
    for name, ended in (("old", ledger.now()), ("open", None)):
        ledger.add("jobs", job=name, kind="board", params="{}", state="done", asked_by="x",
                   asked=ledger.now(), ended=ended)  # fmt: skip
    ledger.add("login_tries", attempt="1", login="", address="", at=ledger.now())
    work.sweeping.sweep(_later(work, 91))
    assert [row["job"] for row in ledger.rows("jobs")] == ["open"]
    assert ledger.count("login_tries") == 0


def test_uploads_that_lie_about_go(work):
    work.collect.receive("talk.csv", [b"id,author_id\n1,x\n"])
    assert [one.what for one in work.sweeping.sweep(_later(work, 89))] == []
    assert [one.what for one in work.sweeping.sweep(_later(work, 91))] == ["inbox"]
    assert work.collect.waiting() == []
    assert list((work.path / "inbox").glob("*")) == []


def test_an_import_leaves_when_the_terms_of_its_platform_say_so(work, monkeypatch):
    from luminary.privacy import retention
    from luminary.privacy.terms import policy
    from luminary.privacy.terms.obeyed import Overdue

    batch = work.lake.landed()[0]
    today = date(2026, 1, 1)
    terms = policy(work.ledger.rows("batches")[0]["terms"])
    monkeypatch.setattr(retention, "due", lambda _ledger, _day: [Overdue(batch, terms, today, today)])
    found = work.sweeping.sweep()
    assert [(one.what, one.batch) for one in found] == [("import", batch)]
    assert work.lake.landed() == []
    assert not any(list((work.path / "lake" / one.name).rglob("*.parquet")) for one in at_home(Home.LAKE))


@pytest.mark.parametrize(("days", "stays"), [(20, True), (31, False)])
def test_people_leave_a_month_after_the_purpose_ended(work, days, stays):
    person = work.people.find(WHO)
    work.people.add_note(person, "Ring")
    work.change_purpose(Purpose("company", "Fag", "legitimate interest", "Anna", date.today()))
    work.sweeping.sweep(_later(work, days))
    assert bool(work.lake.landed()) == stays
    assert bool(work.ledger.count("notes")) == stays
    assert work.audit.verify().intact
    assert work.purpose.owner == "Anna"


def test_a_worker_asks_once_a_day_and_only_when_there_is_something(work, monkeypatch):
    monkeypatch.setattr(work.ledger, "now", lambda: _frozen)
    _frozen = work.ledger.rows("batches")[0]["landed"] + timedelta(days=800)
    assert work.sweeping.ask_due()
    assert not work.sweeping.ask_due()
    assert work.ledger.count("jobs", kind="sweep") == 1
    assert kinds()["sweep"].run(work, {}, lambda _done, _total: None)["removed"]
