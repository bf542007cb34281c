"""Generated pages are those that would be written now."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.code import ROOT


def test_generated_pages_are_up_to_date() -> None:
    command = [sys.executable, ROOT / "docs" / "generate.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _page(name: str) -> str:
    return Path(ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_measure_is_documented() -> None:
    from luminary.leaders import all_measures

    page = _page("measures.md")
    assert {name for name in all_measures() if f"- **`{name}`**: " not in page} == set()


def test_every_table_is_documented_and_every_column() -> None:
    from luminary.store.tables import ALL

    page = _page("tables.md")
    assert {name for name in ALL if f"\n### {name}\n" not in page} == set()
    columns = {column.name for table in ALL.values() for column in table.columns}
    assert {name for name in columns if f"| `{name}`" not in page} == set()


def test_every_format_is_documented() -> None:
    from luminary.collect import formats

    page = _page("formats.md")
    assert {name for name in formats() if f"| `{name}` |" not in page} == set()


def test_every_command_is_documented() -> None:
    from typer.main import get_command

    from luminary.cli.app import app

    page = _page("commands.md")
    names = get_command(app).commands  # type: ignore[attr-defined]
    assert {name for name in names if f"luminary {name}" not in page} == set()


def test_every_column_says_what_it_means() -> None:
    from luminary.store.tables import ALL

    columns = [(one.name, column) for one in ALL.values() for column in one.columns]
    assert {(name, column.name) for name, column in columns if not column.meaning} == set()


def test_every_column_that_may_lead_to_a_person_is_declared_so() -> None:
    from luminary.store.tables import ALL

    leading = {"account", "person", "source", "target", "author", "responder"}
    undeclared = {
        (one.name, column.name)
        for one in ALL.values()
        for column in one.columns
        if column.name in leading and not column.person and (one.name, column.name) != ("batches", "source")
    }
    assert undeclared == set()
