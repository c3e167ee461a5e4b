"""Beta-binomial empirical Bayes: shares that can be compared between areas with many and few observations.

Two of two is weak evidence for a share of 100 %. An area's share is therefore estimated from its own counts and from
the shares of all areas. The fewer observations an area has, the more weight the other areas get.

    estimate = (counted + precision * average) / (seen + precision)

where average and precision are parameters of the beta distribution of the true shares of all areas. They are estimated
by maximum likelihood; counts are then beta-binomial (Skellam 1948, J. R. Stat. Soc. B 10: 257-261). The posterior of
an area's true share is again a beta distribution, which gives its interval and probabilities.

This is the counterpart for shares of the gamma-Poisson model in empirical_bayes.py. Do not use it for events that occur
in runs, such as several reports of one incident: count independent events.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import betainc, betaincinv, betaln, digamma, expit, logit

Floats = NDArray[np.float64]

VAGUE_PRECISION = 1.0  # precision with too few areas to estimate it: worth one observation (Jeffreys)
PRECISION_MAX = 400.0  # largest precision: true shares always differ a little
AREAS_TO_FIT_SHARES_MIN = 5  # areas with observations; with fewer, the spread of their shares is not estimated


@dataclass(frozen=True)
class BetaPrior:
    """The prior of the shares: a beta distribution with this ``mean`` (0 to 1, exclusive) and this ``precision``.

    The precision is the weight of the prior, as a number of observations.
    """

    mean: float
    precision: float

    @property
    def a(self) -> float:
        """First parameter of the beta distribution."""
        return self.precision * self.mean

    @property
    def b(self) -> float:
        """Second parameter of the beta distribution."""
        return self.precision * (1 - self.mean)


def usual_shares(counted: ArrayLike, seen: ArrayLike) -> BetaPrior:
    """The maximum likelihood prior of the counts of all areas. Areas without observations are ignored.

    ``counted``: the observations of an area that have the property. ``seen``: all its observations. With fewer than
    AREAS_TO_FIT_SHARES_MIN areas the result is a vague prior around the overall share, which half an observation keeps
    off 0 and 1.
    """
    k, n, at = _distinct(counted, seen)
    times = np.bincount(at, minlength=len(k))[n > 0]
    k, n = k[n > 0], n[n > 0]
    mean = float((times @ k + 0.5) / (times @ n + 1))
    if times.sum() < AREAS_TO_FIT_SHARES_MIN:
        return BetaPrior(mean, VAGUE_PRECISION)
    found = minimize(
        _unlikeliness,
        [logit(mean), np.log(10.0)],
        args=(k, n, times),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-9.0, 9.0), (np.log(0.1), np.log(PRECISION_MAX))],
    )
    return BetaPrior(float(expit(found.x[0])), float(np.exp(found.x[1])))


def _distinct(counted: ArrayLike, seen: ArrayLike) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """The distinct pairs of counts, and the index of the pair of every area.

    The pairs are few and the beta distribution is slow, so it is computed once for a pair.
    """
    k, n = np.asarray(counted, dtype=np.int64), np.asarray(seen, dtype=np.int64)
    size = n.max(initial=0) + 1
    pairs, at = np.unique(k * size + n, return_inverse=True)
    return (pairs // size).astype(float), (pairs % size).astype(float), at


def _unlikeliness(where: Floats, k: Floats, n: Floats, times: NDArray[np.int64]) -> tuple[float, Floats]:
    """Minus the beta-binomial log-likelihood, up to a constant, at (logit mean, log precision), and its gradient."""
    mean, precision = expit(where[0]), np.exp(where[1])
    a, b = precision * mean, precision * (1 - mean)
    likely = times @ (betaln(k + a, n - k + b) - betaln(a, b))
    both = digamma(a + b) - digamma(n + a + b)
    to_a = times @ (digamma(k + a) - digamma(a) + both)
    to_b = times @ (digamma(n - k + b) - digamma(b) + both)
    return -float(likely), -np.array([(to_a - to_b) * a * (1 - mean), to_a * a + to_b * b])


def estimates(counted: ArrayLike, seen: ArrayLike, prior: BetaPrior) -> tuple[Floats, Floats, Floats]:
    """The posterior mean of the share (0 to 1) of every area, and the 5 % and 95 % points."""
    k, n, at = _distinct(counted, seen)
    a, b = k + prior.a, n - k + prior.b
    return (a / (a + b))[at], betaincinv(a, b, 0.05)[at], betaincinv(a, b, 0.95)[at]


def probability_below(counted: ArrayLike, seen: ArrayLike, prior: BetaPrior, share: float) -> Floats:
    """The probability, for every area, that its true share is below ``share``."""
    k, n, at = _distinct(counted, seen)
    return betainc(k + prior.a, n - k + prior.b, share)[at]
