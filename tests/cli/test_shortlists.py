"""The commands of shortlists."""

import json
import shutil

import pytest


@pytest.fixture
def lists(run, built, tmp_path):
    """Run a command of shortlists on a copy of the workspace."""
    shutil.copytree(built, tmp_path / "work")
    return lambda *words, **more: run("-w", tmp_path / "work", "shortlists", *words, **more)


def test_a_list_is_made_filled_and_shown(lists):
    assert lists("add", "Spring", "--about", "The autumn course").exit_code == 0
    assert "2 of 2 put" in lists("put", "Spring", "Astrid Lund", "h5").stderr
    assert "you set Eero Virta from idea to contacted" in lists("stage", "Spring", "h5", "contacted").stderr
    assert lists("comment", "Spring", "Writes back on Mondays", "--person", "h5").exit_code == 0
    shown = json.loads(lists("show", "spring", "--format", "json").stdout)
    assert [(one["name"], one["stage"], one["comments"]) for one in shown["people"]] == [
        ("Astrid Lund", "idea", 0),
        ("Eero Virta", "contacted", 1),
    ]
    assert "1 idea, 1 contacted" in lists().stdout


def test_a_change_is_taken_back_by_its_number(lists):
    lists("add", "Spring")
    lists("put", "Spring", "Astrid Lund")
    lists("stage", "Spring", "Astrid Lund", "chosen")
    refused = lists("undo", "Spring", 2)
    assert refused.exit_code == 1 and "a later one stands on it" in refused.stderr
    assert lists("undo", "Spring", 3).exit_code == 0
    history = lists("history", "Spring").stdout
    assert "taken back" in history and "(taking back change 3)" in history
    assert lists("undo", "Spring", 99).exit_code == 2


def test_hostile_names_steer_no_terminal(lists):
    lists("add", "\x1b[31mred\x1b[0m [bold]\u202e")
    listed = lists().stdout
    assert "\x1b" not in listed and "\u202e" not in listed
    lists("put", "[31mred[0m [bold]", "h3", "h4")
    shown = lists("show", "[31mred[0m [bold]", "--format", "csv").stdout
    assert "'=HYPERLINK(1)" in shown and "\x1b" not in shown


def test_an_empty_workspace_says_how_to_begin(lists):
    assert "luminary shortlists add NAME" in lists().stderr
    unknown = lists("show", "Spring")
    assert unknown.exit_code == 2 and "no shortlist is named 'Spring'" in unknown.stderr
