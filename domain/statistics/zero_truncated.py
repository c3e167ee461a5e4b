"""Zero-truncated negative binomial: rates of areas that are in the data only if something was reported there.

If the true rates have a gamma distribution, counts are negative binomial (Greenwood and Yule 1920, Journal of the Royal
Statistical Society 83: 255-279). Without a list of areas, an area without a report is not in the data: only counts of 1
and more are observed. If these are fitted as if they were all counts, rates seem higher and more similar than they are.
The likelihood of an observed count is

    NB(y) / (1 - NB(0)),  y = 1, 2, ...

(Gurmu 1991, Journal of Business & Economic Statistics 9: 225-231), and only counts of 1 and more are used. This is
valid for any window of time: an area with an incident in the window is certainly in the data.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from domain.statistics.empirical_bayes import AREAS_TO_FIT_RATES_MIN, SHAPE_MAX, VAGUE_SHAPE, GammaPrior, usual_rates

Floats = NDArray[np.float64]

LEAST_SHAPE = 0.1  # with more different rates, areas with a low rate cannot be distinguished from no area
LEAST_MEAN = np.exp(-8.0)  # relative to the mean of the observed counts


def fit_rates(counts: ArrayLike, exposures: ArrayLike, *, truncated: bool = False) -> GammaPrior:
    """The maximum likelihood gamma distribution of the true rates.

    ``counts``: whole numbers, one per area. ``exposures``: one per area, 0 or more (homes, home-years); areas with 0
    are ignored. ``truncated``: areas are known only from their counts; areas with a count of 0 are then ignored.

    With fewer than AREAS_TO_FIT_RATES_MIN areas the result is a vague prior around the overall rate, of at least half
    an incident.
    """
    y, t = np.asarray(counts, dtype=float), np.asarray(exposures, dtype=float)
    if not truncated:
        return usual_rates(y, t)
    seen = (t > 0) & (y > 0)
    y, t = y[seen], t[seen]
    if len(y) < AREAS_TO_FIT_RATES_MIN:
        return GammaPrior(VAGUE_SHAPE, max(y.sum(), VAGUE_SHAPE) / t.sum() if len(y) else 1.0)
    mean = y.sum() / t.sum()
    tally = _tally(y)
    found = [
        minimize(
            _unlikeliness,
            np.log([shape, mean / 2]),
            args=(y, t, *tally),
            jac=True,
            method="L-BFGS-B",
            bounds=[(np.log(LEAST_SHAPE), np.log(SHAPE_MAX)), (np.log(mean * LEAST_MEAN), np.log(mean))],
        )
        for shape in (0.5, 5.0)  # the likelihood can be flat if nearly all counts are 1
    ]
    shape, mean = np.exp(min(found, key=lambda each: each.fun).x)
    return GammaPrior(float(shape), float(mean))


def _tally(counts: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """The distinct counts, and how often each occurs."""
    times = np.bincount(counts.astype(np.int64))
    values = np.flatnonzero(times)
    return values.astype(float), times[values]


def _unlikeliness(logs: Floats, y: Floats, t: Floats, values: Floats, times: NDArray[np.intp]) -> tuple[float, Floats]:
    """Minus the zero-truncated log-likelihood, up to a constant, at (log shape, log mean), and its gradient.

    With p = shape / (shape + expected), NB(0) = p ^ shape. ``values``, ``times``: the distinct counts, and how often
    they occur.
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
