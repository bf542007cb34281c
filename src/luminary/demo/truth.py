"""What was planted in the invented world, and the file that says so (``truth.json``).

::

    seed, size, since, until, people, posts
    subjects    [{key, names {language: name}, words [...]}]
    population  [{key, platform, id, handle, name, community, language, kind}]      every account
    plants      [{kind, accounts [keys], people [names], subject, start, end, parameter, value, order,
                  posts [keys], groups {name: [...]}, figures {name: number}, note}]

Kinds of plant: ``leader``, ``loud``, ``celebrity``, ``rising``, ``bridge``, ``inauthentic_response``,
``copy_ring``, ``advertisement`` (unlabelled), ``advertisement_labelled``, ``own_use``, ``campaign``,
``organisation``, ``service``, ``fatigue``, ``two_accounts``, ``namesakes``, ``oddity``. Dates are ISO days,
both included. `parameter` names what was planted and `value` is its size.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from luminary.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SubjectTruth:
    """A subject of the world, with the words by which its posts are found."""

    key: str
    names: Mapping[str, str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountTruth:
    """An account of the world and the community it is at home in."""

    key: str
    platform: str
    id: str
    handle: str
    name: str
    community: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Plant:
    """One thing that was planted.

    Parameters
    ----------
    kind : str
        See the module's list.
    accounts, people : tuple of str
        Keys of the accounts, and names, in the same order.
    subject : str or None
        Key of the subject it concerns.
    start, end : str
        First and last day.
    parameter, value : str, float
        What was planted, and its size.
    order : int
        Place among the leaders of the subject, from 1; 0 elsewhere.
    posts : tuple of str
        Keys of the posts that carry it.
    groups : mapping of str to tuple of str
        Accounts, communities or subjects in named groups (affected and control, the two sides of a bridge).
    figures : mapping of str to float
        Further figures, counted from what was written.
    note : str
        In plain words.
    """

    kind: str
    accounts: tuple[str, ...]
    people: tuple[str, ...]
    subject: str | None = None
    start: str = "2025-01-01"
    end: str = "2025-12-31"
    parameter: str = ""
    value: float = 0.0
    order: int = 0
    posts: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that is known about the invented world."""

    seed: int
    size: float
    since: str
    until: str
    people: int
    posts: int
    subjects: tuple[SubjectTruth, ...]
    population: tuple[AccountTruth, ...]
    plants: tuple[Plant, ...]

    def of(self, kind: str, subject: str | None = None) -> tuple[Plant, ...]:
        """Give the plants of a kind, of one subject where given, strongest first."""
        found = [p for p in self.plants if p.kind == kind and subject in (None, p.subject)]
        return tuple(sorted(found, key=lambda plant: plant.order))


def write_truth(path: Path, truth: Truth) -> None:
    """Write the truths as JSON."""
    path.write_text(json.dumps(asdict(truth), ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def read_truth(path: Path) -> Truth:
    """Read the truths of a demo world.

    Raises
    ------
    InputError
        When the file is no ``truth.json`` of this version.
    """
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Truth(**{
            **raw,
            "subjects": tuple(SubjectTruth(**_tuples(one)) for one in raw["subjects"]),
            "population": tuple(AccountTruth(**one) for one in raw["population"]),
            "plants": tuple(_plant(one) for one in raw["plants"]),
        })  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError.at(str(path), f"this is no truth file of a demo world: {error}") from error


def _plant(raw: dict[str, Any]) -> Plant:
    groups = {name: tuple(members) for name, members in raw["groups"].items()}
    return Plant(**{**_tuples(raw), "groups": groups})


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
