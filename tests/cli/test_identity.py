"""`luminary identity` and `luminary credentials`, as a user types them."""

import json

import pytest
from tests.workspace.test_identity import ANNA, OTHER_ANNA, ROWS, X, written


@pytest.fixture
def folder(run, tmp_path):
    file = written(tmp_path / "posts.csv", ROWS)
    assert run("-w", tmp_path / "w", "import", file, "--place", "team").exit_code == 0
    return tmp_path / "w"


def test_accounts_are_joined_asked_about_decided_and_taken_back(run, folder):
    assert "1 pairs joined" in run("-w", folder, "identity", "suggest").stderr
    told = json.loads(run("-w", folder, "identity", "queue", "--format", "json").stdout)
    assert (OTHER_ANNA, ANNA) in [(one["one"]["key"], one["other"]["key"]) for one in told]
    assert run("-w", folder, "identity", "accept", ANNA, OTHER_ANNA, "--why", "one photo").exit_code == 0
    changes = json.loads(run("-w", folder, "identity", "history", "--format", "json").stdout)
    assert changes[0]["what"] == "accepted"
    assert run("-w", folder, "identity", "undo", changes[0]["number"]).exit_code == 0
    assert "joined automatically" in run("-w", folder, "identity", "history").stdout
    assert "one person (automatic" in run("-w", folder, "identity", "explain", X).stdout


def test_a_mistake_is_told_in_one_line(run, folder):
    wrong = run("-w", folder, "identity", "merge", X, ANNA)
    assert wrong.exit_code != 0
    assert "give the reason" in wrong.stderr


def test_a_list_stands_on_a_leaders_evidence(run, folder, tmp_path):
    assert run("-w", folder, "identity", "suggest").exit_code == 0
    file = written(tmp_path / "list.csv", [{"person": "Torvald Brekkmo", "role": "overlege"}])
    assert run("-w", folder, "credentials", "import", file, "--source", "Overleger").exit_code == 0
    assert "overlege (Overleger" in run("-w", folder, "leader", X).stdout
