"""The source of the package as syntax trees, read once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "luminary"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(PACKAGE.parent).as_posix()

    @property
    def dotted(self) -> str:
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def modules() -> tuple[Module, ...]:
    """Read every module of the package."""
    read = ((path, path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py")))
    return tuple(Module(path, text, ast.parse(text)) for path, text in read)


def rooms() -> list[str]:
    """List the rooms of the house: the folders with an `__init__`."""
    return sorted(file.parent.name for file in PACKAGE.glob("*/__init__.py"))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Give every function, inner ones and methods too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def code_lines(node: Function) -> int:
    """Count the lines of a function from `def` to its end, without its docstring."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if is_docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def docstrings(tree: ast.Module) -> set[int]:
    """Give the ids of the constants that are docstrings, attribute docstrings too."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
