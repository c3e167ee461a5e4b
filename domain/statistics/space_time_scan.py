"""Emerging clusters: where, and since when, are there more cases than the town as a whole explains?

The prospective space-time scan statistic (Kulldorff 2001, J. R. Stat. Soc. A 164: 61-72): the scan of clusters.py with
windows in time as well: the last period, the last two, and so on. A p-value is valid for one analysis. Repeated every
month, with p = 0.01, chance gives a cluster about once in 8 years.

Do not include a last period that is not over or that the export does not cover completely: it would seem calm.
"""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.statistics.clusters import (
    CLUSTER_CASES_MIN,
    CLUSTERS_MAX,
    EVERY,
    SIMULATIONS,
    Asked,
    Cluster,
    significant,
    without_overlap,
)
from domain.statistics.scan_windows import Windows
from domain.statistics.spatial_scan import Counts, Deal, by_chance, dealt_by_risk


def space_time_clusters(
    cases: ArrayLike,
    windows: Windows,
    *,
    seed: int,
    expected: ArrayLike | None = None,
    longest: int | None = None,
    simulations: int = SIMULATIONS,
    most: int = CLUSTERS_MAX,
    fewest: int = CLUSTER_CASES_MIN,
    leap: float = 0.0,
    asked: Asked = EVERY,
) -> list[Cluster]:
    """The most likely clusters of the last periods that share no area, highest ratio first; see clusters.Cluster.

    ``cases``: a row per area, a column per period, oldest first; whole numbers. ``longest``: the largest number of last
    periods in a cluster, by default half of all. The other arguments are those of ``clusters``.

    ``expected`` None: the expected number is the area's share of all cases times the period's share, the space-time
    permutation model (Kulldorff et al. 2005, PLoS Medicine 2: e59). An area that always has many cases, or a summer
    that all areas share, is then no cluster: clusters have *changed* relative to the rest of the town. Simulated towns
    keep the number of cases of every area and period, and permute the times. Otherwise ``expected``: the cases expected
    by area and period, in any unit (Poisson model); clusters are then *high* now, even if they always were.

    ``leap``: how much areas usually change (drift.change), used with ``expected`` None. If above 0, the rate of an area
    in the last periods of a simulated town is its usual rate times a gamma variable of mean 1 and this variance; the
    area keeps its number of cases. Clusters then changed more than areas usually do. Without it areas never change in
    simulated towns, and about every other analysis of a real town finds a change.
    """
    counted = np.asarray(cases, dtype=np.int64)
    total, longest = int(counted.sum()), longest or max(counted.shape[1] // 2, 1)
    if not total:
        return []
    if expected is None:
        usual = np.outer(counted.sum(axis=1), counted.sum(axis=0)) / total
        deal = moving(counted, leap, longest) if leap > 0 else times_swapped(counted, longest)
    else:
        usual = np.asarray(expected, dtype=float)
        usual = usual * (total / usual.sum())
        deal = dealt_by_risk(_newest_first(usual, longest), total)
    spans, usual = (np.cumsum(_newest_first(of_all, longest), axis=1) for of_all in (counted, usual))
    found = without_overlap(spans, usual, windows, total, most=most, fewest=fewest)
    chance = partial(by_chance, deal, usual, windows, total, simulations=simulations, seed=seed, fewest=fewest)
    return significant(found, asked, chance)


def _newest_first(of_all: NDArray, longest: int) -> NDArray:
    return of_all[:, ::-1][:, :longest]


def times_swapped(cases: NDArray[np.int64], longest: int) -> Deal:
    """Simulated towns with permuted times of cases: areas and periods keep their numbers of cases."""
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


def moving(cases: NDArray[np.int64], leap: float, longest: int) -> Deal:
    """Simulated towns whose areas change in their last ``longest`` periods. ``leap``: above 0, see above.

    Areas keep their numbers of cases, as the expected number of an area is worked out from these. A town in which the
    expected numbers stayed what they are would change more than a real one seems to, and nothing would be found.
    """
    of_area, share = cases.sum(axis=1), _newest_first(cases, longest).sum(axis=0) / cases.sum()

    def deal(rng: np.random.Generator, towns: int) -> Counts:
        moves = rng.standard_gamma(1 / leap, size=(towns, len(of_area), 1)) * leap
        parts = np.append(moves * share, np.full_like(moves, 1 - share.sum()), axis=2)
        parts /= parts.sum(axis=2, keepdims=True)
        return np.cumsum(rng.multinomial(of_area, parts)[..., :-1], axis=2)

    return deal
