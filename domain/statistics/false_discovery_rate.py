"""False discovery rate: the expected share of false positives among many areas that are tested together.

With 5,000 areas and p < 0.05 about 250 "hot spots" are due to chance alone. The false discovery rate is the expected
share of false positives among the selected areas. An area is selected if its adjusted p-value is at most the accepted
rate.

    Benjamini and Hochberg 1995 (J. R. Stat. Soc. B 57: 289-300): the k-th smallest p-value times areas / k, and never
    more than a later one. Valid if the tests are independent or positively dependent, as those of neighbours are.

    Benjamini and Yekutieli 2001 (Annals of Statistics 29: 1165-1188): the same times 1 + 1/2 + ... + 1/areas. Valid
    for any dependence, and therefore much stricter: a factor of 9 with 5,000 areas.

Adjust once, over all the areas (and themes) that a person looks through. Adjusting only a part that was selected for
its extreme values gives no guarantee.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import false_discovery_control

Method = Literal["bh", "by"]


def adjusted(p: ArrayLike, method: Method = "bh") -> NDArray[np.float64]:
    """The adjusted p-values (0 to 1), in the order of ``p``. NaN (unknown) stays NaN and is not counted as a test.

    ``method``: "bh" (Benjamini-Hochberg) or "by" (Benjamini-Yekutieli).
    """
    p = np.asarray(p, dtype=float)
    result = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if known.any():
        result[known] = false_discovery_control(p[known], method=method)
    return result
