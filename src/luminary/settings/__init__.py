"""Limits and defaults in one place; each can be set by an environment variable ``LUMINARY_<NAME>``.

Examples
--------
>>> limits({"LUMINARY_WORKERS": "1"}).workers
1
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from luminary.errors import UsageError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use, and what an archive may hold before it counts as hostile."""

    memory: str = "1GB"
    """Memory of the database engine."""
    workers: int = 2
    """Processes that read an import side by side."""
    member_bytes: int = 2_000_000_000
    """Largest single file in an archive."""
    archive_bytes: int = 500_000_000_000
    """Largest sum of all files in an archive."""
    archive_ratio: int = 300
    """Largest ratio of unpacked to packed bytes, counted beyond the first 100 MB."""
    archive_members: int = 5_000_000
    """Most files in an archive."""
    chunk_bytes: int = 16_000_000
    """How much of a source one worker reads at a time."""
    row_bytes: int = 64_000_000
    """Largest single row."""
    upload_bytes: int = 20_000_000_000
    """Largest upload through the web app."""
    import_roots: str = ""
    """Folders that the web app may import from beside its inbox, written as in PATH."""
    terms: str = ""
    """Folder of policies of the platforms' terms that go before the product's own."""
    fetch_allow: str = ""
    """Hosts with port that `luminary fetch` may ask although they are not public, parted by commas."""
    fetch_contact: str = ""
    """Address by which owners of sites reach whoever fetches: it stands in every request."""
    fetch_bytes: int = 50_000_000
    """Largest answer of a live source, unpacked."""
    fetch_seconds: int = 60
    """Longest time for one answer."""
    fetch_tries: int = 5
    """How often the same is asked when there is no answer, or one that says to come again."""
    fetch_patience: int = 300
    """Longest wait, in seconds, that a source may ask for within a run; for more, the run ends."""
    fetch_batch_bytes: int = 64_000_000
    """Size of fetched bodies after which a run lands what it has, and goes on."""


def limits(environment: Mapping[str, str] | None = None) -> Limits:
    """Read the limits from the environment.

    Raises
    ------
    UsageError
        When a variable holds something that is not a whole number where one is needed.
    """
    found = os.environ if environment is None else environment
    given: dict[str, str | int] = {}
    for field in fields(Limits):
        name = f"LUMINARY_{field.name.upper()}"
        if name not in found:
            continue
        given[field.name] = found[name] if field.type == "str" else _whole(name, found[name])
    return Limits(**given)  # type: ignore[arg-type]


def _whole(name: str, text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise UsageError(f"{name} is '{text}'; a whole number above 0 is needed")
    return int(text)
