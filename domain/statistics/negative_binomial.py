"""The negative binomial distribution: a count whose rate has a gamma distribution. Used for forecasts.

    variance = mean + mean^2 / shape

``shape`` is that of the gamma distribution: the higher it is, the more certain the rate. Intervals are mid-p intervals
(Lancaster 1961, Journal of the American Statistical Association 56: 223-234): half of the probability of an end point
counts as outside. The coverage for small counts is then right on average instead of too high.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, gammaincinv, gammaln, ndtri
from scipy.stats import nbinom

Floats = NDArray[np.float64]

INTERVAL_COVERAGE = 0.9  # coverage of an interval
STEPS_MAX = 24  # from the guess of a quantile; where more are needed, the quantile is searched from the start


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
        low, high = self._first(tail), self._first(1 - tail) - 1
        return low.astype(np.int64), np.maximum(high, low).astype(np.int64)

    def _first(self, part: float) -> Floats:
        """The smallest count of every area of which the mid-p distribution function is at least ``part``.

        The mid-p distribution function of a count is the probability of a lower count plus half that of the count
        itself. From a guess the search goes up or down, a count a step.
        """
        count, chance = self._guess(part), self.mean / (self.shape + self.mean)
        point = np.exp(
            gammaln(count + self.shape)
            - gammaln(self.shape)
            - gammaln(count + 1)
            - self.shape * np.log1p(self.mean / self.shape)
            + count * np.log(chance)
        )
        middle = 1 - self.above(count - 1) + point / 2
        up = middle < part
        way = np.where(up, 1.0, -1.0)
        for _step in range(STEPS_MAX):
            moves = (middle < part) == up
            if not moves.any():
                break
            higher = (count + self.shape) / (count.clip(0) + 1) * chance
            lower = count.clip(0) / ((count - 1 + self.shape).clip(1e-99) * chance)
            beside = point * np.where(up, higher, lower)
            middle = np.where(moves, middle + way * (point + beside) / 2, middle)
            point, count = np.where(moves, beside, point), count + way * moves
        found = np.where(up, count, count + 1)
        if (far := np.flatnonzero((middle < part) == up)).size:
            rest = self.of(far)
            whole = np.asarray(nbinom.ppf(part, rest.shape, rest.shape / (rest.shape + rest.mean)))
            found[far] = whole + (1 - (rest.above(whole) + rest.above(whole - 1)) / 2 < part)
        return found

    def _guess(self, part: float) -> Floats:
        """About the quantile: of a gamma distribution, or as far from the normal one as the skewness says.

        Cornish and Fisher 1938, Revue de l'Institut International de Statistique 5: 307-320.
        """
        z, chance = ndtri(part), self.mean / (self.shape + self.mean)
        away = z + (1 + chance) / np.sqrt(chance * self.shape) * (z**2 - 1) / 6
        about = self.mean + np.sqrt(self.mean / (1 - chance)) * away
        skewed = self.shape < 1
        about[skewed] = gammaincinv(self.shape[skewed], part) * self.mean[skewed] / self.shape[skewed]
        return np.rint(about.clip(0))

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
        return float(self.log_likelihoods(counts).sum())

    def log_likelihoods(self, counts: ArrayLike) -> Floats:
        """The log-likelihood of the count of every area, up to a constant that depends on the count only."""
        y = np.asarray(counts, dtype=float)
        s, mean = self.shape, self.mean
        return gammaln(y + s) - gammaln(s) - s * np.log1p(mean / s) + y * np.log(mean / (s + mean))
