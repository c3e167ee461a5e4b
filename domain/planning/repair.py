"""A plan at once: what stands in a plan is kept, wanted jobs are put in, and what is in their way goes out.

It takes milliseconds where the search (solver.py) takes seconds, and changes little. It gives no bound.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import HOURS_TOLERANCE, Desk, Options

Ints = NDArray[np.int64]


def repaired(options: Options, before: Ints, team: Sequence[Desk], apart: Ints, pinned: Sequence[int]) -> Ints | None:
    """The options (rows) of a plan with all ``pinned`` jobs and as much as can stay of the rows ``before``.

    For each pinned job that is missing, the option with the highest value is taken after what has to go for it: its
    neighbours, and the least valuable jobs of the lead until no week has too many hours. Pinned jobs never go. None if
    a pinned job does not fit beside the other pinned jobs in this way.
    """
    must, beside = set(pinned), _neighbours(apart)
    blocked = {other for job in must for other in beside.get(job, ())} - must
    rows = before[~np.isin(options.job[before], list(blocked))]
    missing = must - set(options.job[rows].tolist())
    for job in (job for job in pinned if job in missing):
        ways = [_put_in(options, rows, int(way), team, must) for way in np.flatnonzero(options.job == job)]
        found = [way for way in ways if way is not None]
        if not found:
            return None
        rows = max(found, key=lambda way: float(options.value[way].sum()))
    return rows


def _put_in(options: Options, rows: Ints, way: int, team: Sequence[Desk], must: set[int]) -> Ints | None:
    """The plan with the option ``way``, without what is in its way; None if only pinned jobs are left there."""
    lead, kept = options.lead[way], rows.tolist()
    mine = sorted((row for row in kept if options.lead[row] == lead), key=lambda row: options.value[row])
    left = team[lead].free + HOURS_TOLERANCE - options.load[way] - options.load[mine].sum(axis=0)
    for row in mine:
        over = left < 0
        if not over.any():
            break
        if int(options.job[row]) not in must and (options.load[row][over] > 0).any():
            left += options.load[row]
            kept.remove(row)
    return np.array([*kept, way], dtype=np.int64) if (left >= 0).all() else None


def _neighbours(apart: Ints) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in apart.tolist():
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found
