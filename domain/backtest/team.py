"""The team's own projects at a past date: areas with a project, and projects begun around that date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from domain.backtest.cuts import MONTHS_BETWEEN_CUTS
from domain.effects.monthly_panel import Counts
from domain.projects.project import Project
from domain.question import months_before
from domain.schemas import LEVELS


@dataclass(frozen=True)
class BegunProject:
    """A project that the team began around a date. ``rank``: the best rank of its areas on that date, None without."""

    project_id: int
    title: str
    started_on: date
    rank: int | None


def worked_on(projects: Sequence[Project], counts: Counts, level: str, until: date) -> frozenset[str]:
    """The areas of a level where the work of a project had begun by a day. ``counts``: of all data."""
    begun = [each for each in projects if each.carried_out_from and each.carried_out_from <= until]
    return _areas_of(begun, counts, level)


def chosen_around(
    projects: Sequence[Project], counts: Counts, ranked: pl.DataFrame, on: date
) -> tuple[BegunProject, ...]:
    """The projects that began at most MONTHS_BETWEEN_CUTS months before or after a day, in order of their start.

    ``ranked``: the list of that day (scoring.ranking).
    """
    first, last = months_before(on, MONTHS_BETWEEN_CUTS), months_before(on, -MONTHS_BETWEEN_CUTS)
    found = []
    for project in sorted(projects, key=lambda each: each.started_on):
        if not first < project.started_on <= last:
            continue
        own = [area for level in LEVELS for area in _areas_of([project], counts, level)]
        inside = pl.concat_list("members", "folded").list.set_intersection(own).list.len() > 0
        found.append(
            BegunProject(project.project_id, project.title, project.started_on, ranked.filter(inside)["rank"].min())
        )
    return tuple(found)


def _areas_of(projects: Sequence[Project], counts: Counts, level: str) -> frozenset[str]:
    """The areas of a level that are in these projects, or overlap one of their areas."""
    ids = [area_id for each in projects for area_id, _name in each.areas]
    touched = counts.covered(ids, level)
    return frozenset(area_id for area_id, is_one in zip(counts.level(level).ids, touched, strict=True) if is_one)
