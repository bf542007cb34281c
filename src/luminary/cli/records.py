"""Results as plain records: what the JSON of `leaders`, `leader` and `measures` holds.

These shapes are an interface (docs/commands.md); other programs read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from luminary.cli.columns import Record
from luminary.cli.rows import plain

if TYPE_CHECKING:
    from luminary.workspace.portrait import Portrait


def portrait_record(portrait: Portrait) -> Record:
    """Write what `leader` adds: why, what speaks against it, and everything else under `portrait`."""
    place = portrait.standing
    told = plain(portrait)
    return {
        "why": None if place is None else str(place.words.why),
        "against": [] if place is None else [str(one) for one in place.words.against],
        "portrait": {
            **{name: told[name] for name in _PORTRAYED},
            "peers": None if place is None else {**plain(place.peers), "told": str(place.peers.told())},
        },
    }


_PORTRAYED = (
    "profile",
    "not_included",
    "response",
    "posts",
    "reach",
    "timeline",
    "notes",
    "decisions",
    "shortlists",
    "notice",
)
"""Parts of a portrait in the JSON of `leader`."""


def estimate_text(figure: Mapping[str, Any] | None) -> str:
    """Show a figure with its interval: ``21 [16-27]``; a dash where there is none.

    Examples
    --------
    >>> estimate_text({"value": 21, "low": 16, "high": 27, "n": 9, "unit": "people", "method": "counted"})
    '21 [16-27]'
    >>> estimate_text(None), estimate_text({"value": None})
    ('-', '-')
    """
    if figure is None or figure["value"] is None:
        return "-"
    if figure["low"] is None and abs(figure["value"]) >= 1000:
        return f"{figure['value']:,.0f}"
    from luminary.domain import Estimate

    return Estimate(**figure).text()


def bar(figure: Mapping[str, Any] | None, most: float, width: int = 17) -> str:
    """Draw a figure: ``#`` up to the value, ``-`` on to the upper end of its interval.

    Examples
    --------
    >>> bar({"value": 21, "low": 16, "high": 27}, 27)
    '#############----'
    """
    if figure is None or figure["value"] is None or most <= 0:
        return ""
    high = figure["value"] if figure["high"] is None else figure["high"]
    solid, whole = (round(width * max(0.0, float(one)) / most) for one in (figure["value"], high))
    return "#" * solid + "-" * (whole - solid)


def top_of(figure: Mapping[str, Any] | None) -> float:
    """Give the upper end of a figure, for the scale of bars."""
    if figure is None or figure["value"] is None:
        return 0.0
    return float(figure["value"] if figure["high"] is None else figure["high"])


def places(record: Record) -> str:
    """Show the places that the interval allows: ``1-4``."""
    low, high = int(record["rank_low"]), int(record["rank_high"])
    return str(low) if low == high else f"{low}-{high}"
