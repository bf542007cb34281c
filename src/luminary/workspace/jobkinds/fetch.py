"""Fetches a live source, as `fetch.run` does; a run that is cancelled keeps what it had for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.errors import UsageError
from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling, only
from luminary.workspace.plain import as_plain

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(work: Workspace, params: Params) -> Record:
    """Refuse a source that is not there."""
    given = only(params, "source")
    if "source" not in given:
        raise UsageError(say("name the source"))
    work.fetch.get(str(given["source"]))
    return given


def run(work: Workspace, params: Params, tell: Telling) -> Record:
    """Fetch it, then let everything be ranked anew when something came."""
    result = work.fetch.run(str(params["source"]), progress=lambda pages, _bytes: tell(pages, 0))
    if result.kept:
        work.collect.rank_anew()
    return dict(as_plain(result))


KIND = JobKind("fetch", say("Fetch"), run, check)
