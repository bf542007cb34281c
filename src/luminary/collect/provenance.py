"""Where an import came from, as its user or its connector says, and how that is put on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from luminary.domain.safe import one_line
from luminary.errors import UsageError
from luminary.i18n import Listing, Message, say, say_count
from luminary.privacy.terms import DERIVED, Joining, Terms, chosen, policy, terms_of
from luminary.store import Ledger

_OWN_TABLE = "own_table"
_LONGEST = 500
"""Characters of what a user says."""
_SAID = ("origin", "obtained", "basis", "notice")


class Asked(Enum):
    """Whether a table of the user's own must say where it is from."""

    NOTHING = 0
    SHOULD = 1
    MUST = 2


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an import came from.

    Parameters
    ----------
    terms : str, default ""
        Policy of the platform's terms ("youtube/authorised"), or the way alone ("authorised"); what the
        format stands for when empty.
    origin : str, default ""
        Where it is from, in words.
    obtained : date or None
        Day on which it left the platform.
    basis : str, default ""
        On what basis it may be used.
    notice : str, default ""
        Whether the people in it were told.

    Raises
    ------
    UsageError
        When a text is too long to be kept.
    """

    terms: str = ""
    origin: str = ""
    obtained: date | None = None
    basis: str = ""
    notice: str = ""

    def __post_init__(self) -> None:
        for name in ("terms", "origin", "basis", "notice"):
            if len(getattr(self, name)) > _LONGEST:
                raise UsageError(say("{name} is longer than {most} characters", name=name, most=_LONGEST))

    def missing(self) -> list[str]:
        """List what was not said, by name."""
        return [name for name in _SAID if not getattr(self, name)]

    def check(self, format_name: str, asked: Asked) -> None:
        """Refuse a table of the user's own that does not say where it is from, where it must.

        Raises
        ------
        UsageError
            When it does not.
        UnknownNameError
            When there is no policy of the name that was given.
        """
        if self.policy(format_name).source == _OWN_TABLE and self.missing() and asked is Asked.MUST:
            raise UsageError(self.ask())

    def ask(self) -> Message:
        """Ask for what was not said, naming the options."""
        options = Listing([f"--{name}" for name in self.missing()], ", ")
        return say(
            "a table of your own: say where it is from, when it was made, on what basis you may use it and "
            "whether the people in it were told ({options})",
            options=options,
        )

    def policy(self, format_name: str) -> Terms:
        """Give the policy under which an import of a format comes.

        Raises
        ------
        UnknownNameError
            When there is none of the name that was given.
        """
        return chosen(self.terms, format_name)

    def recorded(self, format_name: str) -> dict[str, object]:
        """Write it as columns of `batches`."""
        return {"terms": self.policy(format_name).name, **self._said()}

    def _said(self) -> dict[str, object]:
        return {
            "origin": one_line(self.origin) or None,
            "obtained": None if self.obtained is None else self.obtained.isoformat(),
            "basis": one_line(self.basis) or None,
            "notice": one_line(self.notice) or None,
        }

    def change(self, ledger: Ledger, row: Mapping[str, Any]) -> Message | None:
        """Put on record what is said now about an import that has landed; say what changed, if anything."""
        said = {name: value for name, value in self._said().items() if value is not None}
        if self.terms:
            said["terms"] = self.policy(str(row["format"])).name
        new = {name: value for name, value in said.items() if row.get(name) != value}
        if not new:
            return None
        ledger.change("batches", {"batch": row["batch"]}, **new)
        return say("recorded anew: {listed}", listed=Listing([f"{k}: {v}" for k, v in new.items()], ", "))


def told(provenance: Provenance, format_name: str, asked: Asked = Asked.NOTHING) -> Iterator[Message]:
    """Say under which terms an import came, where that was guessed, and what they forbid."""
    terms = provenance.policy(format_name)
    if provenance.terms:
        yield say("terms: {name}", name=terms.name)
    else:
        yield say("terms: {name}, as is usual for this format; say another with --terms", name=terms.name)
    yield from limits_of(terms)
    if terms.source == _OWN_TABLE and provenance.missing() and asked is Asked.SHOULD:
        yield provenance.ask()


def stay_under(ledger: Ledger, name: str, batches: Iterable[str]) -> Iterator[Message]:
    """Say that repeated rows stay under the stricter terms of the import that had them first."""
    if not name:
        return
    here = policy(name)
    for batch in batches:
        if here.allows(DERIVED) and not (before := terms_of(ledger, batch)).allows(DERIVED):
            yield say(
                "repeated rows stay under {terms}, under which import {batch} had them first; if that was "
                "wrong, take that import back: luminary withdraw {batch}",
                terms=before.name,
                batch=batch[:8],
            )


def limits_of(terms: Terms) -> Iterator[Message]:
    """Say what terms forbid, one sentence each."""
    if not terms.derived_measures:
        yield say(
            "these rows are shown and not ranked: the platform's terms do not allow derived measures; if the "
            "owner of the account exported or authorised them, import with --terms own_export or authorised"
        )
    if terms.joining is Joining.FORBIDDEN:
        yield say("their accounts are not joined with accounts elsewhere")
    if terms.retention_days is not None:
        yield say_count(
            "after {n} day they have to be fetched again or deleted",
            "after {n} days they have to be fetched again or deleted",
            terms.retention_days,
        )
