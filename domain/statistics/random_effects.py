"""By how much effects truly differ, beyond their standard errors (random-effects meta-analysis).

Each effect y has its own variance s^2, and the true effects lie around their mean with the variance between:

    weight = 1 / (s^2 + between), mean = sum of weight x y / sum of weights

``between`` is that of Paule and Mandel (1982, Journal of Research of the National Bureau of Standards 87: 377-385): the
one at which the sum of weight x (y - mean)^2 is its expectation, the number of effects less one; 0 at least. Veroniki
and others (2016, Research Synthesis Methods 7: 55-79) compared sixteen ways and name it among the best.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq


def between_variance(effects: ArrayLike, variances: ArrayLike) -> float:
    """Paule and Mandel's variance between the true effects; 0 with fewer than two.

    >>> round(between_variance([-0.5, 0.1, -0.9], [0.04, 0.0625, 0.09]), 3)
    0.18
    """
    y, variance = np.asarray(effects, dtype=float), np.asarray(variances, dtype=float)
    if len(y) < 2:
        return 0.0

    def beyond(between: float) -> float:
        weight = 1 / (variance + between)
        return float(weight @ (y - weight @ y / weight.sum()) ** 2 - (len(y) - 1))

    most = float(((y - y.mean()) ** 2).sum())  # at which the weighted sum is below 1, so below its expectation
    if beyond(0.0) <= 0 or most == 0:
        return 0.0
    return float(brentq(beyond, 0.0, most, xtol=1e-12))
