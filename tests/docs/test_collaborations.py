"""The commands of the page on collaborations run, in order, and print what the page shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.code import ROOT
from tests.docs.test_tutorial import commands, missing
from tests.exports import post, table

PAGE = ROOT / "docs" / "collaborations.md"
POSTS = [
    post(1, "Tuva Lindqvist", "2025-03-01", "Reklam för Fjällskor: min tur i regnet var lång och blöt."),
    post(2, "Tuva Lindqvist", "2025-03-02", "Mina Fjällskor håller fortfarande tätt efter hela natten."),
    post(3, "Sanna Koskela", "2025-03-07", "Köpte en termos från Nordkraft förra året, den är varm än."),
    post(4, "Elin Strand", "2025-03-19", "Använd koden ELIN20 hos Nordkraft så får ni tjugo procent rabatt."),
]


def test_what_the_page_shows_is_what_the_commands_print(tmp_path: Path) -> None:
    table(tmp_path / "posts.csv", POSTS)
    env = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    for one in commands(PAGE.read_text(encoding="utf-8")):
        if one.text.startswith("export "):
            name, value = one.text.removeprefix("export ").split("=", 1)
            env[name] = value
            continue
        done = subprocess.run(
            one.text, shell=True, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (one.text, done.stderr)
        assert missing(one.shown, done.stdout + done.stderr) == [], (one.text, done.stdout, done.stderr)
