"""The minimum detectable effect of an approach. With few incidents only a very large drop can be shown.

It is the smallest drop in the counted incidents whose 90 % interval lies entirely below no change. A true drop of that
size is then shown in about half of the cases.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.effects.baseline import Baseline
from domain.effects.counterfactual import control_change, expected_since
from domain.effects.observed_to_expected import ratio_to_expected

Floats = NDArray[np.float64]

PROSPECT_MONTHS = (6, 12, 24)
EFFECT_STEP = 0.01


def detectable_drop(
    expected_monthly: ArrayLike, effective_n: ArrayLike, months: Sequence[int] = PROSPECT_MONTHS
) -> Floats:
    """The smallest detectable drop (0 to 1): a row per project, a column per number of months.

    ``expected_monthly``: incidents expected a month without an approach. ``effective_n``: of the expected number, for
    these numbers of months (see observed_to_expected.py). NaN if even zero incidents would not be enough.
    """
    expected = np.asarray(expected_monthly, dtype=float)[..., None] * np.asarray(months, dtype=float)
    drops = np.arange(EFFECT_STEP, 1 + EFFECT_STEP / 2, EFFECT_STEP)
    expected, rests = (
        np.broadcast_to(x, expected.shape)[..., None] for x in (expected, np.asarray(effective_n, dtype=float))
    )
    _ratio, _low, high = ratio_to_expected(expected * (1 - drops), expected + 0 * drops, rests + 0 * drops)
    shows = high < 1
    return np.where(shows.any(axis=-1), drops[shows.argmax(axis=-1)], np.nan)


def detectable_of(baseline: Baseline, months: Sequence[int] = PROSPECT_MONTHS) -> list[float | None]:
    """The smallest detectable drop (0 to 1) after these numbers of months for a baseline; None if there is none."""
    ahead, drift = np.array(months, dtype=float), baseline.usual.drift
    expected_monthly, effective_n = (
        np.array([getattr(area, name) for area in baseline.comparison]) for name in ("expected_monthly", "effective_n")
    )
    became = control_change(
        ahead[:, None] * expected_monthly, expected_monthly[None, :], effective_n[None, :], ahead, drift
    )
    _expected, variance = expected_since(baseline.expected_monthly, baseline.effective_n, ahead, became, drift)
    drops = detectable_drop(baseline.expected_monthly, 1 / (variance + became.variance), months)
    return [float(drop) if np.isfinite(drop) else None for drop in drops]
