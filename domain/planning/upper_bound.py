"""An upper bound on the value of any plan, which limits how far the plan found can be from the best.

The first bound is the linear relaxation of the program. It is loose: it can start a third of a job every month, and so
fills all weeks completely. The second bound considers the leads one by one. Jobs that several leads could take are paid
for at the shadow prices of the relaxation (Lagrangian relaxation; Geoffrion 1974, Mathematical Programming Study 2:
82-114):

    bound = value of the shared constraints at their prices
            + sum over leads of the highest value of a plan of that lead above those prices

In the program of a lead the number of jobs that start in a month is an integer, while the jobs themselves may be
fractions. Such a program has about a dozen integers, one per month, and is solved quickly. It is nearly as tight as
with integer jobs. Options with a reduced cost above BOUND_TOLERANCE are left out: a plan with one of those is worth at
least that much less than the relaxation of that lead.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp

from domain.planning.assignments import Options
from domain.planning.integer_program import LeadWeeks, Programme

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAD_GAP = 0.003  # relative gap at which the program of a lead stops
BOUND_TOLERANCE = 0.04  # share of the relaxed value, divided over the leads
LEAD_SECONDS_MAX = 10.0  # limit of the program of a lead; a safety net that is normally far from reached


@dataclass(frozen=True)
class Relaxed:
    """The linear relaxation.

    ``worth``: its value. ``price``: the shadow prices of the shared constraints. ``cost``: the reduced costs of the
    options. ``alone``: per lead, the value of the lead's constraints at their prices.
    """

    worth: float
    price: Floats
    cost: Floats
    alone: tuple[float, ...]


def relaxed(programme: Programme) -> Relaxed:
    """Solve the linear relaxation."""
    matrix, most = programme.whole()
    found = linprog(-programme.options.value, A_ub=matrix, b_ub=most, bounds=(0, None), method="highs-ds")
    price = -found.ineqlin.marginals
    cost = np.maximum(matrix.T @ price - programme.options.value, 0.0)
    parts = np.cumsum([len(programme.most), *(len(weeks.free) for weeks in programme.leads)])
    alone = (price[first:last] @ most[first:last] for first, last in pairwise(parts))
    return Relaxed(-found.fun, price[: len(programme.most)], cost, tuple(float(each) for each in alone))


def by_lead(programme: Programme, loose: Relaxed) -> float:
    """The upper bound from the leads one by one (see the module); never above that of the relaxation."""
    beyond = programme.options.value - programme.shared.T @ loose.price
    near = BOUND_TOLERANCE * loose.worth / len(programme.leads)
    looked_at = (beyond > 0) & (loose.cost <= near)
    bound = float(loose.price @ programme.most)
    for weeks, alone in zip(programme.leads, loose.alone, strict=True):
        bound += max(_of_lead(programme.options, weeks, beyond, looked_at), alone - near)
    return min(loose.worth, bound)


def with_starts(
    options: Options, rows: Ints, value: Floats, matrix: sp.csr_matrix, most: Floats, *, whole: bool, **limits: float
) -> OptimizeResult:
    """Solve the program of the options ``rows``, with an extra integer per lead and month: the jobs that start then.

    ``whole``: whether the jobs are integers too. Branching on the extra integers is fast, because the number of jobs
    that start in a month matters more than which ones they are. ``limits``: options of scipy.optimize.milp.
    """
    starts, which = np.unique(np.stack([options.lead[rows], options.month[rows]]), axis=1, return_inverse=True)
    count, numbers = len(rows), starts.shape[1]
    sums = sp.csr_matrix((np.ones(count), (which.ravel(), np.arange(count))), shape=(numbers, count))
    rest = sp.csr_matrix((matrix.shape[0], numbers))
    every = sp.vstack([sp.hstack([matrix, rest]), sp.hstack([sums, -sp.identity(numbers)])])
    least = np.concatenate([np.full(len(most), -np.inf), np.zeros(numbers)])
    return milp(
        np.concatenate([-value, np.zeros(numbers)]),
        integrality=np.concatenate([np.full(count, float(whole)), np.ones(numbers)]),
        bounds=Bounds(0, np.concatenate([np.ones(count), np.full(numbers, np.inf)])),
        constraints=LinearConstraint(every, least, np.concatenate([most, np.zeros(numbers)])),
        options=limits,
    )


def _of_lead(options: Options, weeks: LeadWeeks, beyond: Floats, looked_at: NDArray[np.bool_]) -> float:
    """An upper bound on the value above the prices of a plan of one lead, with these options."""
    chosen = looked_at[weeks.rows]
    rows = weeks.rows[chosen]
    if not len(rows):
        return 0.0
    jobs, of_job = np.unique(options.job[rows], return_inverse=True)
    once = sp.csr_matrix((np.ones(len(rows)), (of_job, np.arange(len(rows)))), shape=(len(jobs), len(rows)))
    matrix = sp.csr_matrix(sp.vstack([once, sp.csr_matrix(weeks.hours[chosen].T)]))
    most = np.concatenate([np.ones(len(jobs)), weeks.free])
    limits = {"mip_rel_gap": LEAD_GAP, "time_limit": LEAD_SECONDS_MAX}
    found = with_starts(options, rows, beyond[rows], matrix, most, whole=False, **limits)
    return np.inf if found.mip_dual_bound is None else -found.mip_dual_bound
