"""The commands of the tutorial run, in order, and print what the tutorial shows."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.architecture.code import ROOT

from luminary.demo import build_world


@dataclass
class Command:
    """One command of the tutorial, and the lines it shows under it."""

    text: str
    masked: bool
    """Whether figures may differ."""
    shown: list[str] = field(default_factory=list)


def commands(page: str) -> list[Command]:
    """Read the console blocks of a page."""
    found: list[Command] = []
    for mark, block in re.findall(r"^```console(.*?)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Command(line[2:], "figures" in mark))
            else:
                found[-1].shown.append(line)
    return found


def _plain(line: str, masked: bool) -> str:
    """Write a line with single blanks and, where figures may differ, one sign for every number."""
    line = re.sub(r"(?<![\w/])-?\d[\d,.]*", "0", line) if masked else line
    return " ".join(line.split())


def missing(shown: list[str], printed: str, *, masked: bool = False) -> list[str]:
    """List the shown lines that were not printed in this order; ``...`` stands for anything."""
    lines = [_plain(line, masked) for line in printed.splitlines()]
    absent = []
    for one in shown:
        pattern = re.escape(_plain(one, masked)).replace(r"\.\.\.", ".*")
        at = next((i for i, line in enumerate(lines) if re.search(pattern, line)), None)
        if at is None:
            absent.append(one)
        else:
            lines = lines[at + 1 :]
    return absent


def _environment(home: Path) -> dict[str, str]:
    programs = str(Path(sys.executable).parent)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUMINARY")}
    return kept | {
        "PATH": f"{programs}{os.pathsep}{kept['PATH']}",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "250",
    }


def _run(text: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does, rows first and messages after them."""
    done = subprocess.run(
        ["bash", "-c", text],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    done.stdout += "\n" + done.stderr
    return done


@pytest.mark.slow
def test_the_commands_of_the_tutorial_print_what_it_shows(tmp_path: Path) -> None:
    build_world(tmp_path / "demo", seed=7, size=1.0)
    environment = _environment(tmp_path)
    for command in commands((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")):
        if command.text.startswith("export "):
            name, _, value = command.text.removeprefix("export ").partition("=")
            environment[name] = value
            continue
        done = _run(command.text, tmp_path, environment)
        assert done.returncode == 0, f"$ {command.text}\n{done.stdout}"
        absent = missing(command.shown, done.stdout, masked=command.masked)
        assert absent == [], f"$ {command.text}\n{done.stdout}"
    assert (tmp_path / "report.html").stat().st_size > 10_000


def test_the_tutorial_shows_every_step_of_the_work() -> None:
    told = [one.text for one in commands((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))]
    steps = {text.split()[1] for text in told if text.startswith("luminary ")}
    needed = {"init", "import", "rejects", "subjects", "leaders", "leader", "backtest", "evaluate", "report"}
    assert needed - steps == set()


def test_a_line_that_was_not_printed_is_missed() -> None:
    assert missing(["kept 3"], "read 4\nkept  3\n") == []
    assert missing(["kept 3"], "read 4\nkept 2\n") == ["kept 3"]
    assert missing(["kept 3"], "read 4\nkept 2\n", masked=True) == []
    assert missing(["second", "first"], "first\nsecond\n") == ["first"]
