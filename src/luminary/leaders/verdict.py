"""What does a back-test mean, in a sentence a manager can repeat?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luminary.domain import Estimate
from luminary.i18n import Message, say, say_count, together
from luminary.leaders.cuts import WANTED_CUTS

_BY = {
    "active_days": say("by active days"),
    "beyond_circle": say("by beyond circle"),
    "continuity": say("by continuity"),
    "conversation": say("by conversation"),
    "fatigue": say("by fatigue"),
    "followers": say("by followers"),
    "hindex": say("by the h-index of response"),
    "influence": say("by influence"),
    "kcore": say("by k-core"),
    "mentions": say("by mentions"),
    "niche": say("by niche"),
    "pagerank": say("by PageRank"),
    "quality": say("by quality"),
    "responders": say("by responders"),
    "responders_per_month": say("by responders per month"),
    "response_per_post": say("by response per post"),
    "returning": say("by returning"),
    "rising": say("by rising"),
    "spread": say("by spread"),
    "standing": say("by standing"),
    "unanswered": say("by unanswered"),
    "volume": say("by posts"),
    "weeks_with_response": say("by weeks with response"),
}
"""How a ranking is told apart in a sentence; of others the name is said."""
_SHOWN = ("followers", "volume")
"""Rankings that everybody knows: named first where they are there."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The simple ranking with the best order, and how far `influence` is ahead of it."""

    measure: str
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentence is made of.

    Attributes
    ----------
    dates : int
        Past dates tested.
    most : float
        People acted on most that were looked for, mean over the dates.
    top : int
        How many should have been looked for.
    months : float
        Months after each date.
    found : float
        How many of them `influence` found, mean over the dates.
    simple : mapping of str to float
        How many each simple ranking found.
    lead : Lead or None
        None when no simple ranking was tested.
    lost : mapping of str to str
        Other meanings of "acted on" under which a simple ranking did better, and which.
    """

    dates: int
    most: float
    top: int
    months: float
    found: float
    simple: Mapping[str, float]
    lead: Lead | None
    lost: Mapping[str, str]


def backtest_sentence(facts: Facts) -> Message:
    """Say what the back-test found; whether the ranking should be relied on comes first when it should not.

    Examples
    --------
    >>> ahead = Lead("responders", Estimate(0.04, 0.03, 0.06, 8, "NDCG", "bootstrap"))
    >>> simple = {"volume": 7.0, "responders": 12.0, "mentions": 4.0}
    >>> print(backtest_sentence(Facts(8, 20, 20, 1, 14, simple, ahead, {})))
    At 8 past dates this ranking found 14 of the 20 people who were acted on most in the following month; \
ranking by posts would have found 7, by responders 12.
    """
    return together([_found(facts), *_doubts(facts)])


def _found(facts: Facts) -> Message:
    """Say how many it found; each sentence whole, as other languages order it differently."""
    told = {
        "found": _whole(facts.found),
        "people": say_count(
            "the one person who was acted on most",
            "the {n} people who were acted on most",
            _whole(facts.most),
        ),
        "after": _after(facts.months),
        "others": _others(facts),
    }
    if facts.lead is not None and (facts.lead.difference.value or 0.0) <= 0:
        return say_count(
            "Do not rely on it: at {n} past date this ranking found {found} of {people} {after}; {others}.",
            "Do not rely on it: at {n} past dates this ranking found {found} of {people} {after}; {others}.",
            facts.dates,
            **told,
        )
    return say_count(
        "At {n} past date this ranking found {found} of {people} {after}; {others}.",
        "At {n} past dates this ranking found {found} of {people} {after}; {others}.",
        facts.dates,
        **told,
    )


def _after(months: float) -> Message:
    if months == 1:
        return say("in the following month")
    return say("in the following {months} months", months=int(months) if months == int(months) else months)


def _others(facts: Facts) -> Message:
    """Say how many the simple rankings would have found."""
    rivals = [(by(name), _whole(facts.simple[name])) for name in _rivals(facts)]
    if not rivals:
        return say("no simple ranking was there to compare with")
    first, found = rivals[0]
    told = [say("ranking {by} would have found {found}", by=first, found=found)]
    told += [say("{by} {found}", by=one, found=found) for one, found in rivals[1:]]
    return together(told, ", ")


def _rivals(facts: Facts) -> list[str]:
    """Name the rankings everybody knows, the one that found most, and the one with the best order."""
    most = max(sorted(facts.simple), key=lambda name: facts.simple[name], default=None)
    lead = facts.lead.measure if facts.lead is not None else None
    names = [*(name for name in _SHOWN if name in facts.simple), most, lead]
    return list(dict.fromkeys(name for name in names if name in facts.simple and name is not None))


def _doubts(facts: Facts) -> list[Message]:
    """Say, in order of weight, what speaks against the result."""
    doubts = _order_doubts(facts.lead) if facts.lead is not None else []
    if facts.found < facts.most / 2:
        doubts.append(say("More than half of them it did not find."))
    doubts += [_lost(reading, by(name)) for reading, name in facts.lost.items()]
    if facts.dates < WANTED_CUTS:
        few = say("Fewer than {dates} dates could be tested, so this may be luck.", dates=WANTED_CUTS)
        doubts.append(few)
    if facts.most < facts.top:
        thin = say("Fewer than {top} people were acted on at some of the dates.", top=facts.top)
        doubts.append(thin)
    return doubts


def _lost(reading: str, ranking: Message) -> Message:
    if reading == "every act":
        return say("Counting every act alike, ranking {by} would have done better.", by=ranking)
    return say("Counting direct acts only, ranking {by} would have done better.", by=ranking)


def _order_doubts(lead: Lead) -> list[Message]:
    ahead, low, high = lead.difference.value or 0.0, lead.difference.low, lead.difference.high
    ranking = by(lead.measure)
    if ahead == 0:
        return [say("Ranking {by} puts people in an order just as good.", by=ranking)]
    clear = low is not None and high is not None and (low > 0 or high < 0)
    if ahead > 0:
        chance = say("Its order is better than {by}, but by no more than chance could do.", by=ranking)
        return [] if clear else [chance]
    if clear:
        return [say("Ranking {by} puts them in a better order.", by=ranking)]
    return [
        say("Ranking {by} puts them in a better order, though by no more than chance could do.", by=ranking)
    ]


def by(name: str) -> Message:
    """Say what a ranking goes by: "by followers"."""
    return _BY.get(name) or say("by {measure}", measure=name.replace("_", " "))


def _whole(number: float) -> int:
    """Round to whole people, halves up."""
    return int(number + 0.5)
