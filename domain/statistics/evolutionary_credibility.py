"""Weights of older and newer periods for rates that change over time (evolutionary credibility).

An area's rate changes, so old incidents predict less than new ones. In an area with few incidents, however, the counts
vary more by chance than by changes of the rate, and a longer past is useful. Rates change in two ways:

- They drift: the logarithm follows a random walk (``drift``: variance of the step of a year).
- They deviate for a while: some youths on a bench, a broken lift. Such a deviation is over after PERIOD_MONTHS. Its
  variance is as large as that of the drift in a year, as it was in real towns.

The covariance of the relative errors with which the periods predict the rate of the coming year is

    C = drift * R + diag(1 / expected incidents in k),   R: the steps from each period to the coming year

and the weights with the smallest error are proportional to C^-1 1 (credibility of the updating type: Gerber and Jones
1975, Transactions of the Society of Actuaries 27: 31-46; generalized least squares). Without drift all incidents have
the same weight.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PERIOD_MONTHS = 3  # months of a period
RECENT = 36  # months that are divided into quarters; older months are divided into years
MEMORY = 120  # months that are used; with little drift, old incidents still inform about calm areas
GRID = 40  # levels for which weights are computed; other levels are interpolated
YEAR_MONTHS = 12


@dataclass(frozen=True)
class Periods:
    """The months (columns of a table) of the periods, oldest first: from ``starts`` up to ``ends``, exclusive.

    A period starts where the one before it ends.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def sums(self, monthly: NDArray) -> Floats:
        """The sums of ``monthly`` (months on the last axis) by period."""
        return np.add.reduceat(monthly[..., : self.ends[-1]], self.starts, axis=-1).astype(float)


def periods(months: int, memory: int = MEMORY) -> Periods:
    """Quarters of the last RECENT months and years before them, counted back from the last of ``months``.

    The oldest quarter and the oldest year are longer if months are left over.
    """
    first, recent = max(months - memory, 0), max(months - min(memory, RECENT), 0)
    edges = [*_edges(months, recent, PERIOD_MONTHS), *_edges(recent, first, YEAR_MONTHS)]
    return Periods(tuple([*edges[1:], first][::-1]), tuple(edges[::-1]))


def _edges(last: int, first: int, length: int) -> list[int]:
    """The ends of spans of ``length`` from ``last`` back to ``first``; the oldest span takes the months left over."""
    return [edge for edge in range(last, first, -length) if edge - first >= length or edge == last]


def steps(parts: Periods, months: int, ahead: int) -> Floats:
    """The covariance matrix of the steps from the mean of a period to that of the ``ahead`` coming months, at drift 1.

    It is that of a random walk with variance 1 a year, and of deviations that last PERIOD_MONTHS, also with variance 1.
    ``months``: the months of data.
    """
    spans = [np.arange(a, b) / YEAR_MONTHS for a, b in zip(parts.starts, parts.ends, strict=True)]
    coming = np.arange(months, months + ahead) / YEAR_MONTHS

    def apart(one: Floats, other: Floats) -> float:
        return float(np.abs(one[:, None] - other[None]).mean())

    to_coming = np.array([apart(span, coming) for span in spans])
    between = np.array([[apart(one, other) for other in spans] for one in spans])
    walk = (to_coming[:, None] + to_coming[None] - between - apart(coming, coming)) / 2
    return walk + np.diag([PERIOD_MONTHS / len(span) for span in spans])


def weights(level: Floats, exposure: Floats, moves: Floats, drift: float) -> Floats:
    """The weights of the periods in the mean rate: a row per area, a column per period; 0 or more, each row sums to 1.

    ``level``: incidents per unit of exposure, per area. ``exposure``: per period, above 0. ``moves``: see ``steps``.
    """
    logs = np.log(level)
    at = np.linspace(logs.min(), logs.max() + 1e-9, GRID)
    expected = np.exp(at)[:, None] * exposure
    error = drift * moves + np.eye(len(exposure)) / expected[:, None, :]
    best = np.linalg.solve(error, np.ones((GRID, len(exposure), 1)))[..., 0].clip(0)
    best /= best.sum(axis=1, keepdims=True)
    below = np.clip(np.searchsorted(at, logs) - 1, 0, GRID - 2)
    part = ((logs - at[below]) / (at[1] - at[0]))[:, None]
    return best[below] * (1 - part) + best[below + 1] * part
