"""Who must be told what is held about her, until when, and who was told (article 14 of the GDPR).

The duty towards one person begins when somebody works with her: she is put on a shortlist, a file with her
name and figures leaves the workspace, or she is written to. It is due one month later, or at once when she is
contacted. Everybody else in the data is covered by a public notice, for which the organisation records its
reasons (article 14(5)(b)): a ranking of thousands to whom nobody could write must not fall silent after a
month. Where such a notice is on record it also covers those who only stand in a file; whoever is on a
shortlist or was written to must be told herself.

Whoever is overdue leaves rankings and files until a notice is recorded.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import uuid4

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import LANGUAGES, Message, say, say_count
from luminary.privacy.documents import Documents
from luminary.privacy.persons import Persons
from luminary.privacy.profiles import switches_of
from luminary.privacy.purpose import has_purpose, read_purpose
from luminary.privacy.standing import Reason, Use, register
from luminary.store import Ledger

CHANNELS: dict[str, Message] = {
    "letter": say("letter"),
    "e-mail": say("e-mail"),
    "message": say("message on a platform"),
    "in person": say("in person"),
    "other": say("another way"),
}
"""Ways to tell somebody."""
_LONGEST_VERSION = 80


class Because(StrEnum):
    """Why the duty towards a person began."""

    SHORTLISTED = "shortlisted"
    EXPORTED = "exported"
    REPORTED = "reported"
    CONTACTED = "contacted"


_COVERED = frozenset({Because.EXPORTED, Because.REPORTED})
"""Whoever stands only in a file is told by the public notice, where there is one."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A person who must be told.

    Attributes
    ----------
    person : str
        Key.
    because : str
        Why the duty began; one of `Because`.
    seen, due : datetime
        When it began, and until when she must be told.
    sent : datetime or None
        When she was told; None when not yet.
    channel, language, text_version : str or None
        How, and with which text.
    """

    person: str
    because: str
    seen: datetime
    due: datetime
    sent: datetime | None = None
    channel: str | None = None
    language: str | None = None
    text_version: str | None = None


def month_after(moment: datetime) -> datetime:
    """Give the same day of the next month, or its last day where there is none.

    Examples
    --------
    >>> month_after(datetime(2026, 1, 31)).date()
    datetime.date(2026, 2, 28)
    """
    year, month = (moment.year + 1, 1) if moment.month == 12 else (moment.year, moment.month + 1)
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


class Notices:
    """The register of notices.

    Parameters
    ----------
    ledger : Ledger
        Where it is kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def begin(self, people: Iterable[str], because: Because, at: datetime | None = None) -> None:
        """Let the duty towards people begin, unless it has; a profile without notices has none."""
        keys = list(dict.fromkeys(people))
        if not keys or not self.is_needed():
            return
        now = at or self._ledger.now()
        due = now if because is Because.CONTACTED else month_after(now)
        there = {row["person"]: row for row in self._ledger.among("notice_duties", "person", keys)}
        rows = [
            {"person": one, "because": because.value, "seen": now, "due": due}
            for one in keys
            if one not in there
        ]
        with self._ledger.together():
            self._ledger.add_all("notice_duties", rows)
            for key, row in there.items():
                closer = row["because"] in _COVERED and because not in _COVERED
                if due < row["due"] or closer:
                    values = {"because": because.value, "due": min(due, row["due"])}
                    self._ledger.change("notice_duties", {"person": key}, **values)

    def is_needed(self) -> bool:
        """Tell whether the profile asks for notices."""
        return has_purpose(self._ledger) and switches_of(read_purpose(self._ledger).profile).notices

    def record(
        self, person: str, channel: str, language: str, version: str, by: str, sent: date | None = None
    ) -> str:
        """Record that a person was told; gives the key of the entry.

        Raises
        ------
        UnknownNameError
            When the channel or language is not known.
        UsageError
            When the day lies ahead, or the text has no version.
        """
        if channel not in CHANNELS:
            raise UnknownNameError.of("channel", channel, CHANNELS)
        if language not in LANGUAGES:
            raise UnknownNameError.of("language", language, LANGUAGES)
        now = self._ledger.now()
        day = sent or now.date()
        if day > now.date():
            raise UsageError(say("a notice cannot have been sent on {day}, which lies ahead", day=day))
        told = " ".join(version.split())[:_LONGEST_VERSION]
        if not told:
            raise UsageError(say("say which version of the text was sent"))
        key = uuid4().hex
        with self._ledger.together():
            self._ledger.put(
                "notices",
                notice=key,
                person=person,
                channel=channel,
                text_version=told,
                language=language,
                sent=datetime.combine(day, time()),
                recorded_by=by,
                at=now,
            )
        return key

    def register(self) -> list[Duty]:
        """List who must be told or was told, each person once: the longest due first."""
        told, duties = self._told(), dict[str, Duty]()
        for row in self._by_person("notice_duties"):
            one = _duty(row, told.get(row["person"]))
            duties[one.person] = min(one, duties.get(one.person, one), key=_urgency)
        for row in (one for person, one in told.items() if person not in duties):
            begun: dict[str, Any] = {"because": "", "seen": row["sent"], "due": row["sent"]}
            duties[row["person"]] = _duty({**row, **begun}, row)
        return sorted(duties.values(), key=lambda one: (one.due, one.person))

    def of(self, person: str) -> Duty | None:
        """Give what is on record for one person, under any of her keys."""
        main = Persons(self._ledger).main(person)
        found = [one for one in self.register() if one.person == main]
        return found[0] if found else None

    def overdue(self, today: date | None = None) -> frozenset[str]:
        """List the persons who had to be told and were not."""
        if not self.is_needed():
            return frozenset()
        day = today or datetime.now(UTC).date()
        late = [row for row in self._by_person("notice_duties") if row["due"].date() < day]
        if not late:
            return frozenset()
        told = self._told()
        covered = _COVERED if self._is_public(day) else frozenset()
        return frozenset(
            str(row["person"]) for row in late if row["person"] not in told and row["because"] not in covered
        )

    def _is_public(self, day: date) -> bool:
        """Tell whether a public notice is on record that need not be looked at again yet."""
        found = Documents(self._ledger).newest("public_notice")
        return found is not None and not found.is_due(day)

    def _told(self) -> dict[str, Any]:
        """Give the last notice of everybody who was told."""
        rows = sorted(self._by_person("notices"), key=lambda row: (row["sent"], row["at"]))
        return {str(row["person"]): row for row in rows}

    def _by_person(self, table: str) -> list[dict[str, Any]]:
        """Give the rows of a table under the main key of the person whom each means now."""
        rows = self._ledger.rows(table)
        mains = Persons(self._ledger).mains(str(row["person"]) for row in rows)
        return [{**row, "person": mains[str(row["person"])]} for row in rows]


def _urgency(one: Duty) -> tuple[bool, datetime]:
    """Put first whom no public notice tells, then who was to be told first."""
    return one.because in _COVERED, one.due


def _duty(row: Any, told: Any) -> Duty:
    sent = (told["sent"], told["channel"], told["language"], told["text_version"]) if told else ()
    return Duty(str(row["person"]), row["because"], row["seen"], row["due"], *sent)


def _overdue(ledger: Ledger, today: date) -> Iterable[str]:
    return Notices(ledger).overdue(today)


def _overdue_told(people: int) -> Message:
    return say_count(
        "{n} person is left out because the notice is overdue (luminary privacy notices --overdue)",
        "{n} people are left out because notices are overdue (luminary privacy notices --overdue)",
        people,
    )


OVERDUE = register(Reason("notice overdue", _overdue, _overdue_told, frozenset({Use.RANKING, Use.EXPORT})))
"""Leaves rankings and files; writing to the person is just what is missing."""
