"""The Mann-Kendall test for a monotonic trend, for many series at once.

    S = pairs in which the later value is higher - pairs in which it is lower
    z = (S - 1) / sd(S) above 0, (S + 1) / sd(S) below 0, 0 at 0

    variance of S = (n (n - 1) (2n + 5) - the sum over ties of t (t - 1) (2t + 5)) / 18

with n values, and t equal values in a tie (Mann 1945, Econometrica 13: 245-259; Kendall 1975, Rank Correlation Methods;
as in Gilbert 1987, Statistical Methods for Environmental Pollution Monitoring, pp. 208-217). Only the order of the
values matters, so one outlier does not make a trend. z is approximately normal from about ten values on.

Do not use it on values that are seasonal or autocorrelated from month to month: remove the season and the change of the
town first (see temporal_pattern.py). A step up in the middle of the series is a rise as well.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MannKendall:
    """The test of every series: ``s`` as in the module's formula, and its ``variance`` if there is no trend."""

    s: NDArray[np.int64]
    variance: Floats

    @property
    def z(self) -> Floats:
        """Above 0 for a rising series, below 0 for a falling one; 0 with fewer than 2 values or only equal values."""
        sd = np.sqrt(self.variance)
        return np.divide(self.s - np.sign(self.s), sd, out=np.zeros(len(sd)), where=sd > 0)

    @property
    def p_rise(self) -> Floats:
        """The probability of a z at least this high without a trend: small in a rise, near 1 in a fall."""
        return ndtr(-self.z)


def mann_kendall(series: ArrayLike) -> MannKendall:
    """Test every row of ``series``, oldest value first. A NaN (unknown) is in no pair."""
    values = np.ascontiguousarray(np.atleast_2d(np.asarray(series, dtype=float)).T)  # a row per moment: fast access
    count, rows = values.shape
    up, down = (np.zeros(rows, dtype=np.int32) for _ in range(2))
    equal = np.zeros(values.shape, dtype=np.int32)  # number of other values that are equal
    for at in range(1, count):
        earlier, now = values[:at], values[at]
        up += np.count_nonzero(now > earlier, axis=0)
        down += np.count_nonzero(now < earlier, axis=0)
        same = now == earlier
        equal[:at] += same
        equal[at] += np.count_nonzero(same, axis=0)
    n = np.count_nonzero(~np.isnan(values), axis=0)
    # In a tie of t values, every value has t - 1 equal ones.
    ties = (equal * (2 * (equal + 1) + 5)).sum(axis=0)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    return MannKendall((up - down).astype(np.int64), variance.astype(float))
