"""Planted happenings that do not follow from who people are: bursts, copies, advertisements, odd texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from luminary.demo.cast import CAMPAIGN, Cast
from luminary.demo.life import Life, Utterance
from luminary.demo.pace import DAY, END, START, calm, day_of, moments
from luminary.demo.people import MIKRO, SLACK, Voice
from luminary.demo.speech import SUBJECTS, Speaker, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

BURST = date(2025, 10, 14)
BURST_POSTS, BURST_FOLLOWERS = 6, 8400
RING_TEXTS = 24
_NONE = -1
_SAFETY, _VACCINATION, _PUBLIC = (
    SUBJECTS.index(s) for s in ("patient_safety", "vaccination", "public_sector")
)


@dataclass(slots=True)
class Happenings:
    """The posts that carry each plant."""

    posts: dict[str, list[Utterance]] = field(default_factory=dict)

    def note(self, plant: str, posts: Sequence[Utterance]) -> None:
        """Remember posts of a plant."""
        self.posts.setdefault(plant, []).extend(posts)


def happen(
    rng: np.random.Generator, cast: Cast, life: Life, speaker: Speaker, voices: list[Voice]
) -> Happenings:
    """Let everything happen that was planted as an event."""
    found = Happenings()
    found.note("celebrity", _celebrity(rng, cast, life, speaker, voices))
    found.note("copy_ring", _ring(rng, cast, life, speaker))
    found.note("inauthentic_response", _burst(rng, cast, life, speaker))
    found.note("campaign", _campaign(rng, cast, life, speaker))
    _advertisements(cast, life, speaker, found)
    found.note("oddity", _oddities(rng, life, speaker, voices))
    _greetings(rng, life, speaker, voices)
    found.note("service", _service(cast, life))
    return found


def _at(day: date, hour: int = 9, second: int = 0) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()) + second


def _celebrity(
    rng: np.random.Generator, cast: Cast, life: Life, speaker: Speaker, voices: list[Voice]
) -> list[Utterance]:
    """Write about life in general, and let fans cheer: much response, none of it on a subject."""
    star, own = cast.single["celebrity"], []
    fans = [voice for voice in voices if voice.platform == MIKRO and voice.eager]
    for at in moments(rng, 90, calm()):
        post = Utterance(star, int(at), speaker.lifestyle(), _NONE, "sv", likes=int(rng.normal(2600, 500)))
        own.append(post)
        life.posts.append(post)
        for _ in range(int(rng.poisson(2.2))):
            by, when = fans[int(rng.integers(len(fans)))], int(at) + int(rng.lognormal(8.5, 1.0)) + 30
            if when < END:
                text = speaker.fan(by.language, star.name.split()[0])
                life.posts.append(Utterance(by, when, text, _NONE, by.language, "reply", parent=post))
    return own


def _ring(rng: np.random.Generator, cast: Cast, life: Life, speaker: Speaker) -> list[Utterance]:
    """Let all accounts of the ring post the same text within minutes of each other."""
    made = []
    for at in moments(rng, RING_TEXTS, calm()):
        text = speaker.root("sv", SUBJECTS[_PUBLIC], "opinion")
        for place, number in enumerate(rng.permutation(len(cast.ring))):
            when = int(at) + place * 40 + int(rng.integers(0, 35))
            made.append(Utterance(cast.ring[int(number)], when, text, _PUBLIC, "sv", act="opinion"))
    life.posts.extend(made)
    return made


def _burst(rng: np.random.Generator, cast: Cast, life: Life, speaker: Speaker) -> list[Utterance]:
    """Let thin accounts pass on the same few posts one evening, some twenty seconds apart."""
    author, evening = cast.single["inauthentic"], _at(BURST, 20)
    own = sorted(
        (p for p in life.posts if p.author is author and p.kind == "post" and p.at < evening), key=_time
    )
    made = []
    for number, post in enumerate(own[-BURST_POSTS:]):
        for place, voice in enumerate(cast.thin):
            when = evening + number * 1200 + place * 20 + int(rng.integers(-2, 3)) + 5
            made.append(Utterance(voice, when, "", post.subject, post.language, "repost", parent=post))
        post.likes += int(rng.integers(350, 450))
    author.gains.append((evening, BURST_FOLLOWERS))
    life.posts.extend(made)
    for voice in cast.thin[::2]:
        when = _at(voice.created, 10) + int(rng.integers(0, 9 * 3600))
        life.posts.append(Utterance(voice, when, speaker.greeting(voice.language), _NONE, voice.language))
    return made


def _time(post: Utterance) -> int:
    return post.at


def _campaign(rng: np.random.Generator, cast: Cast, life: Life, speaker: Speaker) -> list[Utterance]:
    """Let the organisation post twice a week under the campaign's tag."""
    made, tag = [], texts("cast")["plant"]["campaign_tag"]
    for day in range(day_of(CAMPAIGN[0]), day_of(CAMPAIGN[1]) + 1):
        if day % 7 not in (1, 3):
            continue
        text = f"{speaker.root('sv', SUBJECTS[_VACCINATION], 'advice')} {tag}"
        at = START + day * DAY + 9 * 3600 + int(rng.integers(0, 7200))
        made.append(Utterance(cast.single["organisation"], at, text, _VACCINATION, "sv", act="advice"))
    for post in made:
        life.say(post)
    return made


def _advertisements(cast: Cast, life: Life, speaker: Speaker, found: Happenings) -> None:
    """Post an advertisement without a label, one with a label, and praise by a buyer who is not paid."""
    words = texts("cast")["plant"]
    days = {"unlabelled": date(2025, 3, 19), "labelled": date(2025, 4, 9), "own_use": date(2025, 2, 25)}
    plants = {"unlabelled": "advertisement", "labelled": "advertisement_labelled", "own_use": "own_use"}
    for role, day in days.items():
        author = cast.single[role]
        text = speaker.fixed(words[role].format(code=author.name.split()[0].upper() + "20"))
        post = Utterance(author, _at(day, 17, 311), text, _NONE, "sv", likes=14)
        life.posts.append(post)
        found.note(plants[role], [post])


def _oddities(rng: np.random.Generator, life: Life, speaker: Speaker, voices: list[Voice]) -> list[Utterance]:
    """Post texts that careless software trips over."""
    made = []
    languages = {"markup": "sv", "formula": "nb", "direction": "fi", "emoji": "sv"}
    for name, language in languages.items():
        able = [
            v
            for v in voices
            if v.language == language and v.platform == MIKRO and v.kind == "person" and not v.plant
        ]
        at = START + int(rng.integers(20, 340)) * DAY + 12 * 3600
        text = speaker.fixed(texts("cast")["oddity"][name])
        made.append(Utterance(able[int(rng.integers(len(able)))], at, text, _NONE, language, act=name))
    slack = next(v for v in voices if v.platform == SLACK and v.language == "sv" and not v.plant)
    text = speaker.fixed("Är a < b & c > d i formuläret, eller visas <b>taggar</b> fel bara hos mig?")
    made.append(Utterance(slack, START + 33 * DAY + 36_000, text, _SAFETY, "sv", act="markup"))
    life.posts.extend(made)
    return made


def _greetings(rng: np.random.Generator, life: Life, speaker: Speaker, voices: list[Voice]) -> None:
    able = [v for v in voices if v.platform in (SLACK, MIKRO) and v.kind == "person" and v.eager]
    for at in moments(rng, 80, calm()):
        by = able[int(rng.integers(len(able)))]
        life.posts.append(
            Utterance(by, int(at), speaker.greeting(by.language), _NONE, by.language, act="greeting")
        )


def _service(cast: Cast, life: Life) -> list[Utterance]:
    shape = texts("cast")["plant"]["service_text"]
    made = [
        Utterance(
            cast.single["service"],
            START + (5 + 7 * week) * DAY + 6 * 3600,
            shape.format(week=week + 2),
            _NONE,
            "sv",
        )
        for week in range(51)
    ]
    life.posts.extend(made)
    return made
