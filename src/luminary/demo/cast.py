"""The planted people: who they are, and what makes them what they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from luminary.demo.life import day_number, growing
from luminary.demo.pace import calm, day_of
from luminary.demo.people import BLOGG, MIKRO, SLACK, Census, Voice
from luminary.demo.speech import SUBJECTS, texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

STRENGTHS = (5.6, 3.0, 1.6, 0.8)
"""Responses expected per post of the first, second, third and fourth leader of a subject."""
RISING_SINCE, RISING_FROM, RISING_TO = date(2025, 9, 1), 0.2, 6.0
FATIGUE_FROM, FATIGUE_TO, FATIGUE_STRENGTH = 1.0, 7.0, 3.0
CAMPAIGN = (date(2025, 9, 1), date(2025, 11, 23))
LIFT = 1.4
THIN_WEEK = date(2025, 10, 6)
_TONGUES = ("sv", "nb", "da", "sv", "nb", "fi")
_CLOSED_FIRST = ("digital_care", "patient_safety", "public_sector")
_HOMES = {SLACK: ("ward", "public_sector", "ward"), MIKRO: ("ward", "patients", "public_sector")}
_SIZES = {SLACK: 158, MIKRO: 122, BLOGG: 10}
_COMMENTERS, _REGULARS = 22, 8


@dataclass(slots=True)
class Cast:
    """The planted accounts by what they play."""

    leaders: dict[str, list[Voice]] = field(default_factory=dict)
    single: dict[str, Voice] = field(default_factory=dict)
    """loud, celebrity, rising, bridge, inauthentic, fatigue, organisation, service, adverts."""
    ring: list[Voice] = field(default_factory=list)
    thin: list[Voice] = field(default_factory=list)
    twins: list[Voice] = field(default_factory=list)
    namesakes: list[Voice] = field(default_factory=list)

    def pull(self, author: Voice, subject: int, at: int) -> float:
        """Give the planted factor on response to an author's post on a subject at a moment."""
        factor, day = 1.0, day_number(at)
        if author.plant == "rising" and author.interest[subject] > 0.5:
            factor *= float(RISING[day])
        if author.plant == "fatigue":
            factor *= float(FATIGUE_FROM / TEMPO[day])
        return factor * (LIFT if in_campaign(author, subject, day) else 1.0)

    def tempo(self, author: Voice) -> NDArray[np.float64] | None:
        """Give the weight of each day where an account does not keep an even pace."""
        return calm() * TEMPO if author.plant == "fatigue" else None


RISING = growing(RISING_FROM, RISING_TO, day_of(RISING_SINCE))
TEMPO = growing(FATIGUE_FROM, FATIGUE_TO)


def in_campaign(author: Voice, subject: int, day: int) -> bool:
    """Tell whether the campaign lifts the response to this author's post on that day."""
    affected = author.platform == MIKRO and author.kind == "person" and SUBJECTS[subject] == "vaccination"
    return affected and day_of(CAMPAIGN[0]) <= day <= day_of(CAMPAIGN[1])


def populate(census: Census, size: float) -> Cast:
    """Fill the world with ordinary people and cast the planted ones."""
    cast = Cast()
    for platform, number in _SIZES.items():
        for _ in range(round(number * size)):
            census.add(platform)
    for _ in range(round(_COMMENTERS * size)):
        census.add(BLOGG).rate = 0
    for voice in census.voices:
        if voice.platform == BLOGG and voice.rate:
            voice.rate, voice.influence = 13, np.maximum(voice.influence * 4, 0.8)
    _cast_regulars(census)
    _cast_leaders(census, cast)
    _cast_singles(census, cast)
    _cast_groups(census, cast)
    return cast


def _cast_regulars(census: Census) -> None:
    """Add people who write often on the campaign's subject and on its control, to make the lift visible."""
    for subject in ("vaccination", "elderly_care"):
        for _ in range(_REGULARS):
            _focus(census.add(MIKRO, plant="regular"), SUBJECTS.index(subject), 0.55, 55)


def _focus(voice: Voice, subject: int, strength: float, rate: float) -> Voice:
    """Give a voice one main subject, on which it has `strength`."""
    voice.interest = np.full(len(SUBJECTS), 0.1 / (len(SUBJECTS) - 1))
    voice.interest[subject] = 0.9
    voice.influence = np.minimum(voice.influence, 0.1)
    voice.influence[subject] = strength
    voice.rate, voice.eager = rate, 0.4
    return voice


def _cast_leaders(census: Census, cast: Cast) -> None:
    for number, subject in enumerate(SUBJECTS):
        cast.leaders[subject] = []
        for order, strength in enumerate(STRENGTHS):
            platform = (MIKRO, SLACK)[(subject in _CLOSED_FIRST) ^ (order % 2)]
            home = _HOMES[platform][(number + order // 2) % 3]
            voice = census.add(platform, home, _TONGUES[(number + 2 * order) % 6], plant="leader")
            cast.leaders[subject].append(_focus(voice, number, strength, 50))
            voice.followers = int(voice.followers * (1 + 0.15 * strength))


def _cast_singles(census: Census, cast: Cast) -> None:
    words, single = texts("cast")["plant"], cast.single
    single["loud"] = _account(
        census, "loud", words["loud"], words["loud_bio"], rate=600, influence=0.012, followers=5400
    )
    single["celebrity"] = _account(census, "celebrity", "", words["celebrity_bio"], 0, 0, 182_000)
    single["organisation"] = _account(
        census, "organisation", words["organisation"], words["organisation_bio"], 80, 0.5, 12_400
    )
    single["organisation"].kind = "organisation"
    single["inauthentic"] = _account(census, "inauthentic", "", "föreläser om framtidens vård", 70, 0.15, 940)
    # One subject alone, so that the burst it gets does not disturb the campaign's subject or its control.
    single["inauthentic"].interest = np.eye(len(SUBJECTS))[SUBJECTS.index("digital_care")]
    single["rising"] = _focus(census.add(SLACK, "ward", "sv", plant="rising"), 0, 1.0, 90)
    single["fatigue"] = _focus(census.add(MIKRO, "ward", "sv", plant="fatigue"), 2, FATIGUE_STRENGTH, 150)
    single["bridge"] = _focus(census.add(SLACK, "research", "nb", plant="bridge"), 1, 1.1, 30)
    single["bridge"].homes, single["bridge"].eager = ("research", "union"), 9.0
    single["rising"].followers = 61
    for role, home in (("unlabelled", "patients"), ("labelled", "ward"), ("own_use", "ward")):
        single[role] = census.add(MIKRO, home, "sv", plant="advert")
    service = census.add(SLACK, "public_sector", "sv", words["service"], "service")
    service.rate, service.eager, service.kind, service.role = 0, 0, "service", ""
    service.id = "B0FJALL01"  # Slack names integrations by a bot id and leaves them out of users.json
    single["service"] = service


def _account(
    census: Census, plant: str, name: str, bio: str, rate: float, influence: float, followers: int
) -> Voice:
    """Add an account of the microblog that answers nobody."""
    voice = census.add(MIKRO, "public_sector" if plant == "organisation" else "ward", "sv", name, plant)
    voice.bio, voice.role, voice.rate, voice.eager, voice.followers = bio, "", rate, 0, followers
    voice.influence = np.full(len(SUBJECTS), influence)
    voice.interest = np.full(len(SUBJECTS), 1 / len(SUBJECTS))
    return voice


def _cast_groups(census: Census, cast: Cast) -> None:
    for _ in range(8):
        voice = census.add(MIKRO, "public_sector", "sv", plant="ring")
        voice.rate, voice.eager = 4, 0.2
        cast.ring.append(voice)
    for _ in range(40):
        voice = census.add(MIKRO, "patients", plant="thin")
        voice.rate, voice.eager, voice.bio, voice.role = 0, 0, "", ""
        voice.followers = int(census.rng.integers(0, 4))
        voice.created = THIN_WEEK + timedelta(days=int(census.rng.integers(0, 7)))
        cast.thin.append(voice)
    cast.twins = _twins(census)
    first = census.add(SLACK, "ward", "sv", plant="namesake")
    cast.namesakes = [first, census.add(MIKRO, "politicians", "sv", first.name, "namesake")]


def _twins(census: Census) -> list[Voice]:
    """Cast one person with an account on the microblog and a blog, each linking to the other."""
    short = census.add(MIKRO, "patients", "nb", plant="two_accounts")
    long = census.add(BLOGG, "patients", "nb", short.name, "two_accounts")
    short.url, long.url = f"https://blogg.example/{long.handle}", f"https://mikro.example/@{short.handle}"
    short.bio, long.bio = f"{short.role}, blogger: {short.url}", f"{long.role}, på Mikro: {long.url}"
    short.rate, long.rate = 25, 12
    long.influence = np.full(len(SUBJECTS), 1.2)
    return [short, long]
