"""Results as plain records: what JSON can say, and one value per column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]
"""One result, by the names of its parts."""

_ESTIMATE = {"value", "low", "high", "n", "unit", "method"}


def plain(value: Any) -> Any:
    """Turn a result into what JSON can say: dicts, lists, texts, finite numbers, None.

    Examples
    --------
    >>> plain((float("nan"), date(2026, 1, 2)))
    [None, '2026-01-02']
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return None if value is None else value if isinstance(value, bool) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return [plain(one) for one in value]
    return _number(value)


def _number(value: Any) -> Any:
    """Turn numbers of any library into Python's own; what is not finite is missing."""
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float):
        return number if math.isfinite(number) else None
    return number if isinstance(number, int) else str(number)


def flat(record: Record) -> Record:
    """Give one value per column: an estimate as value, low, high and n; other parts by joined names.

    Examples
    --------
    >>> flat({"tier": {"value": "macro", "why": "61,000 followers"}, "posts": ["a"]})
    {'tier': 'macro', 'tier_why': '61,000 followers', 'posts': ['a']}
    """
    found: Record = {}
    for name, value in record.items():
        if not isinstance(value, dict):
            found[name] = value
            continue
        dropped = {"unit", "method"} if value.keys() == _ESTIMATE else set()
        for part, one in flat(value).items():
            if part not in dropped:
                found[name if part == "value" else f"{name}_{part}"] = one
    return found
