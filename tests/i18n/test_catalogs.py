"""Sentences said in another language."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from luminary.i18n import LANGUAGES, Listing, Rounded, Share, catalog, say, say_count, together, translate

_SWEDISH = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "{n} person"
msgid_plural "{n} people"
msgstr[0] "{n} person"
msgstr[1] "{n} personer"

msgid "nobody"
msgstr "ingen"

msgid "{who} wrote {n} posts"
msgstr "{n} inlägg skrevs av {who}"

msgid "Done."
msgstr "Klart."
"""


@pytest.fixture(autouse=True)
def _catalogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use one small catalogue, whatever the product's own hold."""
    (tmp_path / "sv.po").write_text(_SWEDISH, encoding="utf-8")
    monkeypatch.setattr("luminary.i18n.catalogs.LOCALES", tmp_path)
    catalog.cache_clear()
    yield
    catalog.cache_clear()


def test_values_stand_where_the_translation_wants_them() -> None:
    assert (
        translate(say("{who} wrote {n} posts", who="Åse", n=1200), "sv")
        == "1\N{NO-BREAK SPACE}200 inlägg skrevs av Åse"
    )


@pytest.mark.parametrize(("n", "told"), [(1, "1 person"), (0, "0 personer"), (2, "2 personer")])
def test_plural_forms_are_those_of_the_language(n: int, told: str) -> None:
    assert translate(say_count("{n} person", "{n} people", n), "sv") == told


def test_sentences_inside_sentences_are_said_too() -> None:
    nested = say("{who} wrote {n} posts", who=say("nobody"), n=say_count("{n} person", "{n} people", 2))
    assert translate(nested, "sv") == "2 personer inlägg skrevs av ingen"
    assert translate(together([say("Done."), say("nobody")]), "sv") == "Klart. ingen"
    assert translate(say("{all}", all=Listing([say("nobody"), "Åse"])), "sv") == "ingen och Åse"


def test_what_is_not_translated_stays_english() -> None:
    assert translate(say("{n} cats", n=1200), "sv") == "1\N{NO-BREAK SPACE}200 cats"
    assert translate(say("{n} cats", n=1200), "fi") == "1\N{NO-BREAK SPACE}200 cats"


def test_a_text_that_is_no_sentence_of_ours_stays_as_it_is() -> None:
    assert translate("Åse {n} 100 %", "sv") == "Åse {n} 100 %"
    assert translate("Done.", "sv") == "Klart."
    assert translate("", "sv") == ""
    assert translate(say(""), "sv") == ""


def test_a_value_is_never_read_as_a_template_or_translated() -> None:
    assert translate(say("{who} wrote {n} posts", who="{n} nobody {", n=2), "sv").endswith("av {n} nobody {")
    assert translate(say("{who} wrote {n} posts", who="nobody", n=2), "sv").endswith("av nobody")


_VALUES = {
    "en": "31 January 2026; 31 Jan 2026, 23:05; 12.5%; 1,234.6; 0.25; a, b and c",
    "sv": "31 januari 2026; 31 jan. 2026, 23:05; 12,5 %; 1 234,6; 0,25; a, b och c",
    "nb": "31. januar 2026; 31. jan. 2026, 23:05; 12,5 %; 1 234,6; 0,25; a, b og c",
    "da": "31. januar 2026; 31. jan. 2026, 23.05; 12,5 %; 1.234,6; 0,25; a, b og c",
    "fi": "31. tammikuuta 2026; 31.1.2026 23.05; 12,5 %; 1 234,6; 0,25; a, b ja c",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_written_as_the_language_writes_them(language: str) -> None:
    told = say(
        "{day}; {moment}; {share}; {figure}; {part}; {names}",
        day=date(2026, 1, 31),
        moment=datetime(2026, 1, 31, 23, 5, tzinfo=UTC),
        share=Share(0.125, 1),
        figure=Rounded(1234.56),
        part=0.25,
        names=Listing("abc"),
    )
    assert translate(told, language).replace("\N{NO-BREAK SPACE}", " ") == _VALUES[language]


def test_moments_are_shown_where_the_reader_is() -> None:
    told = say("{at}", at=datetime(2026, 1, 31, 23, 5, tzinfo=UTC))
    assert translate(told, "en", "Europe/Helsinki") == "1 Feb 2026, 01:05"


def test_a_language_that_the_interface_does_not_speak_is_refused() -> None:
    with pytest.raises(KeyError, match="de"):
        translate("Done.", "de")
