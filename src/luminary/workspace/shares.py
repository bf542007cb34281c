"""A part of a whole as a figure: with Wilson's interval, and none where there is too little to say one."""

from __future__ import annotations

import numpy as np

from luminary.domain import Estimate
from luminary.report.telling import FEW
from luminary.stats import wilson_interval


def share(part: int, whole: int, unit: str, method: str, counted: str) -> Estimate:
    """Give a share.

    Parameters
    ----------
    part, whole : int
        How many of how many.
    unit : str
        What it is a share of: "of the people who acted".
    method : str
        How it comes about.
    counted : str
        What was counted, for the words that say there are too few.

    Examples
    --------
    >>> share(9, 12, "of all posts", "share, with Wilson's 95 % interval", "posts").value
    0.75
    >>> share(3, 4, "of all posts", "share, with Wilson's 95 % interval", "posts").method
    'fewer than 8 posts'
    """
    if whole < FEW:
        return Estimate(None, None, None, whole, unit, f"fewer than {FEW} {counted}")
    found = wilson_interval(np.array([float(part)]), np.array([float(whole)]))
    return Estimate(part / whole, float(found.low[0]), float(found.high[0]), whole, unit, method)
