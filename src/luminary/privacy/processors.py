"""Who handles data for the organisation or hands data to it (article 28 of the GDPR)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from luminary.errors import UnknownNameError, UsageError, WithheldError
from luminary.i18n import Message, say
from luminary.privacy.documents import missing_ground
from luminary.privacy.purpose import read_purpose
from luminary.store import Ledger

ROLES: dict[str, Message] = {
    "processor": say("handles data for you, under a contract"),
    "joint": say("decides together with you"),
    "independent": say("answers for itself, under terms that you accepted"),
}
"""What a company is to the organisation."""
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Processor:
    """An entry of the register.

    Attributes
    ----------
    processor : str
        Key.
    connector : str
        Source or agency it stands for.
    name : str
        Name of the company or service.
    role : str
        One of `ROLES`.
    contract : str
        Contract, or terms that were accepted.
    country : str
        Where the data are handled.
    until : date or None
        Last day of contract or terms.
    recorded_by : str
        Who recorded it.
    at : datetime
        When, in UTC.
    """

    processor: str
    connector: str
    name: str
    role: str
    contract: str
    country: str
    until: date | None
    recorded_by: str
    at: datetime

    def holds(self, today: date) -> bool:
        """Tell whether contract or terms have not ended."""
        return self.until is None or today <= self.until


class Processors:
    """The register of processors and sources.

    Parameters
    ----------
    ledger : Ledger
        Where it is kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self) -> list[Processor]:
        """List the register, by connector."""
        rows = self._ledger.rows("processors")
        return sorted((_read(row) for row in rows), key=lambda one: (one.connector, one.at))

    def record(
        self,
        connector: str,
        name: str,
        contract: str,
        by: str,
        *,
        role: str = "processor",
        country: str = "",
        until: date | None = None,
    ) -> Processor:
        """Put a company or service on the register.

        Raises
        ------
        UnknownNameError
            When the role is not known.
        UsageError
            When connector, name or contract is missing.
        """
        if role not in ROLES:
            raise UnknownNameError.of("role", role, ROLES)
        told = {"connector": _line(connector).lower(), "name": _line(name), "contract": _line(contract)}
        for field, value in told.items():
            if not value:
                raise UsageError(say("an entry of the register needs a {field}", field=field))
        key, now, where = uuid4().hex[:12], self._ledger.now(), _line(country)
        last = until.isoformat() if until else None
        self._ledger.add(
            "processors", processor=key, **told, role=role, country=where, until=last, recorded_by=by, at=now
        )
        return Processor(key, **told, role=role, country=where, until=until, recorded_by=by, at=now)

    def remove(self, processor: str) -> Processor:
        """Take an entry off the register; gives what it was.

        Raises
        ------
        UnknownNameError
            When there is no such entry.
        """
        found = [one for one in self.list() if one.processor == processor]
        if not found:
            raise UnknownNameError.of("entry", processor, [one.processor for one in self.list()])
        self._ledger.remove("processors", processor=processor)
        return found[0]


def why_not_enabled(ledger: Ledger, connector: str, today: date | None = None) -> Message | None:
    """Say why a source may not be fetched from, and what would allow it; None when it may."""
    purpose, day = read_purpose(ledger), today or datetime.now(UTC).date()
    if purpose.has_ended(day):
        return say("the purpose of this workspace ended on {until}; nothing is fetched", until=purpose.until)
    if purpose.profile == "evaluation":
        return None
    if (missing := missing_ground(ledger, purpose.profile, purpose.basis)) is not None:
        return say("nothing is fetched yet: {missing}", missing=missing)
    entries = [one for one in Processors(ledger).list() if one.connector == connector.strip().lower()]
    if any(one.holds(day) for one in entries):
        return None
    if entries:
        return say(
            "contract or terms for '{connector}' have ended; record the new ones with `luminary privacy "
            "processors add {connector} --name NAME --contract TEXT`",
            connector=connector,
        )
    return say(
        "'{connector}' is not on the register of processors and sources; record contract or terms with "
        "`luminary privacy processors add {connector} --name NAME --contract TEXT`",
        connector=connector,
    )


def may_enable(ledger: Ledger, connector: str, today: date | None = None) -> None:
    """Let a source be fetched from.

    Raises
    ------
    WithheldError
        When the purpose has ended, or no contract or terms are on record under a profile that needs them.
    """
    told = why_not_enabled(ledger, connector, today)
    if told is not None:
        raise WithheldError(told)


def _read(row: Any) -> Processor:
    until = date.fromisoformat(row["until"]) if row["until"] else None
    return Processor(row["processor"], row["connector"], row["name"], row["role"], row["contract"],
                     row["country"] or "", until, row["recorded_by"], row["at"])  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").encode("utf-8", "replace").decode().split())[:_LONGEST]
