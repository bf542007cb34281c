"""What a ranking is asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from luminary.domain import Kind
from luminary.errors import UsageError
from luminary.i18n import say
from luminary.leaders import Choice, Scope, check_kind


@dataclass(frozen=True, slots=True)
class Question(Scope):
    """What a ranking is asked for: what counts (see `Scope`), whom to rank, and by what.

    Parameters
    ----------
    by : str or None
        Measure to rank by; None for `influence`, or `standing` where acts carry no times.
    top : int or None
        How many; everybody when not given.
    kind : str, default "person"
        "person" (also those of whom it is not known), "organisation" or "all".
    tier, level : str or None
        Only these.

    Raises
    ------
    UsageError
        When there is no such kind, fewer than one is asked for, or the first day lies after the last.
    """

    by: str | None = None
    top: int | None = None
    kind: str = Kind.PERSON.value
    tier: str | None = None
    level: str | None = None

    def __post_init__(self) -> None:
        check_kind(self.kind)
        if self.top is not None and self.top < 1:
            raise UsageError(say("--top is {top}; at least 1 is needed", top=self.top))
        Scope.__post_init__(self)

    @property
    def scope(self) -> Scope:
        """What counts."""
        return Scope(**{one.name: getattr(self, one.name) for one in fields(Scope)})

    def choice(self, by: str) -> Choice:
        """Say whom to rank, and by which measure."""
        return Choice(by, self.kind, self.tier, self.level)
