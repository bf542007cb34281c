"""Times with the short name of a zone, as CrowdTangle writes them.

Examples
--------
>>> [time_of(f"2021-03-01 {told}", "", "at") // 10**6 for told in ("09:00:00 CET", "08:00 UTC")]
[1614585600, 1614585600]
"""

from __future__ import annotations

import re

from luminary.collect.jsonrows import shown
from luminary.collect.tabular import TimeReader
from luminary.errors import UnusableRowError

_HOURS = {
    "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_FORM = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)(?:\s+([A-Za-z]{2,5}|[+-]\d\d:?\d\d))?")
_ISO = TimeReader("iso")


def time_of(text: str, zone: str, field: str) -> int:
    """Read a time; `zone` is the zone that the user names, and wins over a short name.

    Raises
    ------
    UnusableRowError
        When it is no time, or its zone is not known.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise UnusableRowError(f"'{field}' is {shown(text)}, which is no date")
    if zone:
        return TimeReader("iso", zone)(found[1], field)
    short = found[2] or "UTC"
    if short[0] in "+-":
        return _ISO(f"{found[1]}{short}", field)
    if short.upper() not in _HOURS:
        raise UnusableRowError(
            f"'{field}' is {shown(text)}, in a zone that is not known; say --setting zone=NAME"
        )
    return _ISO(found[1], field) - _HOURS[short.upper()] * 3_600_000_000
