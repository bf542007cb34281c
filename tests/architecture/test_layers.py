"""The layers of `.importlinter` hold."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.code import ROOT


def test_imports_point_down_and_every_other_contract_holds(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--cache-dir", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
