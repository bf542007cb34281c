"""Collaborations on the command line."""

from __future__ import annotations

import json

import pytest
from tests.exports import post, table, workspace

POSTS = [
    post(1, "Tuva Lindqvist", "2025-03-01", "Reklam för Fjällskor: min tur i regnet."),
    post(
        2,
        "Eivind Moen",
        "2025-03-05",
        "=cmd() Bruk koden EIVIND20 hos nordkraft.example, folkens, og få rabatt",
    ),
]


@pytest.fixture
def folder(tmp_path):
    workspace(tmp_path / "work", table(tmp_path / "posts.csv", POSTS)).close()
    return tmp_path / "work"


def test_what_posts_tell_is_listed_as_json(run, folder):
    result = run("-w", folder, "collaborations", "list", "--format", "json")
    rows = json.loads(result.stdout)
    assert [(row["openness"], row["brand"]) for row in rows] == [
        ("suspected", "nordkraft.example"),
        ("disclosed", "Fjällskor"),
    ]


def test_a_formula_in_a_post_stays_a_text_in_a_csv(run, folder):
    result = run("-w", folder, "collaborations", "list", "--format", "csv")
    assert ",=cmd" not in result.stdout
    assert "\n=cmd" not in result.stdout


def test_what_is_declared_changes_what_the_rules_say(run, folder):
    assert run("-w", folder, "collaborations", "declare", "Eivind Moen", "nordkraft", "paid").exit_code == 0
    rows = json.loads(run("-w", folder, "collaborations", "list", "Eivind Moen", "--format", "json").stdout)
    assert (rows[0]["judged"]["verdict"], rows[0]["judged"]["declared"]) == ("FAIL", True)
    listed = run("-w", folder, "collaborations", "connections", "--format", "json")
    assert json.loads(listed.stdout)[0]["connection"] == "paid"


def test_brands_are_added_listed_and_removed(run, folder):
    run("-w", folder, "collaborations", "brand", "Nordkraft", "@nordkraft", "--own")
    listed = json.loads(run("-w", folder, "collaborations", "brands", "--format", "json").stdout)
    assert listed == [{"name": "Nordkraft", "also": ["@nordkraft"], "own": True}]
    assert run("-w", folder, "collaborations", "brand", "Nordkraft", "--remove").exit_code == 0
    assert run("-w", folder, "collaborations", "brand", "Nordkraft", "--remove").exit_code == 2


def test_a_history_says_when_there_is_too_little_to_say(run, folder):
    result = run("-w", folder, "collaborations", "history", "Tuva Lindqvist")
    assert "Fjällskor" in result.stdout
    assert "not enough to say" in result.stderr


def test_an_unknown_word_is_wrong_use(run, folder):
    result = run("-w", folder, "collaborations", "list", "--openness", "hidden")
    assert result.exit_code == 2
    assert "known: disclosed, own_initiative, suspected" in result.stderr
