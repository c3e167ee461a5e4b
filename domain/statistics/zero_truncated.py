"""Rates of areas that are known only because something was reported there (zero-truncated negative binomial).

With true rates that follow a gamma distribution, counts are negative binomial (Greenwood and Yule 1920, Journal of the
Royal Statistical Society 83: 255-279). Where there is no list of areas, an area without a report is not in the data at
all: what is seen are the counts of 1 and more. Fitted as if they were all counts, rates seem higher, and more alike,
than they are. The likelihood of a count that can be seen is

    NB(y) / (1 - NB(0)),  y = 1, 2, ...

(Gurmu 1991, Journal of Business & Economic Statistics 9: 225-231), and only counts of 1 and more go into it. That holds
for any window: an area with an incident in the window is surely in the data, whatever makes the others known.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from domain.statistics.empirical_bayes import EVEN, FEW, VAGUE, GammaPrior, usual_rates

Floats = NDArray[np.float64]

LEAST_SHAPE = 0.1  # rates that differ more cannot be told from areas that do not exist
LEAST_MEAN = np.exp(-8.0)  # of the mean of the counts that are seen


def fit_rates(counts: ArrayLike, exposures: ArrayLike, *, truncated: bool = False) -> GammaPrior:
    """The gamma distribution of the true rates that makes the counts most likely.

    ``counts``: whole numbers, one an area. ``exposures``: of each area, 0 or more (homes, home-years); areas without
    are ignored. ``truncated``: areas are known only by their counts; those of 0 are then ignored.

    With fewer than FEW areas how much rates differ cannot be known: a vague prior around the overall rate, half an
    incident at least.
    """
    y, t = np.asarray(counts, dtype=float), np.asarray(exposures, dtype=float)
    if not truncated:
        return usual_rates(y, t)
    seen = (t > 0) & (y > 0)
    y, t = y[seen], t[seen]
    if len(y) < FEW:
        return GammaPrior(VAGUE, max(y.sum(), VAGUE) / t.sum() if len(y) else 1.0)
    mean = y.sum() / t.sum()
    tally = _tally(y)
    found = [
        minimize(
            _unlikeliness,
            np.log([shape, mean / 2]),
            args=(y, t, *tally),
            jac=True,
            method="L-BFGS-B",
            bounds=[(np.log(LEAST_SHAPE), np.log(EVEN)), (np.log(mean * LEAST_MEAN), np.log(mean))],
        )
        for shape in (0.5, 5.0)  # the likelihood can have a flat end where nearly all counts are 1
    ]
    shape, mean = np.exp(min(found, key=lambda each: each.fun).x)
    return GammaPrior(float(shape), float(mean))


def _tally(counts: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """The distinct counts, and how often each occurs."""
    times = np.bincount(counts.astype(np.int64))
    values = np.flatnonzero(times)
    return values.astype(float), times[values]


def _unlikeliness(logs: Floats, y: Floats, t: Floats, values: Floats, times: NDArray[np.intp]) -> tuple[float, Floats]:
    """Minus the zero-truncated log-likelihood (but for a constant) at log shape and log mean, and its slope.

    With p = shape / (shape + expected), NB(0) = p ^ shape. ``values``, ``times``: the distinct counts, how often each.
    """
    shape, expected = np.exp(logs[0]), t * np.exp(logs[1])
    kept = shape / (shape + expected)
    log_kept = np.log(kept)
    log_zero = shape * log_kept
    likely = times @ (gammaln(values + shape) - gammaln(shape)) + np.sum(log_zero + y * np.log1p(-kept))
    likely -= np.sum(np.log(-np.expm1(log_zero)))
    zero_odds = 1 / np.expm1(-log_zero)  # NB(0) / (1 - NB(0))
    pull = (y - expected) * kept
    to_shape = times @ (digamma(values + shape) - digamma(shape)) + np.sum(log_kept - pull / shape)
    to_shape += np.sum(zero_odds * (log_kept + 1 - kept))
    to_mean = np.sum(pull - zero_odds * kept * expected)
    return -float(likely), -np.array([shape * to_shape, to_mean])
