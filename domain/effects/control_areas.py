"""Which areas an approach is compared with, and the ring around it to which nuisance may have moved.

Comparison areas are those most alike in level (expected incidents a home), trend (how the baseline's second half was
against its first) and size (homes), each as a logarithm and in units of its own spread; the nearest of them (Euclid)
are taken, ties in the order of the areas, so that the same data gives the same areas. An area that was chosen for being
busy before is as little busy afterwards as the approach's own area is by regression to the mean; that is why both
sides are held against their expected number (regression_to_mean.py), never against their count.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST = 20  # areas to compare with; more are less alike and add little: their own chance is then a fifth of its
FEWEST = 5  # with fewer there is nothing to compare with
PART = 0.5  # of the areas that may be taken, at most, so that a small town's are still alike


def features(rate: Floats, first: Floats, second: Floats, homes: Floats) -> Floats:
    """Level, trend and size, a row per area, each in units of its spread over all areas.

    ``rate``: expected incidents a home-month; ``first`` and ``second``: incidents in the halves of the baseline, of
    which one is added to both so that few say little.
    """
    columns = np.stack([np.log(rate), np.log((second + 1) / (first + 1)), np.log(homes)], axis=1)
    spread = columns.std(axis=0)
    return columns / np.where(spread > 0, spread, 1.0)


def ring(own: Flags, beside: csr_array) -> Flags:
    """The areas that lie beside one of the approach's own."""
    return (beside @ own.astype(float) > 0) & ~own


def alike(treated: Floats, areas: Floats, allowed: Flags) -> NDArray[np.int64]:
    """The numbers of the areas most like the treated one, the most alike first; none where too few are allowed.

    ``treated``: its features, one row; ``areas``: those of all areas; ``allowed``: which of them may be taken.
    """
    numbers = np.flatnonzero(allowed)
    most = min(MOST, int(len(numbers) * PART))
    if most < FEWEST:
        return numbers[:0]
    apart = ((areas[numbers] - treated) ** 2).sum(axis=1)
    return numbers[np.argsort(apart, kind="stable")[:most]]
