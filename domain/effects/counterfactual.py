"""The counterfactual: incidents expected in an approach's areas without it since the work began, with the uncertainty.

    expected = a month's by the baseline x months x what became of the town
    what became of the town = incidents of the comparison areas since / what their own baselines expect of them

How sure adds up as relative variances, each 1 / (incidents it rests on): of the areas' own baseline, of the comparison
areas' baselines and incidents, and of how much areas move by themselves (``Usual.drift``, of which the later of two
windows has half).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LATER = 0.5  # part of the drift between two windows that is the later one's


@dataclass(frozen=True)
class Town:
    """What became of the comparison areas: a ``ratio`` (1: nothing changed), and its relative ``variance``."""

    ratio: Floats
    variance: Floats


def town(
    incidents: ArrayLike, expected_monthly: ArrayLike, effective_n: ArrayLike, months: ArrayLike, drift: ArrayLike = 0.0
) -> Town:
    """What became of comparison areas, the areas on the last axis.

    ``incidents`` since, in so many ``months``; ``expected_monthly`` and ``effective_n``: what their baselines expect.
    NaN, and no certainty, without an incident.
    """
    n, each, rests = (np.asarray(value, dtype=float) for value in (incidents, expected_monthly, effective_n))
    foreseen = each * np.asarray(months, dtype=float)[..., None]
    total, counted = foreseen.sum(axis=-1), n.sum(axis=-1)
    moved = 1 / rests + LATER * np.asarray(drift, dtype=float)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(counted > 0, counted / total, np.nan)
        return Town(ratio, 1 / counted + (foreseen**2 * moved).sum(axis=-1) / total**2)


def expected_since(
    expected_monthly: ArrayLike, effective_n: ArrayLike, months: ArrayLike, became: Town, drift: ArrayLike = 0.0
) -> tuple[Floats, Floats]:
    """The expected number, and its relative variance apart from the town's (so that a ring can share that)."""
    expected = np.asarray(expected_monthly, dtype=float) * np.asarray(months, dtype=float) * became.ratio
    return expected, 1 / np.asarray(effective_n, dtype=float) + LATER * np.asarray(drift, dtype=float)
