"""Ordinary sentences of health care, work, unions and sports are no collaboration; told ones stay found."""

from pathlib import Path

import pytest

from luminary.law.traces import Says, Trace, traces_of

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "law"


def _lines(name: str) -> list[str]:
    return (FIXTURES / name).read_text(encoding="utf-8").splitlines()


def _told(text: str) -> list[Trace]:
    return [one for one in traces_of(text) if one.says in (Says.LABEL, Says.STATEMENT)]


@pytest.mark.parametrize("text", _lines("ordinary.txt"))
def test_what_people_say_of_their_work_is_no_statement(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize("text", _lines("told.txt"))
def test_what_people_tell_of_a_collaboration_is_found(text: str) -> None:
    assert [one for one in traces_of(text) if one.form]


@pytest.mark.parametrize(
    ("ordinary", "told"),
    [
        ("I samarbete med polisen", "I samarbete med Polkagrisen"),
        ("Kurs i samarbete med ABF", "Kurs i betalt samarbete med Ekbad"),
        ("Tack @anna_k för ett fint samtal", "Tack @ekbad för badlakanen"),
        ("Har fått av sjefen en fridag", "Har fått av Skobua en pose"),
        ("Reklame for alkohol er forbudt", "Reklame for Alkofri"),
    ],
)
def test_ordinary_speech_silences_nothing_else(ordinary: str, told: str) -> None:
    assert not [one for one in traces_of(ordinary) if one.form]
    assert [one for one in traces_of(told) if one.form]


def test_ordinary_speech_is_no_denial() -> None:
    assert traces_of("I samarbete med kommunen ordnar vi en cup") == ()
