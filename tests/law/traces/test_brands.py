"""Brands: known ones anywhere, whatever the spelling; unknown ones only where a trace points at them."""

from __future__ import annotations

import pytest

from luminary.law.traces import Brand, named_brands, traces_of


def names(text, known=()):
    return [one.name for one in named_brands(text, traces_of(text), known)]


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("Reklam för Fjällskor: min tur", "Fjällskor"),
        ("I samarbete med Kvarnen & Söner. Gott!", "Kvarnen & Söner"),
        ("Annonce for @tojhuset", "@tojhuset"),
        ("Gave fra Ullvare", "Ullvare"),
        ("Kaupallinen yhteistyö Metsäkenkä Oy", "Metsäkenkä Oy"),
        ("These were gifted by Fellwear", "Fellwear"),
        ("Thanks to Fellwear for sponsoring this video", "Fellwear"),
        ("Rabattkod ANNA15 på ullspinn.se", "ullspinn.se"),
    ],
)
def test_the_brand_beside_a_trace_is_named(text, brand):
    assert names(text)[0] == brand


def test_without_a_trace_no_unknown_brand_is_named():
    assert names("Hälsningar till @fjallskor och Kvarnen") == []


@pytest.mark.parametrize(
    "text", ["elsker @tojhuset", "ny fra TØJHUSET", "#tøjhuset", "fra Toejhuset i dag", "Tøj-huset"]
)
def test_a_known_brand_is_found_in_every_spelling(text):
    assert names(text, [Brand("Tøjhuset", ("tøj huset",))]) == ["Tøjhuset"]


def test_a_known_brand_is_a_whole_word():
    assert names("Armen er god", [Brand("Arm")]) == []


def test_a_name_tells_where_it_stands():
    text = "Reklam för Fjällskor: min tur"
    one = named_brands(text, traces_of(text))[0]
    assert (text[one.start : one.end], one.how) == ("Fjällskor", "after the words")
