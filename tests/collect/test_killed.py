"""An import that is killed at any moment loses nothing and doubles nothing."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.posts import write
from tests.exports import rows

from luminary import Workspace
from luminary.collect import Options
from luminary.store.tables import Home, at_home

_SCRIPT = Path(__file__).with_name("kill_anywhere.py")
_MOMENTS = 20
_POSTS = 20_000
_TABLES = [declared.name for declared in at_home(Home.LAKE)]


def _content(opened):
    """Count the rows of every table of the lake, and add up what is in them; order does not matter."""
    opened.lake.attach(opened.engine, *_TABLES)
    told = "SELECT count(*), sum(hash({name})::HUGEINT) FROM {name}"
    return {name: opened.engine.rows(told.format(name=name)) for name in _TABLES}


@pytest.mark.slow
def test_an_import_killed_at_any_of_twenty_moments_loses_nothing_and_doubles_nothing(tmp_path, monkeypatch):
    source = write(tmp_path / "posts.jsonl", _POSTS)
    draw = random.Random(11)
    shares = [str(draw.uniform(0.05, 1.05)) for _ in range(_MOMENTS)]
    monkeypatch.setenv("LUMINARY_CHUNK_BYTES", "600000")
    monkeypatch.setenv("LUMINARY_WORKERS", "1")  # for the runs that end
    command = [sys.executable, str(_SCRIPT), str(tmp_path), str(source), *shares]
    subprocess.run(command, check=True, capture_output=True)
    calm = [_whole(tmp_path / f"calm{workers}") for workers in (1, 2)]
    assert calm[0] == calm[1]
    seen = set()
    for turn in range(_MOMENTS):
        with Workspace.open(tmp_path / f"killed{turn}", create=True) as opened:
            landed = [one for one in opened.collect.batches() if one["state"] == "landed"]
            seen.add((bool(landed), *_left(tmp_path / f"killed{turn}")))
            assert len(rows(opened, "posts", "post")) == (_POSTS if landed else 0)
            opened.collect.run(source, options=Options(place="Vakt"))
            assert _content(opened) == calm[0]
    assert len(seen) > 2  # before, while and after pieces were made


def _whole(folder):
    with Workspace.open(folder) as opened:
        found = _content(opened)
    assert [found[name][0][0] for name in ("raw_rows", "posts", "metrics")] == [_POSTS] * 3
    return found


def _left(folder):
    staging = folder / "lake" / "_staging"
    return any(staging.glob("*/done-*")), any(staging.glob("*/moving"))
