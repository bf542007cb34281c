"""What is told about one person's evidence, as the pages and the command line show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from luminary.collect.profile import AccountSeen, FigureSeen
from luminary.domain import Estimate
from luminary.network.months import MonthSeen, PlatformSeen
from luminary.workspace.speakers import PlaceLabel, Speaker


@dataclass(frozen=True, slots=True)
class AnsweredPost:
    """A post on which people acted.

    Attributes
    ----------
    post : str or None
        Key; None when it is hidden.
    author : Speaker or None
        Who wrote it; None when the post is not held.
    own : bool
        False when somebody else wrote it and only named the person.
    text, link : str or None
        Cleaned; None when hidden, or when the platform gave no address.
    people, acts : int
        Distinct people who acted on it, and what they did in all.
    kinds : mapping of str to int
        Kind of act to distinct people.
    """

    post: str | None
    author: Speaker | None
    own: bool
    moment: datetime | None
    place: PlaceLabel | None
    title: str | None
    text: str | None
    link: str | None
    people: int
    acts: int
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """Some of the posts on which people acted, best first; `total` is how many there are."""

    posts: tuple[AnsweredPost, ...]
    total: int
    skip: int


@dataclass(frozen=True, slots=True)
class SaidPost:
    """A post of a conversation.

    Attributes
    ----------
    post, text, link : str or None
        None when hidden.
    acts : tuple of str
        What it does to the post that the conversation is shown for: reply, quote, ...
    is_shown_for : bool
        True for that post.
    """

    post: str | None
    author: Speaker
    moment: datetime
    title: str | None
    text: str | None
    link: str | None
    acts: tuple[str, ...]
    is_shown_for: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """A post with what stands around it.

    Attributes
    ----------
    posts : tuple of SaidPost
        In order of time.
    earlier, later : int
        How many more there are before and after.
    received : mapping of str to int
        Kind of act to distinct people who did that to the post.
    figures : mapping of str to float
        What the platform shows of the post, as read last.
    """

    posts: tuple[SaidPost, ...]
    place: PlaceLabel
    earlier: int
    later: int
    received: Mapping[str, int]
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PlaceReach:
    """A place the response came from; `share` is of the people who acted."""

    place: PlaceLabel
    people: int
    acts: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class CommunityReach:
    """A community of people that was reached.

    Attributes
    ----------
    community : int
        Number; 0 is the largest of all.
    size : int
        People in it.
    own : bool
        True for the person's own community.
    """

    community: int
    size: int
    people: int
    acts: int
    share: Estimate
    own: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the response came from.

    Attributes
    ----------
    people : int
        Distinct people who acted. The people of places add up to more: somebody may act in several.
    communities : tuple of CommunityReach or None
        None when communities are not computed yet.
    withheld : int
        Places and communities that are left out because few people came from them.
    """

    people: int
    places: tuple[PlaceReach, ...]
    communities: tuple[CommunityReach, ...] | None
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class KindOfResponse:
    """How many people did one kind of thing, and how often."""

    kind: str
    people: int
    acts: int


@dataclass(frozen=True, slots=True)
class Response:
    """What kind of response, and how concentrated it is.

    Attributes
    ----------
    people, acts, posts : int
        Distinct people who acted, what they did, and on how many posts it shows.
    kinds : tuple of KindOfResponse
        Most people first.
    questions, askers : int
        Answers to the person and posts naming her with a question mark in them, and who wrote them.
    half_from : int
        From how few people half of all acts come.
    top_person : Speaker or None
        Who acted most often, with the share of all acts.
    top_place : PlaceLabel or None
        Where most people acted, with their share.
    """

    people: int
    acts: int
    posts: int
    kinds: tuple[KindOfResponse, ...]
    questions: int
    askers: int
    half_from: int
    top_person: Speaker | None
    top_person_share: Estimate
    top_place: PlaceLabel | None
    top_place_share: Estimate


@dataclass(frozen=True, slots=True)
class Timeline:
    """A person's months; what carries no time is counted in `undated`.

    Attributes
    ----------
    months : tuple of MonthSeen
        From the first to the last month of which anything is known; holes have no figures.
    platforms : tuple of PlatformSeen
        Platforms the person wrote on, with first and last time.
    """

    months: tuple[MonthSeen, ...]
    undated: int
    platforms: tuple[PlatformSeen, ...]

    @property
    def first(self) -> datetime | None:
        """When the person first wrote."""
        return min((one.first for one in self.platforms), default=None)

    @property
    def last(self) -> datetime | None:
        """When the person last wrote."""
        return max((one.last for one in self.platforms), default=None)


@dataclass(frozen=True, slots=True)
class Profile:
    """What sources show of a person, cleaned; of a hidden one only figures.

    Attributes
    ----------
    person : str
        Key, or the number of somebody who is hidden.
    bio : str or None
        As the person describes herself; it never raises a figure.
    figures : tuple of FigureSeen
        Followers and others, with the time they were read.
    """

    person: str
    name: str
    named: bool
    names: tuple[str, ...]
    role: str | None
    bio: str | None
    accounts: tuple[AccountSeen, ...]
    figures: tuple[FigureSeen, ...]
