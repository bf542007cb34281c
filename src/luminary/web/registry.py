"""Pages and groups of the API, found by themselves: a new module needs no edit elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from fastapi import APIRouter

from luminary.web.page import Group, Nav


@cache
def _modules(folder: str) -> tuple[ModuleType, ...]:
    package = import_module(f"luminary.web.{folder}")
    return tuple(import_module(f"luminary.web.{folder}.{one.name}") for one in iter_modules(package.__path__))


def routers(folder: str) -> Iterator[APIRouter]:
    """Give the routers of the modules in ``pages`` or ``api``."""
    for module in _modules(folder):
        yield module.router


@cache
def navigation() -> tuple[tuple[Group, tuple[Nav, ...]], ...]:
    """Give the entries of the navigation, part by part."""
    entries = [entry for module in _modules("pages") for entry in getattr(module, "NAV", ())]
    entries.sort(key=lambda entry: entry.order)
    parts = ((part, tuple(entry for entry in entries if entry.group is part)) for part in Group)
    return tuple((part, found) for part, found in parts if found)
