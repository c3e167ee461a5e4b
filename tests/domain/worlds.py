"""What sums of counts give away: the counts that agree with them, sought by an integer programme."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Floats = NDArray[np.float64]


class Worlds:
    """All counts of cells, of at most ``most``, that have the given sums.

    ``sums``: a row for each sum, 1 for the cells in it; ``values``: what it is. Those that were found are kept: where
    two of them already differ, no programme has to be solved.
    """

    def __init__(self, sums: Floats, values: Floats, most: int) -> None:
        self._within = [LinearConstraint(sums, values, values)] if len(values) else []
        self._most = most
        self._kept = np.empty((0, sums.shape[1]))

    def interval(self, goal: Floats, width: int) -> tuple[int, int] | None:
        """The lowest and highest sum of the cells of ``goal``, or None where these are at least ``width`` apart."""
        seen = self._kept @ goal
        if len(seen) and np.ptp(seen) >= width:
            return None
        low = self._least(goal, [])
        enough = LinearConstraint(goal[None], -np.inf, low + width)
        high = -self._least(-goal, [enough])
        return None if high - low >= width else (low, high)

    def _least(self, goal: Floats, more: list[LinearConstraint]) -> int:
        found = milp(
            goal,
            constraints=[*self._within, *more],
            integrality=np.ones(len(goal)),
            bounds=Bounds(0, self._most),
        )
        assert found.status == 0, "the figures that were given contradict each other"
        self._kept = np.vstack([self._kept, np.round(found.x)])
        return round(found.fun)
