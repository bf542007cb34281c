"""The terms of the platforms as a reader sees them: what a policy says, which imports came under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from luminary.errors import UnknownNameError
from luminary.i18n import Message, say, say_count
from luminary.privacy import terms
from luminary.privacy.terms import Confidence, Due, Inference, Joining, Overdue, Terms

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

NO_ADVICE = say("These policies are no legal advice; a lawyer in your country has to look at them first.")
_JOINING = {
    Joining.ALLOWED: say("accounts may be joined with accounts elsewhere"),
    Joining.STATED: say("accounts may be joined with accounts elsewhere only as the person states it"),
    Joining.FORBIDDEN: say("accounts may not be joined with accounts elsewhere"),
}
_INFERENCE = {
    Inference.ALLOWED: say("sensitive traits may be inferred"),
    Inference.RESTRICTED: say("sensitive traits may be inferred only within limits"),
    Inference.FORBIDDEN: say("health, politics, faith, union or sexual life may not be inferred"),
}

DUE = {
    Due.REFRESH_OR_DELETE: say("refresh or delete"),
    Due.DELETE: say("delete"),
}
"""What must happen once data are older than allowed, in words."""
_SURE = {
    Confidence.SETTLED: say("settled"),
    Confidence.LIKELY: say("likely"),
    Confidence.UNCLEAR: say("unclear"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy as it is shown.

    Attributes
    ----------
    terms : Terms
        What it says.
    rules : tuple of Message
        The same in sentences.
    reviewed : Message
        Who looked at it, and until when it holds.
    confidence : Confidence
        How sure it is today; `sure` says it in words.
    imports : int
        Imports of this workspace that came under it.
    """

    terms: Terms
    rules: tuple[Message, ...]
    reviewed: Message
    confidence: Confidence
    imports: int

    @property
    def sure(self) -> Message:
        """How sure it is today, in words."""
        return _SURE[self.confidence]


def rules_of(one: Terms) -> tuple[Message, ...]:
    """Say in sentences what a policy allows and forbids."""
    derived = (
        say("figures may be computed from the data")
        if one.derived_measures
        else say("the platform's own counts may be shown with their date; nothing may be computed from them")
    )
    kept = (
        say("no number of days is named for which data may be kept")
        if one.retention_days is None
        else say_count(
            "data may be kept for {n} day, then: {due}",
            "data may be kept for {n} days, then: {due}",
            one.retention_days,
            due=DUE[one.due] if one.due else "",
        )
    )
    deleted = [say("what is deleted or hidden there has to go here too")] if one.honours_deletions else []
    return (derived, _JOINING[one.joining], _INFERENCE[one.sensitive_inference], kept, *deleted)


def reviewed(one: Terms, today: date) -> Message:
    """Say who looked at a policy and when it has to be looked at again."""
    if today > one.valid_to:
        return say("should have been looked at again by {day}; nothing in it is sure now", day=one.valid_to)
    if one.reviewed_by is None:
        return say(
            "written {written}; no lawyer has reviewed it; look at it again by {day}",
            written=one.written_on,
            day=one.valid_to,
        )
    return say(
        "reviewed by {who} on {day}; look at it again by {until}",
        who=one.reviewed_by,
        day=one.reviewed_on,
        until=one.valid_to,
    )


class Policies:
    """The policies that hold in one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def all(self, name: str | None = None) -> Sequence[Policy]:
        """List the policies, or those of one source or one name.

        Parameters
        ----------
        name : str, optional
            A policy ("youtube/api_key") or a source ("youtube").

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        """
        found = terms.policies()
        chosen = [one for one in found.values() if name in (None, one.name, one.source)]
        if not chosen:
            known = {*found, *(one.source for one in found.values())}
            raise UnknownNameError.of("policy of terms", str(name), known)
        used = Counter(one.name for one in terms.of_batches(self._workspace.ledger).values())
        return [self._shown(one, used[one.name]) for one in chosen]

    def names(self, format_name: str) -> list[str]:
        """Name the policies that an import may come under; those of the format's own source first."""
        guessed = terms.for_format(format_name)
        found = terms.policies().values()
        return [one.name for one in sorted(found, key=lambda one: (one.source != guessed.source, one.name))]

    def overdue(self) -> list[Overdue]:
        """List the imports that are older than their terms allow, the longest overdue first."""
        return terms.due(self._workspace.ledger, _today())

    @staticmethod
    def _shown(one: Terms, imports: int) -> Policy:
        today = _today()
        return Policy(one, rules_of(one), reviewed(one, today), one.confidence_on(today), imports)


def _today() -> date:
    return datetime.now(UTC).date()
