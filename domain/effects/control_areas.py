"""The comparison areas of an approach, and the ring around it to which nuisance may have moved.

Comparison areas are the most similar ones in level (expected incidents per home), trend (second half of the baseline
against the first) and size (homes). These are logarithms in units of their standard deviations, and the nearest areas
in Euclidean distance are taken. Ties are broken by the order of the areas, so the same data gives the same areas.

Areas that are selected because they were busy regress to the mean, comparison areas as well as the approach's own. Both
are therefore compared with their expected number (regression_to_mean.py), not with their count.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CONTROLS_MAX = 20  # comparison areas: more would be less similar and would add little precision
CONTROLS_MIN = 5  # with fewer there is no comparison
CONTROLS_SHARE_MAX = 0.5  # largest share of the allowed areas, so that those of a small town are still similar


def features(rate: Floats, first: Floats, second: Floats, homes: Floats) -> Floats:
    """Level, trend and size (columns) per area (row), in units of their standard deviations over all areas.

    ``rate``: expected incidents per home-month. ``first``, ``second``: incidents in the halves of the baseline; 1 is
    added to both, which shrinks the trend of small counts.
    """
    columns = np.stack([np.log(rate), np.log((second + 1) / (first + 1)), np.log(homes)], axis=1)
    spread = columns.std(axis=0)
    return columns / np.where(spread > 0, spread, 1.0)


def ring(own: Flags, beside: csr_array) -> Flags:
    """A mask of the neighbours of the approach's own areas."""
    return (beside @ own.astype(float) > 0) & ~own


def alike(treated: Floats, areas: Floats, allowed: Flags) -> NDArray[np.int64]:
    """The numbers of the areas that are most similar to the treated one, most similar first.

    Empty if too few areas are allowed. ``treated``: its features, one row. ``areas``: the features of all areas.
    ``allowed``: a mask of the areas that may be taken.
    """
    numbers = np.flatnonzero(allowed)
    most = min(CONTROLS_MAX, int(len(numbers) * CONTROLS_SHARE_MAX))
    if most < CONTROLS_MIN:
        return numbers[:0]
    apart = ((areas[numbers] - treated) ** 2).sum(axis=1)
    return numbers[np.argsort(apart, kind="stable")[:most]]
