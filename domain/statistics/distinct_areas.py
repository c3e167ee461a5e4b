"""Which areas are the same in all that a statistic depends on: it is worked out once for these.

A short past has few different counts, so most of 20,000 areas have the same count and as many homes as another. A slow
function of a few hundred different areas is much quicker than of all, and its results are exactly the same.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def distinct(*columns: NDArray) -> tuple[Ints, Ints]:
    """The first of the areas that are the same in all columns, and for every area the position of its first.

    ``columns``: values by area. What holds of ``column[firsts]`` holds of all areas after ``[at]``. Where most areas
    differ, each is its own first.

    >>> firsts, at = distinct(np.array([1, 2, 1, 1, 2]), np.array([5.0, 6.0, 5.0, 5.0, 6.0]))
    >>> firsts.tolist(), at.tolist()
    ([0, 1], [0, 1, 0, 0, 1])
    """
    areas = len(columns[0])
    at = np.zeros(areas, dtype=np.int64)
    for column in columns:
        values = np.unique(column, return_inverse=True)[1]
        at = np.unique(at * (values.max(initial=0) + 1) + values, return_inverse=True)[1]
        if at.max(initial=0) > areas / 2:
            return np.arange(areas), np.arange(areas)
    return np.unique(at, return_index=True)[1], at
