"""An import that is killed while it lands."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.exports import post, rows, table, workspace

from luminary import Workspace

_SCRIPT = Path(__file__).with_name("kill_at.py")
_KEPT = {
    "posts": "post, account, moment, text",
    "refs": "kind, account, target_post",
    "accounts": "account, name",
    "raw_rows": "row, payload",
}


def _import(folder, source, at):
    command = [sys.executable, str(_SCRIPT), str(folder), str(source), str(at)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def _content(folder):
    with Workspace.open(folder) as opened:
        return {name: rows(opened, name, columns) for name, columns in _KEPT.items()}


@pytest.mark.slow
def test_a_kill_between_any_two_tables_loses_nothing_in_the_next_run(tmp_path):
    posts = [post(n, f"p{n % 5}", "2025-03-01", reply_to=n - 1 if n > 1 else "") for n in range(1, 41)]
    source = table(tmp_path / "a.csv", posts)
    assert _import(tmp_path / "calm", source, 0) == 0
    calm = _content(tmp_path / "calm")
    assert [len(found) for found in calm.values()] == [40, 39, 5, 40]
    for at in (1, 2, 3, 4, 5, 6, 7, 8, 99):
        folder = tmp_path / f"killed{at}"
        assert _import(folder, source, at) < 0
        assert _content(folder) == {name: [] for name in _KEPT}
        assert _import(folder, source, 0) == 0
        assert _content(folder) == calm


def _landed(imports):
    """The naive twin: posts and references after imports of (post, author, day, answered) in order."""
    posts, refs = {}, set()
    for batch in imports:
        before, within = dict(posts), {}
        for key, author, day, answered in batch:
            first = within.setdefault(key, day)
            if first != day or before.get(key, day) != day:
                continue  # the same id with another time: a conflict
            posts.setdefault(key, day)
            if answered and answered != key:
                refs.add(("reply", author, key, answered))
    return posts, refs


@pytest.mark.parametrize("seed", range(4))
def test_repeated_rows_land_once_whatever_piece_or_import_they_are_in(tmp_path, monkeypatch, seed):
    monkeypatch.setenv("LUMINARY_CHUNK_BYTES", "400")
    draw = random.Random(seed)
    imports = [
        [
            (
                draw.randrange(1, 25),
                f"U{draw.randrange(2)}",
                1 + (draw.random() < 0.2),
                draw.randrange(12) % 9,
            )
            for _ in range(draw.randrange(10, 60))
        ]
        for _ in range(3)
    ]
    sources = [
        table(
            tmp_path / f"{n}.csv",
            [post(id, who, f"2025-03-0{day}", reply_to=to or "") for id, who, day, to in one],
        )
        for n, one in enumerate(imports)
    ]
    posts, refs = _landed(imports)
    with workspace(tmp_path / "w", *sources) as opened:
        found = rows(opened, "refs", "kind, account, post, target_post")
        kept = rows(opened, "posts", "post, day(moment)")
    assert kept == sorted(((f"table:Vakt/{key}", day) for key, day in posts.items()), key=repr)
    told = [
        (kind, f"table:Vakt/{who}", f"table:Vakt/{key}", f"table:Vakt/{to}") for kind, who, key, to in refs
    ]
    assert found == sorted(told, key=repr)
