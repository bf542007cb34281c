"""Which imports may go where, after the terms under which they came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from luminary.privacy.terms.book import for_format, policy
from luminary.privacy.terms.policy import DERIVED, Joining, Need, Terms
from luminary.store import Ledger


@dataclass(frozen=True, slots=True)
class Overdue:
    """An import that is older than its terms allow.

    Attributes
    ----------
    batch : str
        Its key.
    terms : Terms
        What it came under; `terms.due` says whether to refresh or to delete.
    obtained : date
        When its data left the platform, or were imported where that is not known.
    until : date
        Last day on which they may be kept.
    """

    batch: str
    terms: Terms
    obtained: date
    until: date


def terms_of(ledger: Ledger, batch: str) -> Terms:
    """Give the terms under which an import came.

    Raises
    ------
    UnknownNameError
        When no policy of the recorded name is there any more.
    """
    return _of_row(ledger.rows("batches", batch=batch)[0])


def of_batches(ledger: Ledger) -> Mapping[str, Terms]:
    """Give the terms of every import whose rows count, by the key of the import.

    Raises
    ------
    UnknownNameError
        When no policy of a recorded name is there any more.
    """
    return {str(row["batch"]): _of_row(row) for row in ledger.rows("batches", state="landed")}


def left_out(ledger: Ledger, need: Need = DERIVED) -> Mapping[str, Terms]:
    """Give the imports, with their terms, that may not go into a computation.

    Parameters
    ----------
    ledger : Ledger
        Where imports are recorded.
    need : Need
        What the computation needs; derived measures when not given.
    """
    return {batch: terms for batch, terms in of_batches(ledger).items() if not terms.allows(need)}


def joinable(ledger: Ledger, batch: str) -> bool:
    """Tell whether accounts known from an import may be taken together with accounts elsewhere.

    Where the terms allow it only as the person states it (`Joining.STATED`), this is true: whoever joins must
    then have the person's own word for it, such as a link in the profile (`terms_of(...).joining`).
    """
    return terms_of(ledger, batch).joining is not Joining.FORBIDDEN


def unjoinable(ledger: Ledger) -> Mapping[str, Terms]:
    """Give the imports whose accounts may not be taken together with accounts elsewhere."""
    return left_out(ledger, Need(cross_source=True))


def due(ledger: Ledger, today: date) -> list[Overdue]:
    """List the imports that are older than their terms allow, the longest overdue first.

    Data may be kept for the number of days named, counted from the day they left the platform, or were
    imported where nobody said when that was; on the day after they are due.
    """
    found = []
    for row in ledger.rows("batches", state="landed"):
        terms = _of_row(row)
        if terms.retention_days is None:
            continue
        obtained = obtained_on(ledger, row)
        until = obtained + timedelta(days=terms.retention_days)
        if today > until:
            found.append(Overdue(str(row["batch"]), terms, obtained, until))
    return sorted(found, key=lambda one: (one.until, one.batch))


def obtained_on(ledger: Ledger, row: Mapping[str, Any]) -> date:
    """Give the day on which the data of an import left the platform, or were imported."""
    if row.get("obtained"):
        return date.fromisoformat(str(row["obtained"]))
    return first_landed(ledger, row).date()


def first_landed(ledger: Ledger, row: Mapping[str, Any]) -> datetime:
    """Tell since when an import counts: that it was read again under another key makes it no younger."""
    while row["replaces"] and (before := ledger.rows("batches", batch=row["replaces"])):
        row = before[0]
    found: datetime = row["landed"] or row["started"]
    return found


def _of_row(row: Mapping[str, Any]) -> Terms:
    """Give the terms of a row of `batches`; imports from before terms were recorded have those guessed."""
    return policy(str(row["terms"])) if row.get("terms") else for_format(str(row["format"]))
