"""When a list was made, by the name of its file.

Examples
--------
>>> snapshot_of("creators - instagram sep-2022.csv") == snapshot_of("creators 2022-09-01.csv")
True
>>> snapshot_of("creators.csv") is None
True
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = (
    ("jan",), ("feb",), ("mar", "maal"), ("apr", "huht"), ("may", "maj", "mai", "touk"), ("jun", "kes"),
    ("jul", "hei"), ("aug", "elo"), ("sep", "syy"), ("oct", "okt", "loka"), ("nov", "marras"),
    ("dec", "des", "joulu"),
)  # fmt: skip
_DAY = re.compile(r"(?<!\d)(20[0-4]\d)[-_. ]?(0[1-9]|1[0-2])(?:[-_. ]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_NAMED = re.compile(r"(?<![a-z])([a-z]{3,10})[\s_.\-]{0,3}(20[0-4]\d)(?!\d)")


def snapshot_of(file: str) -> int | None:
    """Read the day or month out of a file's name; a month stands for its first day; None when it has none."""
    name = file.rpartition("/")[2].lower()
    for word, year in _NAMED.findall(name):
        if (month := _month(word)) is not None:
            return _micros(int(year), month, 1)
    if found := _DAY.search(name):
        try:
            return _micros(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            return None
    return None


def _month(word: str) -> int | None:
    return next((at for at, starts in enumerate(_MONTHS, start=1) if word.startswith(starts)), None)


def _micros(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * 1_000_000
