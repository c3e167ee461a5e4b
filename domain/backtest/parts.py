"""The part of each of several units that is in none of the units before it, so that a sum counts nothing twice.

A street and a block can have incidents in common, and both can be in a list.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.schemas import LEVELS


def new_parts(
    incidents: pl.DataFrame, ids: dict[str, pl.Series], units: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """The share of the incidents of each unit that are in no earlier unit (0 to 1; 1 for a unit without incidents).

    ``incidents``: report_selection.incident_rows. ``ids``: the area ids of each level, in the order of their numbers.
    ``units``: the area ids of each unit.
    """
    taken, parts = np.zeros(incidents.height, dtype=bool), np.ones(len(units))
    for k, members in enumerate(units):
        inside = np.zeros(incidents.height, dtype=bool)
        for level in LEVELS:
            numbers = np.flatnonzero(ids[level].is_in(list(members)).to_numpy())
            if len(numbers):
                inside |= incidents[level].is_in(numbers.tolist()).fill_null(False).to_numpy()
        if inside.any():
            parts[k] = float((inside & ~taken).sum() / inside.sum())
        taken |= inside
    return parts
