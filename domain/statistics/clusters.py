"""Clusters: adjoining areas with more cases than equal risk gives.

The spatial scan statistic (Kulldorff 1997; spatial_scan.py has the formula, scan_windows.py the windows): the window
with the highest likelihood ratio is the most likely cluster; the highest of those that share no area with it comes
second, and so on.

A p-value is for the most striking window anywhere in towns made by chance (Dwass 1957), so looking through many windows
needs no further correction; that of a secondary cluster is conservative, since it too is compared with the maximum.

Limits: a cluster is more *cases* than expected: count incidents rather than
reports (one caller makes many), and expect by homes. Equal risk everywhere is never quite true: in a large town a small
p-value is easily had, so look at ``ratio`` too. The edge of a cluster is less sure than its middle.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.statistics.scan_windows import Windows
from domain.statistics.spatial_scan import by_chance, dealt_by_risk, inside, likelihoods, rank_p

Floats = NDArray[np.float64]

SIMULATIONS = 999  # towns made by chance; the usual number, the smallest p-value is then 0.001
FEWEST = 2  # cases in a cluster: one case is none (as SaTScan 9.6)
MOST = 20  # clusters that are looked for


@dataclass(frozen=True)
class Cluster:
    """Areas that lie together with more cases than expected.

    ``areas``: their numbers, in the order in which they entered the window: the middle first. ``cases`` and
    ``expected``: inside, in the last ``periods`` where only those were looked at (None: all of the time). ``ratio``:
    cases over expected (above 1). ``relative_risk``: the risk inside over the risk outside (infinite with all cases
    inside). ``log_likelihood_ratio``: how striking, above 0. ``p``: how often chance gives one at least as striking.
    """

    areas: tuple[int, ...]
    cases: int
    expected: float
    ratio: float
    relative_risk: float
    log_likelihood_ratio: float
    p: float
    periods: int | None = None


def clusters(
    cases: ArrayLike,
    population: ArrayLike,
    windows: Windows,
    *,
    seed: int,
    simulations: int = SIMULATIONS,
    most: int = MOST,
    fewest: int = FEWEST,
) -> list[Cluster]:
    """The most likely cluster and the secondary ones that share no area with it or each other, highest ratio first.

    ``cases``: whole numbers, one an area. ``population``: what cases are expected in proportion to (homes, home-years,
    or expected cases), above 0 where there are cases. ``windows``: over the same areas. ``simulations``: towns made by
    chance for the p-values. ``seed``: of chance; the same seed gives the same p-values.
    """
    counted, people = np.asarray(cases, dtype=np.int64)[:, None], np.asarray(population, dtype=float)[:, None]
    total = int(counted.sum())
    if not total or not people.any():
        return []
    expected = people * (total / people.sum())
    chance = dealt_by_risk(expected, total)
    made = by_chance(chance, expected, windows, total, simulations=simulations, seed=seed, fewest=fewest)
    found = without_overlap(counted, expected, windows, made, total, most=most, fewest=fewest)
    return [replace(cluster, periods=None) for cluster in found]


def without_overlap(
    cases: NDArray[np.int64], expected: Floats, windows: Windows, made: Floats, total: int, *, most: int, fewest: int
) -> list[Cluster]:
    """The most striking clusters that share no area with each other, highest ratio first.

    ``cases`` and ``expected``: by area and span of time; the first span is the last period, the second the last two.
    ``made``: the highest ratio in each town made by chance.
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
                p=rank_p(ratio, made),
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
    """Span, step and row of the highest ratio, of equals the first; None where none is above 0."""
    highest, place = 0.0, None
    for span, of_span in enumerate(ratios):
        for step, of_step in enumerate(of_span):
            row = int(of_step.argmax())
            if of_step[row] > highest:
                highest, place = of_step[row], (span, step, row)
    return place
