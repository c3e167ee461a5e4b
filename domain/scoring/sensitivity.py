"""The shifts of weight that would change the order at the top.

For two candidates whose scores differ by S, and a shift of weight (in points of 100) from one component to another, the
difference of their scores is linear in the shift. It is 0, and the order changes, at

    shift = 100 * S / ((difference of their values of the one) - (difference of their values of the other))

if that is above 0 and at most the weight of the one.

Which units stand for each other (overlap.py) is assumed to be constant; a large shift may change that too.
"""

import numpy as np
import polars as pl

from domain.scoring.evidence import Evidence
from domain.scoring.ranking import parts_of
from domain.scoring.weights import COMPONENTS, Weights

PAIRS_COMPARED = 5  # adjacent pairs in the list: first and second, ..., fifth and sixth


def sensitivity(
    evidence: Evidence, ranked: pl.DataFrame, weights: Weights, pairs: int = PAIRS_COMPARED
) -> pl.DataFrame:
    """The shifts of weight that change the order of adjacent candidates at the top, the smallest shift of a pair first.

    ``ranked``: of ``ranking`` with this evidence and these weights.

    Columns: rank (of the higher), higher, lower (candidate ids), from, to (components), shift (points of 100, above 0),
    weight (of ``from``, in points of 100). A pair without a row cannot be changed by one shift.
    """
    parts = 100 * parts_of(evidence, weights)
    values, ids = ranked.head(pairs + 1).select(COMPONENTS).to_numpy(), ranked["candidate_id"].to_list()
    apart = values[:-1] - values[1:]
    turns = apart[:, :, None] - apart[:, None, :]  # pair, from, to
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = (apart @ parts)[:, None, None] / turns
    possible = (turns > 0) & (shift <= parts[None, :, None]) & evidence.has_evidence[None, None, :]
    pair, source, target = np.nonzero(possible)
    found = {
        "rank": pl.Series(pair + 1, dtype=pl.UInt32),
        "higher": pl.Series([ids[at] for at in pair], dtype=pl.String),
        "lower": pl.Series([ids[at + 1] for at in pair], dtype=pl.String),
        "from": pl.Series([COMPONENTS[at] for at in source], dtype=pl.String),
        "to": pl.Series([COMPONENTS[at] for at in target], dtype=pl.String),
        "shift": pl.Series(shift[possible], dtype=pl.Float64),
        "weight": pl.Series(parts[source], dtype=pl.Float64),
    }
    return pl.DataFrame(found).sort("rank", "shift", "from", "to")
