"""Traces of collaborations in texts: labels, statements, cues and denials, in six languages."""

from __future__ import annotations

import re
from contextlib import closing

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminary.law.traces import Says, sieve, traces_of
from luminary.law.traces.lists import read_phrases
from luminary.store import DuckDBEngine

LABEL, STATEMENT, CUE, DENIAL = Says.LABEL, Says.STATEMENT, Says.CUE, Says.DENIAL

TOLD = [
    ("Reklam för Fjällskor: min nya tur i regnet", "advertisement", STATEMENT, "Reklam för"),
    ("REKLAM | Ny höstjacka, så varm", "advertisement", LABEL, "REKLAM"),
    ("Ny höstjacka, så varm #reklam", "advertisement", LABEL, "reklam"),
    ("Annons\nSå här bakar jag", "advertisement", LABEL, "Annons"),
    ("Recept på bröd. I samarbete med Kvarnen.", "sponsorship", STATEMENT, "I samarbete med"),
    ("Betalt samarbete: kvällens löprunda", "sponsorship", LABEL, "Betalt samarbete"),
    ("Jag har fått den här väskan av Ullspinn", "gift", CUE, "har fått den här väskan av"),
    ("Inlägget innehåller annonslänkar till boken", "affiliate", STATEMENT, None),
    ("Använd koden FJALL20 i kassan", "affiliate", CUE, "Använd koden"),
    ("Reklame for Nordkraft: strøm til hytta", "advertisement", STATEMENT, "Reklame for"),
    ("Annonsørinnhold: slik vasker du ull", "advertisement", LABEL, "Annonsørinnhold"),
    ("Tur i helgen, i samarbeid med Fjellsport", "sponsorship", STATEMENT, "i samarbeid med"),
    ("Denne er tilsendt fra Ullvare", "gift", STATEMENT, "tilsendt fra"),
    ("Invitert av Hotell Fjorden til helgen", "invited", STATEMENT, "Invitert av"),
    ("Annonce for Tøjhuset. Ny jakke!", "advertisement", STATEMENT, "Annonce for"),
    ("Ny jakke, i samarbejde med Tøjhuset", "sponsorship", STATEMENT, "i samarbejde med"),
    ("Jeg har fået dem tilsendt fra Skobutikken", "gift", STATEMENT, "har fået dem tilsendt fra"),
    ("Indlægget indeholder reklamelinks", "affiliate", STATEMENT, "reklamelinks"),
    ("Mainos Pohjola: uusi takki", "advertisement", LABEL, "Mainos"),
    ("Kaupallinen yhteistyö: Metsäkenkä", "sponsorship", LABEL, "Kaupallinen yhteistyö"),
    ("Postaus sisältää mainoslinkkejä", "affiliate", STATEMENT, None),
    ("Käytä alennuskoodia METSA15 ostoksilla", "affiliate", CUE, "alennuskoodia"),
    ("Werbung | Mein Frühstück", "advertisement", LABEL, "Werbung"),
    ("In Kooperation mit Alpenmüsli", "sponsorship", STATEMENT, "In Kooperation mit"),
    ("Ad: my new boots", "advertisement", LABEL, "Ad"),
    ("These boots were kindly gifted by Fellwear", "gift", STATEMENT, "were kindly gifted by"),
    ("This video is sponsored by Fellwear", "sponsorship", STATEMENT, "This video is sponsored"),
    ("I earn a small commission if you buy through my links", "affiliate", STATEMENT, None),
    ("Get it here https://www.amazon.se/dp/1?tag=anna-21", "affiliate", CUE, None),
    ("Proud ambassador for Fellwear since May", "ambassador", STATEMENT, None),
]

NOTHING = [
    "Jag ogillar reklam på bio och annonser i tidningen.",
    "Reklamationen tog tre veckor.",
    "Vi har fått snö av den sort som stannar.",
    "Annons-Kalle är ett konstigt namn",
    "Jeg fikk vondt i ryggen av den stolen",
    "Hun jobber med reklame og design",
    "Vi i kommunen har fået nye lokaler",
    "Mainos ärsyttää minua bussissa",
    "Adlibris har öppnat en butik i Gävle",
    "The ad industry is changing; adverts are everywhere",
    "Support the strike, help the nurses",
    "Ein Geschenk des Himmels war dieser Regen",
    "See https://www.amazon.se/dp/1 for the book",
    "https://bit.ly/3abcdef",
    "",
]

DENIED = [
    "Inte reklam, bara en ärlig åsikt",
    "Dette er ikke reklame",
    "Ikke sponsoreret, købt for egne penge",
    "Ei mainos, ostin itse",
    "This is not sponsored, not an ad",
    "Unbezahlte Werbung ist das nicht: keine Werbung",
]


@pytest.mark.parametrize(("text", "form", "says", "words"), TOLD)
def test_a_trace_is_found_with_its_form_and_its_words(text, form, says, words):
    found = {(one.form, one.says): one for one in traces_of(text)}
    assert (form, says) in found, found
    one = found[form, says]
    assert text[one.start : one.end] == one.words
    assert words is None or one.words == words


@pytest.mark.parametrize("text", NOTHING)
def test_ordinary_words_are_no_trace(text):
    assert traces_of(text) == ()


@pytest.mark.parametrize("text", DENIED)
def test_a_denial_is_found_and_what_it_covers_is_no_statement(text):
    says = {one.says for one in traces_of(text)}
    assert DENIAL in says
    assert STATEMENT not in says


@pytest.mark.parametrize(("text", "form", "says", "_words"), TOLD)
def test_neither_case_nor_the_forms_of_letters_hide_a_trace(text, form, says, _words):
    if says is CUE or "Pohjola" in text:  # a code and a name are told by their capitals
        return
    for written in (text.upper(), text.lower(), "\u200b".join(text)):
        assert (form, says) in {(one.form, one.says) for one in traces_of(written)}, written


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_trace_stands_where_it_says(text):
    for one in traces_of(text):
        assert text[one.start : one.end] == one.words


@given(st.sampled_from(TOLD), st.text(alphabet="abc xyz\n", max_size=40))
def test_what_follows_on_the_next_line_takes_no_trace_away(told, more):
    text, form, says, _words = told
    assert (form, says) in {(one.form, one.says) for one in traces_of(f"{text}\n\n{more}")}


def test_a_very_long_text_does_not_take_long():
    assert traces_of("support " * 20_000) == ()


def _lets_through(engine, texts):
    engine.give("given", pa.table({"text": pa.array(texts, pa.string())}))
    rows = engine.rows("SELECT text, regexp_matches(lower(text), ?) FROM given", [sieve()])
    return {text for text, through in rows if through}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    with closing(DuckDBEngine(tmp_path_factory.mktemp("spill"), "200MB")) as one:
        yield one


def test_the_sieve_lets_every_trace_through(engine):
    texts = [text for text, *_ in TOLD] + ["\u200b".join(text) for text, *_ in TOLD]
    assert _lets_through(engine, texts) == set(texts)


def test_the_sieve_holds_ordinary_posts_back(engine):
    assert (
        _lets_through(engine, ["God morgen fra fjellet", "Tåget är kallt igen", "Huomenta kaikille"]) == set()
    )


@given(st.data())
def test_the_sieve_lets_every_phrase_through_however_it_is_filled(engine, data):
    forms = [*read_phrases().statements.values(), *read_phrases().cues.values()]
    told = data.draw(st.sampled_from([one for listed in forms for one in listed]))
    text = filled(told, data.draw)
    found = [one for one in traces_of(text) if one.form]
    assert not found or _lets_through(engine, [text]) == {text}


def filled(told, draw):
    """Write a text in which a phrase stands: one of each choice, some words for each gap."""
    text = told.replace("{code}", "FJALL20").replace("{brand}", "Fjällskor").replace("…", "så här")
    while group := re.search(r"\(([^()]*)\)(\?)?", text):
        options = group[1].split("|") + ([""] if group[2] else [])
        text = text[: group.start()] + draw(st.sampled_from(options)) + text[group.end() :]
    return re.sub(r"\\w\+|\*", "en", text).replace("?", "")
