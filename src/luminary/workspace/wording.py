"""The sentences about one person: why she is listed, what speaks against it, what she herself may read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from luminary.domain import Estimate
from luminary.i18n import Message, say
from luminary.leaders import Leader, Scope
from luminary.network import response
from luminary.report.notice import Held, Import, Part, not_enough_told, notice
from luminary.report.telling import FEW, against_told, why_told
from luminary.workspace.evidence import Profile, Response, Timeline

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_EVERYTHING = Scope()
_CONCENTRATED = 0.5
_HALF_FROM_FEW = 3
_ONE_PLACE = "{there} of {people} people acted in one place, {place}"
_LOCAL = "nearly all response comes from one community"

# Imports that brought a post by the person, or a reference of hers.
_BATCHES_SQL = """
SELECT DISTINCT batch FROM (
    SELECT p.batch FROM posts p JOIN identities i ON i.account = p.account WHERE i.person = ?
    UNION ALL
    SELECT r.batch FROM refs r JOIN identities i ON i.account = r.target WHERE i.person = ?)
"""
_FIELDS = {
    "names": say("names"),
    "role": say("role"),
    "bio": say("self-description"),
    "accounts": say("accounts"),
    "figures": say("figures such as followers"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What can be said about a person's place.

    Attributes
    ----------
    why : Message
        Why she is there, in one sentence.
    against : tuple of Message
        What speaks against relying on it; empty when none of the checks found anything.
    """

    why: Message
    against: tuple[Message, ...]


class Wording:
    """Sentences about one person, in every language through `luminary.i18n.translate`."""

    _workspace: Workspace

    def words(
        self, leader: Leader, by: str, subject: str | None = None, response: Response | None = None
    ) -> Words:
        """Say why a leader is in a ranking, and what speaks against relying on it.

        Parameters
        ----------
        leader : Leader
            From a ranking.
        by : str
            Measure of that ranking.
        subject : str or None
            Subject of that ranking.
        response : Response or None
            What `responders` gave; then it is looked at how concentrated the response is.
        """
        found, hangs = against_told(leader, by), [] if response is None else _concentrated(response)
        if any(one.template == _ONE_PLACE for one in hangs):
            found = [one for one in found if one.template != _LOCAL]  # the same, less exactly
        return Words(why_told(leader, by, subject), (*found, *hangs))

    def notice(
        self,
        person: str,
        scope: Scope = _EVERYTHING,
        expected: Estimate | None = None,
        known: tuple[Timeline, Profile] | None = None,
    ) -> tuple[Part, ...]:
        """Say why a person is on the list in words for herself.

        Parameters
        ----------
        person : str
            Key, name or number.
        scope : Scope
            What counts.
        expected : Estimate or None
            Her influence in that scope, where it is computed.
        known : (Timeline, Profile) or None
            What `timeline` and `profile` gave, where they were asked before.

        Raises
        ------
        WithheldError
            When the purpose has ended, or the person is hidden and not asked for by number.
        """
        people = self._workspace.people
        timeline, profile = known or (people.timeline(person), people.profile(person))
        held = self._held(person, timeline, profile)
        return notice(replace(held, subject=scope.subject, expected=expected), self._workspace.purpose)

    def _held(self, person: str, timeline: Timeline, profile: Profile) -> Held:
        people = self._workspace.people
        key = people.asked(person)
        acts, heads = response.ever(self._workspace.engine, key)
        return Held(
            posts=sum(one.posts for one in timeline.platforms),
            people=heads,
            acts=acts,
            first=timeline.first,
            last=timeline.last,
            platforms=tuple(one.platform for one in timeline.platforms),
            imports=self._imports(key),
            fields=tuple(_FIELDS[one] for one in _FIELDS if _has(profile, one)),
            notes=self._workspace.ledger.count("notes", person=self._workspace.persons.members(key)),
            decisions=len(people.decisions(person)),
        )

    def _imports(self, key: str) -> tuple[Import, ...]:
        """List the imports that brought something by or about a person, the first one first."""
        work = self._workspace
        brought = {str(row[0]) for row in work.engine.rows(_BATCHES_SQL, [key, key])}
        rows = [row for row in work.ledger.rows("batches", state="landed") if row["batch"] in brought]
        rows.sort(key=lambda row: (str(row["landed"]), row["batch"]))
        return tuple(Import(row["format"], row["landed"]) for row in rows)


def _has(profile: Profile, field: str) -> bool:
    return bool(getattr(profile, field))


def _concentrated(found: Response) -> list[Message]:
    """Say how much hangs on few people or on one place."""
    if found.people < FEW:
        return [not_enough_told(found.people)] if found.people else []
    told = []
    if found.half_from <= _HALF_FROM_FEW:
        told.append(
            say(
                "half of all response comes from {few} of {people} people",
                few=found.half_from,
                people=found.people,
            )
        )
    share = found.top_place_share.value
    if found.top_place is not None and found.top_place.name and share is not None and share > _CONCENTRATED:
        told.append(
            say(
                "{there} of {people} people acted in one place, {place}",
                there=round(share * found.people),
                people=found.people,
                place=found.top_place.name,
            )
        )
    return told
