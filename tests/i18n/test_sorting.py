"""Names stand in the order in which people of the country look for them."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luminary.i18n import LANGUAGES, sort_key

_SIGNS = "aAbehHsStTzZyYdDoOåÅäÄöÖæÆøØéÉüÜðÐþÞèñšçłőœêßđ 019-'.&()/_"


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _sorted(words: list[str], language: str) -> list[str]:
    return sorted(words, key=lambda one: sort_key(one, language))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.text(_SIGNS, min_size=1, max_size=6), min_size=2, max_size=30, unique=True))
def test_the_order_is_the_databases(
    words: list[str], language: str, database: duckdb.DuckDBPyConnection
) -> None:
    rows = database.execute(
        f"SELECT word FROM (SELECT unnest(?) AS word) ORDER BY word COLLATE {language}, word", [words]
    ).fetchall()
    assert _sorted(words, language) == [row[0] for row in rows]


def test_the_last_letters_of_each_alphabet() -> None:
    names = ["Öberg", "Åberg", "Zetterberg", "Ærø", "Østby", "Ärlig", "Aalto", "Andersen"]
    assert _sorted(names, "sv") == [
        "Aalto",
        "Andersen",
        "Zetterberg",
        "Åberg",
        "Ärlig",
        "Ærø",
        "Öberg",
        "Østby",
    ]
    assert _sorted(names, "fi") == _sorted(names, "sv")
    assert _sorted(names, "da") == [
        "Andersen",
        "Zetterberg",
        "Ärlig",
        "Ærø",
        "Öberg",
        "Østby",
        "Åberg",
        "Aalto",
    ]
    assert _sorted(names, "nb") == _sorted(names, "da")
    assert _sorted(names, "en") == [
        "Aalto",
        "Åberg",
        "Ærø",
        "Andersen",
        "Ärlig",
        "Öberg",
        "Østby",
        "Zetterberg",
    ]


def test_danish_puts_capitals_first_and_norwegian_last() -> None:
    assert _sorted(["ås", "Ås", "Aas"], "da") == ["Ås", "Aas", "ås"]
    assert _sorted(["ås", "Ås", "Aas"], "nb") == ["ås", "Ås", "Aas"]


@given(st.text(max_size=40), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_has_a_place(text: str, language: str) -> None:
    assert sort_key(text, language) == sort_key(text, language)


@given(st.text(_SIGNS, max_size=8), st.sampled_from(sorted(LANGUAGES)))
def test_composed_and_decomposed_letters_differ_in_nothing_that_a_reader_sees(
    text: str, language: str
) -> None:
    import unicodedata

    assert sort_key(unicodedata.normalize("NFD", text), language)[:3] == sort_key(text, language)[:3]


def test_a_language_that_the_interface_does_not_speak_is_refused() -> None:
    with pytest.raises(KeyError, match="de"):
        sort_key("a", "de")
