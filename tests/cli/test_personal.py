"""The rights of one person on the command line."""

import json
import shutil

import pytest

from luminary import Workspace


@pytest.fixture
def work(built, tmp_path):
    return shutil.copytree(built, tmp_path / "w")


def _key(work, name="Eero Virta"):
    with Workspace.open(work) as opened:
        return opened.people.find(name)


def test_a_look_tells_table_by_table_and_erases_nobody(run, work):
    result = run("-w", work, "person", "erase", "Eero Virta", "--look", "--format", "json")
    assert result.exit_code == 0, result.stderr
    told = {row["table"]: row["removed"] for row in json.loads(result.stdout)}
    assert told["posts"] == 24
    assert _key(work)


def test_an_erasure_asks_for_the_key(run, work):
    key = _key(work)
    refused = run("-w", work, "person", "erase", "Eero Virta", "--why", "letter", text="Eero Virta\n")
    assert refused.exit_code == 1
    assert "nothing was erased" in refused.stderr
    done = run("-w", work, "person", "erase", "Eero Virta", "--why", "letter", text=f"{key}\n")
    assert done.exit_code == 0, done.stderr
    assert run("-w", work, "leader", "Eero Virta").exit_code == 2  # nobody is known by that name


def test_an_erasure_needs_a_reason(run, work):
    result = run("-w", work, "person", "erase", "Eero Virta", "--yes")
    assert result.exit_code != 0
    assert "reason" in result.stderr
    assert _key(work)


def test_an_objection_is_recorded_and_taken_back(run, work):
    assert run("-w", work, "person", "object", "Eero Virta", "--profiling").exit_code == 0
    shown = run("-w", work, "leaders", "--format", "json")
    assert "Eero Virta" not in shown.stdout
    assert "1 person objected" in shown.stderr
    assert run("-w", work, "person", "unobject", "Eero Virta").exit_code == 0
    assert "Eero Virta" in run("-w", work, "leaders", "--format", "json").stdout


def test_everything_is_written_for_the_person(run, work, tmp_path):
    result = run("-w", work, "person", "export", "Eero Virta", "--to", tmp_path / "out", "--language", "fi")
    assert result.exit_code == 0, result.stderr
    assert json.loads((tmp_path / "out" / "person.json").read_text("utf-8"))["rows"]["posts"] == 24
    assert 'lang="fi"' in (tmp_path / "out" / "person.html").read_text("utf-8")


def test_a_correction_needs_its_source(run, work):
    assert run("-w", work, "person", "correct", "Eero Virta", "role", "lege").exit_code != 0
    given = ("person", "correct", "Eero Virta", "role", "lege", "--source", "letter")
    assert run("-w", work, *given).exit_code == 0


def test_a_sweep_lists_first_and_removes_when_told(run, work):
    result = run("-w", work, "privacy", "sweep", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert run("-w", work, "privacy", "sweep", "--yes").exit_code == 0
