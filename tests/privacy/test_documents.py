"""Documents that the organisation answers for, and the stop rule of the impact assessment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.privacy import Documents, Gate, Processors, Purpose, may_enable, write_purpose
from luminary.privacy.documents import DECISION, LIA, QUESTIONS, STOP_AT, locked
from luminary.store import Ledger

END = date(2999, 1, 1)


def ledger_of(profile="company"):
    ledger = Ledger("sqlite://")
    write_purpose(
        ledger, Purpose(profile, "p", "consent", "o", END) if profile != "evaluation" else Purpose()
    )
    return ledger


def answers(*yes):
    return {name: "yes" if name in yes else "no" for name in QUESTIONS}


@given(st.sets(st.sampled_from(list(QUESTIONS))), st.booleans())
def test_results_are_locked_from_two_criteria_on_without_a_number(yes, numbered):
    ledger = ledger_of()
    Documents(ledger).assess(answers(*yes), "DPIA 1" if numbered else "", None, "eva")
    stops = len(yes) >= STOP_AT and not numbered
    assert bool(locked(ledger, "company")) == stops
    if stops:
        with pytest.raises(WithheldError, match="luminary privacy dpia --number"):
            Gate(ledger).check()
    else:
        Gate(ledger).check()


def test_an_evaluation_is_never_locked():
    ledger = ledger_of("evaluation")
    Documents(ledger).assess(answers(*QUESTIONS), "", None, "eva")
    Gate(ledger).check()


def test_there_are_ten_questions_and_all_are_answered_with_yes_or_no():
    assert len(QUESTIONS) == 10
    documents = Documents(ledger_of())
    with pytest.raises(UsageError, match="power"):
        documents.assess({name: "no" for name in QUESTIONS if name != "power"}, "", None, "eva")
    with pytest.raises(UsageError, match="maybe"):
        documents.assess(answers() | {"power": "maybe"}, "", None, "eva")


def test_a_form_names_all_that_is_missing_and_keeps_what_was_before():
    documents = Documents(ledger_of())
    with pytest.raises(UsageError) as refused:
        documents.record("lia", {"interest": "x"}, None, "eva")
    assert all(name in str(refused.value) for name in LIA if name != "interest")
    first = documents.record("lia", dict.fromkeys(LIA, "one"), date(2027, 1, 1), "eva")
    second = documents.record("lia", dict.fromkeys(LIA, "two"), None, "eva")
    assert documents.newest("lia") == second
    assert first.is_due(date(2027, 1, 2))
    assert not first.is_due(date(2027, 1, 1))
    with pytest.raises(UnknownNameError):
        documents.record("lia", dict.fromkeys(LIA, "x") | {"colour": "red"}, None, "eva")


def test_a_source_without_terms_on_record_is_not_fetched_from():
    ledger = ledger_of()
    with pytest.raises(WithheldError, match="processors add mastodon"):
        may_enable(ledger, "mastodon")
    Processors(ledger).record("Mastodon", "Helse Social", "terms of 2026", "eva", until=date(2026, 6, 30))
    may_enable(ledger, "mastodon", date(2026, 6, 30))
    with pytest.raises(WithheldError, match="ended"):
        may_enable(ledger, "mastodon", date(2026, 7, 1))


def test_an_evaluation_may_try_every_source():
    may_enable(ledger_of("evaluation"), "mastodon")


def test_nothing_is_fetched_after_the_purpose_ended():
    ledger = Ledger("sqlite://")
    write_purpose(ledger, Purpose("company", "p", "consent", "o", date(2020, 1, 1)))
    with pytest.raises(WithheldError, match="2020-01-01"):
        may_enable(ledger, "mastodon")


@pytest.mark.parametrize("missing", ["connector", "name", "contract"])
def test_an_entry_of_the_register_says_what_it_lacks(missing):
    given_ = {"connector": "x", "name": "y", "contract": "z"} | {missing: " \u0000 "}
    with pytest.raises(UsageError, match=missing):
        Processors(ledger_of()).record(**given_, by="eva")


def test_an_authority_sees_single_people_only_for_a_need_that_is_written_down():
    ledger = Ledger("sqlite://")
    write_purpose(ledger, Purpose("authority", "p", "public task", "o", END))
    with pytest.raises(WithheldError, match="luminary privacy decision"):
        Gate(ledger).check()
    Documents(ledger).record("decision", dict.fromkeys(DECISION, "x"), None, "eva")
    Gate(ledger).check()


def test_nothing_is_fetched_on_a_legitimate_interest_that_was_not_weighed():
    ledger = Ledger("sqlite://")
    write_purpose(ledger, Purpose("company", "p", "legitimate interest", "o", END))
    Processors(ledger).record("mastodon", "Helse Social", "terms", "eva")
    with pytest.raises(WithheldError, match="luminary privacy lia"):
        may_enable(ledger, "mastodon")
    Documents(ledger).record("lia", dict.fromkeys(LIA, "x"), None, "eva")
    may_enable(ledger, "mastodon")
