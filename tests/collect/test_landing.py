"""An import that is killed while it lands."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.exports import post, rows, table

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
