"""What a ranking looks at: which posts and acts count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from luminary.domain import Access
from luminary.errors import UsageError
from luminary.i18n import Listing, say


@dataclass(frozen=True, slots=True)
class Scope:
    """Which posts and acts count; everything when nothing is named. Days are whole and both included.

    Parameters
    ----------
    subject : str or None
        Name of a subject.
    since, until : date or None
        First and last day.
    place : str or None
        Name or key of a place; only what happened there counts.
    platform : str or None
        Only what happened on this platform counts.
    access : Access or None
        Only open, or only closed, places count.

    Raises
    ------
    UsageError
        When the first day lies after the last, or no day follows the last.

    Examples
    --------
    >>> asked = Scope(subject="patient safety", until=date(2025, 12, 31))
    >>> asked.as_params()
    {'subject': 'patient safety', 'until': '2025-12-31'}
    >>> Scope.from_params(asked.as_params()) == asked
    True
    """

    subject: str | None = None
    since: date | None = None
    until: date | None = None
    place: str | None = None
    platform: str | None = None
    access: Access | None = None

    def __post_init__(self) -> None:
        if self.until == date.max:  # no day comes after it, so nothing could be counted up to its end
            raise UsageError(say("no period ends on {until}; leave the day out", until=self.until))
        if self.since and self.until and self.since > self.until:
            raise UsageError(
                say("--since {since} lies after --until {until}", since=self.since, until=self.until)
            )

    def as_params(self) -> dict[str, Any]:
        """Write what is named as plain values, for a job."""
        named = {one.name: getattr(self, one.name) for one in fields(Scope)}
        return {name: _written(value) for name, value in named.items() if value is not None}

    @staticmethod
    def from_params(params: Mapping[str, Any]) -> Scope:
        """Read what `as_params` wrote.

        Raises
        ------
        UsageError
            When a name is not known, or a value is none of its kind.
        """
        known = [one.name for one in fields(Scope)]
        if odd := sorted(params.keys() - set(known)):
            raise UsageError(
                say(
                    "nothing is called '{odd}' here; known: {listed}", odd=odd[0], listed=Listing(known, ", ")
                )
            )
        return Scope(**{name: _read(name, value) for name, value in params.items() if value is not None})


def _written(value: date | Access | str) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(name: str, value: object) -> Any:
    try:
        if name in ("since", "until"):
            return date.fromisoformat(str(value))
        return Access(str(value)) if name == "access" else str(value)
    except ValueError as error:
        known = say("known: {listed}", listed=", ".join(Access))
        way = known if name == "access" else say("write a day as 2025-12-31")
        raise UsageError(say("{name} is '{value}'; {way}", name=name, value=value, way=way)) from error
