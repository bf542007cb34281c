"""Every room says what it is for, and ARCHITECTURE.md lists the rooms that exist."""

import ast
import configparser
import re

import pytest
from tests.architecture.code import PACKAGE, ROOT, modules, rooms

STAGES = ("collect", "leaders", "listening", "network", "privacy", "report")
"""Rooms that answer a question about the data."""


def _says(room: str) -> str:
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""


def test_every_module_says_what_it_is() -> None:
    silent = [one.name for one in modules() if not ast.get_docstring(one.tree)]
    assert silent == []


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_more_than_its_name(room: str) -> None:
    assert len(_says(room)) > 80


@pytest.mark.parametrize("room", STAGES)
def test_a_stage_says_its_question_its_tables_and_its_method(room: str) -> None:
    first = _says(room).splitlines()[0]
    assert "?" in first
    assert re.search(r"^Tables in( and out)?: ", _says(room), re.MULTILINE)
    assert "Tables in and out" in _says(room) or "Tables out: " in _says(room)
    assert "Method: " in _says(room)


@pytest.mark.parametrize("room", STAGES)
def test_tables_that_a_stage_names_are_declared(room: str) -> None:
    from luminary.store.tables import ALL

    found = re.search(r"^Tables in.*?(?:\n\n|$)", _says(room), re.MULTILINE | re.DOTALL)
    assert found
    sentences = re.split(r"; in the engine", found[0])[0]
    unknown = set(re.findall(r"(?<!`)`([a-z_]+)`", sentences)) - set(ALL)
    assert unknown == set()


def test_architecture_lists_the_rooms_that_exist_in_the_order_of_the_layers() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    listed = re.findall(r"^  ([a-z]+)/ ", text, re.MULTILINE)
    assert listed == [name for name in _layers() if name in rooms()]


def _layers() -> list[str]:
    linter = configparser.ConfigParser()
    linter.read(ROOT / ".importlinter")
    lines = linter["importlinter:contract:layers"]["layers"].split()
    return [name for name in lines if name.isalpha()]


def test_modules_that_a_room_lists_exist() -> None:
    missing = {
        f"{one.name}: {name}"
        for one in modules()
        if one.path.name == "__init__.py"
        for name in re.findall(r"^``([a-z_]+)``  ", ast.get_docstring(one.tree) or "", re.MULTILINE)
        if not (one.path.parent / f"{name}.py").exists() and not (one.path.parent / name).is_dir()
    }
    assert missing == set()
