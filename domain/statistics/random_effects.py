"""Random-effects meta-analysis: the mean of effects that truly differ, and by how much they do.

Each effect y has its own standard error s, and the true effects lie around their mean with variance between:

    weight = 1 / (s^2 + between), mean = sum of weight x y / sum of weights, its standard error 1 / sqrt(sum of weights)

``between`` is that of Paule and Mandel (1982, Journal of Research of the National Bureau of Standards 87: 377-385): the
one at which the sum of weight x (y - mean)^2 is its expectation, the number of effects less one; 0 at least. Veroniki
and others (2016, Research Synthesis Methods 7: 55-79) compared sixteen ways and name it among the best.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RandomEffects:
    """``mean`` and its standard ``error``; ``between``: variance of the true effects; NaN without an effect."""

    mean: float
    error: float
    between: float


def random_effects(effects: ArrayLike, errors: ArrayLike) -> RandomEffects:
    """Pool effects with their standard errors (above 0).

    >>> found = random_effects([-0.5, 0.1, -0.9], [0.2, 0.25, 0.3])
    >>> round(found.mean, 3), round(found.error, 3), round(found.between, 3)
    (-0.42, 0.284, 0.18)
    """
    y, variance = np.asarray(effects, dtype=float), np.asarray(errors, dtype=float) ** 2
    if not len(y):
        return RandomEffects(float("nan"), float("nan"), float("nan"))
    between = between_variance(y, variance)
    weight = 1 / (variance + between)
    return RandomEffects(float(weight @ y / weight.sum()), float(1 / np.sqrt(weight.sum())), between)


def between_variance(effects: ArrayLike, variances: ArrayLike) -> float:
    """Paule and Mandel's variance between the true effects; 0 with fewer than two."""
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
