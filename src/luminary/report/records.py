"""A ranking as plain records: what the JSON of `leaders` and `measures` holds, wherever it leaves the house.

These shapes are an interface (docs/commands.md); other programs read them.
"""

from __future__ import annotations

from luminary.domain import Estimate
from luminary.domain.plain import Record, plain
from luminary.leaders import Leader, Measure


def leader_record(leader: Leader, purpose: str) -> Record:
    """Write a leader: who, which place, every measure by name, kind, tier, level, evidence, purpose."""
    return {
        "person": leader.person,
        "name": leader.name,
        "named": leader.named,
        "names": list(leader.names),
        "accounts": plain(leader.accounts),
        "rank": leader.rank,
        "rank_low": leader.rank_low,
        "rank_high": leader.rank_high,
        **{name: figure_record(figure) for name, figure in leader.measures.items()},
        "kind": plain(leader.kind),
        "tier": plain(leader.tier),
        "level": plain(leader.level),
        "trend": plain(leader.trend),
        "evidence": list(leader.evidence.posts),
        "quote": leader.evidence.quote,
        "link": leader.evidence.link,
        "purpose": purpose,
    }


def figure_record(figure: Estimate) -> Record:
    """Write a figure with its interval, count, unit and method."""
    return {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "unit": str(figure.unit),
        "method": str(figure.method),
    }


def measure_record(measure: Measure) -> Record:
    """Write what a measure is."""
    return {
        "name": measure.name,
        "question": measure.question,
        "unit": measure.unit,
        "method": measure.method,
        "baseline": measure.baseline,
        "window_months": measure.window,
    }
