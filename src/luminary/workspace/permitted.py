"""Which imports may be computed with, after the terms under which they came, and what is said of the others.

Whoever computes figures reads the relations `PREFIX` + table (`permitted_posts`, ...), which leave out the
imports that may not be computed with; what sources show is read from the tables themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from luminary.i18n import Message, say, say_count
from luminary.leaders.measure import needed
from luminary.privacy import terms
from luminary.privacy.terms import Need, Terms

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

PREFIX = "permitted_"
"""Stands before the names of relations without the rows of imports that may not be computed with."""
_TABLES = ("posts", "refs", "metrics", "ties")

_COUNT_SQL = "SELECT count(*), count(DISTINCT account) FROM left_out_posts"
_COUNT_SOURCES_SQL = """
SELECT count(DISTINCT account) FROM (SELECT of AS account FROM left_out_metrics
                                     UNION SELECT source FROM left_out_ties)
"""


_OF_PERSON_SQL = """
SELECT DISTINCT x.batch
FROM (SELECT batch, account FROM left_out_posts UNION SELECT batch, of FROM left_out_metrics) x
JOIN identities i ON i.account = x.account WHERE i.person = ?
"""


class Permitted:
    """Imports that may be computed with, in one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._counted: tuple[tuple[str, ...], tuple[Message, ...]] = ((), ())

    def left_out(self, need: Need | None = None) -> Mapping[str, Terms]:
        """Give the imports that may not be computed with, each with its terms.

        Parameters
        ----------
        need : Need, optional
            What the computation needs; what all measures together need when not given.
        """
        return terms.left_out(self._workspace.ledger, need or needed())

    def stamp(self) -> list[str]:
        """Tell one state of what may be computed with from another, for fingerprints."""
        return sorted(self.left_out())

    def attach(self) -> str:
        """Name the relations without imports that may not be computed with; gives `PREFIX`."""
        work, out = self._workspace, self.left_out()
        work.lake.attach(work.engine, *_TABLES, without=out, prefix=PREFIX)
        return PREFIX

    def told(self) -> tuple[Message, ...]:
        """Say what is not included, and why: accounts and posts of each source; nothing where all is."""
        out = self.left_out()
        asked = tuple(sorted(f"{batch} {one.name}" for batch, one in out.items()))
        if asked != self._counted[0]:
            self._counted = (asked, self._count(out))
        return self._counted[1]

    def told_of(self, person: str) -> tuple[Message, ...]:
        """Say what of one person is shown and not computed with; `identities` must be named in the engine."""
        work, out = self._workspace, self.left_out()
        if not out:
            return ()
        others = [batch for batch in work.lake.landed() if batch not in out]
        work.lake.attach(work.engine, "posts", "metrics", without=others, prefix="left_out_")
        found = {str(row[0]) for row in work.engine.rows(_OF_PERSON_SQL, [person])}
        kinds = {out[batch].name: out[batch] for batch in sorted(found)}
        return tuple(
            say(
                "what is known from {source} is shown and not computed with ({why})",
                source=one.title,
                why=one.refusal(needed()) or "",
            )
            for one in kinds.values()
        )

    def _count(self, out: Mapping[str, Terms]) -> tuple[Message, ...]:
        by_terms: dict[str, list[str]] = defaultdict(list)
        for batch, one in out.items():
            by_terms[one.name].append(batch)
        return tuple(self._sentence(out[batches[0]], batches) for _name, batches in sorted(by_terms.items()))

    def _sentence(self, of: Terms, batches: list[str]) -> Message:
        work = self._workspace
        others = [batch for batch in work.lake.landed() if batch not in batches]
        work.lake.attach(work.engine, "posts", "metrics", "ties", without=others, prefix="left_out_")
        ((posts, accounts),) = work.engine.rows(_COUNT_SQL)
        accounts = accounts or work.engine.scalar(_COUNT_SOURCES_SQL)
        return say(
            "not included: {source}, {accounts}, {posts} ({why}; luminary terms {name})",
            source=of.title,
            accounts=say_count("{n} account", "{n} accounts", int(str(accounts))),
            posts=say_count("{n} post", "{n} posts", int(str(posts))),
            why=of.refusal(needed()) or "",
            name=of.name,
        )
