"""What the report of a project gives away: the incidents of its areas since the work began, and in the year before."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from domain.effects.baseline import Baseline
from domain.effects.effect import MOST_AFTER
from domain.effects.monthly_panel import Counts
from domain.projects.project import Project
from domain.releases.cells import IDS, TownCounts, month_number, town_counts
from domain.releases.check import beside, unsafe
from domain.releases.frozen import in_use
from domain.releases.given import GIVEN
from domain.releases.release import Past, last_frozen_day
from domain.snapshot.snapshot import Snapshot

YEAR = 12  # months


def reported(snapshot: Snapshot, project: Project, until: date, past: Past) -> tuple[pl.DataFrame, TownCounts] | None:
    """The figures that a report up to ``until`` gives (see given.GIVEN), and their counts; None if it may not.

    ``snapshot``: with the areas of the project as they were when the work began, without the reports that never count
    in a release. ``past``: all that was given before. A report gives the sum over the project's areas; it is assumed
    that a reader knows each of them. It may not be given where the counts of an area stay frozen and differ from those
    of now, because the report counts as of now.
    """
    wanted = _figures(snapshot, project, until)
    live = town_counts(snapshot, max(until, last_frozen_day(past)))
    town = in_use(live, past.cells, past.since, past.made_of, past.given)
    if not _counted(town, wanted).equals(_counted(live, wanted)):
        return None
    own = wanted["area_id"].unique().implode()
    mine = pl.any_horizontal(pl.col(IDS).is_in(own).fill_null(False))
    inside = town.pieces.filter(mine)
    given = pl.concat([past.given, wanted])
    if unsafe(town, given, beside(town, inside, given)).height:
        return None
    return wanted, town


def _figures(snapshot: Snapshot, project: Project, until: date) -> pl.DataFrame:
    """The figures of a project's report, see given.GIVEN: of each of its areas in each run of months."""
    counts = Counts(snapshot, until)
    baseline = Baseline.from_json(project.baseline)
    starts_on = baseline.starts_on if baseline else project.carried_out_from or until
    before, after = (np.flatnonzero(side) for side in counts.sides(starts_on))
    runs = [run for side in (before[-YEAR:], after[:MOST_AFTER]) for run in _runs(side)]
    months = [month_number(month) for month in counts.months]
    kinds = ("window", "themes") if project.measures else ("window",)
    rows = [
        (area, months[first], months[last] + 1, kind)
        for area in dict.fromkeys(area for area, _name in project.areas)
        for first, last in runs
        for kind in kinds
    ]
    return pl.DataFrame(rows, schema=GIVEN, orient="row")


def _runs(numbers: Sequence[int] | np.ndarray) -> list[tuple[int, int]]:
    """The first and last number of each run of successive numbers."""
    parts = np.split(np.asarray(numbers), np.flatnonzero(np.diff(numbers) != 1) + 1)
    return [(int(part[0]), int(part[-1])) for part in parts if len(part)]


def _counted(town: TownCounts, wanted: pl.DataFrame) -> pl.DataFrame:
    """The incidents of these figures: area_id, first, past, theme, incidents; in order."""
    cells = pl.concat(town.cells.select(pl.col(name).alias("area_id"), "month", "theme", "incidents") for name in IDS)
    inside = cells.join(wanted.drop("kind").unique(), on="area_id")
    inside = inside.filter(pl.col("month").is_between("first", "past", closed="left"))
    of = ("area_id", "first", "past", "theme")
    return inside.group_by(of).agg(pl.sum("incidents")).sort(of)
