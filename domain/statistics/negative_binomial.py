"""The negative binomial distribution: a count whose rate has a gamma distribution. Used for forecasts.

    variance = mean + mean^2 / shape

``shape`` is that of the gamma distribution: the higher it is, the more certain the rate. Intervals are mid-p intervals
(Lancaster 1961, Journal of the American Statistical Association 56: 223-234): half of the probability of an end point
counts as outside. The coverage for small counts is then right on average instead of too high.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, gammaln
from scipy.stats import nbinom

Floats = NDArray[np.float64]

INTERVAL_COVERAGE = 0.9  # coverage of an interval


@dataclass(frozen=True)
class NegativeBinomial:
    """The distributions of the counts of areas: ``mean`` (above 0) and ``shape`` (above 0), arrays of one length."""

    mean: Floats
    shape: Floats

    def times(self, factor: float | Floats) -> "NegativeBinomial":
        """The same with ``factor`` times the mean."""
        return NegativeBinomial(self.mean * factor, self.shape)

    def of(self, areas: NDArray[np.int64] | NDArray[np.bool_]) -> "NegativeBinomial":
        """The distributions of some of the areas, by index or mask."""
        return NegativeBinomial(self.mean[areas], self.shape[areas])

    def together(self, common: float = 0.0) -> "NegativeBinomial":
        """The sum of all areas, as an array of one; by its mean and variance.

        Areas move independently, but for one factor that all have in common, with mean 1 and variance ``common``.
        """
        mean = float(self.mean.sum())
        apart = float((self.mean**2 / self.shape).sum()) / mean**2
        return NegativeBinomial(np.array([mean]), np.array([1 / (apart * (1 + common) + common)]))

    def interval(self, confidence: float = INTERVAL_COVERAGE) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Lowest and highest count of the central mid-p interval of every area, both inclusive."""
        tail = (1 - confidence) / 2
        zero = self.shape / (self.shape + self.mean)
        low, high = (np.asarray(nbinom.ppf(part, self.shape, zero)) for part in (tail, 1 - tail))
        low += self._middle(low) < tail
        high -= self._middle(high) > 1 - tail
        return low.astype(np.int64), np.maximum(high, low).astype(np.int64)

    def _middle(self, count: Floats) -> Floats:
        """The mid-p distribution function: the probability of a lower count plus half that of the count itself."""
        return 1 - (self.above(count) + self.above(count - 1)) / 2

    def above(self, count: ArrayLike) -> Floats:
        """The probability of more than ``count``, which may be any number."""
        least = np.floor(np.asarray(count, dtype=float)) + 1
        some = betainc(np.maximum(least, 1), self.shape, self.mean / (self.shape + self.mean))
        return np.where(least > 0, some, 1.0)

    def draws(self, rng: np.random.Generator, times: int) -> NDArray[np.int64]:
        """Random draws: ``times`` rows, a column per area."""
        rate = rng.standard_gamma(self.shape, size=(times, len(self.shape))) * (self.mean / self.shape)
        return rng.poisson(rate)

    def log_likelihood(self, counts: ArrayLike) -> float:
        """The log-likelihood of these counts together, up to a constant that depends on the counts only."""
        y = np.asarray(counts, dtype=float)
        s, mean = self.shape, self.mean
        each = gammaln(y + s) - gammaln(s) - s * np.log1p(mean / s) + y * np.log(mean / (s + mean))
        return float(each.sum())
