"""Why a workspace exists."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from luminary.domain.words import word
from luminary.errors import UsageError, WorkspaceError
from luminary.i18n import Listing, Message, say, together
from luminary.privacy.profiles import check_basis
from luminary.store import Ledger

PROFILES: dict[str, Message] = {
    "company": say("an organisation that works with people outside it"),
    "pharma": say("a company under the rules for medicines"),
    "authority": say("a public authority"),
    "employer": say("an organisation looking at its own staff"),
    "research": say("research under its own ethics approval"),
    "evaluation": say("trying the software; not for decisions about people"),
}
"""Profile to what it is for."""

LANGUAGES = ("sv", "nb", "da", "fi", "en")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What results about people are for, on what lawful basis, who answers for it, until when.

    Parameters
    ----------
    profile : str
        One of `PROFILES`.
    purpose, basis, owner : str
        In the user's words; needed under every profile but `evaluation`.
    until : date or None
        Last day of the purpose; needed under every profile but `evaluation`.
    language : str, default "en"
        Language of the interface: sv, nb, da, fi or en.

    Raises
    ------
    UsageError
        When the profile or language is unknown, or a part is missing; all faults are named at once.

    Examples
    --------
    >>> Purpose().note(date(2026, 1, 1))
    'evaluation workspace: for evaluating the software, not for decisions about people'
    """

    profile: str = "evaluation"
    purpose: str = ""
    basis: str = ""
    owner: str = ""
    until: date | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise UsageError(together(faults, "; "))

    def _faults(self) -> list[Message]:
        faults: list[Message] = []
        if self.profile not in PROFILES:
            known = Listing(PROFILES, ", ")
            faults.append(
                say("no profile is named '{profile}'; known: {known}", profile=self.profile, known=known)
            )
        if self.language not in LANGUAGES:
            known = Listing(LANGUAGES, ", ")
            faults.append(
                say("no language is named '{language}'; known: {known}", language=self.language, known=known)
            )
        if self.profile != "evaluation":
            named = {"--purpose": self.purpose, "--basis": self.basis, "--owner": self.owner}
            missing = [option for option, value in named.items() if not value.strip()]
            missing += [] if self.until else ["--until"]
            if missing:
                needs = Listing(missing, ", ")
                faults.append(say("profile '{profile}' needs {missing}", profile=self.profile, missing=needs))
        return faults

    def note(self, today: date) -> Message:
        """Give the sentence that every output about people carries."""
        if self.profile == "evaluation":
            return say("evaluation workspace: for evaluating the software, not for decisions about people")
        told = {
            "purpose": self.purpose,
            "basis": self.basis,
            "owner": self.owner,
            "until": self.until,
            "profile": word(self.profile),
        }
        if self.has_ended(today):
            return say(
                "purpose: {purpose} · basis: {basis} · owner: {owner} · until {until} (ended) · profile "
                "{profile}",
                **told,
            )
        return say(
            "purpose: {purpose} · basis: {basis} · owner: {owner} · until {until} · profile {profile}", **told
        )

    def has_ended(self, today: date) -> bool:
        """Tell whether the last day of the purpose has passed."""
        return self.until is not None and today > self.until


def write_purpose(ledger: Ledger, purpose: Purpose) -> None:
    """Put a purpose on record.

    Raises
    ------
    UsageError
        When the basis is not open to the profile.
    """
    check_basis(purpose.profile, purpose.basis)
    values = asdict(purpose) | {"until": purpose.until.isoformat() if purpose.until else ""}
    ledger.put("workspace", id="this", made=ledger.now(), **values)


def has_purpose(ledger: Ledger) -> bool:
    """Tell whether a purpose is on record."""
    return bool(ledger.rows("workspace", id="this"))


def read_purpose(ledger: Ledger) -> Purpose:
    """Read the purpose on record.

    Raises
    ------
    WorkspaceError
        When none was ever recorded.
    """
    rows = ledger.rows("workspace", id="this")
    if not rows:
        raise WorkspaceError(say("this folder has no purpose on record; run `luminary init` on it"))
    row = rows[0]
    return Purpose(
        profile=row["profile"],
        purpose=row["purpose"] or "",
        basis=row["basis"] or "",
        owner=row["owner"] or "",
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        language=row["language"] or "en",
    )
