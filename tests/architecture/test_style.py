"""Short functions, short files, and nothing that was meant to be finished later."""

import ast
import re
from statistics import median

import pytest
from tests.architecture.code import Module, code_lines, functions, modules

LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 8
LONGEST_FILE = 500


def _name(module: Module) -> str:
    return module.name


@pytest.mark.parametrize("module", modules(), ids=_name)
def test_no_function_is_long(module: Module) -> None:
    long = [
        f"{one.name}: {code_lines(one)}"
        for one in functions(module.tree)
        if code_lines(one) > LONGEST_FUNCTION
    ]
    assert long == []


def test_half_of_the_functions_are_short() -> None:
    lengths = [code_lines(one) for module in modules() for one in functions(module.tree)]
    assert median(lengths) <= MEDIAN_FUNCTION


def test_no_file_is_long() -> None:
    long = [one.name for one in modules() if len(one.text.splitlines()) > LONGEST_FILE]
    assert long == []


def test_only_the_command_line_prints() -> None:
    printing = {
        f"{module.name}:{node.lineno}"
        for module in modules()
        if not module.name.startswith("luminary/cli/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing == set()


def test_nothing_is_left_for_later() -> None:
    left = {
        f"{module.name}:{number}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line) or re.search(r"raise NotImplementedError", line)
    }
    assert left == set()


def test_every_exception_that_is_caught_is_named() -> None:
    bare = {
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    }
    assert bare == set()


def test_no_exception_is_swallowed_whole() -> None:
    swallowed = {
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and isinstance(node.type, ast.Name)
        and node.type.id in ("Exception", "BaseException")
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    }
    assert swallowed == set()
