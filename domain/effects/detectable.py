"""What drop an approach could show at all, before it begins: with few incidents only a halving shows.

The smallest drop that, were it just what is counted, would put its whole 90 % interval below no change. (A drop that is
truly so large is then seen in about half of the cases.)
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.effects.ratio_to_expected import ratio_to_expected

Floats = NDArray[np.float64]

MONTHS = (6, 12, 24)
STEP = 0.01


def detectable_drop(a_month: ArrayLike, sure: ArrayLike, months: Sequence[int] = MONTHS) -> Floats:
    """The smallest drop (0 to 1) that shows after so many months: a row a project, a column a number of months.

    ``a_month``: incidents expected a month without an approach; ``sure``: see ratio_to_expected.py, of an expected
    number for as many months. NaN where even no incident at all would not show.
    """
    expected = np.asarray(a_month, dtype=float)[..., None] * np.asarray(months, dtype=float)
    drops = np.arange(STEP, 1 + STEP / 2, STEP)
    left = expected[..., None] * (1 - drops)
    sure = np.broadcast_to(np.asarray(sure, dtype=float)[..., None, None], left.shape)
    _ratio, _low, high = ratio_to_expected(left, np.broadcast_to(expected[..., None], left.shape), sure)
    shows = high < 1
    return np.where(shows.any(axis=-1), drops[shows.argmax(axis=-1)], np.nan)
