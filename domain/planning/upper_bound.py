"""An upper bound on the worth of any plan, which limits the distance of the found plan from the best.

First the programme without "whole numbers" (its linear relaxation). That is too generous: it starts a third of a job
each month, so that every week is filled to the brim. So then each lead is looked at alone, with jobs that several could
take paid for at the relaxation's prices (Lagrangian relaxation; Geoffrion 1974, Mathematical Programming Study 2:
82-114):

    bound = the prices of the shared rows + for each lead the most that a plan of theirs can be worth beyond the prices

and there the number of works that start in each month is whole, though the works themselves may still be parts. Such a
programme has a dozen whole numbers, one a month, and is solved at once; it gives most of what whole works would.
Options that take off more than NEAR are left out of it: a plan with one of those is worth at least so much less than
the relaxation of that lead.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp

from domain.planning.assignments import Options
from domain.planning.integer_program import Programme, Weeks

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLOSE = 0.003  # part of the bound of a lead, that it may be off
NEAR = 0.04  # part of the relaxed worth, shared over the leads
SECONDS = 10.0  # for a lead at most; a safety net, that is not reached by far


@dataclass(frozen=True)
class Relaxed:
    """The linear relaxation: its worth; ``price`` of each shared row; ``cost``, what choosing each option takes off.

    ``alone``: of each lead, the relaxed worth beyond those prices.
    """

    worth: float
    price: Floats
    cost: Floats
    alone: tuple[float, ...]


def relaxed(programme: Programme) -> Relaxed:
    """The programme without whole numbers."""
    matrix, most = programme.whole()
    found = linprog(-programme.options.value, A_ub=matrix, b_ub=most, bounds=(0, None), method="highs-ds")
    price = -found.ineqlin.marginals
    cost = np.maximum(matrix.T @ price - programme.options.value, 0.0)
    parts = np.cumsum([len(programme.most), *(len(weeks.free) for weeks in programme.leads)])
    alone = (price[first:last] @ most[first:last] for first, last in pairwise(parts))
    return Relaxed(-found.fun, price[: len(programme.most)], cost, tuple(float(each) for each in alone))


def by_lead(programme: Programme, loose: Relaxed) -> float:
    """The bound of each lead alone, with the shared rows paid for."""
    beyond = programme.options.value - programme.shared.T @ loose.price
    near = NEAR * loose.worth / len(programme.leads)
    looked_at = (beyond > 0) & (loose.cost <= near)
    bound = float(loose.price @ programme.most)
    for weeks, alone in zip(programme.leads, loose.alone, strict=True):
        bound += max(_of_lead(programme.options, weeks, beyond, looked_at), alone - near)
    return min(loose.worth, bound)


def with_starts(
    options: Options, rows: Ints, value: Floats, matrix: sp.csr_matrix, most: Floats, *, whole: bool, **limits: float
) -> OptimizeResult:
    """The best choice of ``rows``, with for each lead and month a variable beside it: how many works start then.

    ``whole``: whether works are whole too. Branching on those numbers first is what makes it quick: which month a work
    starts in hardly matters, and how many start in one does. ``limits``: options of scipy.optimize.milp.
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


def _of_lead(options: Options, weeks: Weeks, beyond: Floats, looked_at: NDArray[np.bool_]) -> float:
    """The most that a plan of one lead can be worth beyond the prices, with these options."""
    chosen = looked_at[weeks.rows]
    rows = weeks.rows[chosen]
    if not len(rows):
        return 0.0
    jobs, of_job = np.unique(options.job[rows], return_inverse=True)
    once = sp.csr_matrix((np.ones(len(rows)), (of_job, np.arange(len(rows)))), shape=(len(jobs), len(rows)))
    matrix = sp.csr_matrix(sp.vstack([once, sp.csr_matrix(weeks.hours[chosen].T)]))
    most = np.concatenate([np.ones(len(jobs)), weeks.free])
    limits = {"mip_rel_gap": CLOSE, "time_limit": SECONDS}
    found = with_starts(options, rows, beyond[rows], matrix, most, whole=False, **limits)
    return np.inf if found.mip_dual_bound is None else -found.mip_dual_bound
