"""Local search: remove part of a plan and fill it again, many times (ruin and recreate; Schrimpf,
Schneider, Stamm-Wilbrandt and Dueck 2000, Journal of Computational Physics 159: 139-171).

Each time up to MOST_OUT works are taken out: any, of one lead, or of months beside each other. What then fits is put
in, in an order by a measure that is drawn (worth, worth for the hours, worth for the busiest week, worth beside what
the relaxed programme charges for the hours) and blurred by chance. What came out better is kept; what came out a little
worse sometimes too, less and less so (simulated annealing), or the search would be caught in the first plan that no
such change betters. The chance is drawn from a fixed seed: the same task gives the same plan.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import SLACK, Options
from domain.planning.integer_program import Programme

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SEED = 1
MOST_OUT = 4
BLUR = 0.05, 0.2  # spread of the logarithm of a measure, drawn between these
WARM = 0.003  # part of the plan's worth that a step down may cost at the start, about


class _Ground:
    """What is the same in every round: which jobs exclude each other, and the measures by which they are put in.

    ``cost``: what choosing an option takes off the relaxed programme's worth (its reduced cost, 0 or more).
    """

    def __init__(self, programme: Programme, jobs: int, apart: Ints, cost: Floats) -> None:
        options = self.options = programme.options
        self.leads = programme.leads
        self.place = np.zeros(len(options.job), dtype=np.int64)  # of an option among those of its lead
        for weeks in self.leads:
            self.place[weeks.rows] = np.arange(len(weeks.rows))
        self.beside = np.eye(jobs, dtype=bool)
        self.beside[apart[:, 0], apart[:, 1]] = self.beside[apart[:, 1], apart[:, 0]] = True
        worth, hours, peak, least = np.zeros(jobs), np.ones(jobs), np.ones(jobs), np.full(jobs, np.inf)
        np.maximum.at(worth, options.job, options.value)
        hours[options.job], peak[options.job] = options.load.sum(axis=1), options.load.max(axis=1)
        np.minimum.at(least, options.job, cost)
        with np.errstate(divide="ignore"):
            measures = np.log(np.stack([worth, worth / hours, worth / peak]))
            typical = max(float(np.median(worth[worth > 0])), SLACK)
        self.measures = np.vstack([measures, -least / typical])
        self.ways = np.stack([options.value, -cost])

    def room(self, plan: Ints) -> list[Floats]:
        """The hours that each lead has left beside a plan."""
        left = [weeks.free + SLACK for weeks in self.leads]
        for row in plan:
            self.take(left, row, -1)
        return left

    def take(self, left: list[Floats], row: int, sign: int) -> None:
        """Give the hours of an option back (1), or take them (-1)."""
        lead = self.options.lead[row]
        left[lead] += sign * self.leads[lead].hours[self.place[row]]

    def fitting(self, left: list[Floats], rows: Ints) -> Flags:
        """Which of these options, all by one lead, fit in what is left."""
        lead = self.options.lead[rows[0]] if len(rows) else 0
        return np.all(self.leads[lead].hours[self.place[rows]] <= left[lead], axis=1)


def bettered(
    programme: Programme,
    found: Ints,
    jobs: int,
    apart: Ints,
    pinned: Sequence[int],
    cost: Floats,
    *,
    rounds: int,
    enough: float,
) -> Ints:
    """The best plan of so many rounds from ``found``, each with all that is ``pinned``; stops where one is worth
    ``enough``.
    """
    options, rng = programme.options, np.random.default_rng(SEED)
    ground = _Ground(programme, jobs, apart, cost)
    must = np.array(sorted(pinned), dtype=np.int64)
    now, left, worth = found, ground.room(found), float(options.value[found].sum())
    best, highest = now, worth
    for turn in range(rounds):
        if highest >= enough:
            break
        out, then = _out(options, now, rng), [each.copy() for each in left]
        for row in now[out]:
            ground.take(then, row, 1)
        new = _filled(ground, now[~out], then, must, rng)
        value = float(options.value[new].sum())
        heat = WARM * highest * (1 - turn / rounds)
        if value > worth or rng.random() < np.exp((value - worth) / max(heat, SLACK)):
            if not np.isin(must, options.job[new]).all():
                continue
            now, left, worth = new, then, value
            if worth > highest + SLACK:
                best, highest = now, worth
    return best


def _out(options: Options, plan: Ints, rng: np.random.Generator) -> Flags:
    """Which works of a plan are taken out."""
    out = np.zeros(len(plan), dtype=bool)
    if len(plan):
        kind, like = rng.random(), plan[rng.integers(len(plan))]
        among = np.arange(len(plan))
        if kind < 0.4:
            among = np.flatnonzero(options.lead[plan] == options.lead[like])
        elif kind < 0.6:
            among = np.flatnonzero(np.abs(options.month[plan] - options.month[like]) <= 1)
        out[rng.permutation(among)[: rng.integers(1, MOST_OUT + 1)]] = True
    return out


def _filled(ground: _Ground, plan: Ints, left: list[Floats], must: Ints, rng: np.random.Generator) -> Ints:
    """The plan with what fits beside it put in; what was taken is taken off ``left``."""
    job, lead = ground.options.job, ground.options.lead
    free = ~np.any(ground.beside[job[plan]], axis=0)
    rows = [weeks.rows[free[job[weeks.rows]]] for weeks in ground.leads]
    fit = np.concatenate([each[ground.fitting(left, each)] for each in rows])
    measure = ground.measures[rng.integers(len(ground.measures))] + rng.normal(
        0, rng.uniform(*BLUR), ground.measures.shape[1]
    )
    measure[must] = np.inf
    kind = rng.integers(3)  # of a job's options the one that is worth most, that costs least, or any
    way = ground.ways[kind][fit] if kind < 2 else rng.random(len(fit))
    fit = fit[np.lexsort((-way, -measure[job[fit]]))]
    new = plan.tolist()
    while len(fit):
        row = fit[0]
        new.append(int(row))
        ground.take(left, row, -1)
        fit = fit[~ground.beside[job[row]][job[fit]]]
        same = lead[fit] == lead[row]
        kept = ~same
        kept[same] = ground.fitting(left, fit[same])
        fit = fit[kept]
    return np.array(new, dtype=np.int64)
