"""Every sentence of the product is there in every language, and says the same."""

import ast
from pathlib import Path

import pytest
from tests.architecture.code import modules
from tools import messages

from luminary.i18n import LANGUAGES


@pytest.fixture(scope="module")
def found() -> dict[messages.Key, set[str]]:
    return messages.sentences()


def test_the_languages_of_the_interface_are_those_translated() -> None:
    assert {*messages.LANGUAGES, "en"} == LANGUAGES.keys()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_sentence_is_translated_with_its_values(
    language: str, found: dict[messages.Key, set[str]]
) -> None:
    assert [str(fault) for fault in messages.faults(language, found)] == []


def test_the_files_are_what_make_messages_writes() -> None:
    assert sorted(file.name for file in messages.stale()) == []


def test_templates_of_sentences_are_literals_that_translators_tools_can_find() -> None:
    hidden = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if not module.name.startswith(tuple(f"luminary/{room}/" for room in messages.ENGLISH_ONLY))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("say", "say_count")
        for template in node.args[: 1 + (node.func.id == "say_count")]
        if not (isinstance(template, ast.Constant) and isinstance(template.value, str))
    ]
    assert hidden == []


_PO = """msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "gone"
msgstr "borta"

msgid "empty"
msgstr ""

#, fuzzy
msgid "unsure"
msgstr "osäker"

msgid "{n} row of {all}"
msgid_plural "{n} rows of {all}"
msgstr[0] "en rad av {all}"
msgstr[1] "{n} rader av {al}"

msgid "%(a)s and "
msgstr "%(a)s och"
"""
_SAID = [("empty",), ("unsure",), ("{n} row of {all}", "{n} rows of {all}"), ("%(a)s and ",), ("new",)]


def test_the_list_of_faults_sees_each_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sv.po").write_text(_PO, encoding="utf-8")
    monkeypatch.setattr(messages, "LOCALES", tmp_path)
    told = {str(one) for one in messages.faults("sv", {key: {"a.py"} for key in _SAID})}
    assert told == {
        "sv: no longer said: gone",
        "sv: not translated: empty",
        "sv: not translated: new",
        "sv: marked fuzzy: unsure",
        "sv: other values than in '{n} rows of {all}': {n} rader av {al}",
        "sv: other space around it than in '%(a)s and ': %(a)s och",
    }


def test_an_update_keeps_what_is_translated_and_says_nothing_of_lines_days_or_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sv.po").write_text(_PO, encoding="utf-8")
    monkeypatch.setattr(messages, "LOCALES", tmp_path)
    said = {key: {"src/luminary/b.py", "src/luminary/a.py"} for key in _SAID}
    made = messages.brought_up_to_date("sv", said)
    assert "gone" not in made
    assert 'msgid "new"\nmsgstr ""' in made
    assert 'msgstr[0] "en rad av {all}"' in made
    assert "#: src/luminary/a.py src/luminary/b.py\n" in made
    assert not any(word in made for word in ("Date", "Babel", str(tmp_path), "a.py:"))
    (tmp_path / "sv.po").write_text(made, encoding="utf-8")
    assert messages.brought_up_to_date("sv", said) == made
