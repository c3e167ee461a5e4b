"""Quasi-Poisson regression over months: the change of the treated areas relative to the comparison areas.

    log expected incidents = month effect + treated + treated x after

The month effect is common to both groups, so it contains the season, the trend and everything that affects the whole
town. Given the total of a month, the treated part is binomial with one probability before and one after (McCullagh and
Nelder 1989, Generalized Linear Models, 6.4). The maximum likelihood estimate then needs no iterations:

    ratio = (treated after / comparison after) / (treated before / comparison before)
    variance of its logarithm = dispersion x the sum of the reciprocals of these four counts
    dispersion = Pearson's chi-square / its degrees of freedom; at least 1

The dispersion is the variance of the months relative to Poisson, so clustered incidents have less weight. It is
estimated from the table of all areas and months, separately before and after (Pearson's chi-square of independence /
((areas - 1) x (months - 1))), because one area has too few incidents for an estimate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from domain.effects.observed_to_expected import EFFECT_TAIL

Floats = NDArray[np.float64]

DISPERSION_MONTHS_MIN = 12  # known months, before and after together, needed to estimate the dispersion


@dataclass(frozen=True)
class Series:
    """The ``ratio`` with its 90 % interval (``low``, ``high``), not corrected for regression to the mean.

    ``error``: standard error of its logarithm. If a count is 0 the values are NaN, 0 or infinite.
    """

    ratio: Floats
    low: Floats
    high: Floats
    error: Floats


def series(
    treated: ArrayLike, comparison: ArrayLike, before: ArrayLike, after: ArrayLike, dispersion: ArrayLike = 1.0
) -> Series:
    """The regression, with the months on the last axis. ``before``, ``after``: masks of the months."""
    counts = [np.where(side, group, 0).sum(axis=-1) for side in (before, after) for group in (treated, comparison)]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (counts[2] / counts[3]) / (counts[0] / counts[1])
        error = np.sqrt(dispersion * sum(1 / count for count in counts))
        wide = np.exp(-ndtri(EFFECT_TAIL) * error)
        return Series(ratio, ratio / wide, ratio * wide, error)


def dispersion(counts: ArrayLike, before: ArrayLike, after: ArrayLike) -> Floats:
    """The variance relative to Poisson (1 or more); 1 with fewer than DISPERSION_MONTHS_MIN or without two areas.

    ``counts``: months on the last axis, areas on the one before. ``before``, ``after``: masks of the months.
    """
    chi_square, free, months = 0.0, 0.0, 0
    for side in (np.asarray(before, dtype=bool), np.asarray(after, dtype=bool)):
        n = np.asarray(counts, dtype=float)[..., side]
        rows, columns = n.sum(axis=-1, keepdims=True), n.sum(axis=-2, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            usual = rows * columns / n.sum(axis=(-1, -2), keepdims=True)
            chi_square = chi_square + np.where(usual > 0, (n - usual) ** 2 / usual, 0.0).sum(axis=(-1, -2))
        used = (rows[..., 0] > 0).sum(axis=-1), (columns[..., 0, :] > 0).sum(axis=-1)
        free = free + np.maximum(used[0] - 1, 0) * np.maximum(used[1] - 1, 0)
        months = months + used[1]
    enough = (months >= DISPERSION_MONTHS_MIN) & (free > 0)
    return np.where(enough, np.maximum(chi_square / np.maximum(free, 1), 1.0), 1.0)


def dispersions(of_areas: float, incidents: ArrayLike, typical: float) -> Floats:
    """The dispersion of areas with other numbers of incidents than those that it was estimated from.

    What makes months differ by more than chance (a rate that varies for a while) does so in proportion to the number of
    incidents: variance = mean + constant x mean ^ 2. ``of_areas``: the dispersion of areas with ``typical`` incidents.
    ``incidents``: of the other areas, in the same time.

    >>> dispersions(1.5, [5, 10, 20], typical=10).tolist()
    [1.25, 1.5, 2.0]
    """
    return 1 + (of_areas - 1) * np.asarray(incidents, dtype=float) / typical
