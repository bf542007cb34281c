"""The lists of traces, read from ``law/data/traces`` and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from luminary.errors import InputError
from luminary.i18n import Message, say, together
from luminary.law.yamlfile import packaged_data

FORMS = (
    "advertisement",
    "sponsorship",
    "gift",
    "invited",
    "loan",
    "affiliate",
    "ambassador",
    "own_brand",
)
"""What a collaboration can be, as far as words tell."""
_PARTS = ("labels", "statements", "cues")
_WHOLE = ("denials", "ordinary", "brand_after")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of all languages together: per form; denials; ordinary speech; after what a brand is named."""

    labels: Mapping[str, tuple[str, ...]]
    statements: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, tuple[str, ...]]
    denials: tuple[str, ...]
    ordinary: tuple[str, ...]
    brand_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Hosts that earn by the click, hosts that do with a parameter, parameters that tell anywhere."""

    hosts: frozenset[str]
    marked: Mapping[str, frozenset[str]]
    anywhere: frozenset[str]


@cache
def read_phrases() -> Phrases:
    """Read the phrases of every language.

    Raises
    ------
    InputError
        Naming every fault of the files at once.
    """
    files = {name: told for name, told in _files().items() if name != "links.yaml"}
    faults = [fault for name, told in files.items() for fault in _faults(name, told)]
    if faults:
        raise InputError(together(faults, "; "))
    labels, statements, cues = ({form: _merged(files, part, form) for form in FORMS} for part in _PARTS)
    denials, ordinary, brand_after = (
        _distinct(one for told in files.values() for one in told[part]) for part in _WHOLE
    )
    return Phrases(labels, statements, cues, denials, ordinary, brand_after)


def read_links() -> Links:
    """Read the addresses that count who sent the buyer."""
    told = _files()["links.yaml"]
    marked = {host: frozenset(names) for host, names in told["marked"].items()}
    return Links(frozenset(told["hosts"]), marked, frozenset(told["anywhere"]))


def _files() -> dict[str, Any]:
    folder = resources.files("luminary.law") / "data" / "traces"
    return {one.name: packaged_data(f"traces/{one.name}") for one in folder.iterdir()}


def _merged(files: Mapping[str, Any], part: str, form: str) -> tuple[str, ...]:
    return _distinct(one for told in files.values() for one in told[part].get(form, ()))


def _distinct(told: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(told))


def _faults(name: str, told: Any) -> list[Message]:
    """List what is wrong with one file; YAML reads an unquoted no or on as yes or no, and 1 as a number."""
    unknown = [one for one in told if one not in (*_PARTS, *_WHOLE)]
    unknown += [form for part in _PARTS for form in told.get(part, {}) if form not in FORMS]
    words = [one for part in _PARTS for listed in told.get(part, {}).values() for one in listed]
    words += [one for part in _WHOLE for one in told.get(part, ())]
    missing = [one for one in (*_PARTS, *_WHOLE) if one not in told]
    return [
        *(say("{file}: '{name}' is missing", file=name, name=one) for one in missing),
        *(say("{file}: nothing is named '{name}'", file=name, name=str(one)) for one in unknown),
        *(say("{file}: {seen} is no text; put it in quotes", file=name, seen=repr(one))
          for one in words if not isinstance(one, str)),
    ]  # fmt: skip
