"""Docstrings of public things are numpydoc and agree with what they describe."""

import ast
import inspect
import re
from collections.abc import Iterator

import pytest
from tests.architecture.code import Function, Module, modules

HEADINGS = {
    "Attributes",
    "Examples",
    "Notes",
    "Parameters",
    "Raises",
    "References",
    "Returns",
    "See Also",
    "Warnings",
    "Yields",
}


MIGRATIONS = "luminary/store/migrations/versions/"
"""Alembic calls these by name; nobody else does."""


def _name(module: Module) -> str:
    return module.name


def _described_modules() -> list[Module]:
    return [one for one in modules() if not one.name.startswith(MIGRATIONS)]


def _public(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Give public functions, classes and methods with their names."""
    for node in body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        yield f"{owner}{node.name}", node
        if isinstance(node, ast.ClassDef):
            yield from _public(node.body, f"{node.name}.")


def _sections(docstring: str) -> dict[str, str]:
    """Cut a docstring at its underlined headings."""
    pieces = re.split(r"^([A-Z][A-Za-z ]+)\n-{3,}$", inspect.cleandoc(docstring), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def _described(section: str) -> list[str]:
    """List the names that a section describes: the lines that are not indented."""
    lines = [line for line in section.splitlines() if line and not line.startswith(" ")]
    return [name.strip().lstrip("*") for line in lines for name in line.split(" : ")[0].split(",")]


def _taken(node: Function) -> set[str]:
    """List the parameters of a function, without `self` and `cls`."""
    spread = [one for one in (node.args.vararg, node.args.kwarg) if one]
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *spread]
    return {one.arg for one in given} - {"self", "cls"}


def _fields(node: ast.ClassDef) -> set[str]:
    """List the fields, properties and constructor parameters of a class."""
    found = {
        one.target.id
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }
    for one in (inner for inner in node.body if isinstance(inner, Function)):
        found |= _taken(one) if one.name == "__init__" else {one.name}
        found |= {
            inner.attr
            for inner in ast.walk(one)
            if isinstance(inner, ast.Attribute) and one.name == "__init__"
        }
    return found


def _faults(name: str, node: Function | ast.ClassDef) -> Iterator[str]:
    docstring = ast.get_docstring(node)
    if not docstring:
        yield f"{name} has no docstring"
        return
    sections = _sections(docstring)
    yield from (f"{name}: heading '{one}' is not numpydoc's" for one in sections.keys() - HEADINGS)
    told = set(_described(sections.get("Parameters", "")))
    if isinstance(node, ast.ClassDef):
        told |= set(_described(sections.get("Attributes", "")))
        yield from (f"{name} describes '{one}', which it has not" for one in told - _fields(node))
    elif told and told != _taken(node):
        yield f"{name} describes {sorted(told)} but takes {sorted(_taken(node))}"


@pytest.mark.parametrize("module", _described_modules(), ids=_name)
def test_public_docstrings_agree_with_signatures(module: Module) -> None:
    faults = [fault for name, node in _public(module.tree.body) for fault in _faults(name, node)]
    assert faults == []


_WRONG = '''
def rank(top):
    """Rank.

    Parameters
    ----------
    most : int
        How many.
    """
'''


def test_the_comparison_sees_a_parameter_that_is_not_there() -> None:
    (node,) = ast.parse(_WRONG).body
    assert isinstance(node, Function)
    assert list(_faults("rank", node)) == ["rank describes ['most'] but takes ['top']"]
