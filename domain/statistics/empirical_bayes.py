"""Gamma-Poisson empirical Bayes: incidents per home that can be compared between large and small areas.

Raw rates are most extreme in areas with few homes: four dwellings with three incidents outrank every large block. An
area's rate is therefore estimated from its own incidents and from the rates of all areas. The fewer home-years an area
has, the more weight the other areas get.

    estimate = (incidents + shape) / (home-years + shape / average)

where shape and average are parameters of the gamma distribution of the true rates of all areas. They are estimated by
maximum likelihood; incidents are then negative binomial (Clayton and Kaldor 1987, Biometrics 43: 671-681). The
posterior of an area's true rate is again a gamma distribution, which gives its interval and probabilities.

Do not fit areas together if their homes are counted differently (schemas.DENOMINATORS).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaincc, gammaincinv, gammaln

Floats = NDArray[np.float64]

VAGUE_SHAPE = 0.5  # shape with too few areas to estimate it: only the order of magnitude is known (Jeffreys)
SHAPE_MAX = 400.0  # largest shape: true rates differ by at least 5 % (coefficient of variation)
AREAS_TO_FIT_RATES_MIN = 5  # areas with homes; with fewer, the spread of their rates is not estimated


@dataclass(frozen=True)
class GammaPrior:
    """The prior of the rates: a gamma distribution with this ``shape`` and this ``mean`` (incidents a home-year)."""

    shape: float
    mean: float

    @property
    def weight(self) -> float:
        """The weight of the prior, in home-years."""
        return self.shape / self.mean


def usual_rates(incidents: ArrayLike, home_years: ArrayLike) -> GammaPrior:
    """The maximum likelihood prior of the counts of all areas. Areas without home-years are ignored.

    The search starts from the moments (Marshall 1991, Applied Statistics 40: 283-294). With fewer than
    AREAS_TO_FIT_RATES_MIN areas, or without any incident, the result is a vague prior around the overall rate, of at
    least half an incident.
    """
    y, t = np.asarray(incidents, dtype=float), np.asarray(home_years, dtype=float)
    y, t = y[t > 0], t[t > 0]
    if not len(y):
        return GammaPrior(VAGUE_SHAPE, 1.0)
    if len(y) < AREAS_TO_FIT_RATES_MIN or not y.any():
        return GammaPrior(VAGUE_SHAPE, max(y.sum(), VAGUE_SHAPE) / t.sum())
    mean = y.sum() / t.sum()
    spread = np.sum(t * (y / t - mean) ** 2) / t.sum() - mean / t.mean()  # "@" would wait for threads of BLAS
    start = np.clip(mean**2 / spread if spread > 0 else SHAPE_MAX, 0.05, SHAPE_MAX)
    found = minimize(
        _unlikeliness,
        np.log([start, mean]),
        args=(y, t, *_tally(y)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(np.log(0.01), np.log(SHAPE_MAX)), (None, None)],
    )
    shape, mean = np.exp(found.x)
    return GammaPrior(float(shape), float(mean))


def _tally(counts: Floats | NDArray[np.int64]) -> tuple[Floats, NDArray[np.intp]]:
    """The distinct counts, and how often each occurs."""
    times = np.bincount(counts.astype(np.int64))
    values = np.flatnonzero(times)
    return values.astype(float), times[values]


def _unlikeliness(logs: Floats, y: Floats, t: Floats, values: Floats, times: NDArray[np.intp]) -> tuple[float, Floats]:
    """Minus the negative binomial log-likelihood, up to a constant, at (log shape, log mean), and its gradient.

    ``values`` and ``times``: the distinct counts in ``y`` and how often each occurs.
    """
    shape, expected = np.exp(logs[0]), t * np.exp(logs[1])
    kept = shape / (shape + expected)
    likely = times @ (gammaln(values + shape) - gammaln(shape)) + np.sum(shape * np.log(kept) + y * np.log1p(-kept))
    pull = (y - expected) * kept
    to_shape = times @ (digamma(values + shape) - digamma(shape)) + np.sum(np.log(kept) - pull / shape)
    return -float(likely), -np.array([shape * to_shape, np.sum(pull)])


def estimates(incidents: ArrayLike, home_years: ArrayLike, prior: GammaPrior) -> tuple[Floats, Floats, Floats]:
    """The posterior mean of the rate (incidents per home-year) of every area, and the 5 % and 95 % points."""
    shape, time = _posterior(incidents, home_years, prior)
    count = np.asarray(incidents, dtype=np.int64)
    values, _ = _tally(count)
    table = np.zeros((2, int(count.max(initial=0)) + 1))
    for row, part in zip(table, (0.05, 0.95), strict=True):
        row[values.astype(np.int64)] = gammaincinv(values + prior.shape, part)
    low, high = table[:, count] / time
    return shape / time, low, high


def probability_above(incidents: ArrayLike, home_years: ArrayLike, prior: GammaPrior, rate: float | Floats) -> Floats:
    """The probability, for every area, that its true rate is above ``rate`` (incidents per home-year)."""
    shape, time = _posterior(incidents, home_years, prior)
    return gammaincc(shape, rate * time)


def _posterior(incidents: ArrayLike, home_years: ArrayLike, prior: GammaPrior) -> tuple[Floats, Floats]:
    return np.asarray(incidents, dtype=float) + prior.shape, np.asarray(home_years, dtype=float) + prior.weight
