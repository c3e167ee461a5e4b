"""The numbers that an effect is estimated from: incidents by month in the approach, comparison areas and ring."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.effects.baseline import Baseline, Beside
from domain.effects.monthly_panel import Counts
from domain.effects.quasi_poisson import dispersion

Ints = NDArray[np.int64]

DIFFERENCE_MOST = 0.1  # relative difference between two counts of the same months, as corrections in the data make it
DIFFERENCE_ALLOWED = 2  # incidents of difference that are always allowed


@dataclass(frozen=True)
class AreaGroup:
    """Areas beside an approach. ``by_month``: incidents by area (row) and month (column)."""

    areas: tuple[Beside, ...]
    by_month: Ints

    @property
    def expected(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The expected incidents a month and the effective numbers of the areas, by their baselines."""
        areas = self.areas
        return np.array([area.expected_monthly for area in areas]), np.array([area.effective_n for area in areas])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the areas."""
        return tuple(area.name for area in self.areas)


@dataclass(frozen=True)
class Panel:
    """Incidents by month. ``own``: of the approach's areas together. ``controls``: the comparison areas.

    ``before``, ``after``: the indices of the months of the baseline, and of the known months since the work began.
    """

    own: Ints
    controls: AreaGroup
    ring: AreaGroup
    before: Ints
    after: Ints

    @cached_property
    def sides(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether each month is before and whether it is after."""
        months = np.arange(len(self.own))
        return np.isin(months, self.before), np.isin(months, self.after)

    @cached_property
    def dispersion(self) -> float:
        """The variance of the monthly counts relative to their mean, see quasi_poisson.py."""
        return float(dispersion(np.vstack([self.own, self.controls.by_month]), *self.sides))


def panel_of(
    counts: Counts,
    baseline: Baseline,
    area_ids: Sequence[str],
    controls: Sequence[Beside],
    ring: Sequence[Beside],
    after: Ints,
) -> Panel:
    """The panel of an approach in these areas, with the themes of its baseline."""
    return Panel(
        counts.together(area_ids, baseline.measures),
        _group(counts, baseline, controls),
        _group(counts, baseline, ring),
        _numbers(counts, baseline.months),
        after,
    )


def countable(panel: Panel, baseline: Baseline) -> Panel | None:
    """The panel without the areas that cannot be counted any more as they were; None if the approach's own cannot.

    For areas that are counted by their frozen addresses and outlines: in the months of the baseline they must have
    about the incidents that were frozen. If those months are not in the data any more, they must have incidents at all.
    """
    whole = len(panel.before) == len(baseline.months)

    def alike(by_month: Ints, frozen: int) -> bool:
        counted = int(by_month[panel.before].sum())
        return (
            abs(counted - frozen) <= max(DIFFERENCE_MOST * frozen, DIFFERENCE_ALLOWED)
            if whole
            else bool(by_month.any())
        )

    if not alike(panel.own, baseline.incidents):
        return None
    groups = []
    for group in (panel.controls, panel.ring):
        kept = [k for k, area in enumerate(group.areas) if alike(group.by_month[k], area.incidents)]
        groups.append(AreaGroup(tuple(group.areas[k] for k in kept), group.by_month[kept]))
    return replace(panel, controls=groups[0], ring=groups[1])


def chart_months(panel: Panel, months: Sequence[date], expected_monthly: float) -> pl.DataFrame:
    """The panel as a series for a chart, from the first month of the baseline on.

    Columns: month (its first day), side ("before", "after" or "neither"), treated (incidents of the approach),
    comparison (incidents of the comparison areas, scaled to ``expected_monthly``, those that the approach expects).
    """
    side = np.full(len(panel.own), "neither", dtype=object)
    side[panel.before], side[panel.after] = "before", "after"
    scale = expected_monthly / panel.controls.expected[0].sum()
    comparison = panel.controls.by_month.sum(axis=0) * scale
    frame = pl.DataFrame({"month": months, "side": side.tolist(), "treated": panel.own, "comparison": comparison})
    first, last = min([*panel.before.tolist(), *panel.after.tolist()]), max(panel.after)
    return frame.slice(first, last - first + 1)


def _group(counts: Counts, baseline: Baseline, areas: Sequence[Beside]) -> AreaGroup:
    rows = [counts.level(baseline.level).at[area.area_id] for area in areas]
    by_area = counts.by_area(baseline.level, baseline.measures)
    return AreaGroup(tuple(areas), by_area[np.array(rows, dtype=np.int64)])


def _numbers(counts: Counts, months: Sequence[date]) -> Ints:
    """The months as indices of ``counts.months``; months that are no longer in the data are left out."""
    at = {month: number for number, month in enumerate(counts.months)}
    return np.array([at[month] for month in months if month in at], dtype=np.int64)
