"""In which interval may a figure lie?

Elementwise over arrays, 95 % two-sided, no scipy. NaN where there is no observation at all.

References
----------
Garwood (1936), Fiducial limits for the Poisson distribution: limits of a count are gamma quantiles.
Wilson, Hilferty (1931), The distribution of chi-square: the cube root of a gamma variable is nearly normal.
Wilson (1927), Probable inference, the law of succession, and statistical inference: interval of a share.
Breslow (1984), Extra-Poisson variation in log-linear models: variance m + a m**2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

Z_95 = 1.959963984540054
"""The normal distribution's 97.5 % quantile."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Values with the ends of their 95 % intervals; ``low <= value <= high`` wherever they are numbers."""

    value: Floats
    low: Floats
    high: Floats

    def where(self, known: NDArray[np.bool_]) -> Interval:
        """Keep the figures for which `known` is true, and set the others to NaN."""
        return Interval(*(np.where(known, ends, np.nan) for ends in (self.value, self.low, self.high)))


def gamma_quantile(shape: Floats, z: float) -> Floats:
    """Give quantiles of the gamma distribution of scale 1 (Wilson and Hilferty).

    Off by at most 0.03 in absolute terms for shapes from 1 on at the 2.5 % and 97.5 % points; zero where the
    approximation would fall below it.

    Parameters
    ----------
    shape : float array
        Above 0.
    z : float
        The normal quantile of the same probability, such as -1.96 for 2.5 %.

    Examples
    --------
    >>> gamma_quantile(np.array([11.0]), Z_95).round(2)   # exactly 18.39
    array([18.39])
    """
    root = np.maximum(1 - 1 / (9 * shape) + z / (3 * np.sqrt(shape)), 0)
    return np.asarray(shape * root**3)


def rate_interval(count: Floats, exposure: Floats | float, scatter: Floats | float = 1.0) -> Interval:
    """Give a rate, such as people a month, with Garwood's interval.

    Parameters
    ----------
    count : float array
        What was counted; need not be whole.
    exposure : float or float array
        Over how much, such as months; above 0.
    scatter : float or float array, default 1
        Variance of the count divided by its mean: 1 for independent events, more where they come in bursts.
        The count is then worth `scatter` times less.

    Notes
    -----
    Limits are gamma quantiles of shape count (low) and count + 1 (high), by `gamma_quantile`.

    Examples
    --------
    >>> found = rate_interval(np.array([10.0]), 1.0)
    >>> found.low.round(1), found.high.round(1)   # exactly 4.795 and 18.391
    (array([4.8]), array([18.4]))
    """
    worth, unit = count / scatter, exposure / scatter
    value = np.asarray(count / exposure, dtype=float)
    low = np.where(count > 0, gamma_quantile(np.maximum(worth, 1e-9), -Z_95), 0.0) / unit
    high = gamma_quantile(worth + 1, Z_95) / unit
    return Interval(value, np.minimum(low, value), np.maximum(high, value))


def wilson_interval(hits: Floats, tries: Floats) -> Interval:
    """Give a share with Wilson's interval; NaN where nothing was tried. Neither need be whole.

    Examples
    --------
    >>> found = wilson_interval(np.array([8.0]), np.array([10.0]))
    >>> found.low.round(3), found.high.round(3)
    (array([0.49]), array([0.943]))
    """
    known = tries > 0
    n = np.where(known, tries, 1.0)
    share = hits / n
    middle = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * np.sqrt(np.maximum(share * (1 - share), 0) / n + Z_95**2 / (4 * n**2))
    low, high = np.clip(middle - half, 0, share), np.clip(middle + half, share, 1)
    return Interval(share, low, high).where(known)


def shrunk_share(hits: Floats, tries: Floats, prior: float) -> Interval:
    """Give shares drawn towards the share of all by `prior` tries, with Wilson's interval of what results.

    One hit in one try is not a hundred per cent. NaN where nothing was tried.
    """
    usual = hits.sum() / tries.sum() if tries.sum() > 0 else 0.0
    return wilson_interval(hits + prior * usual, tries + prior).where(tries > 0)


def log_ratio_interval(
    after: Floats, before: Floats, scatter_after: Floats | float = 1.0, scatter_before: Floats | float = 1.0
) -> tuple[Floats, Floats]:
    """Give the middle and half the width of the interval of log2(after / before), for two counts above 0.

    Notes
    -----
    The variance of the logarithm of a count is about scatter / count (delta method). Divide by exposures, or
    add a prior, before or after: the middle moves, the width stays.

    Examples
    --------
    >>> middle, half = log_ratio_interval(np.array([20.0]), np.array([10.0]))
    >>> middle, half.round(2)
    (array([1.]), array([1.1]))
    """
    half = Z_95 * np.sqrt(scatter_after / after + scatter_before / before) / np.log(2)
    return np.log2(after / before), np.asarray(half)


def extra_variation(total: Floats, squares: Floats, cells: Floats) -> float:
    """Estimate how much counts of the same person vary beyond chance: `a` in the variance m + a m**2.

    Parameters
    ----------
    total, squares : float array
        Sum and sum of squares of each person's counts.
    cells : float array
        How many counts each person has, such as months.

    Returns
    -------
    float
        0 or more, by the method of moments over all persons with two counts or more; 0 where there are none.
        A rate m then has scatter ``1 + a * m``.
    """
    enough = cells >= 2
    total, squares, cells = total[enough], squares[enough], cells[enough]
    mean = total / cells
    within = (squares - total * mean) / (cells - 1)
    scale = float((mean**2 * (cells - 1)).sum())
    if scale <= 0:
        return 0.0
    return max(0.0, float(((within - mean) * (cells - 1)).sum()) / scale)
