"""Who did what, and when: a log in which each row seals the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luminary.i18n import Message, say
from luminary.store import Ledger

_HEAD = "audit_head"
"""Setting that holds how many rows there are, and the last seal."""
_FIRST = "0" * 64
"""What the first row seals."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log.

    Attributes
    ----------
    number : int
        Place in the log, from 1.
    at : datetime
        When, in UTC.
    who : str
        Login of a member, or ``cli:`` and the user of the machine.
    action : str
        What was done, as ``noun.verb``.
    about : str or None
        Key of what it was done to.
    detail : mapping
        More, such as what it was before.
    """

    number: int
    at: datetime
    who: str
    action: str
    about: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """Whether the log is as it was written.

    Attributes
    ----------
    intact : bool
        True when every seal fits.
    rows : int
        Rows there are.
    broken : int or None
        Number of the first row that is not as it was written, or is not there.
    seal : str
        The last seal. Kept elsewhere, it proves later that nothing up to here was written anew.
    told : Message
        The same as a sentence.
    """

    intact: bool
    rows: int
    broken: int | None
    seal: str
    told: Message


class Audit:
    """The log of a workspace.

    Changed, removed and exchanged rows are noticed, and so is a missing end. Whoever may write to the ledger
    and knows this program can seal a false log anew; only a seal kept elsewhere tells.

    Parameters
    ----------
    ledger : Ledger
        Where the log is kept.

    Examples
    --------
    >>> ledger = Ledger("sqlite://")
    >>> log = Audit(ledger)
    >>> log.record("astrid", "subject.add", "staffing", words=3)
    1
    >>> log.entries()[0].detail, log.verify().intact
    ({'words': 3}, True)
    >>> ledger.change("audit", {"number": 1}, who="olav")
    1
    >>> log.verify().told
    'row 1 of the log is not as it was written'
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def record(self, who: str, action: str, about: str | None = None, **detail: object) -> int:
        """Write one row, in the transaction that is open; gives its number.

        Parameters
        ----------
        who : str
            Who does it.
        action : str
            What, as ``noun.verb``.
        about : str or None
            Key of what it is done to.
        **detail : object
            More, as JSON can say it.
        """
        with self._ledger.together():
            count, last = self._head()
            row: dict[str, Any] = {
                "number": count + 1,
                "at": self._ledger.now(),
                "who": _storable(who),
                "action": action,
                "about": None if about is None else _storable(about),
                "detail": json.dumps(detail, sort_keys=True, default=str),
            }
            seal = _seal(last, row)
            self._ledger.put("audit", **row, seal=seal)
            self._ledger.put("settings", name=_HEAD, value=json.dumps({"count": count + 1, "seal": seal}))
        return count + 1

    def _head(self) -> tuple[int, str]:
        """Give the number of rows and the last seal, as they were when the last row was written."""
        rows = self._ledger.rows("settings", name=_HEAD)
        if rows:
            head = json.loads(rows[0]["value"])
            return int(head["count"]), str(head["seal"])
        last = self._ledger.newest("audit", by="number", limit=1)
        return (int(last[0]["number"]), str(last[0]["seal"])) if last else (0, _FIRST)

    def entries(
        self,
        limit: int = 100,
        skip: int = 0,
        *,
        action: str | None = None,
        who: str | None = None,
        about: str | None = None,
    ) -> list[Entry]:
        """List rows, the newest first, of one action, one person who did it, or one key."""
        found = self._ledger.newest(
            "audit", by="number", limit=limit, skip=skip, **_asked(action=action, who=who, about=about)
        )
        return [
            Entry(
                row["number"], row["at"], row["who"], row["action"], row["about"], json.loads(row["detail"])
            )
            for row in found
        ]

    def count(self, *, action: str | None = None, who: str | None = None, about: str | None = None) -> int:
        """Count what `entries` would list."""
        return self._ledger.count("audit", **_asked(action=action, who=who, about=about))

    def actions(self) -> list[str]:
        """List the actions that occur."""
        return [str(one) for one in self._ledger.values("audit", "action")]

    def actors(self) -> list[str]:
        """List who did something."""
        return [str(one) for one in self._ledger.values("audit", "who")]

    def verify(self) -> AuditCheck:
        """Go through all seals."""
        with self._ledger.together():
            rows = self._ledger.rows("audit")
            count, last = self._head()
        seal = _FIRST
        for number, row in enumerate(rows, 1):
            if row["number"] != number:
                return _broken(
                    len(rows), number, seal, say("row {number} of the log is missing", number=number)
                )
            if row["seal"] != _seal(seal, row):
                told = say("row {number} of the log is not as it was written", number=number)
                return _broken(len(rows), number, seal, told)
            seal = row["seal"]
        if (count, last) != (len(rows), seal):
            told = say(
                "the log ends after row {rows}, but {count} rows were written", rows=len(rows), count=count
            )
            return _broken(len(rows), min(count, len(rows)) + 1, seal, told)
        told = say("all {rows} rows of the log are as they were written", rows=len(rows))
        return AuditCheck(True, len(rows), None, seal, told)


def _broken(rows: int, number: int, seal: str, told: Message) -> AuditCheck:
    return AuditCheck(False, rows, number, seal, told)


def _asked(**equals: str | None) -> dict[str, str]:
    return {name: value for name, value in equals.items() if value is not None}


def _storable(text: str) -> str:
    """Leave out what a database may refuse: half characters and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _seal(before: str, row: Mapping[str, Any]) -> str:
    """Seal a row and everything before it."""
    told = [row["number"], row["at"].isoformat(timespec="microseconds"), row["who"], row["action"],
            row["about"], row["detail"]]  # fmt: skip
    return hashlib.sha256(f"{before}\n{json.dumps(told)}".encode()).hexdigest()
