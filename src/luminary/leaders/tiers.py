"""Tiers: how large is the followership? Thresholds are data; the preset in use is kept with the workspace."""

from __future__ import annotations

from collections.abc import Mapping

from luminary.domain.words import word
from luminary.errors import UnknownNameError
from luminary.i18n import say
from luminary.leaders.leader import Suggestion

PRESETS: Mapping[str, Mapping[str, float]] = {
    "source texts": {"macro": 50_000, "micro": 1_000, "nano": 0},
    "five steps": {"mega": 1_000_000, "macro": 100_000, "mid": 20_000, "micro": 5_000, "nano": 0},
}
"""Preset to its tiers, each with the fewest followers it needs, largest first."""
DEFAULT_PRESET = "source texts"
UNKNOWN = "unknown"


def preset_named(name: str) -> Mapping[str, float]:
    """Find a preset.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    if name not in PRESETS:
        raise UnknownNameError.of("tier preset", name, PRESETS)
    return PRESETS[name]


def tier_of(followers: float | None, preset: str = DEFAULT_PRESET) -> Suggestion:
    """Give the tier of a followership.

    Parameters
    ----------
    followers : float or None
        Number of followers; None where no platform tells.
    preset : str, default "source texts"
        Which thresholds; the default counts as macro who has 50,000 or more.

    Examples
    --------
    >>> tier_of(50_000).value
    'macro'
    >>> tier_of(49_999).value
    'micro'
    >>> tier_of(None).value
    'unknown'
    """
    if followers is None:
        return Suggestion(UNKNOWN, say("no platform tells the number of followers"))
    tiers = preset_named(preset)
    name = next(tier for tier, least in tiers.items() if followers >= least)
    why = say(
        "{followers} followers; preset '{preset}': {tier} from {least}",
        followers=round(followers),
        preset=word(preset),
        tier=word(name),
        least=round(tiers[name]),
    )
    return Suggestion(name, why)
