"""Reads a fixture as an import does, without writing anything."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from luminary.collect.registry import named, recognise
from luminary.collect.source import Glimpse, Options, Unit
from luminary.domain import Record
from luminary.errors import InputError, UnusableRowError

FIXTURES = Path(__file__).parents[2] / "fixtures"


@dataclass
class Reading:
    """What one source gave."""

    records: list[Record] = field(default_factory=list)
    rows: list[object] = field(default_factory=list)
    rejects: list[tuple[str, int | None, str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def of(self, kind):
        return [one for one in self.records if isinstance(one, kind)]

    def post(self, native):
        return next(
            one for one in self.records if type(one).__name__ == "Post" and one.key.endswith(f"/{native}")
        )

    def pointing(self, kind):
        return [
            (one.author, one.target_post, one.target)
            for one in self.records
            if type(one).__name__ == "Reference" and one.kind == kind
        ]


def units_of(source):
    """Give the files of a fixture folder, or the files given as a dict."""
    if isinstance(source, dict):
        return [
            Unit(name, data if isinstance(data, bytes) else json.dumps(data).encode())
            for name, data in source.items()
        ]
    folder = FIXTURES / source
    files = sorted(one for one in folder.rglob("*") if one.is_file()) if folder.is_dir() else [folder]
    base = folder if folder.is_dir() else folder.parent
    return [Unit(one.relative_to(base).as_posix(), one.read_bytes()) for one in files]


@pytest.fixture
def read():
    """Read a source with the named format."""

    def reading(form, source, **options):
        form, units, result = named(form), units_of(source), Reading()
        context = {one.file: one.data for one in units if form.context is not None and form.context(one.file)}
        reader = pickle.loads(pickle.dumps(form.reader(Options(**options), context)))
        for unit in units:
            if form.data(unit.file):
                _take(unit, reader, result)
            elif unit.file not in context:
                result.unused.append(unit.file)
        return result

    return reading


def _take(unit, reader, result):
    try:
        for row in reader.rows(unit):
            result.rows.append(row.value)
            try:
                if isinstance(row.value, UnusableRowError):
                    raise row.value
                result.records += reader.records(unit.file, row)
            except UnusableRowError as error:
                result.rejects.append((unit.file, row.position, str(error)))
    except InputError as error:
        result.rejects.append((unit.file, None, str(error)))


@pytest.fixture
def sighted():
    """Tell which format a source is recognised as, and what was seen."""

    def recognised(source, prefix=""):
        units = [unit._replace(file=prefix + unit.file) for unit in units_of(source)]
        heads = {unit.file: unit.data[:65536] for unit in units}
        form, sighting = recognise("source", Glimpse(tuple(heads), heads, True))
        return form.name, sighting.saw

    return recognised


@pytest.fixture
def real_files():
    """Give the files of a packed real sample; skip where it is not here."""
    import tarfile

    def files(packed, part="", suffixes=(".json", ".jsonl")):
        if not packed.exists():
            pytest.skip(f"../shared/data/samples/{packed.name} is not here")
        with tarfile.open(packed) as archive:
            return {
                one.name: archive.extractfile(one).read()
                for one in archive.getmembers()
                if one.isfile() and part in one.name and one.name.endswith(suffixes)
            }

    return files
