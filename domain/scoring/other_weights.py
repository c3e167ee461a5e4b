"""Sensitivity to the weights: the range of a candidate's rank under slightly different weights.

Weights are approximate. They are drawn from a Dirichlet distribution around the chosen weights (FIRMNESS), with the
components at their best estimates. The result describes the choice of weights, not the certainty of the data; that is
the rank interval (ranking.py).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIRMNESS = 50.0  # the standard deviation of a weight of one third is a fifth of it
WEIGHT_DRAWS = 200  # enough for whole ranks
WEIGHTS_TAIL = 0.1  # share of the draws beyond either end


def with_other_weights(components: Floats, parts: Floats, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The 80 % interval of the ranks (1 is the first) of the candidates: lowest and highest.

    ``components``: a row per candidate, in the order of the list. ``parts``: the weights as shares of one; a weight of
    0 stays 0. ``seed``: random seed; makes the result reproducible.
    """
    if not len(components):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    drawn = np.random.default_rng(seed).standard_gamma(FIRMNESS * parts, size=(WEIGHT_DRAWS, len(parts)))
    total = drawn.sum(axis=1, keepdims=True)
    weights = np.divide(drawn, total, out=np.zeros_like(drawn), where=total > 0)
    low, high = np.quantile(
        places_of(weights @ components.T), [WEIGHTS_TAIL, 1 - WEIGHTS_TAIL], axis=0, method="inverted_cdf"
    )
    return low.astype(np.int64), high.astype(np.int64)


def places_of(scores: NDArray[np.floating]) -> NDArray[np.int32]:
    """The ranks of the candidates, from 1; a row per draw. Of equal scores the one higher in the list comes first."""
    order = np.argsort(-scores, axis=1, kind="stable")
    places = np.empty(order.shape, dtype=np.int32)
    np.put_along_axis(places, order, np.arange(1, order.shape[1] + 1, dtype=np.int32)[None], axis=1)
    return places
