"""Long jobs: asked for once, listed, cancelled, and what came of them found again."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from tests.exports import post, table, workspace

from luminary import Workspace
from luminary.domain import Estimate, Subject
from luminary.errors import LuminaryError, UnknownNameError, UsageError
from luminary.i18n import say
from luminary.leaders import BacktestResult
from luminary.workspace.jobkinds import kinds
from luminary.workspace.plain import as_plain, from_plain
from luminary.workspace.queue import MOST_TRIES, Queue


@pytest.fixture(params=["sqlite", "postgresql"])
def work(request, tmp_path, monkeypatch):
    if request.param == "postgresql":
        monkeypatch.setenv("LUMINARY_LEDGER", request.getfixturevalue("postgres_url"))
    with Workspace.open(tmp_path / "work", create=True) as opened:
        yield opened


def test_the_same_question_is_one_job_while_it_waits_or_runs(work):
    first = work.jobs.ask("backtest", {})
    assert work.jobs.ask("backtest", {"subject": ""}).job == first.job
    row = Queue(work.ledger, "w:1").claim()
    assert work.jobs.ask("backtest", {}).job == first.job
    assert Queue(work.ledger, "w:1").done(row, {"sentence": "Hei"})
    assert work.jobs.ask("backtest", {}).job != first.job


def test_another_question_is_another_job(work):
    work.listening.add(Subject("vakt", ("vakt",)))
    assert work.jobs.ask("backtest", {}).job != work.jobs.ask("backtest", {"subject": "vakt"}).job


def test_a_running_job_does_not_do_for_whoever_asks_anew(work):
    first = work.jobs.ask("backtest", {})
    Queue(work.ledger, "w:1").claim()
    second = work.jobs.ask("backtest", {}, anew=True)
    assert second.job != first.job
    assert work.jobs.ask("backtest", {}, anew=True).job == second.job


def test_many_who_ask_at_once_get_one_job(work):
    jobs = []

    def ask():
        with Workspace.open(work.path) as other:
            jobs.append(other.jobs.ask("report", {}).job)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(jobs) == 6
    assert len(set(jobs)) == 1 == work.jobs.count()


def test_what_cannot_be_done_is_refused_before_it_waits(work):
    with pytest.raises(UnknownNameError, match="did you mean backtest"):
        work.jobs.ask("backtst", {})
    with pytest.raises(UnknownNameError, match="subject"):
        work.jobs.ask("backtest", {"subject": "finns ikke"})
    with pytest.raises(UsageError, match="cuts"):
        work.jobs.ask("backtest", {"cuts": []})
    with pytest.raises(UsageError, match="what to import"):
        work.jobs.ask("import", {})
    assert work.jobs.count() == 0


def test_who_asked_and_when_is_kept_and_logged(work):
    work.actor = "aino"
    job = work.jobs.ask("report", {"title": "Hvem <script>"}, why="styremøte")
    assert (job.asked_by, job.state, job.tries, job.is_open) == ("aino", "waiting", 0, True)
    (entry,) = work.audit.entries(action="job.ask")
    assert (entry.who, entry.about, entry.detail["why"]) == ("aino", job.job, "styremøte")


def test_a_job_that_waits_is_cancelled_at_once_and_never_run(work):
    job = work.jobs.ask("report", {})
    assert work.jobs.cancel(job.job).state == "cancelled"
    assert Queue(work.ledger, "w:1").claim() is None


def test_a_running_job_is_asked_to_end_and_a_like_one_can_be_asked_for_meanwhile(work):
    job = work.jobs.ask("report", {})
    queue = Queue(work.ledger, "w:1")
    row = queue.claim()
    seen = work.jobs.cancel(job.job)
    assert (seen.state, seen.cancelling) == ("running", True)
    assert queue.is_cancelled(row)
    assert work.jobs.ask("report", {}).job != job.job
    assert queue.cancelled(row)
    assert work.jobs.get(job.job).state == "cancelled"


def test_a_job_that_was_begun_before_is_cleaned_up_after_by_a_worker(work):
    job = work.jobs.ask("report", {})
    queue = Queue(work.ledger, "w:1")
    queue.give_back(queue.claim(), counts=False)
    seen = work.jobs.cancel(job.job)
    assert (seen.state, seen.cancelling) == ("waiting", True)
    assert queue.claim()["cancel"]


def test_cancelling_what_has_ended_changes_nothing(work):
    job = work.jobs.ask("report", {})
    queue = Queue(work.ledger, "w:1")
    queue.done(queue.claim(), {"file": "reports/a.html"})
    seen = work.jobs.cancel(job.job)
    assert (seen.state, seen.result) == ("done", {"file": "reports/a.html"})


def test_every_job_goes_to_one_worker(work):
    for number in range(12):
        work.jobs.ask("report", {"title": str(number)})
    taken: list[str] = []

    def take(name):
        with Workspace.open(work.path) as other:
            queue = Queue(other.ledger, name)
            while (row := queue.claim()) is not None:
                taken.append(row["job"])

    threads = [threading.Thread(target=take, args=(f"w:{number}",)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(taken) == len(set(taken)) == 12


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(work):
    asked = [work.jobs.ask("report", {"title": str(number)}).job for number in range(3)]
    queue = Queue(work.ledger, "w:1")
    assert [queue.claim()["job"] for _ in range(3)] == asked


def test_a_silent_worker_loses_its_job_and_changes_nothing_when_it_wakes(work):
    job = work.jobs.ask("report", {})
    slept, other = Queue(work.ledger, "w:slept"), Queue(work.ledger, "w:other")
    row = slept.claim()
    assert other.take_over() == 0
    work.ledger.change("jobs", {"job": job.job}, beat=datetime(2025, 1, 1))
    assert other.take_over() == 1
    again = other.claim()
    assert again["tries"] == 2
    assert not slept.beat(row, 1, 2)
    assert not slept.done(row, {"file": "old"})
    assert not slept.give_back(row)
    assert other.done(again, {"file": "new"})
    assert work.jobs.get(job.job).result == {"file": "new"}


def test_a_sign_of_life_keeps_a_job(work):
    job = work.jobs.ask("report", {})
    queue = Queue(work.ledger, "w:1")
    row = queue.claim()
    assert queue.beat(row, 3, 9)
    assert Queue(work.ledger, "w:2").take_over() == 0
    seen = work.jobs.get(job.job)
    assert (seen.done, seen.total, seen.share) == (3, 9, 1 / 3)


def test_an_interrupted_try_does_not_count(work):
    work.jobs.ask("report", {})
    queue = Queue(work.ledger, "w:1")
    for _ in range(2 * MOST_TRIES):
        row = queue.claim()
        assert row["tries"] == 1
        assert queue.give_back(row, counts=False)


def test_the_newest_result_of_a_question_is_found_and_no_other(work):
    work.listening.add(Subject("vakt", ("vakt",)))
    queue = Queue(work.ledger, "w:1")
    for sentence in ("first", "second"):
        work.jobs.ask("backtest", {})
        queue.done(queue.claim(), {"sentence": sentence})
    work.jobs.ask("backtest", {})
    queue.failed(queue.claim(), "nothing to rank")
    assert work.jobs.newest("backtest").result == {"sentence": "second"}
    assert work.jobs.newest("backtest", {"subject": "vakt"}) is None


def test_an_error_keeps_what_it_was_made_of(work):
    job = work.jobs.ask("report", {})
    queue = Queue(work.ledger, "w:1")
    queue.failed(queue.claim(), say("{people} people", people=1200).as_record())
    error = work.jobs.get(job.job).error
    assert (error, error.template) == ("1,200 people", "{people} people")


def test_jobs_are_listed_by_page_and_state_and_found_by_the_beginning_of_their_key(work):
    asked = [work.jobs.ask("report", {"title": str(number)}).job for number in range(5)]
    work.jobs.cancel(asked[0])
    assert [one.job for one in work.jobs.list(2, 1)] == [asked[3], asked[2]]
    assert [one.job for one in work.jobs.list(state="cancelled")] == [asked[0]]
    assert work.jobs.count("waiting") == 4
    assert work.jobs.get(asked[4][:8]).job == asked[4]
    with pytest.raises(UnknownNameError, match="state"):
        work.jobs.list(state="lost")
    with pytest.raises(UnknownNameError, match="no job"):
        work.jobs.get("nothing-like-it")


def test_every_kind_has_a_title_and_a_name_of_its_own():
    assert {"import", "backtest", "evaluate", "report"} <= set(kinds())
    assert all(one.title for one in kinds().values())


def test_hostile_parameters_are_kept_as_they_are(work):
    title = "=cmd|' /C calc'!A0\x00\u202e<script>" + "å" * 10_000 + "\ud800"
    job = work.jobs.ask("report", {"title": title})
    assert work.jobs.get(job.job).params == {"title": title}


def test_a_backtest_comes_back_as_it_was(tmp_path):
    rows = [
        post(10 * month + who, f"U{who}", f"2024-{month:02d}-{1 + who:02d}", reply_to=10 * month)
        for month in range(1, 13)
        for who in range(6)
    ]
    with workspace(tmp_path / "w", table(tmp_path / "a.csv", rows)) as opened:
        result = opened.leaders.backtest()
    assert from_plain(BacktestResult, as_plain(result)) == result


@dataclass(frozen=True)
class Odd:
    """Everything that JSON does not know."""

    figure: float
    when: datetime
    told: str
    maybe: Estimate | None
    pair: tuple[int, str]


def test_what_json_cannot_say_comes_back_too():
    kept = Odd(float("-inf"), datetime(2025, 1, 2, tzinfo=UTC), say("{n} rows", n=1234), None, (1, "a"))
    assert from_plain(Odd, as_plain(kept)) == kept


def test_a_result_of_another_version_is_refused_with_a_way_out():
    with pytest.raises(LuminaryError, match="compute it again"):
        from_plain(Odd, {"figure": 1.0})


def test_what_was_done_without_a_worker_is_found_like_a_job(tmp_path):
    with Workspace.open(tmp_path / "work", create=True) as work:
        work.jobs.keep("backtest", {}, {"sentence": "Ja."})
        found = work.jobs.newest("backtest", {})
        assert found is not None
        assert found.state == "done"
        assert found.result == {"sentence": "Ja."}
        assert work.jobs.count(state="waiting") == 0
