"""Imports a source: what `collect.run` does, with what the page said about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, only
from luminary.workspace.plain import as_plain

if TYPE_CHECKING:
    from luminary.collect import Options, Provenance
    from luminary.workspace.workspace import Workspace

CAME = ("terms", "origin", "obtained", "basis", "notice")
"""What is said about where an import came from."""
_NAMES = ("path", "format", "place", "access", "columns", "settings", *CAME)


def check(work: Workspace, params: Params) -> Record:
    """Refuse a path outside the inbox and the allowed roots, and formats and access that do not exist."""
    from luminary.collect.registry import named

    given = only(params, *_NAMES)
    if "path" not in given:
        raise UsageError(say("name what to import: a file or folder in the inbox"))
    if "format" in given:
        named(str(given["format"]))
    options_of(given)
    provenance_of(given)
    return {**given, "path": work.collect.inbox.named(str(given["path"]))}


def options_of(params: Params) -> Options:
    """Read the options of an import.

    Raises
    ------
    UsageError
        When access is neither open nor closed, or columns and settings are no texts.
    """
    from luminary.collect import Options
    from luminary.domain import Access

    access = params.get("access") or None
    if access not in (None, Access.OPEN.value, Access.CLOSED.value):
        raise UsageError(say("access is '{access}'; it can be open or closed", access=access))
    place = str(params.get("place") or "")
    columns, settings = _texts(params, "columns"), _texts(params, "settings")
    return Options(place, None if access is None else Access(access), columns, settings)


def provenance_of(params: Params) -> Provenance:
    """Read where an import came from.

    Raises
    ------
    UsageError
        When the day is none, or a text is too long.
    """
    from luminary.collect import Provenance

    said = {name: str(params.get(name) or "") for name in CAME}
    day = said.pop("obtained")
    try:
        return Provenance(obtained=date.fromisoformat(day) if day else None, **said)
    except ValueError as error:
        raise UsageError(say("'{day}' is no day; write it as 2025-12-31", day=day)) from error


def _texts(params: Params, name: str) -> dict[str, str]:
    found: Any = params.get(name) or {}
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise UsageError(say("{name} hold a text for each name", name=name))
    return found


def run(work: Workspace, params: Params, tell: Telling) -> Record:
    """Import it, then let everything be ranked anew."""
    result = work.collect.run(
        work.collect.inbox.found(params["path"]),
        options=options_of(params),
        format=params.get("format"),
        progress=tell,
        began=lambda batch: tell.keep(batch=batch),
        provenance=provenance_of(params),
    )
    work.collect.rank_anew()
    return dict(as_plain(result))


def clean(work: Workspace, kept: Params) -> Record | None:
    """Take away what a cancelled import read; give its result when it had landed already."""
    if "batch" not in kept:
        return None
    result = work.collect.take_away(kept["batch"])
    if result is not None:
        work.collect.rank_anew()
    return None if result is None else dict(as_plain(result))


KIND = JobKind("import", say("Import"), run, check, clean)
