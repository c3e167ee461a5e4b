"""The pooled effect of approaches: a cautious prior, updated with the association's own measured effects.

The logarithm of the rate ratio of an approach is assumed to be normal around a mean with a normal prior (START,
START_ERROR). The weight of a measured effect depends on its own uncertainty and on the spread between approaches
(normal-normal shrinkage; Efron and Morris 1975, Journal of the American Statistical Association 70: 311-319):

    weight of an effect = 1 / (its standard error^2 + SPREAD^2)
    mean = (start / START_ERROR^2 + sum of weight x effect) / (1 / START_ERROR^2 + sum of weights)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from domain.effects.observed_to_expected import TAIL

START = float(np.log(0.85))  # 15 % fewer: an assumption, below most published effects, as these are selected
START_ERROR = 0.2  # includes no effect as well as a third fewer incidents
SPREAD = 0.2  # standard deviation of the true effects of approaches


@dataclass(frozen=True)
class PooledEffect:
    """The expected rate ratio of an approach: ``mean``, its 5 % and 95 % points, and the number of measured effects."""

    mean: float
    low: float
    high: float
    measured: int


def pooled_effect(log_ratios: ArrayLike = (), errors: ArrayLike = ()) -> PooledEffect:
    """The expected rate ratio, given the logarithms of measured ratios and their standard errors; NaN is ignored.

    >>> round(pooled_effect().mean, 2)
    0.85
    """
    effect, error = np.asarray(log_ratios, dtype=float), np.asarray(errors, dtype=float)
    known = np.isfinite(effect) & np.isfinite(error)
    weight = 1 / (error[known] ** 2 + SPREAD**2)
    precision = 1 / START_ERROR**2 + weight.sum()
    mean = (START / START_ERROR**2 + weight @ effect[known]) / precision
    wide = -ndtri(TAIL) / np.sqrt(precision)
    middle, low, high = (float(np.exp(x)) for x in (mean, mean - wide, mean + wide))
    return PooledEffect(middle, low, high, int(known.sum()))
