"""Where a workspace stands, in one look: what it holds, what changed, what needs a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from luminary.i18n import Message, say, say_count
from luminary.privacy import Entry
from luminary.workspace.collecting import Holding
from luminary.workspace.rights import Right

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_CHANGES = 12
_LOOKED_AT = 200
_ASIDE = ("session.", "token.", "audit.", "invite.", "inbox.", "job.", "safety.screen")
"""Actions that change nothing a team talks about."""
ABOUT_NOBODY = ("subject.", "brand.", "product.", "member.")
"""Actions that are about nothing that could name a person in the data."""

_FRESH_SQL = """
SELECT p.platform, count(*) AS posts, max(posts.moment) AS last
FROM posts JOIN (SELECT place, any_value(platform) AS platform FROM places GROUP BY place) p
  ON p.place = posts.place
GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is held of one platform, and until when it reaches."""

    platform: str
    posts: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for somebody, such as data, duties, safety, identity, subjects or jobs."""

    what: str
    said: Message


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a workspace stands.

    Attributes
    ----------
    holding : Holding
        What it holds.
    fresh : tuple of Freshness
        By platform, the largest first.
    imported : datetime or None
        When the last import landed.
    todo : tuple of Todo
        What needs a decision, the most pressing first.
    changes : tuple of Entry
        The newest changes, without what concerns only who did them.
    """

    holding: Holding
    fresh: tuple[Freshness, ...]
    imported: datetime | None
    todo: tuple[Todo, ...]
    changes: tuple[Entry, ...]


def overview(work: Workspace) -> Overview:
    """Look where a workspace stands; nothing is computed that takes long."""
    holding = work.collect.holding()
    landed = [row["landed"] for row in work.collect.batches() if row["state"] == "landed"]
    return Overview(
        holding, _fresh(work), max(landed, default=None), tuple(_todo(work, holding)), _changes(work)
    )


def _fresh(work: Workspace) -> tuple[Freshness, ...]:
    work.lake.attach(work.engine, "posts", "places")
    rows = work.engine.rows(_FRESH_SQL)
    return tuple(Freshness(str(name or "?"), int(str(posts)), last) for name, posts, last in rows)  # type: ignore[arg-type]


def _may(work: Workspace, right: Right) -> bool:
    return work.reader is None or right in work.reader.role.rights


def _waiting(work: Workspace) -> Iterator[Todo]:
    """Tell of texts and pairs of accounts that wait for somebody who may decide about them."""
    if _may(work, Right.EDIT) and work.safety.is_on and (cases := work.safety.count("open")):
        yield Todo(
            "safety",
            say_count(
                "{n} text may tell of an adverse event.", "{n} texts may tell of an adverse event.", cases
            ),
        )
    if not _may(work, Right.NAMES) or work.veil.is_drawn or not work.identity.is_searched():
        return
    if pairs := work.identity.waiting():
        yield Todo(
            "identity",
            say_count(
                "{n} pair of accounts may be one person.", "{n} pairs of accounts may be one person.", pairs
            ),
        )


def _todo(work: Workspace, holding: Holding) -> Iterator[Todo]:
    if not holding.posts and not holding.ties:
        yield Todo("data", say("There are no data yet: import some conversations."))
        return
    if failed := work.jobs.count(state="failed"):
        yield Todo("jobs", say_count("{n} job failed; see why.", "{n} jobs failed; see why.", failed))
    if _may(work, Right.MANAGE) and (duties := len(work.duties.open())):
        told = say_count("{n} duty of privacy is open.", "{n} duties of privacy are open.", duties)
        yield Todo("duties", told)
    yield from _waiting(work)
    if not work.listening.subjects():
        yield Todo(
            "subjects", say("There is no subject yet: say what you want to know who is listened to about.")
        )
    if work.jobs.newest("backtest") is None:
        yield Todo("test", say("The ranking has not been tested on your own history yet."))
    if _may(work, Right.NAMES) and (conflicts := work.people.conflict_count()):
        yield Todo(
            "conflicts",
            say_count(
                "{n} name or id may mix people up; look at it.",
                "{n} names and ids may mix people up; look at them.",
                conflicts,
            ),
        )
    landed = [row for row in work.collect.batches() if row["state"] == "landed"]
    if _may(work, Right.IMPORT) and (rejects := sum(int(row["rejected"] or 0) for row in landed)):
        yield Todo(
            "rejects",
            say_count("{n} row could not be used; see why.", "{n} rows could not be used; see why.", rejects),
        )


def _changes(work: Workspace) -> tuple[Entry, ...]:
    """List what changed; what the log says about people is told only to those who may read the log."""
    found = [one for one in work.audit.entries(_LOOKED_AT) if not one.action.startswith(_ASIDE)][:_CHANGES]
    if _may(work, Right.MANAGE):
        return tuple(found)
    return tuple(
        replace(one, about=one.about if one.action.startswith(ABOUT_NOBODY) else None, detail={})
        for one in found
    )
