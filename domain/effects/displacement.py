"""Displacement: incidents avoided in the areas, moved to the ring around them, and both together.

Negative means fewer incidents. The weighted displacement difference (Wheeler and Ratcliffe 2018, Crime Science 7: 11)
is

    (treated after - before) - (control after - before) + the same for the ring and its control

with Poisson counts, so the variance of a weighted sum is the sum of weight squared x count. It does not correct for
regression to the mean, and treats the change of the town as a number instead of a rate. It is an independent check of
the project's own measure:

    (treated - expected) + (ring - expected of the ring)

There both expected numbers are based on the same comparison areas, so the uncertainty of these is shared and counts
once. Neighbouring areas also share part of their drift (COMMON_DRIFT_SHARE). With drift d per area, the variance of the
sum of the expected numbers mu is

    d ((1 - COMMON_DRIFT_SHARE) (sum of mu ^ 2) + COMMON_DRIFT_SHARE (sum of mu) ^ 2)

while the errors of their own baselines are independent.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from domain.effects.observed_to_expected import EFFECT_TAIL

Floats = NDArray[np.float64]

COMMON_DRIFT_SHARE = 0.3  # share that neighbouring areas have in common; from placebo projects in real towns


def weighted_displacement_difference(
    treated: ArrayLike,
    control: ArrayLike,
    ring: ArrayLike = (0, 0),
    ring_control: ArrayLike = (0, 0),
    *,
    before: ArrayLike = 1.0,
    control_weight: ArrayLike = 1.0,
) -> tuple[Floats, Floats]:
    """The difference of Wheeler and Ratcliffe and its standard error; (before, after) pairs on the last axis.

    ``before``: weight of the counts before, if that window is longer or shorter than the one after.
    ``control_weight``: weight of the controls, if they are larger or smaller.

    >>> difference, error = weighted_displacement_difference((120, 100), (130, 150), (40, 25), (30, 25))
    >>> float(difference), round(float(error), 2)
    (-50.0, 24.9)
    """
    pairs = [np.asarray(pair, dtype=float) for pair in (treated, control, ring, ring_control)]
    w, c = np.asarray(before, dtype=float), np.asarray(control_weight, dtype=float)
    weights: list[tuple[Floats | float, Floats | float]] = [(-w, 1.0), (c * w, -c), (-w, 1.0), (c * w, -c)]
    terms = [(pair[..., k], weight[k]) for pair, weight in zip(pairs, weights, strict=True) for k in (0, 1)]
    nothing = np.zeros(())  # not the number 0, so that the sum is known to be an array
    return sum((n * w for n, w in terms), nothing), np.sqrt(sum((n * w**2 for n, w in terms), nothing))


def beyond_expected(
    counts: ArrayLike,
    expected: ArrayLike,
    own: ArrayLike,
    town: ArrayLike,
    dispersion: ArrayLike = 1.0,
    drift: ArrayLike = 0.0,
) -> tuple[Floats, Floats, Floats]:
    """Counted minus expected, summed over the last axis (the areas and their ring), with its 5 % and 95 % points.

    ``own``: relative variance of the expected numbers, one per area. ``town``: relative variance that all have in
    common. ``dispersion``: variance of the counts relative to Poisson, one for all or one per area. ``drift``: of an
    area, of which the share COMMON_DRIFT_SHARE is common to all.
    """
    n, mu, v = (np.asarray(value, dtype=float) for value in (counts, expected, own))
    moves = np.asarray(drift, dtype=float)
    all_of_it = mu.sum(axis=-1) ** 2
    by_chance = (np.asarray(dispersion) * (n + mu**2 * v)).sum(axis=-1)
    by_drift = moves * ((1 - COMMON_DRIFT_SHARE) * (mu**2).sum(axis=-1) + COMMON_DRIFT_SHARE * all_of_it)
    variance = by_chance + by_drift + all_of_it * town
    difference = (n - mu).sum(axis=-1)
    return difference, *interval(difference, np.sqrt(variance))


def interval(difference: ArrayLike, error: ArrayLike) -> tuple[Floats, Floats]:
    """The 5 % and 95 % points of a difference with this standard error."""
    middle, wide = np.asarray(difference, dtype=float), -ndtri(EFFECT_TAIL) * np.asarray(error, dtype=float)
    return middle - wide, middle + wide
