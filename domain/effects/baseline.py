"""The baseline of an approach: the situation before the work, frozen on the day it begins.

It is stored with the project as JSON. Later imports, approaches in other areas and changed methods therefore do not
change the standard by which the project is judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.effects import control_areas
from domain.effects.displacement import COMMON_DRIFT_SHARE
from domain.effects.fixed_areas import FixedArea, fixed_areas, with_fixed
from domain.effects.monthly_panel import Counts
from domain.effects.regression_to_mean import LastingRates, expected, lasting_rates
from domain.projects.project import Project
from domain.snapshot.snapshot import Snapshot

VERSION = 3
_NAMES_OF_VERSION_1 = {"a_month": "expected_monthly", "sure": "effective_n"}
BASELINE_MONTHS_MAX = 24  # used before the work: every season twice
FEWEST_MONTHS = 6  # with fewer months before the work there is no baseline

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Beside:
    """A comparison area, or an area of the ring.

    ``incidents``: in the baseline window. ``expected_monthly``: expected incidents a month. ``effective_n``: the number
    of incidents that the expectation is based on.
    """

    area_id: str
    name: str
    incidents: int
    expected_monthly: float
    effective_n: float


@dataclass(frozen=True)
class Baseline:
    """The situation of a project's areas before the work.

    ``starts_on``: first day of the work. ``measures``: themes that count (empty: all). ``level``: of the comparison
    areas. ``months``: first days of the months that were counted (known, before the work). ``homes``: of the project's
    areas. ``incidents``: in those months. ``expected_monthly``: incidents expected a month if nothing changes in the
    town, corrected for regression to the mean. ``effective_n``: the number of incidents that this is based on.
    ``usual``: the distribution used for the correction. ``comparison``, ``ring``: see control_areas.py. ``areas``: all
    of these areas as they were, see fixed_areas.py; empty in a baseline of version 1 or 2.
    """

    starts_on: date
    measures: tuple[str, ...]
    level: str
    months: tuple[date, ...]
    homes: float
    incidents: int
    expected_monthly: float
    effective_n: float
    usual: LastingRates
    comparison: tuple[Beside, ...]
    ring: tuple[Beside, ...]
    areas: tuple[FixedArea, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The baseline as JSON values, with its version."""
        plain = asdict(self) | {"version": VERSION, "starts_on": self.starts_on.isoformat()}
        plain["months"] = [month.isoformat() for month in self.months]
        plain |= {name: list(plain[name]) for name in ("measures", "comparison", "ring")}
        return plain | {"areas": [area.to_json() for area in self.areas]}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any] | None) -> "Baseline | None":
        """The baseline from JSON values; None without values, or with an unknown version."""
        if plain and plain.get("version") == 1:
            plain = _renamed(plain)
        if not plain or plain.get("version") not in (2, VERSION):
            return None
        values = {name: plain[name] for name in ("level", "homes", "incidents", "expected_monthly", "effective_n")}
        return cls(
            starts_on=date.fromisoformat(plain["starts_on"]),
            months=tuple(date.fromisoformat(month) for month in plain["months"]),
            measures=tuple(plain["measures"]),
            usual=LastingRates(**plain["usual"]),
            comparison=tuple(Beside(**area) for area in plain["comparison"]),
            ring=tuple(Beside(**area) for area in plain["ring"]),
            areas=tuple(FixedArea.from_json(area) for area in plain.get("areas", ())),
            **values,
        )


def _renamed(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a baseline of version 1 under the names of version 2. The numbers are the same."""
    new = {_NAMES_OF_VERSION_1.get(name, name): value for name, value in plain.items()}
    areas = {
        name: [{_NAMES_OF_VERSION_1.get(key, key): value for key, value in area.items()} for area in new[name]]
        for name in ("comparison", "ring")
    }
    return new | areas | {"version": 2}


def as_fixed(snapshot: Snapshot, project: Project) -> Snapshot:
    """The snapshot with the areas of a project's baseline as they were when the work began; see ``with_fixed``."""
    baseline = Baseline.from_json(project.baseline)
    return with_fixed(snapshot, baseline.areas, baseline.starts_on) if baseline else snapshot


def with_areas(baseline: Baseline, project: Project, snapshot: Snapshot) -> Baseline:
    """A baseline with its areas as they are in the data now; the same if one of the project's own is not in it."""
    own = [area_id for area_id, _name in project.areas]
    others = [area.area_id for area in (*baseline.comparison, *baseline.ring)]
    found = fixed_areas(snapshot, [*own, *others])
    return replace(baseline, areas=found) if set(own) <= {area.area_id for area in found} else baseline


@dataclass(frozen=True)
class Before:
    """All areas of a level in one window; arrays with one row per area.

    ``incidents``; ``rate``: expected incidents per home-month; ``effective_n``: the number of incidents that this is
    based on; ``features``: see control_areas.features. ``usual``: the distribution of rates by denominator.
    """

    incidents: NDArray[np.int64]
    rate: Floats
    effective_n: Floats
    features: Floats
    usual: dict[str, LastingRates]


class Baselines:
    """Makes baselines, and caches what projects that began in the same month share.

    ``projects``: all projects. Areas of other approaches are no comparison areas, unless the approach was stopped
    before its work began.
    """

    def __init__(self, counts: Counts, projects: Sequence[Project] = ()) -> None:
        self.counts, self.projects = counts, projects
        self._worked = [each for each in projects if each.carried_out_from or each.phase != "stopped"]
        self._windows: dict[tuple[Any, ...], Before] = {}
        self._taken: dict[str, NDArray[np.int64]] = {}

    def of(self, project: Project, start: date) -> Baseline | None:
        """The baseline of a project whose work begins on ``start``.

        None if one of its areas is not in the data, or if fewer than FEWEST_MONTHS known months are before ``start``.
        """
        ids = [area_id for area_id, _name in project.areas]
        by_level = self.counts.numbers(ids)
        months = np.flatnonzero(self.counts.sides(start)[0])[-BASELINE_MONTHS_MAX:]
        missing = sum(map(len, by_level.values())) < len(set(ids))
        if missing or not by_level or len(months) < FEWEST_MONTHS:
            return None
        level = max(by_level, key=lambda name: (len(by_level[name]), name))
        measures = tuple(sorted(project.measures))
        before = self.before(level, measures, months)
        numbers, homes = by_level[level], self.counts.homes(ids)
        what_is_usual = before.usual[str(self.counts.level(level).denominator[numbers[0]])]
        incidents = int(self.counts.together(ids, measures)[months].sum())
        rate, effective_n = expected(incidents, homes * len(months), what_is_usual, self._alike_areas(level, numbers))
        own = self.counts.covered(ids, level)
        ring = control_areas.ring(own, self.counts.level(level).beside)
        free = self._free(project, level)
        denominator = self.counts.level(level).denominator
        allowed = free & ~own & ~ring & (denominator == denominator[numbers[0]])
        compared = control_areas.alike(before.features[numbers].mean(axis=0), before.features, allowed)
        found = Baseline(
            start,
            measures,
            level,
            tuple(self.counts.months[month] for month in months),
            homes,
            incidents,
            float(rate * homes),
            float(effective_n),
            what_is_usual,
            self._beside(level, before, compared),
            self._ring(level, before, np.flatnonzero(ring & free), what_is_usual, len(months)),
        )
        return with_areas(found, project, self.counts.snapshot)

    def fixed(self, baseline: Baseline) -> "Baselines":
        """The same with the areas of a baseline as they were when the work began."""
        snapshot = with_fixed(self.counts.snapshot, baseline.areas, baseline.starts_on)
        if snapshot is self.counts.snapshot:
            return self
        return Baselines(Counts(snapshot, self.counts.as_of), self.projects)

    def before(self, level: str, measures: tuple[str, ...], months: NDArray[np.int64]) -> Before:
        """All areas of a level in these months (indices of ``Counts.months``)."""
        key = (level, measures, *months.tolist())
        if key not in self._windows:
            areas, half = self.counts.level(level), len(months) // 2
            table = self.counts.by_area(level, measures)
            first, second = table[:, months[:half]].sum(axis=1), table[:, months[half:]].sum(axis=1)
            time = areas.homes * len(months)
            rate, effective_n, fits = np.empty(len(first)), np.empty(len(first)), {}
            for kind in np.unique(areas.denominator):
                of = areas.denominator == kind
                fits[str(kind)] = lasting_rates(first[of], second[of], time[of], truncated=kind == "one")
                rate[of], effective_n[of] = expected(first[of] + second[of], time[of], fits[str(kind)])
            features = control_areas.features(rate, first, second, areas.homes)
            self._windows[key] = Before(first + second, rate, effective_n, features, fits)
        return self._windows[key]

    def _alike_areas(self, level: str, numbers: list[int]) -> float:
        """The effective number of the approach's areas, given their sizes in homes (Kish)."""
        homes = self.counts.level(level).homes[numbers]
        return float(homes.sum() ** 2 / (homes**2).sum())

    def _beside(self, level: str, before: Before, numbers: NDArray[np.int64]) -> tuple[Beside, ...]:
        areas = self.counts.level(level)
        expected_monthly = before.rate * areas.homes
        return tuple(
            Beside(
                areas.ids[k],
                areas.names[k],
                int(before.incidents[k]),
                float(expected_monthly[k]),
                float(before.effective_n[k]),
            )
            for k in numbers
        )

    def _ring(
        self, level: str, before: Before, numbers: NDArray[np.int64], what_is_usual: LastingRates, months: int
    ) -> tuple[Beside, ...]:
        """The areas of the ring, whose expected numbers add up to that of the ring as one area.

        Neighbours of a busy area are busier than the average of all areas, to which each would be corrected by itself.
        """
        areas = self._beside(level, before, numbers)
        homes = float(self.counts.level(level).homes[numbers].sum())
        if not homes:
            return areas
        alike = len(areas) / (1 + (len(areas) - 1) * COMMON_DRIFT_SHARE)
        rate, _effective_n = expected(sum(area.incidents for area in areas), homes * months, what_is_usual, alike)
        factor = float(rate) * homes / sum(area.expected_monthly for area in areas)
        return tuple(replace(area, expected_monthly=factor * area.expected_monthly) for area in areas)

    def _free(self, project: Project, level: str) -> Flags:
        """Whether an area is free of other approaches, past and planned; a mask of the areas of the level."""
        if level not in self._taken:
            taken = np.zeros(len(self.counts.level(level).ids), dtype=np.int64)
            for each in self._worked:
                taken += self.counts.covered([area_id for area_id, _name in each.areas], level)
            self._taken[level] = taken
        others = self._taken[level]
        if any(each is project or (each.project_id and each.project_id == project.project_id) for each in self._worked):
            others = others - self.counts.covered([area_id for area_id, _name in project.areas], level)
        return others == 0

    def still_free(self, project: Project, level: str, areas: Sequence[Beside]) -> list[Beside]:
        """The areas that are still in the data and free of other approaches, past and planned."""
        free, at = self._free(project, level), self.counts.level(level).at
        return [area for area in areas if area.area_id in at and free[at[area.area_id]]]
