"""Finds the communities, and draws the picture of the network that the map shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.i18n import say
from luminary.workspace.jobkind import JobKind, Params, Record, Telling

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace


def check(_work: Workspace, params: Params) -> Record:
    """Write the scope in one way only."""
    from luminary.leaders import Scope

    return Scope.from_params(params).as_params()


def run(work: Workspace, params: Params, tell: Telling) -> Record:
    """Keep the communities that pages of people tell, and the picture for `Networking.picture_if_ready`."""
    from luminary.leaders import Scope
    from luminary.network import build_communities

    build_communities(work.lake, work.engine, work.people.link())
    found = work.network.picture(Scope.from_params(params), progress=tell)
    return {"people": found.people, "communities": found.all_communities, "bridges": found.all_bridges}


KIND = JobKind("network", say("Network map"), run, check)
