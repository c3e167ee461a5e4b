"""The pooled effect of approaches: a cautious prior, updated with the association's own measured effects.

The logarithm of the rate ratio of an approach is taken to be normal around a mean that is itself normal; the start is
stated below. Each measured effect counts for as much as its own uncertainty and the spread between approaches allow
(normal-normal shrinkage; Efron and Morris 1975, Journal of the American Statistical Association 70: 311-319):

    weight of an effect = 1 / (its standard error^2 + SPREAD^2)
    mean = (start / START_ERROR^2 + sum of weight x effect) / (1 / START_ERROR^2 + sum of weights)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from domain.effects.observed_to_expected import TAIL

START = float(np.log(0.85))  # 15 % fewer: stated, not measured; less than most publish, for what is published is picked
START_ERROR = 0.2  # no effect at all, and a third fewer, are well possible
SPREAD = 0.2  # standard deviation of the true effects of one approach and another


@dataclass(frozen=True)
class PooledEffect:
    """The usual rate ratio of an approach: ``mean`` with the 5 % and 95 % points; ``measured``: effects it rests on."""

    mean: float
    low: float
    high: float
    measured: int


def pooled_effect(log_ratios: ArrayLike = (), errors: ArrayLike = ()) -> PooledEffect:
    """The usual rate ratio, given the logarithms of measured ratios and their standard errors; NaN does not count.

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
