"""The ratio of the incidents since the work began to those expected without it, with a 90 % interval.

The expected number is itself uncertain: it is a gamma variable with relative variance 1 / n, where n is
``effective_n``, the number of incidents that it is based on. The count is then negative binomial, and with
pi = ratio x expected / (ratio x expected + n)

    P(count or fewer) = P(Beta(count + 1, n) >= pi),  P(count or more) = P(Beta(count, n) <= pi)

This is the conditional exact interval of two counts, with n in place of the second count. Exact intervals are
conservative, especially for small counts. Between the two distributions lies Beta(count + 1/2, n),
Jeffreys' interval, whose coverage is right on average (Brown, Cai and DasGupta 2001, Statistical Science 16: 101-133;
Lancaster's mid-p interval is nearly the same).

``dispersion``: the variance of the counts relative to Poisson (quasi-Poisson, see quasi_poisson.py). The interval is
then as wide as with that many times fewer incidents.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

Floats = NDArray[np.float64]

EFFECT_COVERAGE = 0.9  # coverage of all intervals of an effect
EFFECT_TAIL = (1 - EFFECT_COVERAGE) / 2


def ratio_to_expected(
    count: ArrayLike, expected: ArrayLike, effective_n: ArrayLike, dispersion: ArrayLike = 1.0
) -> tuple[Floats, Floats, Floats]:
    """The ratio count / expected with its 5 % and 95 % points; all NaN if nothing is expected.

    ``expected``, ``effective_n``: see the module. All arguments are numbers or arrays of one shape.
    """
    y, mu, r, phi = (np.asarray(value, dtype=float) for value in (count, expected, effective_n, dispersion))
    known = (mu > 0) & (r > 0)
    mu, r = np.where(known, mu, np.nan), np.where(known, r, 1.0) / phi
    points = [betaincinv(y / phi + 0.5, r, part) for part in (EFFECT_TAIL, 1 - EFFECT_TAIL)]
    low, high = (point / (1 - point) * r * phi / mu for point in points)
    return y / mu, np.where(y > 0, low, low * 0.0), high
