"""Several processes work together: who dies is begun again, and nobody outlives the first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_CODE = """
import os, sys, time
from pathlib import Path
from luminary.web.family import Family

def live(name):
    def task():
        Path(sys.argv[1], f"{name}-{os.getpid()}").touch()
        time.sleep(60)
    return task

Family([live("a"), live("b")]).run()
"""


@pytest.fixture
def family(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", _CODE, str(tmp_path)])
    yield process, tmp_path
    process.kill()
    process.wait()


def _born(place: Path, name: str, many: int = 1) -> list[int]:
    """Wait for the processes of a name."""
    for _ in range(200):
        found = [int(one.name.partition("-")[2]) for one in sorted(place.glob(f"{name}-*"))]
        if len(found) >= many:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{name} was not begun {many} times")


def _gone(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{process}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_who_dies_is_begun_again(family):
    _process, place = family
    (first,) = _born(place, "a")
    os.kill(first, signal.SIGKILL)
    assert len(_born(place, "a", 2)) == 2


def test_all_end_when_the_first_is_told_to(family):
    process, place = family
    children = [*_born(place, "a"), *_born(place, "b")]
    process.terminate()
    assert process.wait(10) == 0
    assert all(map(_gone, children))


def test_nobody_outlives_the_first_when_it_is_killed(family):
    process, place = family
    children = [*_born(place, "a"), *_born(place, "b")]
    process.kill()
    process.wait(10)
    assert all(map(_gone, children))
