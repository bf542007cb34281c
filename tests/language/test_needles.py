"""A word finds its other forms, a hashtag only hashtags, a phrase only its words in a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.naive.words import naive_carries

from luminary.errors import UsageError
from luminary.language import check_word, lemmas, needles


def _finds(word, text, language):
    """Search as the database does: joined lemmas that hold a pattern."""
    line = " " + " ".join(lemmas(text, language)) + " "
    untagged = line.replace("#", "")
    return any(one.pattern in (line if one.hashtag else untagged) for one in needles(word, language))


@pytest.mark.parametrize(
    ("word", "text", "language"),
    [
        ("vården", "Vi behöver mer VÅRD!", "sv"),
        ("vård", "vårdens villkor", "sv"),
        ("vård", "nu talar vi #vården", "sv"),
        ("#vård", "nu talar vi #Vården", "sv"),
        ("helsetjeneste", "Helsetjenesten svarer ikke", "nb"),
        ("sygehus", "sygehusene lukker", "da"),
        ("sairaala", "Sairaaloissa on kiire", "fi"),
        ("nurse", "The nurses are tired", "en"),
        ("sykepleierne", "en sykepleier", "nb"),
        ("sykepleier", "sykepleierne", "nb"),
        ("hyvinvointialueilla", "hyvinvointialue", "fi"),
        ("hand hygiene", "about hand-washing and hands hygiene", "en"),
        ("patientsäker*", "patientsäkerhetsarbetet går framåt", "sv"),
        ("patientsäker*", "#patientsäkerhet", "sv"),
        ("hand hyg*", "hands hygienic", "en"),
        ("founding", "it was founded", "en"),
        ("va\u030ard", "VÅRD", "sv"),
        ("EU:n", "EU päättää", "fi"),
        ("EU", "EU:n päätös", "fi"),
        ("hälsa", "hälsa", "und"),
    ],
)
def test_it_is_found(word, text, language):
    assert _finds(word, text, language)


@pytest.mark.parametrize(
    ("word", "text", "language"),
    [
        ("vård", "sjukvården", "sv"),
        ("#vård", "vården", "sv"),
        ("hand hygiene", "hand in hand with hygiene", "en"),
        ("hand hygiene", "hygiene hand", "en"),
        ("patientsäker*", "opatientsäker", "sv"),
        ("vården", "vård", "und"),
        ("vård", "https://exempel.se/vård", "sv"),
    ],
)
def test_it_is_not_found(word, text, language):
    assert not _finds(word, text, language)


@pytest.mark.parametrize(
    "word", ["", "  ", "!!", "#", "*", "a*", "vå*rd", "vård**", "# *", " ".join("abcdefghi")]
)
def test_what_could_never_be_found_is_refused_with_the_word(word):
    with pytest.raises(UsageError, match=r"'.*'"):
        check_word(word)


WORDS = st.lists(
    st.sampled_from(["vård", "vården", "#vården", "vårdens", "barnen", "#barn", "patienter", "i"]),
    min_size=1,
    max_size=6,
)


@given(WORDS, WORDS.map(lambda chosen: chosen[:3]), st.booleans(), st.sampled_from(["sv", "da", "fi", "und"]))
def test_needles_agree_with_the_naive_twin(post, chosen, is_open, language):
    word = " ".join(chosen) + ("*" if is_open and len(chosen[-1]) > 1 else "")
    assert _finds(word, " ".join(post), language) == naive_carries(
        lemmas(" ".join(post), language), language, word
    )
