"""The commands of the page on disclosure run, in order, and print what the page shows."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.code import ROOT
from tests.docs.test_tutorial import commands, missing

PAGE = ROOT / "docs" / "disclosure.md"


def test_what_the_page_shows_is_what_the_commands_print(tmp_path: Path) -> None:
    env = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    for one in commands(PAGE.read_text(encoding="utf-8")):
        done = subprocess.run(
            one.text, shell=True, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (one.text, done.stderr)
        assert missing(one.shown, done.stdout + done.stderr) == [], (one.text, done.stdout, done.stderr)


def test_the_example_in_python_runs() -> None:
    text = PAGE.read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "FAIL ('WEAK_WORD',) Reklam för Ekbad\n"
