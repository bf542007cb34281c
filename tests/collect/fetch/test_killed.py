"""Killed at any moment, a run is taken up by the next one: nothing is lost, nothing is doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.collect.fetch.site import XML, entry, feed, fetching, served
from tests.exports import rows

HERE = Path(__file__).parent
FEEDS = 5


@pytest.fixture
def site():
    with served() as one:
        outlines = "".join(f'<outline xmlUrl="{one.base}/{n}"/>' for n in range(FEEDS))
        one.on("/list", (200, {}, f"<opml><body>{outlines}</body></opml>".encode()))
        for number in range(FEEDS):
            one.on(
                f"/{number}",
                (200, XML, feed(*(entry(10 * number + n) for n in range(4)), title=f"Blogg {number}")),
            )
        yield one


@pytest.fixture
def work(tmp_path, site, monkeypatch):
    monkeypatch.setenv("LUMINARY_FETCH_BATCH_BYTES", "2500")
    with fetching(tmp_path / "w", site, monkeypatch) as opened:
        opened.fetch.add("list", "feed", {"url": f"{site.base}/list"})
        yield opened


def _start(work, at):
    return subprocess.Popen(
        [sys.executable, str(HERE / "kill_fetch.py"), str(work.path), "list", str(at)],
        stdout=subprocess.PIPE,
        cwd=HERE.parents[2],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[2])},
    )


def _ended(process):
    out, _ = process.communicate(timeout=120)
    return process.returncode, out


def _whole(work):
    """What must hold after a run that ended well, whatever was killed before it."""
    posts = [post for (post,) in rows(work, "posts", "post")]
    raw = rows(work, "raw_rows", "payload")
    assert len(posts) == len(set(posts)) == 4 * FEEDS
    assert len(raw) == len(set(raw)) == 5 * FEEDS
    assert rows(work, "rejects", "reason") == []
    assert work.fetch.get("list").state == "done"


@pytest.mark.slow
def test_a_run_that_nobody_kills_takes_steps_enough_to_be_killed_at(work, site):
    code, out = _ended(_start(work, 0))
    steps = int(out)
    assert code == 0
    _whole(work)
    assert steps > 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_run_that_is_killed_again_and_again_ends_whole(work, site, seed):
    chance = random.Random(seed)
    at = 1 + seed
    for _ in range(5):
        code, _ = _ended(_start(work, at))
        at += chance.randint(3, 17)
        if code == 0:
            break
        assert code == -signal.SIGKILL
    work.fetch.run("list")
    _whole(work)
    states = [one.state for one in work.fetch.runs("list")]
    assert states[0] == "done"
    assert "running" not in states


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(work, site):
    chance = random.Random(11)
    for _ in range(4):
        process = _start(work, 0)
        time.sleep(chance.uniform(0.3, 1.6))
        process.kill()
        process.communicate(timeout=60)
    work.fetch.run("list")
    _whole(work)
