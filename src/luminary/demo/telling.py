"""Writes down what was planted, with figures counted from the posts as they stand in the exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from luminary.demo.cast import (
    CAMPAIGN,
    FATIGUE_STRENGTH,
    LIFT,
    RISING_FROM,
    RISING_SINCE,
    RISING_TO,
    STRENGTHS,
    Cast,
    in_campaign,
)
from luminary.demo.life import Utterance, day_number
from luminary.demo.people import MIKRO, Voice
from luminary.demo.plants import BURST, BURST_FOLLOWERS, Happenings
from luminary.demo.speech import SUBJECTS, subject_names, subject_words
from luminary.demo.truth import AccountTruth, Plant, SubjectTruth, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

Note = Callable[..., Plant]


def tell(
    seed: int, size: float, voices: Sequence[Voice], cast: Cast, found: Happenings, posts: Sequence[Utterance]
) -> Truth:
    """Gather all truths of a world."""
    people = sum(voice.kind == "person" for voice in voices) - 1  # the person with two accounts counts once
    plants = (
        *_leaders(cast, posts), *_singles(cast, found, posts), *_events(cast, found),
        _campaign(cast, found, posts),
        *_oddities(found),
    )  # fmt: skip
    subjects = tuple(SubjectTruth(key, names, subject_words(key)) for key, names in subject_names().items())
    return Truth(
        seed,
        size,
        "2025-01-01",
        "2025-12-31",
        people,
        len(posts),
        subjects,
        tuple(map(_account, voices)),
        plants,
    )


def _account(voice: Voice) -> AccountTruth:
    return AccountTruth(
        voice.key,
        voice.platform,
        voice.id,
        voice.handle,
        voice.name,
        voice.homes[0],
        voice.language,
        voice.kind,
    )


def _plant(kind: str, voices: Sequence[Voice], **more: object) -> Plant:
    return Plant(kind, tuple(v.key for v in voices), tuple(v.name for v in voices), **more)  # type: ignore[arg-type]


def _keys(posts: Iterable[Utterance]) -> tuple[str, ...]:
    return tuple(post.key for post in posts)


def responders(voice: Voice, posts: Iterable[Utterance], subject: int | None = None) -> set[str]:
    """Give the accounts that answered, quoted, passed on, mentioned or reacted to an account."""
    found: set[str] = set()
    for post in posts:
        if subject is not None and post.subject != subject:
            continue
        if post.author is voice:
            found.update(by.key for _, by in post.reactions)
        elif post.target is voice or (post.parent is not None and post.parent.author is voice):
            found.add(post.author.key)
    return found


def _figures(voice: Voice, posts: Sequence[Utterance], subject: int | None = None) -> Mapping[str, float]:
    own = sum(post.author is voice for post in posts)
    figures: dict[str, float] = {"posts": own, "responders": len(responders(voice, posts, subject))}
    if voice.platform == MIKRO:  # the other platforms show no followers
        figures["followers"] = voice.followers
    return figures


def _leaders(cast: Cast, posts: Sequence[Utterance]) -> list[Plant]:
    return [
        _plant("leader", [voice], subject=subject, order=order, parameter="responses expected per post",
               value=STRENGTHS[order - 1], figures=_figures(voice, posts, SUBJECTS.index(subject)))
        for subject, voices in cast.leaders.items() for order, voice in enumerate(voices, start=1)
    ]  # fmt: skip


def _singles(cast: Cast, found: Happenings, posts: Sequence[Utterance]) -> list[Plant]:
    def one(
        kind: str, role: str, subject: str | None, parameter: str, value: float, note: str, **more: object
    ) -> Plant:
        voice = cast.single[role]
        return _plant(kind, [voice], subject=subject, parameter=parameter, value=value, note=note,
                      figures=_figures(voice, posts), **more)  # fmt: skip

    single = cast.single
    return [
        one("loud", "loud", None, "responses expected per post", float(single["loud"].influence[0]),
            "writes most of all and is hardly ever answered"),
        one("celebrity", "celebrity", None, "followers", single["celebrity"].followers,
            "much liked, never about a subject"),
        one("rising", "rising", "patient_safety", "factor on response at the end", RISING_TO,
            f"factor {RISING_FROM} until the start, then growing evenly", start=RISING_SINCE.isoformat()),
        one("bridge", "bridge", "digital_care", "eagerness to answer (others: about 1)",
            single["bridge"].eager,
            "at home in two communities that hardly meet", groups={"communities": single["bridge"].homes}),
        one("fatigue", "fatigue", "staffing", "responses expected per post in January", FATIGUE_STRENGTH,
            "posts seven times as often in December; response per post falls in proportion"),
        one("organisation", "organisation", None, "responses expected per post",
            float(single["organisation"].influence[0]), "an organisation, not a person"),
        one("service", "service", None, "posts a week", 1.0, "an automated reminder",
            posts=_keys(found.posts["service"])),
    ]  # fmt: skip


def _events(cast: Cast, found: Happenings) -> list[Plant]:
    single, day = cast.single, BURST.isoformat()
    burst, ring = found.posts["inauthentic_response"], found.posts["copy_ring"]
    texts = float(len({post.text for post in ring}))
    adverts = [
        ("advertisement", "unlabelled"),
        ("advertisement_labelled", "labelled"),
        ("own_use", "own_use"),
    ]
    return [
        _plant("inauthentic_response", [single["inauthentic"]], start=day, end=day, posts=_keys(burst),
               parameter="accounts that respond together", value=float(len(cast.thin)),
               groups={"thin": tuple(voice.key for voice in cast.thin)},
               figures={"reposts": float(len(burst)), "followers_gained": float(BURST_FOLLOWERS)},
               note="accounts made in one week pass on the same posts twenty seconds apart"),
        _plant("copy_ring", cast.ring, subject="public_sector", posts=_keys(ring),
               parameter="texts posted by all", value=texts,
               note="eight accounts post the same text within six minutes"),
        *(_plant(kind, [single[role]], posts=_keys(found.posts[kind]), parameter="posts", value=1.0)
          for kind, role in adverts),
        _plant("two_accounts", cast.twins, parameter="accounts of one person", value=2.0,
               note="each self-description links to the other account"),
        _plant("namesakes", cast.namesakes, parameter="people of one name", value=2.0,
               note="not the same person"),
    ]  # fmt: skip


def _campaign(cast: Cast, found: Happenings, posts: Sequence[Utterance]) -> Plant:
    subject, control = SUBJECTS.index("vaccination"), SUBJECTS.index("elderly_care")
    lifted = [p for p in posts if p.kind == "post" and in_campaign(p.author, p.subject, day_number(p.at))]
    own = {id(post) for post in lifted}
    answers = sum(post.parent is not None and id(post.parent) in own for post in posts)
    first, last = (day.isoformat() for day in CAMPAIGN)
    return _plant(
        "campaign", [cast.single["organisation"]], subject=SUBJECTS[subject], start=first, end=last,
        parameter="factor on response per post", value=LIFT, posts=_keys(found.posts["campaign"]),
        groups={"affected": ("mikro: people on vaccination",), "control_subjects": (SUBJECTS[control],),
                "control_platforms": ("slack",)},
        figures={"posts_affected": float(len(lifted)), "responses_affected": float(answers),
                 "days": float((CAMPAIGN[1] - CAMPAIGN[0]).days + 1)},
        note="response to posts by people on the microblog; how much is posted does not change",
    )  # fmt: skip


def _oddities(found: Happenings) -> list[Plant]:
    return [
        _plant("oddity", [post.author], posts=(post.key,), note=post.act) for post in found.posts["oddity"]
    ]
