"""Is it high in an area and around it, more than the lie of the values over the map would give by chance?

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

Not to be used on raw counts where areas differ in size (it finds the big areas), nor on raw rates where some areas
have hardly any homes (it finds the small ones): give it shrunken rates (rates.py). It says where it is high, not that
it is one problem (see clusters.py), and neighbours share their neighbours: one high area makes several high sums.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.stats import pearson3

Floats = NDArray[np.float64]

ROUNDING = 1e-12  # of their mean square: differences below it are how numbers are stored, not how areas differ


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
        return pearson3.sf(self.z, self.skewness)

    @property
    def p_two_sided(self) -> Floats:
        """The probability of a z at least this far out, high or low, by chance: twice the smaller tail."""
        return np.minimum(2 * np.minimum(self.p_high, pearson3.cdf(self.z, self.skewness)), 1.0)


def local_g(values: ArrayLike, graph: csr_array, *, star: bool = True) -> LocalG:
    """Getis-Ord G* (``star``) or G of each area.

    ``values``: one number an area, all known. ``graph``: see graph.neighbour_graph, in the same order.
    """
    values = np.asarray(values, dtype=float)
    if len(values) < 3:
        return LocalG(np.full(len(values), np.nan), np.full(len(values), np.nan))
    gap = values - values.mean()  # z is the same for gaps, and they lose no digits
    size = np.diff(graph.indptr).astype(float)
    total = graph @ gap
    # The moments of the values that the sum is drawn from: all of them, or all but the area's own.
    own = 0.0 if star else gap
    if star:
        size, total = size + 1, total + gap
    among = len(gap) - (0 if star else 1)
    mean, square, cube = (((gap**k).sum() - own**k) / among for k in (1, 2, 3))
    variance = square - mean**2
    even = ROUNDING * max(gap @ gap, ROUNDING * values @ values) / len(gap)
    known = (variance > even) & (size > 0) & (size < among)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (total - size * mean) / np.sqrt(variance * size * (among - size) / (among - 1))
        of_values = (cube - 3 * mean * variance - mean**3) / variance**1.5
        dealt = (among - 2 * size) / (among - 2) * np.sqrt((among - 1) / (size * (among - size)))
        skewness = of_values * dealt
    return LocalG(np.where(known, z, np.nan), np.where(known, skewness, np.nan))
