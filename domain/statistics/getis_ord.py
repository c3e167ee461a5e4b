"""Local Getis-Ord statistics: whether an area and its neighbours are high together, more than by chance.

Getis and Ord's local statistics (Getis and Ord 1992, Geographical Analysis 24: 189-206; Ord and Getis 1995,
Geographical Analysis 27: 286-306), with binary weights: each neighbour counts 1.

    G*  of an area: the sum of the values of the area itself and its neighbours
    G   of an area: the sum of the values of its neighbours alone
    z   = (that sum - its expectation) / its standard deviation, if all values were dealt out over the areas anew

so z is about 0 without a pattern, high in the midst of high values, low in the midst of low ones.

The p-values are not read from the normal curve: incidents are skewed, few areas have most, and the normal curve then
finds hot spots in pure chance far out in its tail, which is where a test of thousands of areas looks. Sums of values
that are dealt out without replacement have a known skewness (Cramér 1946, Mathematical Methods of Statistics), and the
Pearson type III curve with that skewness is used instead; for values without skewness it is the normal curve.

Not to be used on raw counts where areas differ in size (it finds the big areas), nor on raw rates where some areas have
hardly any homes (it finds the small ones): give it shrunken rates (empirical_bayes.py). It says where it is high, not
that it is one problem (see clusters.py), and neighbours share their neighbours: one high area makes several high sums.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import gammainc, gammaincc, ndtr

Floats = NDArray[np.float64]

ROUNDING = 1e-12  # of their mean square: differences below it are how numbers are stored, not how areas differ

STRAIGHT = 1e-5  # of skewness: the normal curve is then as good, and the gamma distribution loses digits


@dataclass(frozen=True)
class LocalG:
    """The statistic of each area, in the order of the areas.

    ``z``: standard deviations above what chance gives; NaN where it cannot be known: no neighbours at all (only with
    ``star`` false), all areas its neighbours, all values equal, or fewer than three areas.
    ``skewness``: of z, if only chance were at work.
    """

    z: Floats
    skewness: Floats

    @property
    def p_high(self) -> Floats:
        """The probability of a z at least this high by chance: small in a hot spot, near 1 in a cold one."""
        return _above(self.z, self.skewness)

    @property
    def p_two_sided(self) -> Floats:
        """The probability of a z at least this far out, high or low, by chance: twice the smaller tail."""
        return np.minimum(2 * np.minimum(self.p_high, _above(-self.z, -self.skewness)), 1.0)


def local_g(values: ArrayLike, graph: csr_array, *, star: bool = True) -> LocalG:
    """Getis-Ord G* (``star``) or G of each area.

    ``values``: one number an area, all known. ``graph``: see contiguity.neighbour_graph, in the same order.
    """
    values = np.asarray(values, dtype=float)
    if len(values) < 3:
        return LocalG(np.full(len(values), np.nan), np.full(len(values), np.nan))
    gap = values - values.mean()  # z is the same for gaps, and they lose no digits
    size = np.diff(graph.indptr).astype(float)
    total = graph @ gap
    among = len(gap)
    if star:
        size, total = size + 1, total + gap
    else:
        among -= 1
    # The moments of the values that the sum is drawn from: all of them, or all but the area's own.
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
    """The part of the Pearson type III curve above z: of a gamma distribution, mirrored where the skewness is below 0.

    As scipy.stats.pearson3.sf, three times as fast.
    """
    part = ndtr(-z)
    for bent, tail in ((skewness > STRAIGHT, gammaincc), (skewness < -STRAIGHT, gammainc)):
        half = 2 / skewness[bent]
        part[bent] = tail(half**2, np.maximum(half * (half + z[bent]), 0.0))
    return part
