"""Local Getis-Ord statistics: whether an area and its neighbours have higher values than chance explains.

Source: Getis and Ord 1992, Geographical Analysis 24: 189-206; Ord and Getis 1995, Geographical Analysis 27: 286-306.
The weights are binary: every neighbour has weight 1.

    G*  of an area: the sum of the values of the area itself and its neighbours
    G   of an area: the sum of the values of its neighbours only
    z   = (that sum - its expectation) / its standard deviation, if the values are permuted over the areas

so z is about 0 without a pattern, high among high values and low among low values.

The p-values do not use the normal distribution. Incidents are skewed: few areas have most of them. The normal
distribution then finds hot spots by chance far in its tail, and a test of thousands of areas uses just that tail. A sum
of values drawn without replacement has a known skewness (Cramér 1946, Mathematical Methods of Statistics). The Pearson
type III distribution with that skewness is used instead; without skewness it is the normal distribution.

Do not use it on raw counts of areas that differ in size, for it then finds the large areas. Do not use it on raw rates
of areas with very few homes either, for it then finds the small ones. Use shrunken rates (empirical_bayes.py). A high z
does not mean that the areas are one problem (see clusters.py). Neighbours share neighbours, so one high area raises
several sums.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import gammainc, gammaincc, ndtr

Floats = NDArray[np.float64]

ROUNDING = 1e-12  # relative to the mean square; smaller differences are rounding errors

SKEWNESS_MIN = 1e-5  # skewness below which the normal distribution is used, because the gamma distribution loses digits


@dataclass(frozen=True)
class LocalG:
    """The statistic of every area, in the order of the areas.

    ``z``: standard deviations above the expectation. NaN if it is undefined: no neighbours (only with ``star`` false),
    all areas are neighbours, all values are equal, or there are fewer than three areas. ``skewness``: of z under
    permutation.
    """

    z: Floats
    skewness: Floats

    @property
    def p_upper(self) -> Floats:
        """The probability of a z at least this high by chance: small in a hot spot, near 1 in a cold spot."""
        return _above(self.z, self.skewness)


def local_g(values: ArrayLike, graph: csr_array, *, star: bool = True) -> LocalG:
    """Getis-Ord G* (``star``) or G of every area.

    ``values``: one number per area, none missing. ``graph``: see contiguity.neighbour_graph, in the same order.
    """
    values = np.asarray(values, dtype=float)
    if len(values) < 3:
        return LocalG(np.full(len(values), np.nan), np.full(len(values), np.nan))
    gap = values - values.mean()  # z is the same for deviations from the mean, with smaller rounding errors
    size = np.diff(graph.indptr).astype(float)
    total = graph @ gap
    among = len(gap)
    if star:
        size, total = size + 1, total + gap
    else:
        among -= 1
    # The moments of the values that the sum is drawn from: all values, or all but the area's own.
    squares = gap * gap
    mean, square, cube = ((each.sum() - (0 if star else each)) / among for each in (gap, squares, squares * gap))
    variance = square - mean * mean
    even = ROUNDING * max(squares.mean(), ROUNDING * np.square(values).mean())
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.sqrt(np.where(variance > even, variance, np.nan))
        spread = np.sqrt(size * (among - size) / (among - 1))
        z = np.where(spread > 0, (total - size * mean) / (deviation * spread), np.nan)
        of_values = (cube - 3 * mean * variance - mean * mean * mean) / (variance * deviation)
        skewness = np.where(spread > 0, of_values * (among - 2 * size) / ((among - 2) * spread), np.nan)
    return LocalG(z, skewness)


def _above(z: Floats, skewness: Floats) -> Floats:
    """The survival function of the Pearson type III distribution: a gamma distribution, mirrored for negative skewness.

    The same values as scipy.stats.pearson3.sf, three times as fast.
    """
    part = ndtr(-z)
    for bent, tail in ((skewness > SKEWNESS_MIN, gammaincc), (skewness < -SKEWNESS_MIN, gammainc)):
        half = 2 / skewness[bent]
        part[bent] = tail(half**2, np.maximum(half * (half + z[bent]), 0.0))
    return part
