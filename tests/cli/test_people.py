import json
import shutil

import pytest


@pytest.fixture
def work(built, tmp_path):
    return shutil.copytree(built, tmp_path / "w")


def _names(run, work, *words):
    return [one["name"] for one in json.loads(run("-w", work, "leaders", *words, "--format", "json").stdout)]


def test_decisions_replace_what_the_data_suggest_and_can_be_taken_back(run, work):
    assert "Eero Virta" in _names(run, work)
    assert run("-w", work, "decide", "Eero Virta", "kind", "service", "--why", "a robot").exit_code == 0
    assert "Eero Virta" not in _names(run, work)
    listed = json.loads(run("-w", work, "people", "--kind", "service", "--format", "json").stdout)
    assert [(one["name"], one["kind"]["decided"]) for one in listed] == [("Eero Virta", True)]
    assert run("-w", work, "undecide", "Eero Virta", "kind").exit_code == 0
    assert "Eero Virta" in _names(run, work)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("decide", "Eero Virta", "kind", "robot"), "'robot' is no kind"),
        (("decide", "Eero Virta", "mood", "good"), "no decision is named 'mood'"),
        (("decide", "Nobody", "kind", "person"), "no person is named 'Nobody'"),
        (("people", "--kind", "robot"), "no kind is named 'robot'"),
    ],
)
def test_unknown_decisions_exit_2(run, work, words, said):
    done = run("-w", work, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_conflicts_may_be_none(run, work):
    done = run("-w", work, "conflicts")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "0 of 0 shown" in done.stderr


def test_colleagues_are_named_only_after_agreeing(run, work):
    answers = ("--purpose", "experts", "--basis", "agreement", "--owner", "Eva", "--until", "2999-01-01")
    run("init", work, "--profile", "employer", *answers)
    assert "Astrid Lund" not in _names(run, work)
    people = run("-w", work, "people")
    assert "Astrid" not in people.stdout
    assert run("-w", work, "person", "agree", "Astrid Lund").exit_code == 0
    assert "Astrid Lund" in _names(run, work)
    assert run("-w", work, "person", "withdraw", "Astrid Lund").exit_code == 0
    assert "Astrid Lund" not in _names(run, work)
