"""A small workspace with hostile names, and the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from luminary.cli.app import app

# Astrid is answered by many, Citra by one, Bo by nobody; names try markup, formulas and terminal codes.
_HEAD = "id,account_id,handle,name,created_at,text,reply_to,channel"
_NAMES = {
    "1": "Astrid Lund",
    "2": "[red]Bo Ek[/red]",
    "3": "=HYPERLINK(1)",
    "4": "\x1b[31mDagny\x1b[0m Moe\u202e",
    "5": "Eero Virta",
}


def rows() -> list[str]:
    """A year of a small forum: each month Astrid asks, the others answer her."""
    found = []
    for month in range(1, 13):
        first = month * 10
        found.append(_row(first, "1", month, 3, f"Vårdhygien nummer {month}?", ""))
        found += [
            _row(first + int(who), who, month, 4, "Det håller vi med om.", str(first)) for who in "2345"
        ]
        found.append(_row(first + 8, "3", month, 6, "Vaktlistan igjen.", ""))
        found.append(_row(first + 9, "5", month, 7, "Jeg tar vakten.", str(first + 8)))
    return [*found, "990,1,astrid,Astrid Lund,31/02/2025,Aldri,,avdeling"]


def _row(number: int, who: str, month: int, day: int, text: str, reply_to: str) -> str:
    at = f"2025-{month:02d}-{day:02d}T08:{number % 60:02d}:00Z"
    return f"{number},{who},h{who},{_NAMES[who]},{at},{text},{reply_to},avdeling"


@pytest.fixture(scope="session")
def forum(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("forum") / "forum.csv"
    file.write_text("\n".join([_HEAD, *rows()]) + "\n", "utf-8")
    return file


@pytest.fixture
def run(monkeypatch) -> Callable[..., Result]:
    """Run a command; stdout and stderr apart."""
    monkeypatch.delenv("LUMINARY_WORKSPACE", raising=False)

    def go(*words: object, columns: int = 200, text: str | None = None) -> Result:
        monkeypatch.setenv("COLUMNS", str(columns))
        return CliRunner().invoke(app, [str(word) for word in words], input=text, prog_name="luminary")

    return go


@pytest.fixture(scope="session")
def built(tmp_path_factory, forum) -> Path:
    """The workspace of the forum; tests that change it copy it."""
    folder = tmp_path_factory.mktemp("built") / "work"
    result = CliRunner().invoke(app, ["-w", str(folder), "import", str(forum), "--place", "Sykehuset"])
    assert result.exit_code == 0, result.stderr
    return folder
