"""What does a back-test mean, in a sentence a manager can repeat?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luminary.domain import Estimate
from luminary.leaders.cuts import WANTED_CUTS

_PLAIN = {
    "volume": "posts",
    "pagerank": "PageRank",
    "kcore": "k-core",
    "hindex": "the h-index of response",
}
"""What a ranking counts, where its name does not say it."""
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


def backtest_sentence(facts: Facts) -> str:
    """Say what the back-test found; whether the ranking should be relied on comes first when it should not.

    Examples
    --------
    >>> ahead = Lead("responders", Estimate(0.04, 0.03, 0.06, 8, "NDCG", "bootstrap"))
    >>> simple = {"volume": 7.0, "responders": 12.0, "mentions": 4.0}
    >>> print(backtest_sentence(Facts(8, 20, 20, 1, 14, simple, ahead, {})))
    At 8 past dates this ranking found 14 of the 20 people who were acted on most in the following month; \
ranking by posts would have found 7, by responders 12.
    """
    found = _found(facts)
    if facts.lead is not None and (facts.lead.difference.value or 0.0) <= 0:
        found = f"Do not rely on it: {found[0].lower()}{found[1:]}"
    return " ".join([found, *_doubts(facts)])


def _found(facts: Facts) -> str:
    dates = "1 past date" if facts.dates == 1 else f"{facts.dates} past dates"
    after = "month" if facts.months == 1 else f"{facts.months:g} months"
    most = _whole(facts.most)
    who = "the one person who was" if most == 1 else f"the {most} people who were"
    first = (
        f"At {dates} this ranking found {_whole(facts.found)} of {who} acted on most in the following {after}"
    )
    rivals = _rivals(facts)
    if not rivals:
        return f"{first}; no simple ranking was there to compare with."
    others = [f"ranking by {plain(rivals[0])} would have found {_whole(facts.simple[rivals[0]])}"]
    others += [f"by {plain(name)} {_whole(facts.simple[name])}" for name in rivals[1:]]
    return f"{first}; {', '.join(others)}."


def _rivals(facts: Facts) -> list[str]:
    """Name the rankings everybody knows, the one that found most, and the one with the best order."""
    most = max(sorted(facts.simple), key=lambda name: facts.simple[name], default=None)
    lead = facts.lead.measure if facts.lead is not None else None
    names = [*(name for name in _SHOWN if name in facts.simple), most, lead]
    return list(dict.fromkeys(name for name in names if name in facts.simple and name is not None))


def _doubts(facts: Facts) -> list[str]:
    """Say, in order of weight, what speaks against the result."""
    doubts = _order_doubts(facts.lead) if facts.lead is not None else []
    if facts.found < facts.most / 2:
        doubts.append("More than half of them it did not find.")
    for reading, name in facts.lost.items():
        doubts.append(f"Counting {_COUNTED[reading]}, {plain(name)} would have done better.")
    if facts.dates < WANTED_CUTS:
        doubts.append(f"Fewer than {WANTED_CUTS} dates could be tested, so this may be luck.")
    if facts.most < facts.top:
        doubts.append(f"Fewer than {facts.top} people were acted on at some of the dates.")
    return doubts


_COUNTED = {"every act": "every act alike", "direct acts only": "direct acts only"}


def _order_doubts(lead: Lead) -> list[str]:
    ahead, low, high = lead.difference.value or 0.0, lead.difference.low, lead.difference.high
    if ahead == 0:
        return [f"Ranking by {plain(lead.measure)} puts people in an order just as good."]
    clear = low is not None and high is not None and (low > 0 or high < 0)
    if ahead < 0:
        by = "" if clear else ", though by no more than chance could do"
        return [f"Ranking by {plain(lead.measure)} puts them in a better order{by}."]
    if clear:
        return []
    return [f"Its order is better than by {plain(lead.measure)}, but by no more than chance could do."]


def plain(name: str) -> str:
    """Say what a ranking counts."""
    return _PLAIN.get(name, name.replace("_", " "))


def _whole(number: float) -> int:
    """Round to whole people, halves up."""
    return int(number + 0.5)
