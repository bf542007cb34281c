"""The main commands under every profile: each works, or says what is withheld and what would allow it."""

import shutil
from datetime import date, timedelta

import pytest
from tests.cli.conftest import _HEAD, rows

from luminary import Workspace
from luminary.collect import Options
from luminary.domain import Access
from luminary.privacy import PROFILES
from luminary.privacy.documents import DECISION, LIA, QUESTIONS

END = (date.today() + timedelta(days=300)).isoformat()
BASES = {"company": "legitimate interest", "pharma": "legitimate interest", "authority": "public task",
         "employer": "legitimate interest", "research": "public task"}  # fmt: skip
COMMANDS = (
    ("info",), ("people",), ("leaders",), ("leaders", "--format", "json"), ("leaders", "--by", "standing"),
    ("network",), ("measures",), ("conflicts",), ("batches",), ("rejects",), ("subjects", "list"),
    ("backtest",), ("audit",), ("audit", "--verify"), ("shortlists", "list"), ("privacy", "status"),
    ("privacy", "notices"), ("privacy", "review"), ("privacy", "processors", "list"), ("privacy", "lia"),
    ("privacy", "decision"), ("privacy", "dpia"), ("privacy", "public-notice", "--text"), ("jobs", "list"),
)  # fmt: skip
WAYS_OUT = ("luminary ", "another profile", "an owner", "under Settings")
"""What a refusal must name at least one of."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with a year of a small forum in it, ranked once; tests work on copies."""
    folder = tmp_path_factory.mktemp("profiles")
    file = folder / "forum.csv"
    file.write_text("\n".join([_HEAD, *rows()]) + "\n", "utf-8")
    with Workspace.open(folder / "w", create=True) as work:
        work.collect.run(file, options=Options("Sykehuset", Access.CLOSED))
        work.leaders.rank()
    return folder / "w"


@pytest.fixture(params=PROFILES)
def place(request, run, made, tmp_path):
    """A copy of it under each profile."""
    profile, folder = request.param, shutil.copytree(made, tmp_path / "w")
    answers = ("--purpose", "Kurs", "--basis", BASES.get(profile, ""), "--owner", "Siri Dahl", "--until", END)
    done = run("init", folder, "--profile", profile, *(answers if profile in BASES else ()))
    assert done.exit_code == 0, done.stderr
    return profile, folder


def _works_or_says_why(done, words):
    assert done.exit_code in (0, 1), (words, done.stderr)
    if done.exit_code:
        told = done.stderr
        assert "Traceback" not in told, words
        assert any(way in told for way in WAYS_OUT), (words, told)


def test_every_command_works_or_says_what_would_allow_it(run, place):
    _profile, folder = place
    for words in COMMANDS:
        _works_or_says_why(run("-w", folder, *words), words)


def test_once_the_duties_are_met_everybody_who_may_be_ranked_is_ranked(run, place):
    profile, folder = place
    for form, fields in (("lia", LIA), ("decision", DECISION)):
        told = [word for name in fields for word in ("--set", f"{name}=written down")]
        assert run("-w", folder, "privacy", form, *told).exit_code == 0
    answers = [word for name in QUESTIONS for word in ("--answer", f"{name}=yes")]
    assert run("-w", folder, "privacy", "dpia", *answers, "--number", "DPIA 1").exit_code == 0
    done = run("-w", folder, "leaders", "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert ("OL-" in done.stdout) == (profile == "employer")
    if profile == "employer":
        assert "luminary person agree" in done.stderr


def test_a_lock_holds_for_every_result_about_people(run, place):
    profile, folder = place
    answers = [word for name in QUESTIONS for word in ("--answer", f"{name}=yes")]
    assert run("-w", folder, "privacy", "dpia", *answers).exit_code == 0
    for words in (("leaders",), ("people",), ("network",), ("backtest",), ("report", "--output", "r.html")):
        done = run("-w", folder, *words)
        if profile == "evaluation":
            assert "locked" not in done.stderr, words
        elif words[0] != "report":
            assert done.exit_code == 1, words
            assert "luminary privacy" in done.stderr, (words, done.stderr)
    assert run("-w", folder, "privacy", "status").exit_code == 0
