"""What each kind of organisation may, must and may not do, as data.

Sources: GDPR articles 6, 9, 14, 22, 28, 35; for authorities the Swedish instrument of government 2:3 and
2:6; for employers the Nordic rules on control of staff, and a smallest group of five as workplace analytics
use it. It is a default of the software and no legal advice: whoever answers for the workspace decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import Listing, Message, say
from luminary.privacy.bases import Basis, bases_in


class Ranks(StrEnum):
    """How far people may be ranked."""

    ALL = "everybody"
    ROLE = "by role, competence and reach, for a need that is written down"
    AGREED = "only those who agreed; everybody else in groups"


class Political(StrEnum):
    """What holds for political subjects."""

    REVIEW = "review"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Switches:
    """What a profile allows and asks for.

    Parameters
    ----------
    bases : frozenset of Basis
        Lawful bases that are open to it.
    weak : frozenset of Basis
        Open, but seldom enough: chosen with a warning.
    ranks : Ranks
        How far people may be ranked.
    person_stance : bool
        Whether a stance may be kept of a person; otherwise only of a theme.
    health_inference : bool
        Whether anything about somebody's health may be concluded.
    political : Political
        Political subjects: off, or after review.
    screens_adverse_events : bool
        Whether texts must be searched for side effects of medicines; it cannot be switched off.
    smallest_group, smallest_sensitive_group : int
        Groups below are not shown.
    groups_only : bool
        Whether figures of groups fall under the smallest group.
    documents : tuple of str
        Documents that must be on record: lia, decision, dpia.
    notices : bool
        Whether people must be told.
    """

    bases: frozenset[Basis]
    weak: frozenset[Basis] = frozenset()
    ranks: Ranks = Ranks.ALL
    person_stance: bool = False
    health_inference: bool = False
    political: Political = Political.REVIEW
    screens_adverse_events: bool = False
    smallest_group: int = 5
    smallest_sensitive_group: int = 10
    groups_only: bool = False
    documents: tuple[str, ...] = ("dpia",)
    notices: bool = True

    def __post_init__(self) -> None:
        if not self.weak <= self.bases:
            raise ValueError("a basis that is not open cannot be weak")
        if not 2 <= self.smallest_group <= self.smallest_sensitive_group:
            raise ValueError("a group has at least two people, and a sensitive one no fewer than another")


_ALL = frozenset(Basis)
SWITCHES: Mapping[str, Switches] = {
    "company": Switches(_ALL - {Basis.PUBLIC_TASK}, person_stance=True, documents=("lia", "dpia")),
    "pharma": Switches(
        _ALL - {Basis.PUBLIC_TASK},
        person_stance=True,
        screens_adverse_events=True,
        documents=("lia", "dpia"),
    ),
    "authority": Switches(
        _ALL - {Basis.LEGITIMATE_INTEREST},
        weak=frozenset({Basis.CONSENT}),
        ranks=Ranks.ROLE,
        political=Political.OFF,
        documents=("decision", "dpia"),
    ),
    "employer": Switches(
        _ALL - {Basis.PUBLIC_TASK},
        weak=frozenset({Basis.CONSENT}),
        ranks=Ranks.AGREED,
        political=Political.OFF,
        groups_only=True,
        documents=("lia", "dpia"),
    ),
    "research": Switches(_ALL, documents=("dpia",)),
    "evaluation": Switches(_ALL, person_stance=True, documents=(), notices=False),
}
"""Profile to what it allows and asks for."""


def switches_of(profile: str) -> Switches:
    """Give what a profile allows.

    Raises
    ------
    UnknownNameError
        When there is no such profile.
    """
    if profile not in SWITCHES:
        raise UnknownNameError.of("profile", profile, SWITCHES)
    return SWITCHES[profile]


def forbidden_basis(profile: str, basis: str) -> Message | None:
    """Say that a profile does not have a basis, and which are open; None where it may be chosen.

    Examples
    --------
    >>> forbidden_basis("authority", "art 6(1)(e) with national law") is None
    True
    """
    closed = sorted(bases_in(basis) - switches_of(profile).bases)
    if not closed:
        return None
    opened = [one.told for one in Basis if one in switches_of(profile).bases]
    return say(
        "under the profile '{profile}' the basis '{basis}' is not open; open are: {opened}",
        profile=profile,
        basis=closed[0].told,
        opened=Listing(opened, "; "),
    )


def check_basis(profile: str, basis: str) -> None:
    """Refuse a basis that a profile does not have.

    Raises
    ------
    UsageError
        When it is not open; the message lists those that are.
    """
    told = forbidden_basis(profile, basis)
    if told is not None:
        raise UsageError(told)


def weak_basis(profile: str, basis: str) -> Message | None:
    """Say why a basis is seldom enough under a profile; None where there is nothing to say."""
    found = bases_in(basis)
    if not found & switches_of(profile).weak or found - switches_of(profile).weak:
        return None
    if profile == "employer":
        return say(
            "consent between an employer and employees is seldom free, and in Finland it does not replace "
            "necessity; name another basis beside it"
        )
    return say("consent given to an authority is seldom free; name the public task beside it")
