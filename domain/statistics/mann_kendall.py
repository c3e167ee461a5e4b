"""The Mann-Kendall test for a monotonic trend, for many series at once.

    S = pairs in which the later value is higher - pairs in which it is lower
    z = (S - 1) / sd(S) above 0, (S + 1) / sd(S) below 0, 0 at 0

    variance of S = (n (n - 1) (2n + 5) - the sum over ties of t (t - 1) (2t + 5)) / 18

with n values, and t equal ones in each tie (Mann 1945, Econometrica 13: 245-259; Kendall 1975, Rank Correlation
Methods; as in Gilbert 1987, Statistical Methods for Environmental Pollution Monitoring, pp. 208-217). Only the order of
the values counts, so one outlying month does not make a trend. z follows the normal curve from about ten values on.

Not to be used on values with a season (it finds the season) or autocorrelated from month to month: give it what is
left when town and season are taken out (see temporal_pattern.py). A step up in the middle is a rise to it too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MannKendall:
    """The test of each series: ``s`` as above (whole numbers), and its ``variance`` if there is no trend."""

    s: NDArray[np.int64]
    variance: Floats

    @property
    def z(self) -> Floats:
        """Above 0 where the series rises, below 0 where it falls; 0 where it cannot tell (fewer than 2 values, or all
        of them equal).
        """
        sd = np.sqrt(self.variance)
        return np.divide(self.s - np.sign(self.s), sd, out=np.zeros(len(sd)), where=sd > 0)

    @property
    def p_rise(self) -> Floats:
        """The probability of a z at least this high without a trend: small in a rise, near 1 in a fall."""
        return ndtr(-self.z)


def mann_kendall(series: ArrayLike) -> MannKendall:
    """Test each row of ``series``, oldest value first; NaN, "not known", takes part in no pair."""
    values = np.ascontiguousarray(np.atleast_2d(np.asarray(series, dtype=float)).T)  # a row per moment: long runs
    count, rows = values.shape
    up, down = (np.zeros(rows, dtype=np.int32) for _ in range(2))
    equal = np.zeros(values.shape, dtype=np.int32)  # other values like it
    for at in range(1, count):
        earlier, now = values[:at], values[at]
        up += np.count_nonzero(now > earlier, axis=0)
        down += np.count_nonzero(now < earlier, axis=0)
        same = now == earlier
        equal[:at] += same
        equal[at] += np.count_nonzero(same, axis=0)
    n = np.count_nonzero(~np.isnan(values), axis=0)
    # A tie of t values holds t values with t - 1 others each.
    ties = (equal * (2 * (equal + 1) + 5)).sum(axis=0)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    return MannKendall((up - down).astype(np.int64), variance.astype(float))
