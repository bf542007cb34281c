"""Labelled posts come out as labelled: our own, and those given from outside where they are there."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from luminary.law import Checker

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "law"
GIVEN = Path(__file__).resolve().parents[3] / "shared" / "reference" / "disclosure_examples.jsonl"
COUNTRIES = ("DE", "DK", "FI", "NO", "SE", "UK", "US")


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(today=date(2026, 12, 1))


def _rows() -> Iterator[dict]:
    for file in sorted(FIXTURES.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield {"country": file.stem, **json.loads(line)}


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['country']} {row['id']}") for row in _rows()])
def test_our_own_examples_come_out_as_labelled(checker: Checker, row: dict) -> None:
    told = checker.check(row)
    assert (told.verdict, list(told.codes)) == (row["expect"], row["codes"])


def test_there_are_fifteen_examples_for_every_country() -> None:
    counts = dict.fromkeys(COUNTRIES, 0)
    for row in _rows():
        counts[row["country"]] += 1
    assert min(counts.values()) >= 15


@pytest.mark.realdata
def test_the_given_examples_come_out_as_labelled(checker: Checker) -> None:
    if not GIVEN.is_file():
        pytest.skip(f"{GIVEN} is not there")
    rows = [json.loads(line) for line in GIVEN.read_text(encoding="utf-8").splitlines()]
    wrong = [
        (row["id"], told.verdict, told.codes)
        for row in rows
        if (told := checker.check(row)) and (told.verdict, list(told.codes)) != (row["expect"], row["codes"])
    ]
    assert wrong == []


def test_every_verdict_carries_a_rule_a_source_and_advice(checker: Checker) -> None:
    for row in _rows():
        told = checker.check(row)
        assert told.rule and told.source and told.advice, row["id"]
        assert "{" not in told.advice + told.suggestion


def test_words_that_decided_are_shown_as_they_were_written(checker: Checker) -> None:
    text = "God morgon! 𝐑𝐞𝐤𝐥𝐚𝐦 för Björkbad."
    told = checker.check(
        {"country": "SE", "connection": "paid", "advertiser": "Björkbad", "channel": "x", "text": text}
    )
    (span,) = told.spans
    assert (span.part, text[span.start : span.end]) == ("text", "𝐑𝐞𝐤𝐥𝐚𝐦")


def test_a_suggested_label_passes_itself(checker: Checker) -> None:
    for row in _rows():
        told = checker.check(row)
        if not told.suggestion or row.get("frames") or row.get("retouched"):
            continue
        again = checker.check(
            {**row, "title": "", "text": f"{told.suggestion}. {row['text'][:40]}", "minors": False}
        )
        if "FALSE_DENIAL" not in again.codes:
            assert again.verdict == "PASS", (row["id"], told.suggestion, again.codes)


def test_the_product_never_says_illegal(checker: Checker) -> None:
    said = [text for row in _rows() for text in (checker.check(row).advice, checker.check(row).rule)]
    assert not [text for text in said if "illegal" in text.lower() or "olaglig" in text.lower()]


def test_the_advice_is_in_the_language_of_the_post_and_the_label_in_that_of_the_country(
    checker: Checker,
) -> None:
    post = {"country": "SE", "connection": "paid", "advertiser": "Björkbad", "text": "Lovely bath"}
    told = checker.check({**post, "lang": "en"})
    assert told.advice == 'Start with "Reklam för Björkbad".'
    assert checker.check({**post, "country": "FI", "lang": "sv"}).suggestion == "Reklam för Björkbad"
    assert checker.check({**post, "country": "FI", "lang": "fi"}).suggestion == "Mainos Björkbad"
