"""The counterfactual: the incidents expected since the work began if there had been no approach, and their uncertainty.

    expected = expected incidents a month by the baseline x months x town ratio
    town ratio = incidents of the comparison areas since / incidents that their own baselines expect

The uncertainty is a sum of relative variances: 1 / effective number of incidents for the baseline of the areas, for the
baselines of the comparison areas and for their incidents; and the drift of areas (``LastingRates.drift``, half of which
is in the later of two windows).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LATER_DRIFT_SHARE = 0.5  # share of the drift between two windows that is in the later one


@dataclass(frozen=True)
class ControlChange:
    """The change of the comparison areas: a ``ratio`` (1: no change), and its relative ``variance``."""

    ratio: Floats
    variance: Floats


def control_change(
    incidents: ArrayLike, expected_monthly: ArrayLike, effective_n: ArrayLike, months: ArrayLike, drift: ArrayLike = 0.0
) -> ControlChange:
    """The change of the comparison areas, which are on the last axis.

    ``incidents``: since the work began, in ``months`` months. ``expected_monthly``, ``effective_n``: of their
    baselines. ``drift``: see ``LastingRates``. Without incidents the ratio is NaN and the variance infinite.
    """
    n, each, rests = (np.asarray(value, dtype=float) for value in (incidents, expected_monthly, effective_n))
    foreseen = each * np.asarray(months, dtype=float)[..., None]
    total, counted = foreseen.sum(axis=-1), n.sum(axis=-1)
    moved = 1 / rests + LATER_DRIFT_SHARE * np.asarray(drift, dtype=float)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(counted > 0, counted / total, np.nan)
        return ControlChange(ratio, 1 / counted + (foreseen**2 * moved).sum(axis=-1) / total**2)


def expected_since(
    expected_monthly: ArrayLike,
    effective_n: ArrayLike,
    months: ArrayLike,
    became: ControlChange,
    drift: ArrayLike = 0.0,
) -> tuple[Floats, Floats]:
    """The expected number, and its relative variance without that of the town, which the ring has in common."""
    expected = np.asarray(expected_monthly, dtype=float) * np.asarray(months, dtype=float) * became.ratio
    return expected, 1 / np.asarray(effective_n, dtype=float) + LATER_DRIFT_SHARE * np.asarray(drift, dtype=float)
