"""`docs/measures.md`: every measure, from the registry and the docstring of its module."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from prose import markdown

from luminary.leaders import Measure

PAGE = "measures.md"

_HEAD = """# Measures

Every ranking names its measure (`luminary leaders --by NAME`); `luminary measures` lists them too.
What others do in response is counted, never what somebody says of himself. A figure is empty where
the data cannot carry it: missing is never zero. Baselines are the simple rankings that the headline
measures are compared with.
"""


def text() -> str:
    """Write the page."""
    modules = list(_modules())
    parts = [_HEAD, _list(modules)]
    parts += [_section(module) for module in modules]
    return "\n".join(parts).rstrip() + "\n"


def _modules() -> Iterator[ModuleType]:
    """Find the modules of measures, headline first, then baselines last."""
    folder = import_module("luminary.leaders.measures")
    found = [import_module(f"{folder.__name__}.{one.name}") for one in iter_modules(folder.__path__)]
    first = {"influence": 0, "standing": 1, "rising": 2}
    yield from sorted(found, key=lambda one: (one.MEASURES[0].baseline, first.get(_name(one), 9), _name(one)))


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _list(modules: list[ModuleType]) -> str:
    rows = [_line(one, module) for module in modules for one in module.MEASURES]
    head = "| name | question | unit | looks back | baseline |\n|---|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _line(one: Measure, module: ModuleType) -> str:
    linked = f"[`{one.name}`](#{_anchor(module)})"
    baseline = "yes" if one.baseline else ""
    return f"| {linked} | {_cell(one.question)} | {_cell(one.unit)} | {_window(one)} | {baseline} |"


def _anchor(module: ModuleType) -> str:
    return _heading(module).lower().replace(" ", "-")


def _heading(module: ModuleType) -> str:
    return _name(module).replace("_", " ").capitalize()


def _section(module: ModuleType) -> str:
    told = [f"## {_heading(module)}\n"]
    told += [
        f"- **`{one.name}`**: {one.question} Unit: {one.unit}. Method: {one.method}."
        for one in module.MEASURES
    ]
    return "\n".join([*told, "", markdown(module.__doc__ or "", "###")]) + "\n"


def _window(one: Measure) -> str:
    return "as its method says" if one.window is None else f"{one.window:g} months"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
