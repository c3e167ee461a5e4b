"""The ratio of two Poisson rates, with its exact interval.

Given their sum, the first of two Poisson counts is binomial with probability

    ratio x exposure / (ratio x exposure + other exposure)

so the exact interval of a binomial probability (Clopper and Pearson 1934, Biometrika 26: 404-413) gives that of the
ratio (Przyborowski and Wilenski 1940, Biometrika 31: 313-323). Its coverage is at least the nominal one. The p-value is
twice the smaller tail, so it is below 1 - confidence exactly if the interval excludes 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ratio:
    """A ratio (0 or more; NaN if both counts are 0), its interval (0 to infinity) and p-value of the ratio 1."""

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats


def rate_ratio(
    count: ArrayLike, exposure: ArrayLike, other: ArrayLike, other_exposure: ArrayLike, confidence: float = 0.9
) -> Ratio:
    """The ratio of the rate ``count / exposure`` to ``other / other_exposure``; numbers or arrays of one shape.

    >>> found = rate_ratio(11, 800, 21, 3011, confidence=0.95)
    >>> round(float(found.ratio), 6), round(float(found.low), 4), round(float(found.high), 4)
    (1.971488, 0.8584, 4.2773)
    """
    x, t, y, s = (np.asarray(value, dtype=float) for value in (count, exposure, other, other_exposure))
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(x > 0, betaincinv(np.maximum(x, 1), y + 1, tail), 0.0)
        high = np.where(y > 0, betaincinv(x + 1, np.maximum(y, 1), 1 - tail), 1.0)
        odds = s / t
        even = t / (t + s)
        at_most = np.where(y > 0, 1 - betainc(x + 1, np.maximum(y, 1), even), 1.0)
        at_least = np.where(x > 0, betainc(np.maximum(x, 1), y + 1, even), 1.0)
        return Ratio(
            ratio=(x / t) / (y / s),
            low=low / (1 - low) * odds,
            high=high / (1 - high) * odds,
            p=np.minimum(2 * np.minimum(at_most, at_least), 1.0),
        )
