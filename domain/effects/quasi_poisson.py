"""Quasi-Poisson regression over months: how the treated areas moved against the comparison areas.

    log expected incidents = a level for each month + treated + treated x after

The level of each month is that of both groups together, so season, trend and all that touched the whole town are in it.
Given a month's total, the treated part is then binomial with one chance before and one after (McCullagh and Nelder
1989, Generalized Linear Models, 6.4), which gives the maximum likelihood without iterations:

    ratio = (treated after / comparison after) / (treated before / comparison before)
    variance of its logarithm = dispersion x the sum of 1 / each of these four counts
    dispersion = Pearson's chi-square / its degrees of freedom; 1 at least

The dispersion tells how much more the months vary than by chance: clustered incidents count for less. It is
taken from all areas together, each a row beside the months, before and after each by itself (Pearson's chi-square of
independence over (areas - 1) x (months - 1)): one area has too few incidents for an estimate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from domain.effects.observed_to_expected import TAIL

Floats = NDArray[np.float64]

LEAST_MONTHS = 12  # known months, before and after together, from which there is a series to speak of


@dataclass(frozen=True)
class Series:
    """What the months say: ``ratio`` with ``low`` and ``high`` (90 %), not corrected for regression to the mean.

    ``error``: standard error of its logarithm. NaN where a count is 0.
    """

    ratio: Floats
    low: Floats
    high: Floats
    error: Floats


def series(
    treated: ArrayLike, comparison: ArrayLike, before: ArrayLike, after: ArrayLike, dispersion: ArrayLike = 1.0
) -> Series:
    """The regression, the months on the last axis; ``before`` and ``after``: which months, true or false."""
    counts = [np.where(side, group, 0).sum(axis=-1) for side in (before, after) for group in (treated, comparison)]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (counts[2] / counts[3]) / (counts[0] / counts[1])
        error = np.sqrt(dispersion * sum(1 / count for count in counts))
        wide = np.exp(-ndtri(TAIL) * error)
        return Series(ratio, ratio / wide, ratio * wide, error)


def dispersion(counts: ArrayLike, before: ArrayLike, after: ArrayLike) -> Floats:
    """How many times more than by chance the months vary; 1 where there is no series.

    ``counts``: months on the last axis, areas on the one before.
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
    enough = (months >= LEAST_MONTHS) & (free > 0)
    return np.where(enough, np.maximum(chi_square / np.maximum(free, 1), 1.0), 1.0)
