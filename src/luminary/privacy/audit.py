"""Who did what, and when: each row of the log seals the one before, and a person can be erased from it.

A seal does not stand on what a row says about whom, but on a commitment to it: SHA-256 over a token of 128
random bits, the key and the detail. When a person is erased, key, detail and token go; the commitment stays,
tells nothing without its token, and the seals still fit. A row may lack its token only where a later, sealed
row of an erasure names its number: so blanking a row to hide it is noticed.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luminary.i18n import Message, say
from luminary.store import Ledger

_HEAD = "audit_head"
"""Setting that holds how many rows there are, and the last seal."""
_FIRST = "0" * 64
"""What the first row seals."""
ERASED = "person.erase"
"""The action whose rows name, by number, the rows that lost what they said."""
_BLANK = "{}"


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
            row |= _committed(secrets.token_hex(16), row)
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
        about: str | tuple[str, ...] | None = None,
    ) -> list[Entry]:
        """List rows, the newest first, of one action, one person who did it, or one key or any of several."""
        found = self._ledger.newest(
            "audit", by="number", limit=limit, skip=skip, **_asked(action=action, who=who, about=about)
        )
        return [
            Entry(
                row["number"], row["at"], row["who"], row["action"], row["about"], json.loads(row["detail"])
            )
            for row in found
        ]

    def count(
        self,
        *,
        action: str | None = None,
        who: str | None = None,
        about: str | tuple[str, ...] | None = None,
    ) -> int:
        """Count what `entries` would list."""
        return self._ledger.count("audit", **_asked(action=action, who=who, about=about))

    def actions(self) -> list[str]:
        """List the actions that occur."""
        return [str(one) for one in self._ledger.values("audit", "action")]

    def actors(self) -> list[str]:
        """List who did something."""
        return [str(one) for one in self._ledger.values("audit", "who")]

    def erase(self, numbers: Iterable[int]) -> dict[str, Any]:
        """Take from rows whom they are about and what they tell; gives what the erasure's row must carry.

        Without that row, recorded in the same transaction under `ERASED`, the log counts as broken.
        """
        before: dict[str, str] = {}
        wanted = sorted(set(numbers))
        for number in wanted:
            row = self._ledger.rows("audit", number=number)[0]
            if row["commitment"] is None:  # of an older version: the seal stands on the words themselves
                earlier = self._ledger.rows("audit", number=number - 1)
                before[str(number)] = str(earlier[0]["seal"]) if earlier else _FIRST
            self._ledger.change("audit", {"number": number}, about=None, detail=_BLANK, token=None)
        return {"rows": wanted, **({"before": before} if before else {})}

    def verify(self) -> AuditCheck:
        """Go through all seals."""
        with self._ledger.together():
            rows = self._ledger.rows("audit")
            count, last = self._head()
        erased, seal = _erased(rows), _FIRST
        for number, row in enumerate(rows, 1):
            if row["number"] != number:
                return _broken(
                    len(rows), number, seal, say("row {number} of the log is missing", number=number)
                )
            if not _is_as_written(row, seal, erased):
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


def _erased(rows: Sequence[Mapping[str, Any]]) -> dict[int, tuple[int, str | None]]:
    """Give the rows that lost what they said: the erasure's row, and of old rows the seal before."""
    found: dict[int, tuple[int, str | None]] = {}
    for row in rows:
        if row["action"] == ERASED and row["token"] is not None:
            told = json.loads(row["detail"])
            for number in told.get("rows", ()):
                found[int(number)] = (row["number"], told.get("before", {}).get(str(number)))
    return found


def _is_as_written(row: Mapping[str, Any], before: str, erased: Mapping[int, tuple[int, str | None]]) -> bool:
    """Tell whether a row fits its seal, and says what it committed to or was rightly erased."""
    by, old = erased.get(row["number"], (0, None))
    blank = row["about"] is None and row["detail"] == _BLANK and row["token"] is None
    may_be_blank = blank and by > row["number"]
    if row["commitment"] is None:
        return bool(row["seal"] == _seal(before, row) or (may_be_blank and old == before))
    if row["seal"] != _seal(before, row):
        return False
    if row["token"] is None:
        return may_be_blank
    return bool(row["commitment"] == _committed(row["token"], row)["commitment"])


def _broken(rows: int, number: int, seal: str, told: Message) -> AuditCheck:
    return AuditCheck(False, rows, number, seal, told)


def _asked(**equals: str | tuple[str, ...] | None) -> dict[str, str | tuple[str, ...]]:
    return {name: value for name, value in equals.items() if value is not None}


def _storable(text: str) -> str:
    """Leave out what a database may refuse: half characters and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _committed(token: str, row: Mapping[str, Any]) -> dict[str, str]:
    """Commit to what a row says: without the token nobody can find out, or try out, what it was."""
    told = f"{token}\n{json.dumps([row['about'], row['detail']])}"
    return {"token": token, "commitment": hashlib.sha256(told.encode()).hexdigest()}


def _seal(before: str, row: Mapping[str, Any]) -> str:
    """Seal a row and everything before it; a row of an older version without its commitment."""
    at = row["at"].isoformat(timespec="microseconds")
    says = [row["about"], row["detail"]] if row["commitment"] is None else [row["commitment"]]
    told = [row["number"], at, row["who"], row["action"], *says]
    return hashlib.sha256(f"{before}\n{json.dumps(told)}".encode()).hexdigest()
