"""Figures of groups under a profile that shows no small ones: small groups are put together or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from luminary.i18n import Message, say_count
from luminary.stats.suppression import hidden_counts
from luminary.workspace.evidence import CommunityReach, Reach
from luminary.workspace.picture import Picture


def without_small_communities(picture: Picture, smallest: int) -> Picture:
    """Put the people of small communities into one, of which nothing is told.

    Communities stand with the largest first, so those that are hidden are the last ones; where one alone
    would be, or few people together, the next smallest joins them.
    """
    hidden = hidden_counts([one.size for one in picture.communities], smallest)
    kept = int((~hidden).sum())
    if kept == len(picture.communities):
        return picture
    return replace(
        picture,
        communities=picture.communities[:kept],
        nodes=tuple(replace(one, community=min(one.community, kept)) for one in picture.nodes),
        between=tuple(one for one in picture.between if max(one.one, one.other) < kept),
    )


def small_told(hidden: int, smallest: int) -> Message:
    """Say how many communities are not told apart."""
    return say_count(
        "{n} community is not told apart, so that nobody is seen in a group of fewer than {smallest}",
        "{n} communities are not told apart, so that nobody is seen in a group of fewer than {smallest}",
        hidden,
        smallest=smallest,
    )


def without_small_reach(reach: Reach, smallest: int) -> Reach:
    """Leave out places and communities from which few people came, and those that would tell of them."""
    places = tuple(one for one in reach.places if one.people >= smallest)
    communities = None if reach.communities is None else _large(reach.communities, smallest)
    left_out = len(reach.places) - len(places)
    left_out += len(reach.communities or ()) - len(communities or ())
    return replace(reach, places=places, communities=communities, withheld=left_out)


def _large(found: Sequence[CommunityReach], smallest: int) -> tuple[CommunityReach, ...]:
    """Keep communities; each person is in one, so what is missing from the total must be many as well."""
    hidden = hidden_counts([one.people for one in found], smallest)
    return tuple(one for one, gone in zip(found, hidden, strict=True) if not gone and one.size >= smallest)
