"""Clusters: adjoining areas with more cases than expected if the risk were equal everywhere.

They are found by the spatial scan statistic (Kulldorff 1997; formula in spatial_scan.py, windows in scan_windows.py).
The window with the highest likelihood ratio is the most likely cluster. The next cluster is the window with the highest
ratio among those that share no area with it, and so on.

The p-value compares a ratio with the highest ratio of any window in simulated towns (Dwass 1957), so the search through
many windows needs no further correction. The p-value of a secondary cluster is conservative, because it is compared
with the same maximum.

Limits: a cluster has more *cases* than expected. Count incidents rather than reports, because one caller can make many
reports. Make the expected number proportional to homes. The risk is never exactly equal everywhere, so in a large town
small p-values are common: look at ``ratio`` too. The edge of a cluster is less certain than its middle.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.statistics.scan_windows import Windows
from domain.statistics.spatial_scan import by_chance, dealt_by_risk, inside, likelihoods, rank_p

Floats = NDArray[np.float64]

SIMULATIONS = 999  # simulated towns: the usual number; the smallest possible p-value is then 0.001
FEWER_SIMULATIONS = 199  # in a town of many cases, where one takes long; the smallest possible p-value is then 0.005
FEWER_SIMULATIONS_FROM = 50_000  # cases
CLUSTER_CASES_MIN = 2  # cases in a cluster, as in SaTScan 9.6
CLUSTERS_MAX = 20  # largest number of clusters that is returned


@dataclass(frozen=True)
class Cluster:
    """Adjoining areas with more cases than expected.

    ``areas``: their numbers, in the order in which they entered the window, the middle first. ``cases`` and
    ``expected``: inside the cluster, in the last ``periods`` periods (None: in the whole time). ``ratio``: cases /
    expected (above 1). ``relative_risk``: the risk inside / the risk outside (infinite if all cases are inside).
    ``log_likelihood_ratio``: above 0. ``p``: the probability of a ratio at least this high anywhere by chance.
    """

    areas: tuple[int, ...]
    cases: int
    expected: float
    ratio: float
    relative_risk: float
    log_likelihood_ratio: float
    p: float
    periods: int | None = None


@dataclass(frozen=True)
class Asked:
    """Which of the clusters are asked for; the more of them are not, the fewer towns need to be simulated.

    ``p_max``: largest p. ``ratio_min``: smallest ratio. ``areas_min``: smallest number of areas.
    """

    p_max: float = 1.0
    ratio_min: float = 0.0
    areas_min: int = 1


EVERY = Asked()


def simulated_towns(cases: int) -> int:
    """The number of simulated towns for the p-values of a town with so many cases."""
    return SIMULATIONS if cases < FEWER_SIMULATIONS_FROM else FEWER_SIMULATIONS


def clusters(
    cases: ArrayLike,
    population: ArrayLike,
    windows: Windows,
    *,
    seed: int,
    simulations: int = SIMULATIONS,
    most: int = CLUSTERS_MAX,
    fewest: int = CLUSTER_CASES_MIN,
    asked: Asked = EVERY,
) -> list[Cluster]:
    """The most likely cluster and the secondary ones that share no area with it or each other, highest ratio first.

    ``cases``: whole numbers, one per area. ``population``: homes, home-years or expected cases of every area; expected
    cases are proportional to it; above 0 where there are cases. ``windows``: over the same areas. ``simulations``:
    number of simulated towns for the p-values. ``seed``: random seed; makes p-values reproducible. ``most``: largest
    number of clusters. ``fewest``: smallest number of cases in a cluster. ``asked``: which of these are returned.
    """
    counted, people = np.asarray(cases, dtype=np.int64)[:, None], np.asarray(population, dtype=float)[:, None]
    total = int(counted.sum())
    if not total or not people.any():
        return []
    expected = people * (total / people.sum())
    found = without_overlap(counted, expected, windows, total, most=most, fewest=fewest)
    deal = dealt_by_risk(expected, total)
    chance = partial(by_chance, deal, expected, windows, total, simulations=simulations, seed=seed, fewest=fewest)
    return [replace(cluster, periods=None) for cluster in significant(found, asked, chance)]


def significant(found: list[Cluster], asked: Asked, chance: Callable[..., Floats]) -> list[Cluster]:
    """The clusters that are asked for, with their p. ``chance(ratio=..., p_max=...)``: see spatial_scan.by_chance."""
    found = [each for each in found if len(each.areas) >= asked.areas_min and each.ratio >= asked.ratio_min]
    if not found:
        return []
    towns = chance(ratio=max(each.log_likelihood_ratio for each in found), p_max=asked.p_max)
    found = [replace(each, p=rank_p(each.log_likelihood_ratio, towns)) for each in found]
    return [each for each in found if each.p <= asked.p_max]


def without_overlap(
    cases: NDArray[np.int64], expected: Floats, windows: Windows, total: int, *, most: int, fewest: int
) -> list[Cluster]:
    """The clusters with the highest likelihood ratio that share no area with each other, highest ratio first.

    ``cases`` and ``expected``: by area (row) and span of time (column); span k is the last k + 1 periods. Their p is
    not known yet (``significant``).
    """
    ratios = [likelihoods(cases[:, k], expected[:, k], windows, total, fewest) for k in range(cases.shape[1])]
    found: list[Cluster] = []
    while len(found) < most and (place := _best(ratios)):
        span, step, row = place
        areas = windows.members(row, step)
        counts, usual = int(cases[areas, span].sum()), float(expected[areas, span].sum())
        outside = (total - counts) / (total - usual) if total > usual else 0.0
        ratio = float(ratios[span][step][row])
        found.append(
            Cluster(
                areas=tuple(areas.tolist()),
                cases=counts,
                expected=usual,
                ratio=counts / usual,
                relative_risk=counts / usual / outside if outside else np.inf,
                log_likelihood_ratio=ratio,
                p=np.nan,
                periods=span + 1,
            )
        )
        taken = np.zeros(len(cases))
        taken[areas] = 1
        for step, touched in enumerate(inside(taken, windows)):
            for of_span in ratios:
                of_span[step][touched > 0] = 0
    return found


def _best(ratios: list[list[Floats]]) -> tuple[int, int, int] | None:
    """Span, step and row of the highest ratio, the first of equal ones; None if no ratio is above 0."""
    highest, place = 0.0, None
    for span, of_span in enumerate(ratios):
        for step, of_step in enumerate(of_span):
            row = int(of_step.argmax())
            if of_step[row] > highest:
                highest, place = of_step[row], (span, step, row)
    return place
