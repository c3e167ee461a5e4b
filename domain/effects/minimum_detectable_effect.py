"""The minimum detectable effect of an approach before it begins; with few incidents only a halving shows.

The smallest drop that, were it just what is counted, would put its whole 90 % interval below no change. (A drop that is
truly so large is then seen in about half of the cases.)
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.effects.baseline import Baseline
from domain.effects.counterfactual import expected_since, town
from domain.effects.observed_to_expected import ratio_to_expected

Floats = NDArray[np.float64]

MONTHS = (6, 12, 24)
STEP = 0.01


def detectable_drop(expected_monthly: ArrayLike, effective_n: ArrayLike, months: Sequence[int] = MONTHS) -> Floats:
    """The smallest drop (0 to 1) that shows after so many months: a row per project, a column per number of months.

    ``expected_monthly``: incidents expected a month without an approach; ``effective_n``: see observed_to_expected.py,
    of the expected number in each of these months. NaN where even no incident at all would not show.
    """
    expected = np.asarray(expected_monthly, dtype=float)[..., None] * np.asarray(months, dtype=float)
    drops = np.arange(STEP, 1 + STEP / 2, STEP)
    expected, rests = (
        np.broadcast_to(x, expected.shape)[..., None] for x in (expected, np.asarray(effective_n, dtype=float))
    )
    _ratio, _low, high = ratio_to_expected(expected * (1 - drops), expected + 0 * drops, rests + 0 * drops)
    shows = high < 1
    return np.where(shows.any(axis=-1), drops[shows.argmax(axis=-1)], np.nan)


def detectable_of(baseline: Baseline, months: Sequence[int] = MONTHS) -> list[float | None]:
    """The smallest drop that shows after so many months against this baseline; None where none would."""
    ahead, drift = np.array(months, dtype=float), baseline.usual.drift
    expected_monthly, effective_n = (
        np.array([getattr(area, name) for area in baseline.comparison]) for name in ("expected_monthly", "effective_n")
    )
    became = town(ahead[:, None] * expected_monthly, expected_monthly[None, :], effective_n[None, :], ahead, drift)
    _expected, variance = expected_since(baseline.expected_monthly, baseline.effective_n, ahead, became, drift)
    drops = detectable_drop(baseline.expected_monthly, 1 / (variance + became.variance), months)
    return [float(drop) if np.isfinite(drop) else None for drop in drops]
