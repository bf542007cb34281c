"""Everything about one person at once: what a page shows from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from luminary.errors import NotEnoughDataError, UnknownNameError
from luminary.i18n import Message
from luminary.leaders import Leader, Peers
from luminary.leaders.board import EVERYONE
from luminary.report.notice import Part
from luminary.report.text import clean
from luminary.workspace.evidence import EvidencePage, Profile, Reach, Response, Timeline
from luminary.workspace.history import stage
from luminary.workspace.noting import Decided, Note
from luminary.workspace.question import Question
from luminary.workspace.wording import Words

if TYPE_CHECKING:
    from luminary.workspace.openboard import OpenBoard
    from luminary.workspace.workspace import Workspace

_POSTS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's place in a ranking.

    Attributes
    ----------
    leader : Leader
        Place and every measure.
    by : str
        Measure ranked by.
    words : Words
        Why, and what speaks against relying on it.
    peers : Peers
        Where the figure lies among comparable people.
    people : int
        People who have a place.
    """

    leader: Leader
    by: str
    words: Words
    peers: Peers
    people: int


@dataclass(frozen=True, slots=True)
class OnShortlist:
    """A shortlist in use that a person is on, and at which stage."""

    shortlist: str
    name: str
    stage: Message


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything that is told about one person.

    Attributes
    ----------
    person : str
        Key, or the number of somebody who is hidden.
    standing : Standing or None
        The place in the ranking; None where the ranking is not computed yet, or she has no place in it.
    is_ranked : bool
        True where the ranking is computed, whether or not she has a place in it.
    profile : Profile
        Names, accounts, role, self-description, figures of platforms.
    response : Response
        What kind of response, and how concentrated it is.
    posts : EvidencePage
        The posts on which most people acted.
    reach : Reach
        Places and communities.
    timeline : Timeline
        Months, platforms, first and last time.
    notes, decisions : tuple
        What users wrote down, the newest first.
    shortlists : tuple of OnShortlist
        Lists the person is on.
    notice : tuple of Part
        Why the person is on the list, in words for herself.
    not_included : tuple of Message
        What the platforms' terms do not let be computed with.
    """

    person: str
    standing: Standing | None
    is_ranked: bool
    profile: Profile
    response: Response
    posts: EvidencePage
    reach: Reach
    timeline: Timeline
    notes: tuple[Note, ...]
    decisions: tuple[Decided, ...]
    shortlists: tuple[OnShortlist, ...]
    notice: tuple[Part, ...]
    not_included: tuple[Message, ...] = ()


def portrait_of(work: Workspace, person: str, asked: Question, *, wait: bool) -> Portrait:
    """Gather everything about one person; see `People.portrait`."""
    people = work.people
    people.ready()
    key = people.asked(person)
    response = people.responders(person, asked.scope)
    ranked = work.leaders.board(asked.scope) if wait else work.leaders.board_if_ready(asked.scope)
    standing = None if ranked is None else _standing(work, ranked, key, asked, response)
    timeline, profile = people.timeline(person), people.profile(person)
    expected = None if standing is None else standing.leader.measures.get("influence")
    return Portrait(
        person=work.veil.hides([key]).get(key, key),
        standing=standing,
        is_ranked=ranked is not None,
        profile=profile,
        response=response,
        posts=people.evidence(person, asked.scope, _POSTS),
        reach=people.communities(person, asked.scope, compute=wait),
        timeline=timeline,
        notes=tuple(people.notes(person)),
        decisions=tuple(people.decisions(person)),
        shortlists=_shortlists(work, key),
        notice=people.notice(person, asked.scope, expected, (timeline, profile)),
        not_included=work.permitted.told_of(key),
    )


def _shortlists(work: Workspace, key: str) -> tuple[OnShortlist, ...]:
    rows = work.ledger.rows("shortlisted", person=work.persons.members(key))
    stages = {row["shortlist"]: row["stage"] for row in sorted(rows, key=lambda row: int(row["version"]))}
    lists = [row for row in work.ledger.rows("shortlists", archived=False) if row["shortlist"] in stages]
    lists.sort(key=lambda row: str(row["name"]).casefold())
    return tuple(
        OnShortlist(row["shortlist"], clean(row["name"], 120), stage(stages[row["shortlist"]]))
        for row in lists
    )


def _standing(
    work: Workspace, opened: OpenBoard, key: str, asked: Question, response: Response
) -> Standing | None:
    """Find the place among everybody, persons and organisations alike; None where there is none."""
    by = opened.measure_for(asked.by).name
    choice = replace(asked, kind=EVERYONE, tier=None, level=None).choice(by)
    shown = work.veil.hides([key]).get(key, key)
    try:
        leader = opened.leader(shown, choice)
    except (UnknownNameError, NotEnoughDataError):
        return None
    return Standing(
        leader,
        by,
        work.people.words(leader, by, asked.subject, response),
        opened.peers(shown, by),
        len(opened.board.order(choice).people),
    )
