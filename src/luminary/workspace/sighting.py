"""What is told about collaborations that posts show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from luminary.domain import Estimate
from luminary.errors import UnknownNameError
from luminary.i18n import Message, say
from luminary.report.text import clean, web_link
from luminary.workspace.speakers import Speaker


class Openness(StrEnum):
    """How open a post is about a brand it names.

    DISCLOSED: the writer or the platform says that somebody stands behind it. SUSPECTED: only cues, or a
    brand that the same person disclosed before; a person must look. OWN_INITIATIVE: a brand from the list is
    named and nothing suggests anybody behind it.
    """

    DISCLOSED = "disclosed"
    SUSPECTED = "suspected"
    OWN_INITIATIVE = "own_initiative"


def openness_named(name: str) -> Openness:
    """Find how open a post may be, by name.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    if name not in [*Openness]:
        raise UnknownNameError.of("openness", name, [*Openness])
    return Openness(name)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules of a country say about the label, on what assumption.

    Attributes
    ----------
    country : str
        Country of the pack.
    verdict : str
        PASS, ADVICE, FAIL, REVIEW, NO_LABEL_NEEDED or BLOCK.
    codes : tuple of str
        Why.
    connection : str
        The connection it was judged for.
    declared : bool
        True when somebody put that connection on record; False when it is only what the post itself says.
    rule, source, suggestion : str
        The rule that decided, where it was found, and a label that would do.
    """

    country: str
    verdict: str
    codes: tuple[str, ...]
    connection: str
    declared: bool
    rule: str
    source: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A brand or collaboration that one post tells of.

    Attributes
    ----------
    post, text, link : str or None
        None when the writer is hidden from the reader.
    brand : str or None
        None where the post names none.
    form : str or None
        advertisement, sponsorship, gift, invited, loan, affiliate, ambassador or own_brand; None where no
        word tells.
    openness : Openness
        Disclosed, suspected or own initiative.
    says : str
        label, statement, platform, cue or none: how the post speaks.
    words : str or None
        The words that decided, as written.
    why : Message
        What was seen, in a sentence.
    harmless : Message or None
        What else may explain it.
    judged : Judged or None
        What the rules say; None for own initiative, and where there is no pack for the country.
    """

    post: str | None
    who: Speaker
    moment: datetime | None
    brand: str | None
    form: str | None
    openness: Openness
    says: str
    words: str | None
    text: str | None
    link: str | None
    why: Message
    harmless: Message | None
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class Sightings:
    """Some sightings, newest first; `total` is how many there are, `notes` what terms keep out."""

    rows: tuple[Sighting, ...]
    total: int
    skip: int
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class BrandSeen:
    """A brand in a person's posts: how often, how open, in which forms, when first and last."""

    brand: str
    disclosed: int
    suspected: int
    own_initiative: int
    forms: tuple[str, ...]
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class CollaborationHistory:
    """What a person's posts tell of collaborations.

    Attributes
    ----------
    brands : tuple of BrandSeen
        The most frequent first; at most 50.
    load : Estimate
        Share of the posts of the last 90 days that say somebody stands behind them.
    passed : Estimate
        Share of labels that would do, among posts whose connection is on record; REVIEW is not counted.
    as_told : Estimate
        The same among posts that say themselves what stands behind them, taken at their word.
    review : int
        Posts that a person must look at.
    """

    brands: tuple[BrandSeen, ...]
    load: Estimate
    passed: Estimate
    as_told: Estimate
    review: int


@dataclass(frozen=True, slots=True)
class Connection:
    """What a person has of an advertiser, as somebody put it on record."""

    person: str
    name: str
    brand: str
    connection: str
    since: date | None
    until: date | None
    note: str
    declared_by: str


@dataclass(frozen=True, slots=True)
class Spotted:
    """A row of what was found, as the tables have it."""

    post: str
    person: str
    moment: datetime | None
    brand: str | None
    form: str | None
    openness: str
    says: str
    words: str | None
    denied: bool | None
    since: datetime | None
    text: str | None
    title: str | None
    url: str | None
    platform_label: bool | None
    place: str
    language: str | None

    @property
    def whole(self) -> str:
        """Title and text."""
        return f"{self.title or ''}\n{self.text or ''}".strip()


def told_of(one: Spotted, who: Speaker, judged: Judged | None, text: str) -> Sighting:
    """Say what was found, with the text as it may be shown; of somebody hidden neither post nor words."""
    shown = who.named
    return Sighting(
        post=one.post if shown else None,
        who=who,
        moment=one.moment,
        brand=clean(one.brand) if one.brand else None,
        form=one.form,
        openness=Openness(one.openness),
        says=one.says,
        words=clean(one.words) if one.words and shown else None,
        text=text if shown else None,
        link=web_link(one.url) if one.url and shown else None,
        why=_why(one),
        harmless=_harmless(one),
        judged=judged,
    )


def _why(one: Spotted) -> Message:
    brand = clean(one.brand) if one.brand else say("somebody")
    if one.says == "platform":
        return say("the platform shows a label for paid content; the text says nothing")
    if one.says in ("label", "statement"):
        return say("the post itself says that {brand} stands behind it", brand=brand)
    if one.says == "cue" and one.denied:
        return say("the post denies being an advertisement, and holds what advertisements hold")
    if one.says == "cue":
        return say("no word says who stands behind it, and it holds what advertisements hold")
    if one.openness == Openness.SUSPECTED:
        return say(
            "{brand} is named without a word, and the same person disclosed {brand} on {day}",
            brand=brand,
            day=one.since.date() if one.since else "",
        )
    return say("{brand} is named, and nothing suggests anybody behind it", brand=brand)


def _harmless(one: Spotted) -> Message | None:
    if one.openness != Openness.SUSPECTED:
        return None
    if one.says == "cue":
        return say(
            "a code or an address may be passed on without anything in return, and thanks may be only thanks"
        )
    return say("the earlier collaboration may have ended, and the thing may be used and liked without it")
