"""Who does not see names sees numbers that tell nothing, the same ones to everybody."""

import re
import threading
from datetime import date, timedelta

import pytest

from luminary.errors import AccessError, UsageError, WithheldError
from luminary.privacy import Gate, Purpose, Veil, write_purpose
from luminary.store import Ledger

ASTRID, JONAS, MAJA = "slack:T/astrid", "slack:T/jonas", "slack:T/maja"


def _made(url, profile="evaluation"):
    ledger = Ledger(url)
    end = date.today() + timedelta(days=30)
    write_purpose(ledger, Purpose(profile, "experts", "agreement", "Astrid Moe", end))
    return ledger


@pytest.fixture
def ledger(ledger_url):
    opened = _made(ledger_url)
    yield opened
    opened.close()


def _veil(ledger, reader=None):
    return Veil(ledger, Gate(ledger), reader)


def test_nothing_is_hidden_from_who_sees_names(ledger):
    veil = _veil(ledger)
    assert (veil.is_drawn, veil.may_name(ASTRID), veil.hides([ASTRID])) == (False, True, {})
    with pytest.raises(AccessError):
        veil.reveal(ASTRID, "curiosity")


def test_a_number_is_the_same_to_everybody_and_leads_back(ledger):
    first = _veil(ledger, "olav").alias(ASTRID)
    assert re.fullmatch(r"OL-\d{4,}", first)
    assert _veil(ledger).alias(ASTRID) == first
    assert _veil(ledger).person_of(first) == ASTRID
    assert _veil(ledger).person_of(f" {first.lower()} ") == ASTRID


@pytest.mark.parametrize(
    "text", ["", "OL-", "OL-1", "OL-99999999", "OL-" + "9" * 400, "astrid", "OL-٠٠٤٢", "OL-0042\x00"]
)
def test_what_is_no_number_leads_to_nobody(ledger, text):
    assert _veil(ledger).person_of(text) is None


def test_a_number_cannot_be_computed_from_the_key(tmp_path):
    people = [f"slack:T/{number}" for number in range(40)]
    drawn = []
    for name in ("a", "b"):
        ledger = _made(f"sqlite:///{tmp_path / name}")
        drawn.append(_veil(ledger).aliases(people))
        ledger.close()
    assert sum(drawn[0][one] == drawn[1][one] for one in people) < 5


def test_numbers_are_unique_and_their_range_grows_with_the_people(ledger):
    people = [f"slack:T/{number}" for number in range(3_000)]
    found = _veil(ledger).aliases(people)
    assert len(set(found.values())) == len(people) == len(found)
    assert max(int(one[3:]) for one in found.values()) > 9_999
    assert _veil(ledger).aliases(people) == found


def test_a_repeated_person_has_one_number(ledger):
    assert len(_veil(ledger).aliases([ASTRID, ASTRID, JONAS])) == 2
    assert _veil(ledger).aliases([]) == {}


def test_two_who_ask_at_once_get_the_same_numbers(ledger_url):
    _made(ledger_url).close()
    people = [f"slack:T/{number}" for number in range(200)]
    found = []

    def ask():
        ledger = Ledger(ledger_url)
        found.append(_veil(ledger).aliases(people))
        ledger.close()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found[0] == found[1] == found[2]


def test_a_name_is_revealed_to_one_reader_for_a_reason(ledger):
    olav, rune = _veil(ledger, "olav"), _veil(ledger, "rune")
    assert olav.hides([ASTRID, JONAS]).keys() == {ASTRID, JONAS}
    with pytest.raises(UsageError, match="reason"):
        olav.reveal(ASTRID, " \x00\n ")
    assert not olav.may_name(ASTRID)
    assert olav.reveal(ASTRID, " calls  back ") == "calls back"
    assert (olav.may_name(ASTRID), rune.may_name(ASTRID)) == (True, False)
    assert olav.hides([ASTRID, JONAS]).keys() == {JONAS}
    assert ledger.rows("reveals")[0]["why"] == "calls back"


def test_under_employer_no_reason_replaces_an_agreement(ledger_url):
    ledger = _made(ledger_url, "employer")
    olav, everybody = _veil(ledger, "olav"), _veil(ledger)
    with pytest.raises(WithheldError, match="agree"):
        olav.reveal(ASTRID, "calls back")
    Gate(ledger).agree(ASTRID, "Maja")
    assert (everybody.may_name(ASTRID), olav.may_name(ASTRID)) == (True, False)
    olav.reveal(ASTRID, "calls back")
    assert olav.may_name(ASTRID)
    Gate(ledger).withdraw_agreement(ASTRID)
    assert (everybody.may_name(ASTRID), olav.may_name(ASTRID)) == (False, False)
    ledger.close()


def test_a_purpose_that_another_program_changed_counts_at_once(ledger):
    veil = _veil(ledger)
    assert not veil.is_drawn
    end = date.today() + timedelta(days=30)
    write_purpose(ledger, Purpose("employer", "experts", "agreement", "Astrid Moe", end))
    assert veil.is_drawn
    assert MAJA in veil.hides([MAJA])
