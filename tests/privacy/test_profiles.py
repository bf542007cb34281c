"""Each kind of organisation has its own lawful bases and switches."""

from datetime import date

import pytest

from luminary.errors import UsageError, WithheldError
from luminary.privacy import PROFILES, SWITCHES, Gate, Purpose, write_purpose
from luminary.privacy.bases import Basis, bases_in
from luminary.privacy.profiles import Ranks, forbidden_basis, weak_basis
from luminary.store import Ledger

END = date(2999, 1, 1)


def test_every_profile_has_its_switches():
    assert set(SWITCHES) == set(PROFILES)


@pytest.mark.parametrize("basis", [
    "legitimate interest", "Art 6(1)(f)", "art. 6.1 f", "berättigat intresse", "berettiget interesse",
    "berettigede interesser", "oikeutettu etu", "intresseavvägning",
])  # fmt: skip
def test_an_authority_cannot_choose_legitimate_interest(basis):
    with pytest.raises(UsageError, match="public task"):
        write_purpose(Ledger("sqlite://"), Purpose("authority", "p", basis, "o", END))


@pytest.mark.parametrize("basis", [
    "public task", "art 6(1)(e)", "uppgift av allmänt intresse", "oppgave i allmennhetens interesse",
    "ethics approval 12/2026", "y",
])  # fmt: skip
def test_an_authority_may_choose_what_is_open_to_it_in_its_own_words(basis):
    write_purpose(Ledger("sqlite://"), Purpose("authority", "p", basis, "o", END))


@pytest.mark.parametrize(("text", "found"), [
    ("samtykke fra deltakerne", {Basis.CONSENT}), ("suostumus", {Basis.CONSENT}),
    ("6(1)(f) LIA 2026-3", {Basis.LEGITIMATE_INTEREST}), ("legal obligation", {Basis.LEGAL_OBLIGATION}),
    ("rättslig förpliktelse", {Basis.LEGAL_OBLIGATION}), ("article 16(1)(f)", set()), ("", set()),
    ("interesting work", set()), ("avtale", set()), ("agreement", set()),
])  # fmt: skip
def test_a_basis_is_found_in_words_and_not_where_there_is_none(text, found):
    assert bases_in(text) == found


def test_an_older_workspace_with_a_basis_that_is_not_open_opens_and_withholds():
    ledger = Ledger("sqlite://")
    write_purpose(ledger, Purpose("company", "p", "legitimate interest", "o", END))
    ledger.change("workspace", {"id": "this"}, profile="authority")
    with pytest.raises(WithheldError, match="not open"):
        Gate(ledger).check()


def test_consent_of_employees_is_chosen_with_a_warning_unless_it_is_not_alone():
    assert "seldom free" in str(weak_basis("employer", "consent"))
    assert weak_basis("employer", "consent and legitimate interest") is None
    assert weak_basis("company", "consent") is None


def test_no_profile_lets_a_stance_on_a_person_slip_where_the_law_forbids_it():
    assert not SWITCHES["authority"].person_stance
    assert not SWITCHES["employer"].person_stance
    assert not any(one.health_inference for one in SWITCHES.values())


def test_side_effects_are_looked_for_in_pharma_and_it_cannot_be_switched_off():
    assert SWITCHES["pharma"].screens_adverse_events
    with pytest.raises(AttributeError):
        SWITCHES["pharma"].screens_adverse_events = False


def test_an_employer_ranks_only_who_agreed():
    assert SWITCHES["employer"].ranks is Ranks.AGREED
    assert SWITCHES["employer"].groups_only


def test_a_refusal_lists_every_basis_that_is_open():
    told = str(forbidden_basis("company", "public task"))
    assert all(one.told in told for one in SWITCHES["company"].bases)
