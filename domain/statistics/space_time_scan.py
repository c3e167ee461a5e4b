"""Emerging clusters: where, and since when, are there more cases than the town as a whole explains?

The prospective space-time scan statistic (Kulldorff 2001, J. R. Stat. Soc. A 164: 61-72): the scan of clusters.py, its
windows now also of time, each the last period, or the last two, and so on. As a p-value is for one look at the data,
looking again each month finds a chance cluster now and then: with p = 0.01, at monthly looks once in about 8 years.

Not to be used on a last period that is not over, or that an export does not wholly cover: it would read as calm.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.statistics.clusters import FEWEST, MOST, SIMULATIONS, Cluster, without_overlap
from domain.statistics.scan_windows import Windows
from domain.statistics.spatial_scan import Counts, Deal, by_chance, dealt_by_risk

Floats = NDArray[np.float64]


def space_time_clusters(
    cases: ArrayLike,
    windows: Windows,
    *,
    seed: int,
    expected: ArrayLike | None = None,
    longest: int | None = None,
    simulations: int = SIMULATIONS,
    most: int = MOST,
    fewest: int = FEWEST,
    leap: float = 0.0,
) -> list[Cluster]:
    """The most likely clusters of the last periods that share no area, highest ratio first; see clusters.Cluster.

    ``cases``: a row per area, a column per period, oldest first; whole numbers. ``longest``: the most periods that
    count as now, by default half of all. The other arguments are those of ``clusters``.

    ``expected`` None: each area's own part of all cases times each period's own part, the space-time permutation model
    (Kulldorff et al. 2005, PLoS Medicine 2: e59). An area that always has many is then no cluster, nor is a summer
    that every area has: what is found *changed*, against the rest of the town. Towns made by chance keep the cases of
    each area and of each period, and swap their times. Else: the cases expected in each area and period, in any unit
    (Poisson): what is found is *high* now, also where it always was.

    ``leap``: how much areas move by themselves (statistics/drift.py), with ``expected`` None. Above 0, towns are made
    in which each area's rate of the last periods is its usual one times a gamma variable of mean 1 and this variance:
    what is found is more than areas usually change. Where cases only swap times no area ever changes, and in a real
    town every other look then finds one that did.
    """
    counted = np.asarray(cases, dtype=np.int64)
    total, longest = int(counted.sum()), longest or max(counted.shape[1] // 2, 1)
    if not total:
        return []
    if expected is None:
        usual = np.outer(counted.sum(axis=1), counted.sum(axis=0)) / total
        chance = moving(_newest_first(usual, longest), leap, total) if leap > 0 else times_swapped(counted, longest)
    else:
        usual = np.asarray(expected, dtype=float)
        usual = usual * (total / usual.sum())
        chance = dealt_by_risk(_newest_first(usual, longest), total)
    spans, usual = (np.cumsum(_newest_first(of_all, longest), axis=1) for of_all in (counted, usual))
    made = by_chance(chance, usual, windows, total, simulations=simulations, seed=seed, fewest=fewest)
    return without_overlap(spans, usual, windows, made, total, most=most, fewest=fewest)


def _newest_first(of_all: NDArray, longest: int) -> NDArray:
    return of_all[:, ::-1][:, :longest]


def times_swapped(cases: NDArray[np.int64], longest: int) -> Deal:
    """Towns in which the cases have swapped their times: each area and each period keeps its number of cases."""
    areas, of_period = len(cases), _newest_first(cases, longest).sum(axis=0)
    area_of_case = np.repeat(np.arange(areas), cases.sum(axis=1))
    period = np.repeat(np.arange(len(of_period)), of_period)

    def deal(rng: np.random.Generator, towns: int) -> Counts:
        made = np.empty((towns, areas, len(of_period)), dtype=np.int64)
        for town in made:
            drawn = rng.choice(area_of_case, len(period), replace=False)
            town[:] = np.bincount(drawn * len(of_period) + period, minlength=town.size).reshape(town.shape)
        return np.cumsum(made, axis=2)

    return deal


def moving(usual: Floats, leap: float, total: int) -> Deal:
    """Towns in which each area moves by itself; ``usual``: by area and period, the newest first, of ``total`` cases."""

    def deal(rng: np.random.Generator, towns: int) -> Counts:
        moves = rng.standard_gamma(1 / leap, size=(towns, len(usual), 1)) * leap
        made = rng.poisson(usual * moves)
        made[made.sum(axis=(1, 2)) > total] = 0  # not a town of so many cases; only where there are a few areas
        return np.cumsum(made, axis=2)

    return deal
