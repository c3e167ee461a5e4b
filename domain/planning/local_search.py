"""Local search: repeatedly remove part of a plan and fill it again (ruin and recreate).

Source: Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000, Journal of Computational Physics 159: 139-171.

Every round removes up to REMOVED_MAX jobs: random ones, jobs of one lead, or jobs of adjacent months. Then jobs that
fit are added, ordered by a random measure (value, value per hour, value per hour of the busiest week, or reduced cost)
with random noise. A better plan is kept. A slightly worse plan is sometimes kept too, with a decreasing probability
(simulated annealing), so that the search leaves local optima. The random seed is fixed: the same problem gives the same
plan.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import HOURS_TOLERANCE, Options
from domain.planning.integer_program import Programme

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SEARCH_SEED = 1
REMOVED_MAX = 4
NOISE_BOUNDS = 0.05, 0.2  # bounds of the standard deviation of the noise on the logarithm of a measure
WARM = 0.003  # temperature at the start, as a share of the plan's value


class _Ground:
    """The constants of all rounds: which jobs exclude each other, and the measures that order them.

    ``cost``: the reduced cost of the options (0 or more): how much choosing one lowers the value of the relaxation.
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
            typical = max(float(np.median(worth[worth > 0])), HOURS_TOLERANCE)
        self.measures = np.vstack([measures, -least / typical])
        self.ways = np.stack([options.value, -cost])

    def room(self, plan: Ints) -> list[Floats]:
        """The hours that a plan leaves free, per lead."""
        left = [weeks.free + HOURS_TOLERANCE for weeks in self.leads]
        for row in plan:
            self.take(left, row, -1)
        return left

    def take(self, left: list[Floats], row: int, sign: int) -> None:
        """Add the hours of an option to ``left`` (sign 1), or subtract them (sign -1)."""
        lead = self.options.lead[row]
        left[lead] += sign * self.leads[lead].hours[self.place[row]]

    def fitting(self, left: list[Floats], rows: Ints) -> Flags:
        """Whether these options, all of one lead, fit in the hours that are left."""
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
    """The best plan of ``rounds`` rounds that start from ``found``.

    All plans contain the ``pinned`` jobs. The search stops early at a plan with a value of ``enough``.
    """
    options, rng = programme.options, np.random.default_rng(SEARCH_SEED)
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
        if value > worth or rng.random() < np.exp((value - worth) / max(heat, HOURS_TOLERANCE)):
            if not np.isin(must, options.job[new]).all():
                continue
            now, left, worth = new, then, value
            if worth > highest + HOURS_TOLERANCE:
                best, highest = now, worth
    return best


def _out(options: Options, plan: Ints, rng: np.random.Generator) -> Flags:
    """A mask of the jobs of a plan that are removed in this round."""
    out = np.zeros(len(plan), dtype=bool)
    if len(plan):
        kind, like = rng.random(), plan[rng.integers(len(plan))]
        among = np.arange(len(plan))
        if kind < 0.4:
            among = np.flatnonzero(options.lead[plan] == options.lead[like])
        elif kind < 0.6:
            among = np.flatnonzero(np.abs(options.month[plan] - options.month[like]) <= 1)
        out[rng.permutation(among)[: rng.integers(1, REMOVED_MAX + 1)]] = True
    return out


def _filled(ground: _Ground, plan: Ints, left: list[Floats], must: Ints, rng: np.random.Generator) -> Ints:
    """The plan with options added until nothing fits. Their hours are subtracted from ``left``."""
    job, lead = ground.options.job, ground.options.lead
    free = ~np.any(ground.beside[job[plan]], axis=0)
    rows = [weeks.rows[free[job[weeks.rows]]] for weeks in ground.leads]
    fit = np.concatenate([each[ground.fitting(left, each)] for each in rows])
    measure = ground.measures[rng.integers(len(ground.measures))] + rng.normal(
        0, rng.uniform(*NOISE_BOUNDS), ground.measures.shape[1]
    )
    measure[must] = np.inf
    kind = rng.integers(3)  # the order of a job's options: by value, by reduced cost, or random
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
