"""Words are found whatever their case, composition and company; lemmas are what the documentation says."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.naive.words import naive_words

from luminary.language import lemmas, words

INFLECTED = {
    "sv": "vården vård, vårdens vård, sjukhusen sjukhus, patienterna patient, barnen barn, gick gå, "
    "sköterskorna sköterska, patientsäkerheten patientsäkerhet, frågorna fråga, EU:s eu",
    "nb": "helsetjenesten helsetjeneste, sykehusene sykehus, pasientene pasient, barna barn, gikk gå, "
    "sykepleierne sykepleier, pasientsikkerheten pasientsikkerhet, spørsmålene spørsmål",
    "nn": "helsetenesta helseteneste, sjukehusa sjukehus, pasientane pasient, borna barn, gjekk gå, "
    "sjukepleiarane sjukepleiar, pasienttryggleiken pasienttryggleik, spørsmåla spørsmål",
    "da": "sygehusene sygehus, sundhedsvæsenet sundhedsvæsen, patienterne patient, børnene barn, gik gå, "
    "sygeplejerskerne sygeplejerske, patientsikkerheden patientsikkerhed, spørgsmålene spørgsmål",
    "fi": "sairaaloissa sairaala, potilaat potilas, lapset lapsi, hoitajille hoitaja, kysymyksiä kysymys, "
    "potilasturvallisuuden potilasturvallisuus, hyvinvointialueilla hyvinvointialue, EU:n eu",
    "en": "nurses nurse, hospitals hospital, patients patient, children child, went go, feet foot, "
    "doctor's doctor, doctor’s doctor, better good",
}
PAIRS = [(code, *pair.split()) for code, table in INFLECTED.items() for pair in table.split(", ")]

WORDY = st.text(st.sampled_from("abåäöæøéÅÄÖÆØ 123#.,!?\n"), max_size=60).filter(
    lambda text: not any(bad in text for bad in ("##", "www")) and " #1" not in text
)


@pytest.mark.parametrize(("language", "form", "lemma"), PAIRS)
def test_a_form_and_its_lemma_meet(language, form, lemma):
    assert lemmas(form, language) == [lemma]


def test_known_failures_are_as_documented():
    assert lemmas("sköterskan vårdar", "sv") == ["sköterska", "vårdare"]
    assert lemmas("sykepleier sykepleierne", "nb") == ["sykepleie", "sykepleier"]
    assert lemmas("patientsäkerhetsarbetet", "sv") == ["patientsäkerhetsarbetet"]


@pytest.mark.parametrize("form", ["hyvinvointialue", "hyvinvointialueen", "hyvinvointialueilla"])
def test_the_last_part_of_a_compound_is_not_taken_for_an_ending(form):
    assert lemmas(form, "fi") == ["hyvinvointialue"]


def test_compounds_stay_whole():
    assert lemmas("sjukvården", "sv") == ["sjukvård"]
    assert words("e-hälsa och covid-19") == ["e-hälsa", "och", "covid-19"]


def test_undetermined_words_stay_as_written():
    assert lemmas("Vården SAKNAR #Folk", "und") == ["vården", "saknar", "#folk"]


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'no'"):
        lemmas("vård", "no")


@pytest.mark.parametrize(
    "text",
    [
        "Se https://exempel.se/vård?x=1#del nu",
        "Se www.exempel.se/vård, nu",
        "Se astrid.lund@exempel.se nu",
        "Se @astrid.lund, @_**Björn Ek|42** och @**Citra Dewi** nu".replace(" och", ""),
        "Se `vård = 1` nu",
        "Se ```\nvård = 1\nvård\n``` nu",
    ],
)
def test_what_is_not_said_in_words_is_left_out(text):
    assert words(text) == ["se", "nu"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#Vård #vård_nu", ["#vård", "#vård_nu"]),
        ("se #12 och C#", ["se", "12", "och", "c"]),
        ("a#b &#39; x/#y", ["a", "b", "39", "x", "y"]),
        ("#", []),
        ("(#vård)", ["#vård"]),
    ],
)
def test_hashtags_keep_their_sign_and_numbers_do_not(text, found):
    assert words(text) == found


def test_a_hashtag_has_a_lemma_too():
    assert lemmas("#Vården", "sv") == ["#vård"]


def test_invisible_characters_do_not_divide_words():
    assert words("pati\u00adent\u200bsäker\ufeffhet") == ["patientsäkerhet"]


def test_runs_of_data_are_no_words():
    assert words("a" * 81 + " vård " + "b" * 80) == ["vård", "b" * 80]


@given(WORDY)
def test_words_agree_with_the_naive_twin(text):
    assert [word.lstrip("#") for word in words(text)] == [word.strip("#") for word in naive_words(text)]


@given(st.text(max_size=80))
def test_case_and_composition_do_not_matter(text):
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))
    assert words(text.casefold()) == words(text)


@given(st.text(max_size=80), st.sampled_from(["sv", "nb", "nn", "da", "fi", "en", "und"]))
def test_lemmas_are_single_words_in_any_text(text, language):
    for lemma in lemmas(text, language):
        assert lemma
        assert lemma == "".join(lemma.split())


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        "a@",
        "`",
        "``` ",
        "www.",
        "#",
        "#1",
        "a-",
        "a'",
        "@**",
        "å\u0301",
        "http://",
        ":a",
        "@a.",
        "a:b ",
    ],
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(piece):
    start = time.process_time()
    lemmas(piece * (1_000_000 // len(piece)), "sv")
    assert time.process_time() - start < 5
