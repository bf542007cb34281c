"""Visits to one's own pages as web analytics counted them: by source, by day, by whose posts brought them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from luminary.collect.visits import SPLITS, Brought, Counted, Linked, brought_by, links_to, visits_by
from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.i18n import say
from luminary.privacy import Use
from luminary.workspace.speakers import Speaker, speakers

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_TELLING = ("referrer", "content", "campaign")
"""What may lead to a person."""
_PERSON_SQL = "SELECT person FROM identities WHERE account = ?"
_SITES_SQL = "SELECT DISTINCT tool, site FROM visits ORDER BY tool, site"


@dataclass(frozen=True, slots=True)
class VisitsOf:
    """A figure that a person brought.

    Attributes
    ----------
    who : Speaker
        Whose account it is laid to.
    brought : Brought
        The figure, the post and why it is certain; account and post are empty where the person is hidden.
    """

    who: Speaker
    brought: Brought


@dataclass(frozen=True, slots=True)
class LinksOf:
    """Links to one page of a site from one person's posts."""

    who: Speaker
    linked: Linked


class Visiting:
    """What web analytics tell, in one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def sources(self) -> list[tuple[str, str]]:
        """List the tools and sites of which there are figures."""
        work = self._workspace
        work.lake.attach(work.engine, "visits")
        return [(str(tool), str(site)) for tool, site in work.engine.rows(_SITES_SQL)]

    def by(
        self,
        split: str = "referrer",
        *,
        tool: str | None = None,
        site: str | None = None,
        what: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> list[Counted]:
        """List the figures by source, page, day and so on; different tools are never added.

        Parameters
        ----------
        split : str
            One of `luminary.collect.visits.SPLITS`.
        tool, site, what : str, optional
            Only what this tool counted, of this site, only this figure.
        since, until : date, optional
            Only periods that lie between these days.

        Raises
        ------
        UnknownNameError
            When visits cannot be shown by that.
        WithheldError
            When it could tell who somebody hidden is.
        """
        if split not in SPLITS:
            raise UnknownNameError.of("field", split, SPLITS)
        work = self._workspace
        if split in _TELLING and work.veil.is_drawn:
            raise WithheldError(
                say("sources of visits may tell who somebody is, and names are hidden from you")
            )
        work.lake.attach(work.engine, "visits")
        first, last = (None if one is None else one.isoformat() for one in (since, until))
        return visits_by(work.engine, split, tool=tool, site=site, what=what, since=first, until=last)

    def brought(self) -> list[VisitsOf]:
        """List the figures that can be laid to a person for certain, with the post where it is known.

        Raises
        ------
        WithheldError
            When the purpose of the workspace has ended.
        """
        work = self._workspace
        work.gate.check()
        work.people.ready()
        work.lake.attach(work.engine, "visits", "posts", "accounts")
        numbers = {f"OL-{row['number']:04d}": str(row["person"]) for row in work.ledger.rows("aliases")}
        found = brought_by(work.engine, numbers)
        who = self._who([one.account for one in found])
        return [
            VisitsOf(who[one.account], _veiled(one, who[one.account])) for one in found if one.account in who
        ]

    def links(self, site: str) -> list[LinksOf]:
        """List the links to pages of a site that stand in posts and pages that were imported.

        Parameters
        ----------
        site : str
            Its host ("vakt.example") or address.

        Raises
        ------
        UsageError
            When no site is named.
        WithheldError
            When the purpose of the workspace has ended.
        """
        if not site.strip(" /."):
            raise UsageError(say("name the site whose links are asked for, such as vakt.example"))
        work = self._workspace
        work.gate.check()
        work.people.ready()
        work.lake.attach(work.engine, "refs")
        found = links_to(work.engine, site)
        who = self._who([one.account for one in found])
        return [
            LinksOf(who[one.account], _unlinked(one, who[one.account])) for one in found if one.account in who
        ]

    def _who(self, accounts: Sequence[str]) -> dict[str, Speaker]:
        """Tell whose accounts these are; whoever is left out of rankings or files is not told of."""
        work, people = self._workspace, {}
        gone = work.standing.left_out(Use.EXPORT).people
        for account in set(accounts):
            rows = work.engine.rows(_PERSON_SQL, [account])
            person = str(rows[0][0]) if rows else account
            if person not in gone:
                people[account] = person
        known = speakers(work, people.values())
        return {account: known[person] for account, person in people.items()}


def _veiled(one: Brought, who: Speaker) -> Brought:
    if who.named:
        return one
    return replace(one, account="", post=None, counted=replace(one.counted, key=who.name))


def _unlinked(one: Linked, who: Speaker) -> Linked:
    return one if who.named else replace(one, account="")
