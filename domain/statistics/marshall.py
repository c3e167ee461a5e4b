"""Marshall's global empirical Bayes estimator: a simple shrunken rate beside the full one of empirical_bayes.py.

    estimate = average + trust * (raw rate - average)
    trust    = between / (between + average / population)

where ``between`` is how much true rates differ: the variance of the raw rates (weighted by population) less what chance
alone gives, never below 0 (Marshall 1991, Applied Statistics 40: 283-294). It has no interval and no probabilities, so
candidates are not ranked by it; it is published in every textbook and package, and so shows that ours is in line.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def marshall_rates(cases: ArrayLike, population: ArrayLike) -> NDArray[np.float64]:
    """Each area's rate (cases per head, 0 or more), drawn to the average the more the smaller its population is.

    An area without population gets the average; where no area has any, NaN.
    """
    y, n = np.asarray(cases, dtype=float), np.asarray(population, dtype=float)
    lived_in = n > 0
    if not lived_in.any():
        return np.full(len(y), np.nan)
    everyone, average = n.sum(), y[lived_in].sum() / n.sum()
    raw = np.divide(y, n, out=np.full(len(y), average), where=lived_in)
    between = max(n @ (raw - average) ** 2 / everyone - average * lived_in.sum() / everyone, 0.0)
    trust = between * n / (between * n + average) if average else np.zeros(len(y))
    return average + trust * (raw - average)
