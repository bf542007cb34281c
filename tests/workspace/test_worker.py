"""Workers: every job is run once, by one of them, whatever happens to the others."""

from __future__ import annotations

import logging
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.exports import post, table
from tests.workspace import odd_jobs

from luminary import Workspace
from luminary.workspace import queue as queues
from luminary.workspace import worker as workers
from luminary.workspace.jobkinds import kinds
from luminary.workspace.queue import MOST_TRIES
from luminary.workspace.worker import Worker

ODD = str(Path(odd_jobs.__file__))


@pytest.fixture
def odd(monkeypatch):
    """Let jobs run that do nothing useful."""
    for name, kind in odd_jobs.ODD.items():
        monkeypatch.setitem(kinds(), name, kind)
    monkeypatch.setattr(workers, "PROGRAM", (sys.executable, ODD))


@pytest.fixture
def work(tmp_path):
    with Workspace.open(tmp_path / "work", create=True) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, tmp_path, monkeypatch):
    """A workspace on each database."""
    if request.param == "postgresql":
        monkeypatch.setenv("LUMINARY_LEDGER", request.getfixturevalue("postgres_url"))
    with Workspace.open(tmp_path / "work", create=True) as opened:
        yield opened


@contextmanager
def working(work, number=1, **given):
    """Let workers run in threads of this program."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=Worker(work.path, f"w{one}", **given).run, args=(stop,))
        for one in range(number)
    ]
    for one in threads:
        one.start()
    try:
        yield stop
    finally:
        stop.set()
        for one in threads:
            one.join(30)
            assert not one.is_alive()


def until(told, seconds=40.0):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)


def ended(work, job):
    until(lambda: not work.jobs.get(job).is_open)
    return work.jobs.get(job)


def run_once(work):
    Worker(work.path).run(threading.Event(), once=True)


def test_a_job_is_run_in_the_name_of_who_asked_and_its_result_is_kept(odd, either):
    either.actor = "aino"
    job = either.jobs.ask("slow", {"steps": 3})
    run_once(either)
    done = either.jobs.get(job.job)
    assert (done.state, done.done, done.total, done.result["by"]) == ("done", 3, 3, "aino")
    assert done.result["pid"] != os.getpid()


def test_the_process_for_jobs_is_kept_warm_and_ended_when_nothing_is_asked(odd, work):
    jobs = [work.jobs.ask("slow", {"steps": 1, "mark": mark}).job for mark in "ab"]
    with working(work, idle=0.5):
        pids = {ended(work, job).result["pid"] for job in jobs}
        (pid,) = pids
        until(lambda: not _lives(pid))


def _lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_several_workers_run_every_job_once(odd, either):
    order = random.Random(7)
    jobs = []
    with working(either, 2):
        for number in range(10):
            jobs.append(either.jobs.ask("slow", {"steps": 1, "each": 0.0, "mark": str(number)}).job)
            time.sleep(order.random() / 20)
        assert {ended(either, job).state for job in jobs} == {"done"}
    found = odd_jobs.notes(either.path)
    assert sorted(found) == sorted([f"begin {job}" for job in jobs] + [f"end {job}" for job in jobs])


def test_a_running_job_is_cancelled_and_cleaned_up_after(odd, work):
    job = work.jobs.ask("slow", {"steps": 10_000, "mark": "half"})
    with working(work):
        until(lambda: work.jobs.get(job.job).done)
        began = time.monotonic()
        work.jobs.cancel(job.job)
        assert ended(work, job.job).state == "cancelled"
        assert time.monotonic() - began < 30
    assert odd_jobs.notes(work.path) == [f"begin {job.job}", "clean half"]


def test_what_had_finished_when_it_was_cancelled_is_done(odd, work):
    job = work.jobs.ask("landed", {})
    with working(work):
        until(lambda: work.ledger.rows("jobs", job=job.job)[0]["result"])
        work.jobs.cancel(job.job)
        done = ended(work, job.job)
    assert (done.state, done.result) == ("done", {"rows": 7})


def test_our_own_error_is_told_as_it_is_and_any_other_is_not_shown(odd, work, caplog):
    refused, broken = work.jobs.ask("refused", {}).job, work.jobs.ask("broken", {}).job
    with caplog.at_level(logging.ERROR, "luminary.jobs"):
        run_once(work)
    assert work.jobs.get(refused).error.template == "only {people} people answered"
    assert str(work.jobs.get(broken).error) == (
        "luminary failed on this: ZeroDivisionError; the details are in the log"
    )
    assert "1 / 0" in caplog.text
    assert "only 3 people" not in caplog.text


def test_a_job_whose_process_dies_is_tried_again_and_then_given_up(odd, work):
    job = work.jobs.ask("crash", {})
    run_once(work)
    failed = work.jobs.get(job.job)
    assert failed.state == "failed"
    assert f"begun {MOST_TRIES} times" in failed.error
    assert odd_jobs.notes(work.path) == [*[f"begin {job.job}"] * MOST_TRIES, "clean"]


def test_the_worker_goes_on_after_a_job_that_died(odd, work):
    work.jobs.ask("crash", {})
    after = work.jobs.ask("slow", {"steps": 1})
    run_once(work)
    assert work.jobs.get(after.job).state == "done"


def test_a_worker_that_is_told_to_stop_gives_its_job_back(odd, work):
    job = work.jobs.ask("slow", {"steps": 10_000, "mark": "x"})
    with working(work):
        until(lambda: work.jobs.get(job.job).done)
    back = work.jobs.get(job.job)
    assert (back.state, back.tries) == ("waiting", 0)
    assert "clean x" not in odd_jobs.notes(work.path)


def _other_worker(path, **environment):
    return subprocess.Popen([sys.executable, ODD, "worker", str(path)], env={**os.environ, **environment})


def test_a_job_of_a_killed_worker_is_taken_over_and_its_process_ends(odd, either, monkeypatch):
    job = either.jobs.ask("slow", {"steps": 60, "each": 0.1})
    killed = _other_worker(either.path)
    until(lambda: either.jobs.get(job.job).done)
    killed.kill()
    killed.wait()
    assert either.jobs.get(job.job).state == "running"
    time.sleep(1)
    assert odd_jobs.notes(either.path) == [f"begin {job.job}"]
    monkeypatch.setattr(queues, "SILENCE", 1.0)
    with working(either):
        assert ended(either, job.job).state == "done"
    assert either.jobs.get(job.job).tries == 2
    assert odd_jobs.notes(either.path) == [*[f"begin {job.job}"] * 2, f"end {job.job}"]


def test_sigterm_gives_the_job_back_before_the_worker_ends(odd, work):
    job = work.jobs.ask("slow", {"steps": 10_000})
    other = _other_worker(work.path)
    until(lambda: work.jobs.get(job.job).done)
    other.send_signal(signal.SIGTERM)
    assert other.wait(20) == 0
    assert work.jobs.get(job.job).state == "waiting"


def test_a_worker_that_lost_its_job_ends_the_process_of_it(odd, work):
    job = work.jobs.ask("slow", {"steps": 10_000})
    with working(work):
        until(lambda: work.jobs.get(job.job).done)
        work.ledger.change("jobs", {"job": job.job}, worker="another", tries=2)
        until(lambda: work.jobs.get(job.job).tries == 2 and "end" not in str(odd_jobs.notes(work.path)))
        next_one = work.jobs.ask("slow", {"steps": 1})
        assert ended(work, next_one.job).state == "done"
    assert f"end {job.job}" not in odd_jobs.notes(work.path)


POSTS = [post(n, f"U{n % 7}", f"2025-03-{1 + n % 28:02d}", "Hei " * 40) for n in range(1, 30_000)]


@pytest.fixture
def large(work, monkeypatch):
    """A source that takes some seconds, in small pieces."""
    monkeypatch.setenv("LUMINARY_CHUNK_BYTES", "200000")
    monkeypatch.setenv("LUMINARY_WORKERS", "1")
    folder = work.collect.inbox.folder
    folder.mkdir()
    table(folder / "stor.csv", POSTS)
    return "stor.csv"


def test_an_import_lands_whole_with_its_counts(work):
    path = work.collect.receive("små.csv", [table(work.path / "x.csv", POSTS[:50]).read_bytes()])
    job = work.jobs.ask("import", {"path": path, "place": "Vakt", "access": "closed"})
    run_once(work)
    done = work.jobs.get(job.job)
    assert (done.state, done.result["read"], done.result["kept"]) == ("done", 50, 50)
    assert work.collect.imports()[0].state == "landed"


def test_a_cancelled_import_leaves_nothing_behind(work, large):
    job = work.jobs.ask("import", {"path": large})
    with working(work):
        until(lambda: list((work.path / "lake" / "_staging").glob("*/done-*.json")))
        work.jobs.cancel(job.job)
        assert ended(work, job.job).state == "cancelled"
    assert [one.state for one in work.collect.imports()] == ["withdrawn"]
    assert work.collect.holding().posts == 0
    left = [one for one in (work.path / "lake" / "_staging").rglob("*") if one.suffix != ".lock"]
    assert left == []
    again = work.jobs.ask("import", {"path": large})
    run_once(work)
    assert work.jobs.get(again.job).result["kept"] == len(POSTS)


def test_an_import_that_was_interrupted_goes_on_with_its_complete_pieces(work, large):
    job = work.jobs.ask("import", {"path": large})
    pieces = work.path / "lake" / "_staging"
    with working(work):
        until(lambda: len(list(pieces.glob("*/done-*.json"))) > 3)
    kept = _times(pieces)
    assert work.jobs.get(job.job).state == "waiting"
    assert kept
    again = {}

    def look():
        again.update(_times(pieces))
        return not work.jobs.get(job.job).is_open

    with working(work):
        until(look)
    done = work.jobs.get(job.job)
    assert (done.state, done.result["kept"]) == ("done", len(POSTS))
    assert {one: again.get(one, at) for one, at in kept.items()} == kept


def _times(pieces):
    """When each piece was written; once they are cleared away there is nothing more to look at."""
    times = {}
    with suppress(FileNotFoundError):
        for one in pieces.glob("*/done-*.json"):
            times[one] = one.stat().st_mtime_ns
    return times


def test_a_source_that_cannot_be_used_fails_with_its_reason(work):
    path = work.collect.receive("ukjent.bin", [b"\x00\x01\x02" * 100])
    job = work.jobs.ask("import", {"path": path})
    run_once(work)
    failed = work.jobs.get(job.job)
    assert failed.state == "failed"
    assert "no known format" in failed.error
