"""The solver: the best plan found, and its distance from the upper bound.

1. A plan at hand (greedy.py), bettered by a search (local_search.py).
2. What no plan can be worth more than: the relaxed programme, and each lead by itself (upper_bound.py).
3. An option that takes off more than lies between the relaxed programme and the plan cannot be in a better one. Where
   few enough are left, the whole mixed-integer programme is solved: then the result is the best there is, and proven.

Linear and mixed-integer programmes are solved with HiGHS (Huangfu and Hall 2018, Mathematical Programming Computation
10: 119-142) through scipy. Rounds and nodes are limited, not seconds, so that the same task gives the same plan on a
busy machine as well; seconds are a safety net.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import SLACK, Desk, Options
from domain.planning.greedy import at_hand
from domain.planning.integer_program import Programme, programme
from domain.planning.local_search import bettered
from domain.planning.upper_bound import by_lead, relaxed, with_starts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bound = Literal["relaxed", "leads", "whole"]

ROUNDS = 3_000  # of the search
GAP = 0.002  # part that the best there could be may lie above what was found, for it to stop
SMALL = 700  # options that may be in a better plan, up to which the whole programme is solved
NODES = 300  # of that at most
SECONDS = 15.0  # for that at most; a safety net


@dataclass(frozen=True)
class Solution:
    """Rows of the options that were chosen; their worth; and the part that the best there could be may be above it."""

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
    rounds: int = ROUNDS,
    gap: float = GAP,
    bound_by: Bound = "whole",
) -> Solution | None:
    """The best choice that is found; None where the pinned jobs do not fit together.

    ``bound_by``: how closely to find out how far it can be from the best, of which the next takes longest: by the
    relaxed programme alone, by each lead too, or by the whole programme too, which may find a better plan.
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
    if bound_by == "whole" and bound > worth * (1 + gap) and len(hopeful) <= SMALL:
        chosen, least = _whole(rows, hopeful, gap)
        bound = min(bound, max(least, worth))
        if chosen is not None and options.value[chosen].sum() > worth + SLACK:
            found, worth = chosen, float(options.value[chosen].sum())
    return Solution(found, worth, max(bound / worth - 1, 0.0) if worth else 0.0)


def _of_pinned(rows: Programme, pinned: Sequence[int]) -> Ints | None:
    """A plan of the pinned jobs alone; None where they do not fit together."""
    return _whole(rows, np.flatnonzero(np.isin(rows.options.job, pinned)), np.inf)[0]


def _whole(rows: Programme, columns: Ints, gap: float) -> tuple[Ints | None, float]:
    """The best of these options, and the bound of its worth; None: none, or not in time."""
    matrix, most = rows.whole()
    limits = {"mip_rel_gap": gap, "node_limit": NODES, "time_limit": SECONDS}
    value = rows.options.value[columns]
    found = with_starts(rows.options, columns, value, matrix[:, columns], most, whole=True, **limits)
    bound = np.inf if found.mip_dual_bound is None else -found.mip_dual_bound
    return (None if found.x is None else columns[found.x[: len(columns)] > 0.5]), bound


def _moved(options: Options, found: Ints, team: Sequence[Desk]) -> Ints:
    """The plan, each job by the lead and from the month where it is worth most of what the others leave room for."""
    free = np.stack([desk.free for desk in team])
    for row in found:
        free[options.lead[row]] -= options.load[row]
    moved = found.copy()
    changed = True
    while changed:
        changed = False
        for at, row in enumerate(moved):
            free[options.lead[row]] += options.load[row]
            others = np.flatnonzero((options.job == options.job[row]) & (options.value > options.value[row] + SLACK))
            fits = others[(options.load[others] <= free[options.lead[others]] + SLACK).all(axis=1)]
            if len(fits):
                moved[at] = row = fits[options.value[fits].argmax()]
                changed = True
            free[options.lead[row]] -= options.load[row]
    return moved
