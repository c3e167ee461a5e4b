"""Which options to take: the best, by a mixed-integer programme; or plainly the worst first.

    maximise   the sum of what the chosen options are worth
    such that  each job is chosen at most once (a pinned one exactly once),
               of jobs that are neighbours at most one is chosen,
               no week of a lead holds more hours than are free.

Solved with HiGHS (Huangfu and Hall 2018) through scipy. What makes it quick:

- Pairs of neighbours are gathered in cliques, groups of which all are neighbours of each other: a tighter bound.
- Hours divided by presence are the same all through a phase, so of the weeks that ask the same of the options only the
  one with the fewest hours is kept.
- The programme without "integer" is solved first. It bounds what can be gained at all, and its reduced costs say how
  much choosing an option takes off that bound. An option that takes off more than lies between the bound and a plan at
  hand cannot be in a better one; of the others, the CORE that takes off least is searched first.
- Then each lead, and each pair of leads, is planned again with the others as they are (large neighbourhood search,
  Shaw 1998).

Where all options are in the core and the solver finishes, the result is the best. Else ``Solution.gap`` says how far it
can be from that at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from domain.planning.options import SLACK, Desk, Options

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SECONDS = 8.0  # that the solver may take, together
GAP = 0.002  # part that the best there could be may lie above what was found, for it to stop
CORE = 400  # options that are searched first; all of them where they are no more than SMALL
SMALL = 1_500
AROUND = 2_000, 600  # options that are looked at when a lead, or a pair of leads, is planned again
FIRST = 0.35  # part of the time for the core


@dataclass(frozen=True)
class Solution:
    """Rows of the options that were chosen; their worth; and the part that the best there could be may be above it."""

    rows: Ints
    value: float
    gap: float


@dataclass(frozen=True)
class _Programme:
    """``matrix`` times the choice is at most ``most``; its first rows, one a job, at least ``least``."""

    options: Options
    matrix: sp.csc_matrix
    most: Floats
    least: Floats


def best(
    options: Options,
    jobs: int,
    team: Sequence[Desk],
    apart: Ints,
    pinned: Sequence[int],
    *,
    seconds: float = SECONDS,
    gap: float = GAP,
) -> Solution | None:
    """The best choice that is found; None where the pinned jobs do not fit together."""
    none = np.zeros(0, dtype=np.int64)
    if not len(options.job):
        return None if len(pinned) else Solution(none, 0.0, 0.0)
    programme = _programme(options, jobs, team, apart, pinned)
    found = _at_once(programme, jobs, team, apart, pinned)
    relaxed = linprog(-options.value, A_ub=programme.matrix, b_ub=programme.most, bounds=(0, 1), method="highs-ds")
    bound, cost = -relaxed.fun, -options.value - programme.matrix.T @ relaxed.ineqlin.marginals
    worth = 0.0 if found is None else float(options.value[found].sum())
    hopeful = np.flatnonzero((cost <= bound - worth) | np.isin(options.job, pinned))
    ranked = hopeful[np.argsort(cost[hopeful], kind="stable")]
    of_pins = np.flatnonzero(np.isin(options.job, pinned))
    first = CORE if len(ranked) > SMALL else len(ranked)
    core = np.unique(np.concatenate([ranked[:first], of_pins, none if found is None else found]))
    chosen, least_bound = _solved(programme, core, none, seconds * FIRST, gap)
    if chosen is None and found is None:
        return None
    beyond = bound - cost[ranked[first]] if len(ranked) > first else 0.0  # no plan with an option beyond is worth more
    bound = min(bound, max(least_bound, beyond))
    found = _better(options, found, chosen)
    if bound > options.value[found].sum() * (1 + gap):
        for size, most in enumerate(AROUND, 1):
            around = np.unique(np.concatenate([ranked[:most], of_pins, found]))
            groups = list(combinations(range(len(team)), size))
            found = _again(programme, found, around, groups, seconds * (1 - FIRST) / len(AROUND), gap)
    found = _moved(options, found, team)
    worth = float(options.value[found].sum())
    return Solution(found, worth, max(bound / worth - 1, 0.0) if worth else 0.0)


def _at_once(programme: _Programme, jobs: int, team: Sequence[Desk], apart: Ints, pinned: Sequence[int]) -> Ints | None:
    """A plan at hand, most worth for its hours first, or else most worth; None where it lacks a pinned job."""
    options, found = programme.options, None
    worth, hours = np.zeros(jobs), np.ones(jobs)
    np.maximum.at(worth, options.job, options.value)
    hours[options.job] = options.load.sum(axis=1)
    for order in ((-worth / hours).argsort(kind="stable"), (-worth).argsort(kind="stable")):
        order = [*pinned, *(int(job) for job in order if job not in set(pinned))]
        rows = worst_first(options, order, team, apart)
        if set(pinned) <= set(options.job[rows].tolist()):
            found = _better(options, found, rows)
    return found


def _again(
    programme: _Programme, found: Ints, around: Ints, groups: Sequence[tuple[int, ...]], seconds: float, gap: float
) -> Ints:
    """The plan, bettered by planning each group of leads again."""
    options = programme.options
    for group in groups:
        free = np.isin(options.lead[found], group)
        fixed = found[~free]
        mine = around[np.isin(options.lead[around], group) & ~np.isin(options.job[around], options.job[fixed])]
        mine = np.union1d(mine, found[free])
        chosen, _bound = _solved(programme, mine, fixed, seconds / len(groups), gap)
        if chosen is not None:
            found = _better(options, found, np.concatenate([fixed, chosen]))
    return found


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


def _better(options: Options, one: Ints | None, other: Ints | None) -> Ints:
    if one is None or other is None:
        return other if one is None else one
    return other if options.value[other].sum() > options.value[one].sum() + SLACK else one


def _solved(programme: _Programme, columns: Ints, fixed: Ints, seconds: float, gap: float) -> tuple[Ints | None, float]:
    """The best of these options beside those that are fixed, and the bound of its worth; None: none, or not in time."""
    value = programme.options.value[columns]
    used = np.asarray(programme.matrix[:, fixed].sum(axis=1)).ravel()
    least = np.full(len(used), -np.inf)
    least[: len(programme.least)] = programme.least - used[: len(programme.least)]
    rows = np.asarray(programme.matrix[:, columns].sum(axis=1)).ravel() > 0
    rows |= least > 0
    found = milp(
        -value,
        integrality=np.ones(len(columns)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(programme.matrix[:, columns][rows], least[rows], (programme.most - used)[rows]),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )
    bound = np.inf if found.mip_dual_bound is None else -found.mip_dual_bound
    return (None if found.x is None else columns[found.x > 0.5]), bound


def _programme(options: Options, jobs: int, team: Sequence[Desk], apart: Ints, pinned: Sequence[int]) -> _Programme:
    once = sp.csr_matrix(
        (np.ones(len(options.job)), (options.job, np.arange(len(options.job)))), shape=(jobs, len(options.job))
    )
    parts, most = [once], [np.ones(jobs)]
    for clique in cliques(apart, jobs):
        parts.append(sp.csr_matrix(once[list(clique)].sum(axis=0)))
        most.append(np.ones(1))
    for lead, desk in enumerate(team):
        matrix, free = _weeks(options, lead, desk)
        parts.append(matrix)
        most.append(free)
    least = np.zeros(jobs)
    least[list(pinned)] = 1.0
    return _Programme(options, sp.csc_matrix(sp.vstack(parts)), np.concatenate(most), least)


def worst_first(options: Options, order: Sequence[int], team: Sequence[Desk], apart: Ints, start: Ints = ()) -> Ints:
    """Rows of the options of who takes the jobs in this order, each as soon as a lead has room; passes over what does
    not fit or is a neighbour of what was taken. ``start``: rows that are taken already.
    """
    left = np.stack([desk.free for desk in team]) if team else np.zeros((0, 0))
    beside: dict[int, set[int]] = {}
    for one, other in apart:
        beside.setdefault(int(one), set()).add(int(other))
        beside.setdefault(int(other), set()).add(int(one))
    taken = [int(row) for row in start]
    for row in taken:
        left[options.lead[row]] -= options.load[row]
    done = {int(options.job[row]) for row in taken}
    of_job = _rows_of_jobs(options)
    for job in order:
        if job in done or done & beside.get(job, set()):
            continue
        for row in of_job.get(job, ()):
            if (options.load[row] <= left[options.lead[row]] + SLACK).all():
                left[options.lead[row]] -= options.load[row]
                done.add(job)
                taken.append(int(row))
                break
    return np.array(taken, dtype=np.int64)


def cliques(pairs: Ints, jobs: int) -> list[tuple[int, ...]]:
    """Groups of jobs that are all neighbours of each other, such that each pair is in one of them."""
    beside = [set() for _job in range(jobs)]
    for one, other in pairs:
        beside[one].add(int(other))
        beside[other].add(int(one))
    found, told = [], set()
    for one, other in pairs:
        if (one, other) in told:
            continue
        clique = [int(one), int(other)]
        for third in sorted(beside[one] & beside[other]):
            if all(third in beside[member] for member in clique):
                clique.append(third)
        told |= {(a, b) for a in clique for b in clique if a < b}
        found.append(tuple(sorted(clique)))
    return found


def _rows_of_jobs(options: Options) -> dict[int, Ints]:
    """The rows of each job, the earliest month first."""
    order = np.lexsort((options.lead, options.month, options.job))
    jobs, begins = np.unique(options.job[order], return_index=True)
    return dict(zip(jobs.tolist(), np.split(order, begins)[1:], strict=True))


def _weeks(options: Options, lead: int, desk: Desk) -> tuple[sp.csr_matrix, Floats]:
    """The sums of a lead's hours by week, of the weeks that differ and can bind, with the hours that are free."""
    mine = np.flatnonzero(options.lead == lead)
    works = desk.there > 0
    if not len(mine) or not works.any():
        return sp.csr_matrix((0, len(options.job))), np.zeros(0)
    hours = (options.load[mine][:, works] / desk.there[works]).T
    free = (desk.free[works] / desk.there[works]).round(9)
    weeks, which = np.unique(hours.round(9), axis=0, return_inverse=True)
    most = np.full(len(weeks), np.inf)
    np.minimum.at(most, which.ravel(), free)
    binding = weeks.sum(axis=1) > most
    kept = sp.coo_matrix(weeks[binding])
    shape = (int(binding.sum()), len(options.job))
    return sp.csr_matrix((kept.data, (kept.row, mine[kept.col])), shape=shape), most[binding]
