"""How sure is a figure, and how good is an order?

Pure: arrays in, arrays out; nothing is read or kept, and only numpy is needed.

``interval``  intervals of rates, shares and ratios of rates, elementwise over arrays
``suppression``  which small figures of a table are hidden, so that no hidden one can be computed
``ranking``   how well an order finds what it should: NDCG, precision, average precision, rank correlation
"""

from luminary.stats.interval import (
    Interval,
    log_ratio_interval,
    rate_interval,
    shrunk_share,
    wilson_interval,
)
from luminary.stats.ranking import average_precision, ndcg_at, precision_at, r_precision, spearman

__all__ = [
    "Interval",
    "average_precision",
    "log_ratio_interval",
    "ndcg_at",
    "precision_at",
    "r_precision",
    "rate_interval",
    "shrunk_share",
    "spearman",
    "wilson_interval",
]
