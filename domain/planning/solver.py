"""The solver: the best plan found, and its distance from the upper bound.

1. A greedy plan (quick_plans.py), improved by a local search (local_search.py).
2. An upper bound on the value of any plan: the linear relaxation, and the leads one by one (upper_bound.py).
3. An option whose reduced cost exceeds the difference between the relaxation and the plan cannot be in a better plan.
   If few enough other options remain, the mixed-integer program is solved, which proves how good the result is.

Linear and mixed-integer programs are solved with HiGHS (Huangfu and Hall 2018, Mathematical Programming Computation 10:
119-142) through SciPy. The limits are rounds and nodes instead of seconds, so that a problem gives the same plan on a
busy machine. The time limit is only a safety net.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import HOURS_TOLERANCE, Desk, Options
from domain.planning.integer_program import Programme, programme
from domain.planning.local_search import bettered
from domain.planning.quick_plans import at_hand
from domain.planning.upper_bound import by_lead, relaxed, with_starts

Ints = NDArray[np.int64]
Bound = Literal["relaxed", "leads", "whole"]

SEARCH_ROUNDS = 3_000  # of the local search
SOLVER_GAP = 0.002  # relative distance from the upper bound at which the search stops
EXACT_OPTIONS_MAX = 700  # largest number of remaining options with which the mixed-integer program is solved
NODES_MAX = 300  # limit of that program
SOLVER_SECONDS_MAX = 15.0  # limit of that program; a safety net


@dataclass(frozen=True)
class Solution:
    """The chosen options (rows), their value, and the relative distance of that value from the upper bound."""

    rows: Ints
    value: float
    gap: float


def best(
    options: Options,
    jobs: int,
    team: Sequence[Desk],
    apart: Ints,
    pinned: Sequence[int],
    *,
    rounds: int = SEARCH_ROUNDS,
    gap: float = SOLVER_GAP,
    bound_by: Bound = "whole",
) -> Solution | None:
    """The best solution found; None if the pinned jobs do not fit together.

    ``bound_by``: the upper bounds that are computed, in order of time: "relaxed" (the linear relaxation), "leads" (the
    bound of the leads as well), or "whole" (the mixed-integer program as well, which can also find a better plan).
    """
    if not len(options.job):
        return None if len(pinned) else Solution(np.zeros(0, dtype=np.int64), 0.0, 0.0)
    rows = programme(options, jobs, team, apart, pinned)
    found = at_hand(options, jobs, team, apart, pinned)
    if found is None:
        found = _of_pinned(rows, pinned)
    if found is None:
        return None
    loose = relaxed(rows)
    enough = loose.worth / (1 + gap)
    found = bettered(rows, found, jobs, apart, pinned, loose.cost, rounds=rounds, enough=enough)
    found = _moved(options, found, team)
    bound, worth = loose.worth, float(options.value[found].sum())
    if bound_by != "relaxed" and bound > worth * (1 + gap):
        bound = by_lead(rows, loose)
    hopeful = np.flatnonzero((loose.cost <= loose.worth - worth) | np.isin(options.job, pinned))
    if bound_by == "whole" and bound > worth * (1 + gap) and len(hopeful) <= EXACT_OPTIONS_MAX:
        chosen, least = _whole(rows, hopeful, gap)
        bound = min(bound, max(least, worth))
        if chosen is not None and options.value[chosen].sum() > worth + HOURS_TOLERANCE:
            found, worth = chosen, float(options.value[chosen].sum())
    return Solution(found, worth, max(bound / worth - 1, 0.0) if worth else 0.0)


def _of_pinned(rows: Programme, pinned: Sequence[int]) -> Ints | None:
    """A plan of the pinned jobs only; None if they do not fit together."""
    return _whole(rows, np.flatnonzero(np.isin(rows.options.job, pinned)), np.inf)[0]


def _whole(rows: Programme, columns: Ints, gap: float) -> tuple[Ints | None, float]:
    """The best plan of these options, None if none was found in time; and the upper bound of its value."""
    matrix, most = rows.whole()
    limits = {"mip_rel_gap": gap, "node_limit": NODES_MAX, "time_limit": SOLVER_SECONDS_MAX}
    value = rows.options.value[columns]
    found = with_starts(rows.options, columns, value, matrix[:, columns], most, whole=True, **limits)
    bound = np.inf if found.mip_dual_bound is None else -found.mip_dual_bound
    return (None if found.x is None else columns[found.x[: len(columns)] > 0.5]), bound


def _moved(options: Options, found: Ints, team: Sequence[Desk]) -> Ints:
    """The plan after moving jobs to leads and months with a higher value, as long as one fits beside the others."""
    free = np.stack([desk.free for desk in team])
    for row in found:
        free[options.lead[row]] -= options.load[row]
    moved = found.copy()
    changed = True
    while changed:
        changed = False
        for at, row in enumerate(moved):
            free[options.lead[row]] += options.load[row]
            others = np.flatnonzero(
                (options.job == options.job[row]) & (options.value > options.value[row] + HOURS_TOLERANCE)
            )
            fits = others[(options.load[others] <= free[options.lead[others]] + HOURS_TOLERANCE).all(axis=1)]
            if len(fits):
                moved[at] = row = fits[options.value[fits].argmax()]
                changed = True
            free[options.lead[row]] -= options.load[row]
    return moved
