"""Incidents since the work began against those expected without it, with a 90 % interval.

The expected number is itself uncertain: it is a gamma variable whose relative variance is 1 / ``effective_n``, as if it
rested on so many incidents. Then the count is negative binomial, and with pi = ratio x expected / (ratio x expected +
sure)

    P(count or fewer) = P(Beta(count + 1, sure) >= pi),  P(count or more) = P(Beta(count, sure) <= pi)

which is the conditional exact interval of two counts (``rate_ratio``) with one count made of more than counting. Exact
intervals hold the truth more often than they say, and much more so for small counts; between the two beta's lies
Beta(count + 1/2, sure), Jeffreys' interval, which on average holds it as often as it says (Brown, Cai and DasGupta
2001, Statistical Science 16: 101-133; Lancaster's mid-p is nearly the same).

``dispersion``: how many times more than Poisson the counts vary (quasi-Poisson, see quasi_poisson.py); all is then as
sure as with so many times fewer incidents.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

Floats = NDArray[np.float64]

CONFIDENCE = 0.9  # of every interval that a screen shows of an effect
TAIL = (1 - CONFIDENCE) / 2


def ratio_to_expected(
    count: ArrayLike, expected: ArrayLike, effective_n: ArrayLike, dispersion: ArrayLike = 1.0
) -> tuple[Floats, Floats, Floats]:
    """The ratio count / expected with its 5 % and 95 % points; all NaN where nothing is expected.

    ``expected`` and ``effective_n``: see above; arrays of one shape, or numbers.
    """
    y, mu, r, phi = (np.asarray(value, dtype=float) for value in (count, expected, effective_n, dispersion))
    known = (mu > 0) & (r > 0)
    mu, r = np.where(known, mu, np.nan), np.where(known, r, 1.0) / phi
    points = [betaincinv(y / phi + 0.5, r, part) for part in (TAIL, 1 - TAIL)]
    low, high = (point / (1 - point) * r * phi / mu for point in points)
    return y / mu, np.where(y > 0, low, low * 0.0), high
