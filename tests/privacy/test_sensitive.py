"""What people say of their own health, faith, politics, union or age stays out; nothing else does."""

import pytest

from luminary.errors import UnknownNameError, UsageError
from luminary.privacy import Suspicions, left_out
from luminary.privacy.sensitive import Category, Sign, minor_sign, statements
from luminary.store import Ledger


@pytest.mark.parametrize(("text", "category"), [
    ("jag har MS", Category.HEALTH), ("Sjuksköterska. Jag har haft cancer!", Category.HEALTH),
    ("Jeg har kreft", Category.HEALTH), ("Jeg lider af en depression", Category.HEALTH),
    ("Minulla on diabetes", Category.HEALTH), ("I have multiple sclerosis.", Category.HEALTH),
    ("Olen raskaana", Category.HEALTH), ("jag är gravid", Category.HEALTH),
    ("Jag är medlem i Vårdförbundet", Category.UNION), ("Jeg er medlem af FOA", Category.UNION),
    ("Olen liiton jäsen", Category.UNION), ("Jeg er fagorganisert", Category.UNION),
    ("I voted for Labour", Category.PARTY), ("Jag röstar på Miljöpartiet", Category.PARTY),
    ("Jeg stemmer Venstre", Category.PARTY), ("Äänestän vihreitä", Category.PARTY),
    ("Jag är muslim", Category.RELIGION), ("I am a Catholic", Category.RELIGION),
    ("Jeg er kristen", Category.RELIGION), ("Olen uskovainen", Category.RELIGION),
    ("I'm gay and proud", Category.SEXUALITY), ("jag är bög", Category.SEXUALITY),
    ("Jeg er lesbisk", Category.SEXUALITY), ("Olen homo", Category.SEXUALITY),
])  # fmt: skip
def test_a_statement_about_oneself_is_found(text, category):
    assert statements(text) == {category}


@pytest.mark.parametrize("text", [
    "Ny studie om MS i primärvården", "Min son har MS", "My brother has cancer", "MS-sjuksköterska",
    "Jag har MS-patienter på avdelningen", "Vi röstar i dag om schemat", "Jag är med i gruppen för hygien",
    "I have a master's degree", "I am a nurse at a catholic hospital", "I believe in evidence",
    "Jeg er medlem af bestyrelsen", "Jeg har venstre hånd", "Kirjoitan masennuksesta työkseni",
    "Hon är gravid", "Jag har ett fack för posten", "Jeg har angst for at miste data",
    "I work in cancer care", "Jag är läkare och forskar om diabetes", "my cancer research group",
    "Han sa: ”jag har MS”", "", None,
])  # fmt: skip
def test_a_subject_another_person_or_a_quote_is_no_statement(text):
    assert not statements(text)


@pytest.mark.parametrize("text", [
    "jag är 15 år", "Jag är 15", "I'm 15", "I am 16 years old", "jeg er 14 år", "Olen 13-vuotias",
    "Olen 15v", "jag går i 7B", "Jeg går i 8. klasse", "jag fyllde 16 igår", "Olen 8. luokalla",
    "I'm in 8th grade",
])  # fmt: skip
def test_somebody_who_states_an_age_below_18_may_be_a_minor(text):
    assert minor_sign(text) in (Sign.AGE, Sign.SCHOOL)


@pytest.mark.parametrize("text", [
    "15 år, Umeå", "15 | Oslo | she/her", "7B Norrskolan", "15 y/o gamer", "17-åring från Lund",
    "16v Helsinki", "class of 2030", "Ikä: 15",
])  # fmt: skip
def test_a_self_description_needs_fewer_words(text):
    assert minor_sign(text, is_bio=True, year=2026)


@pytest.mark.parametrize("is_bio", [False, True])
@pytest.mark.parametrize("text", [
    "min son är 15 år", "15 år i branschen", "15 years of experience", "Jag är 15 år äldre än du",
    "I'm 15 minutes late", "jeg er 12 timer på vakt", "jag är 17 %", "Da jeg var 15 år",
    "15 år som sjuksköterska", "class of 1998", "Jag är 45 år", "Rom 7B er ledig", "avd 9A har fullt",
    "she is 15 years old", "Mother of 15 year old", "Underviser 7B", "Vi är 15 personer",
    "Jag är 10 av 10 nöjd", "jeg er 16 km fra", "15 års erfarenhet", "mitt barn är 12",
    "Föreningen fyller 15", "Olen 15 vuotta ollut alalla", "Vi er 15 år", "", None,
])  # fmt: skip
def test_years_of_work_children_of_others_and_rooms_are_no_sign(text, is_bio):
    assert minor_sign(text, is_bio=is_bio, year=2026) is None


def test_who_may_be_a_minor_is_left_out_until_a_human_clears_it_for_a_reason():
    from datetime import date

    ledger, today = Ledger("sqlite://"), date(2026, 1, 1)
    review = Suspicions(ledger)
    assert review.add({"x:/1": Sign.AGE.value, "x:/2": Sign.SCHOOL.value}) == 2
    assert set(left_out(ledger, today)) == {"x:/1", "x:/2"}
    with pytest.raises(UsageError, match="reason"):
        review.decide("x:/1", "cleared", "eva", "  ")
    review.decide("x:/1", "cleared", "eva", "a nurse of 45")
    review.decide("x:/2", "confirmed", "eva", "says so herself")
    assert set(left_out(ledger, today)) == {"x:/2"}
    assert review.add({"x:/1": Sign.AGE.value}) == 0
    assert set(left_out(ledger, today)) == {"x:/2"}
    with pytest.raises(UnknownNameError):
        review.decide("x:/3", "cleared", "eva", "x")
