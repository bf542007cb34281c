"""What the terms of one source say about data that came one way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luminary.i18n import Message, say, say_count


class Way(StrEnum):
    """How data left a platform: the same data may be used differently when their owner gave them."""

    API_KEY = "api_key"
    OWN_EXPORT = "own_export"
    AUTHORISED = "authorised"
    FILE = "file"


class Joining(StrEnum):
    """Whether an account may be taken together with accounts of the same person elsewhere."""

    ALLOWED = "allowed"
    STATED = "stated"
    FORBIDDEN = "forbidden"


class Inference(StrEnum):
    """Whether health, politics, faith, union or sexual life may be inferred about a person."""

    ALLOWED = "allowed"
    RESTRICTED = "restricted"
    FORBIDDEN = "forbidden"


class Due(StrEnum):
    """What must happen once data are older than allowed."""

    REFRESH_OR_DELETE = "refresh or delete"
    DELETE = "delete"


class Confidence(StrEnum):
    """How sure it is that the terms say so."""

    SETTLED = "settled"
    LIKELY = "likely"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a policy rests on.

    Attributes
    ----------
    text : str
        Which text, and where in it.
    seen : date
        When it was read.
    """

    text: str
    seen: date


@dataclass(frozen=True, slots=True)
class Need:
    """What a computation needs the terms of its data to allow.

    Parameters
    ----------
    derived : bool, default False
        It makes figures that the platform itself does not show.
    cross_source : bool, default False
        It takes accounts on several platforms together.
    history_days : int, default 0
        How many days back it looks at what was kept; 0 when it needs no history.
    """

    derived: bool = False
    cross_source: bool = False
    history_days: int = 0

    def __or__(self, other: Need) -> Need:
        """Give what both together need."""
        return Need(
            self.derived or other.derived,
            self.cross_source or other.cross_source,
            max(self.history_days, other.history_days),
        )


DERIVED = Need(derived=True)
"""What every ranking needs: its figures are not the platform's own."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the terms of one source say about data that came one way.

    Attributes
    ----------
    name : str
        Source and way: "youtube/api_key".
    source, title : str
        Name of the source, as in the name of its file, and as the user reads it.
    way : Way
        How the data came.
    told : str
        The way in words.
    formats : tuple of str
        Formats whose imports are taken to have come this way when nobody says otherwise.
    retention_days : int or None
        Days that data may be kept; None where the terms name no number.
    due : Due or None
        What must happen after them.
    derived_measures : bool
        Whether figures may be computed that the platform does not show.
    joining : Joining
        Whether accounts may be taken together with accounts elsewhere.
    sensitive_inference : Inference
        Whether sensitive traits may be inferred.
    honours_deletions : bool
        Whether what is deleted, edited or hidden there must be here too.
    attribution : str
        What must stand beside figures that are shown.
    note : str
        What a person who decides must know.
    confidence : Confidence
        How sure all this is.
    basis : tuple of Basis
        What it rests on.
    written_on : date
        When it was written down.
    reviewed_by : str or None
        Which lawyer looked at it; None while nobody has.
    reviewed_on : date or None
        When.
    valid_to : date
        When it has to be looked at again.

    Notes
    -----
    It is no legal advice. It cannot tell what an organisation agreed with a platform by itself.
    """

    name: str
    source: str
    title: str
    way: Way
    told: str
    formats: tuple[str, ...]
    retention_days: int | None
    due: Due | None
    derived_measures: bool
    joining: Joining
    sensitive_inference: Inference
    honours_deletions: bool
    attribution: str
    note: str
    confidence: Confidence
    basis: tuple[Basis, ...]
    written_on: date
    reviewed_by: str | None
    reviewed_on: date | None
    valid_to: date

    def allows(self, need: Need) -> bool:
        """Tell whether data under these terms may go into a computation."""
        return self.refusal(need) is None

    def refusal(self, need: Need) -> Message | None:
        """Say why data under these terms may not go into a computation; None when they may."""
        if need.derived and not self.derived_measures:
            return say("the platform's terms do not allow derived measures")
        if need.cross_source and self.joining is Joining.FORBIDDEN:
            return say("the platform's terms do not allow joining them with other sources")
        if self.retention_days is not None and need.history_days > self.retention_days:
            return say_count(
                "the platform's terms allow keeping them for {n} day",
                "the platform's terms allow keeping them for {n} days",
                self.retention_days,
            )
        return None

    def confidence_on(self, day: date) -> Confidence:
        """Tell how sure all this is on a day: once it should have been looked at again, nothing is."""
        return self.confidence if day <= self.valid_to else Confidence.UNCLEAR
