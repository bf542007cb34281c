"""`docs/formats.md`: what can be imported, from the registry and the docstrings of the platforms."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from prose import markdown

from luminary.collect import platforms

PAGE = "formats.md"

_HEAD = """# Formats

`luminary import PATH` reads files, folders, zip and tar archives, packed with gzip, bzip2, xz or
zstd or not. It recognises the format and says by what; `--as NAME` forces one. Each import is one
batch: it counts whole or not at all, and the same content imported twice changes nothing. What
cannot be used is listed by `luminary rejects` with file, position and reason.
"""


def text() -> str:
    """Write the page."""
    modules = list(_modules())
    rows = [
        f"| `{one.name}` | {one.title} | [{_name(module)}](#{_name(module)}) |"
        for module in modules
        for one in module.FORMATS
    ]
    table = "| name (`--as`) | what it is | platform |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    return "\n".join([_HEAD, table, *map(_section, modules)]).rstrip() + "\n"


def _modules() -> Iterator[ModuleType]:
    for one in iter_modules(platforms.__path__):
        yield import_module(f"{platforms.__name__}.{one.name}")


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _section(module: ModuleType) -> str:
    """Write what the package says, and what its description of the vendor's format says."""
    inner = frozenset(one.name for one in iter_modules(module.__path__))
    told = [f"## {_name(module)}\n", markdown(module.__doc__ or "", "###", leave_out=inner), ""]
    try:
        vendor = import_module(f"{module.__name__}.format").__doc__
    except ModuleNotFoundError:
        vendor = None
    if vendor:
        told += [markdown(vendor, "###"), ""]
    return "\n".join(told)
