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


def test_leader_tells_why_what_speaks_against_and_everything_behind_it(run, built):
    done = run("-w", built, "leader", "Astrid Lund", "--format", "json")
    told = json.loads(done.stdout)
    assert "people are expected to act" in told["why"]
    assert told["portrait"]["response"]["kinds"][0] == {"kind": "reply", "people": 4, "acts": 48}
    assert told["portrait"]["posts"]["total"] == 12
    assert told["portrait"]["posts"]["posts"][0]["people"] == 4
    assert told["portrait"]["profile"]["names"] == ["Astrid Lund"]
    assert len(told["portrait"]["timeline"]["months"]) == 12
    assert told["portrait"]["notice"][0]["heading"] == "Why you are on this list"
    assert any(one.startswith("Not enough to say: 4 people answered") for one in told["against"])


def test_leader_on_a_terminal_carries_no_control_of_it(run, built):
    for name in ("2", "3", "4"):
        key = next(one for one in _people(run, built) if one.endswith(f"/{name}"))
        done = run("-w", built, "leader", key)
        assert done.exit_code == 0, done.stderr
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
        assert "response" in done.stdout


def _people(run, built):
    return [one["person"] for one in json.loads(run("-w", built, "people", "--format", "json").stdout)]


def test_notes_are_kept_listed_and_removed(run, built, tmp_path):
    work = shutil.copytree(built, tmp_path / "work")
    assert run("-w", work, "person", "note", "Astrid Lund", "=SUM(1) ring henne").exit_code == 0
    (told,) = json.loads(run("-w", work, "person", "notes", "Astrid Lund", "--format", "json").stdout)
    assert told["text"] == "=SUM(1) ring henne"
    assert "'=SUM(1)" in run("-w", work, "person", "notes", "Astrid Lund", "--format", "csv").stdout
    assert run("-w", work, "person", "unnote", told["note"]).exit_code == 0
    assert run("-w", work, "person", "unnote", told["note"]).exit_code == 2
    assert run("-w", work, "person", "note", "Astrid Lund", " ").exit_code == 2


def test_words_for_the_person_say_what_is_held_and_for_what(run, built):
    done = run("-w", built, "person", "words", "Astrid Lund")
    assert "12 posts of yours" in done.stdout
    assert "48 responses to you, by 4 people." in done.stdout
    assert "not for decisions about people" in done.stdout
