"""What must be in place before a campaign starts, and what stops it?

A campaign is a product, an audience, a country, channels and people who speak. What may not be at all is
asked of the checker, person by person, with a text that promotes; what has to be in place follows from the
rules of the country, the product and the profile of the organisation. What a user says is in place is
believed: nothing here sees a contract.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from luminary.errors import UnknownNameError
from luminary.i18n import Message, say
from luminary.law.check import Checker
from luminary.law.pack import Pack, Rule
from luminary.law.post import AUDIENCES, CHANNELS, CLAIMS, CONNECTIONS, ENDORSERS, IMAGES, PRODUCTS
from luminary.law.verdict import Finding, Outcome

PROFILES = ("company", "pharma", "authority", "employer")
"""Kinds of organisations that the rules tell apart."""


class State(StrEnum):
    """How a demand stands."""

    IN_PLACE = "in_place"
    MISSING = "missing"
    DECIDE = "decide"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is planned.

    Parameters
    ----------
    country : str
        Country of the audience.
    product : str, default "none"
        Class of the product: `luminary.law.post.PRODUCTS`.
    audience : str, default "public"
        public, professionals or minors.
    channels, endorsers : tuple of str
        Where it runs, and what the people who speak are.
    connection : str, default "paid"
        What they get; ``none`` for sharing on their own account.
    claim, image : str, default "none"
        What is claimed, and whether pictures of before and after are shown.
    text : str
        A draft, where there is one.
    in_place : frozenset of str
        Ids of demands that the user says are in place.
    """

    country: str
    product: str = "none"
    product_names: tuple[str, ...] = ()
    audience: str = "public"
    channels: tuple[str, ...] = ("other",)
    endorsers: tuple[str, ...] = ("opinion_leader",)
    connection: str = "paid"
    advertiser: str = ""
    claim: str = "none"
    image: str = "none"
    text: str = ""
    approved_claim: str = ""
    vaccination_campaign: str = ""
    political: bool = False
    retouched: bool = False
    start: date | None = None
    in_place: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        asked = (
            ("product", (self.product,), PRODUCTS),
            ("audience", (self.audience,), AUDIENCES),
            ("channel", self.channels, CHANNELS),
            ("endorser", self.endorsers, ENDORSERS),
            ("connection", (self.connection,), CONNECTIONS),
            ("claim", (self.claim,), CLAIMS),
            ("image", (self.image,), IMAGES),
        )
        for what, given, known in asked:
            if odd := [one for one in given if one not in known]:
                raise UnknownNameError.of(what, odd[0], known)


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that has to be in place, or that stops the campaign.

    Attributes
    ----------
    id : str
        As the user names it when it is in place.
    state : State
        In place, missing, for a person to decide, or blocked.
    told : Message
        What it is, and for a block why.
    rule : Rule or None
        The rule it rests on.
    """

    id: str
    state: State
    told: Message
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class CampaignCheck:
    """What was found, the worst first.

    Attributes
    ----------
    may_start : bool
        True when nothing is blocked, missing or undecided.
    demands : tuple of Demand
        All of them.
    reviewed : str
        Who looked at the pack of the country.
    """

    country: str
    may_start: bool
    demands: tuple[Demand, ...]
    reviewed: str


@dataclass(frozen=True, slots=True)
class _Need:
    """A demand as it is declared: empty conditions mean always."""

    id: str
    told: Message
    topic: str = ""
    products: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()
    gaining: bool = False


_MEDICINES = frozenset({"rx", "otc", "vaccine"})
_PHARMA = frozenset({"pharma"})
_TREATED = frozenset({"device", "food", "food_supplement", "cosmetic", "cosmetic_procedure"})
_NEEDS = (
    _Need("goal", say("the campaign has a purpose, an owner and an end date on record")),
    _Need("fit", say("the people speak on the subject already, and use what they speak of"), gaining=True),
    _Need("agreement", say("a written agreement: who does what, what for, until when"), gaining=True),
    _Need("label", say("the label is agreed, and stands first in every post"), "words", gaining=True),
    _Need("sender", say("every post says for whom it is"), "sender", gaining=True),
    _Need("frames", say("every frame of a story carries the label"), "frames", gaining=True),
    _Need("later_posts", say("later posts are labelled too, ordered or not"), "benefits", gaining=True),
    _Need("freedom", say("the people may say no, and may say what they think")),
    _Need("approval", say("who looks at drafts, by when, for facts and labels only"), gaining=True),
    _Need("stop", say("posts can be corrected or taken down, and are kept as proof"), gaining=True),
    _Need("notice", say("the people were told that they are on a list, why, and how they object")),
    _Need("followers", say("the share of followers below 18 is known, or asked for"), "minors"),
    _Need(
        "claims", say("every claim rests on an approved text with a number"), products=_MEDICINES | _TREATED
    ),
    _Need(
        "otc_content",
        say("name of the medicine, its right use, and the invitation to read the leaflet"),
        "otc_content",
        products=frozenset({"otc"}),
    ),
    _Need(
        "intended_purpose",
        say("nothing is claimed outside the intended purpose of the device"),
        "devices",
        products=frozenset({"device"}),
    ),
    _Need(
        "comments",
        say("somebody watches the comments and takes names of prescription medicines away"),
        "rx",
        products=_MEDICINES,
        profiles=_PHARMA,
    ),
    _Need(
        "adverse_events",
        say("the people pass on side effects within one working day, and know where to"),
        profiles=_PHARMA,
    ),
    _Need(
        "public_role",
        say("it informs as the office should, and does not take sides"),
        "state_role",
        profiles=frozenset({"authority"}),
    ),
)
_ORDER = (State.BLOCKED, State.DECIDE, State.MISSING, State.IN_PLACE)


def check_campaign(
    campaign: Campaign, *, profile: str = "company", checker: Checker | None = None, today: date | None = None
) -> CampaignCheck:
    """Tell what must be in place before a campaign starts, what stops it, and why.

    Parameters
    ----------
    campaign : Campaign
        What is planned.
    profile : str, default "company"
        company, pharma, authority or employer.
    checker : Checker, optional
        With a user's own packs and products.
    today : date, optional
        Day by which rules are chosen when the campaign has no start.

    Raises
    ------
    UnknownNameError
        When there is no pack for the country.

    Examples
    --------
    >>> found = check_campaign(Campaign("SE", product="rx"))
    >>> found.may_start, found.demands[0].id, found.demands[0].state.value
    (False, 'RX_TO_PUBLIC', 'blocked')
    """
    judge = checker or Checker(pharma=profile == "pharma")
    pack, day = judge.pack(campaign.country), campaign.start or today or date.today()
    found = [*_barred(campaign, judge, day), *_needed(campaign, pack, profile, day)]
    found.sort(key=lambda one: _ORDER.index(one.state))
    ready = all(one.state is State.IN_PLACE for one in found)
    return CampaignCheck(pack.country, ready, tuple(found), pack.review())


def _barred(campaign: Campaign, judge: Checker, day: date) -> Iterator[Demand]:
    """Ask the checker about every person and channel; of each reason the worst counts."""
    worst: dict[str, Finding] = {}
    for endorser in campaign.endorsers or ("none",):
        for channel in campaign.channels or ("other",):
            for one in judge.check(_post(campaign, endorser, channel, day)).findings:
                known = worst.get(one.code)
                if one.code and (known is None or one.outcome.rank > known.outcome.rank):
                    worst[one.code] = one
    return (_demand(one, campaign) for code, one in worst.items() if code not in _LABELS)


_LABELS = frozenset(
    {
        "NO_LABEL", "WEAK_WORD", "AFTER_FOLD", "NOT_FIRST", "BURIED_IN_HASHTAGS", "FRAME_UNLABELLED",
        "SENDER_MISSING", "PLATFORM_LABEL_ONLY", "FALSE_DENIAL", "CUES_WITHOUT_DECLARED_LINK",
        "GIFT_UNSETTLED", "MINORS_WORD",
    }
)  # fmt: skip
"""What only a finished post can show; the checker of drafts tells it."""


def _post(campaign: Campaign, endorser: str, channel: str, day: date) -> dict[str, object]:
    """Make the post that the campaign comes to: its draft, or a text that names the product."""
    names = ", ".join(campaign.product_names) or campaign.advertiser or "-"
    # What an organisation sets going promotes by its purpose, paid or not (Directive 2001/83, art. 86).
    connection = "own_channel" if campaign.connection == "none" else campaign.connection
    return {
        "country": campaign.country, "text": campaign.text or names, "channel": channel, "endorser": endorser,
        "connection": connection, "advertiser": [campaign.advertiser] if campaign.advertiser else [],
        "product": campaign.product, "product_names": list(campaign.product_names), "claim": campaign.claim,
        "image": campaign.image, "audience": campaign.audience, "minors": campaign.audience == "minors",
        "approved_claim": campaign.approved_claim, "vaccination_campaign": campaign.vaccination_campaign,
        "political": campaign.political, "retouched": campaign.retouched, "date": day,
    }  # fmt: skip


def _demand(found: Finding, campaign: Campaign) -> Demand:
    state = State.BLOCKED if found.outcome is Outcome.BLOCK else State.DECIDE
    if state is State.DECIDE and found.code in campaign.in_place:
        state = State.IN_PLACE
    text = found.rule.text if found.rule else found.code
    return Demand(found.code, state, say("{rule}", rule=text), found.rule)


def _needed(campaign: Campaign, pack: Pack, profile: str, day: date) -> Iterator[Demand]:
    for need in _NEEDS:
        rule = pack.rule(need.topic, day) if need.topic else None
        if (need.topic and rule is None) or not _applies(need, campaign, profile):
            continue
        state = State.IN_PLACE if need.id in campaign.in_place else State.MISSING
        yield Demand(need.id, state, need.told, rule)


def _applies(need: _Need, campaign: Campaign, profile: str) -> bool:
    gains = campaign.connection not in ("none", "own_channel")
    return (
        _within(campaign.product, need.products)
        and _within(profile, need.profiles)
        and (gains or not need.gaining)
    )


def _within(one: str, among: Collection[str]) -> bool:
    return not among or one in among
