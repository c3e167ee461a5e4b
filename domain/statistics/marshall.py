"""Marshall's global empirical Bayes estimator: a simpler shrunken rate than that of empirical_bayes.py.

    estimate = average + trust * (raw rate - average)
    trust    = between / (between + average / population)

where ``between`` is the variance of the true rates: the variance of the raw rates (weighted by population) less the
variance by chance, never below 0 (Marshall 1991, Applied Statistics 40: 283-294). It has no interval and no
probabilities, so candidates are not ranked by it. It is in common textbooks and packages, and serves as a check.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def marshall_rates(cases: ArrayLike, population: ArrayLike) -> NDArray[np.float64]:
    """The shrunken rate of every area (cases per unit of population, 0 or more).

    The smaller the population, the closer the rate is to the average. An area without population gets the average. If
    no area has population, all rates are NaN.
    """
    y, n = np.asarray(cases, dtype=float), np.asarray(population, dtype=float)
    lived_in = n > 0
    if not lived_in.any():
        return np.full(len(y), np.nan)
    everyone, average = n.sum(), y[lived_in].sum() / n.sum()
    raw = np.divide(y, n, out=np.full(len(y), average), where=lived_in)
    between = max(np.sum(n * (raw - average) ** 2) / everyone - average * lived_in.sum() / everyone, 0.0)
    trust = between * n / (between * n + average) if average else np.zeros(len(y))
    return average + trust * (raw - average)
