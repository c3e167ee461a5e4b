"""Counts reports and incidents by area. The map, the list, the cards and disclosure control all use these counts.

The contribution of one reporter or one address to an area is capped (statistics/contribution_caps.py).
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.indicators.concentration import address_concentration
from domain.indicators.data_sufficiency import HOMES_MIN
from domain.schemas import DENOMINATORS, THEMES
from domain.snapshot.snapshot import Snapshot
from domain.statistics.contribution_caps import capped

CARE = "care"  # the category group of incidents about a person's well-being (mental health, addiction)
Ints = NDArray[np.int64]
OWN_DWELLINGS_SHARE_MIN = 0.1  # share of the incidents in areas with dwellings from which those areas are ranked


def counted_areas(snapshot: Snapshot, reports: pl.DataFrame, level: str) -> pl.DataFrame:
    """The areas of a level, in their order, with their counts and whether they can be compared.

    ``reports``: see report_selection.report_rows.

    Columns: those of schemas.Area without the outline; those of ``area_counts``; comparable (whether the
    denominator is that of ``compared``); few_homes (fewer than HOMES_MIN known homes); takes_part (comparable, with
    enough homes, and no individual case).
    """
    areas = snapshot.of_level(level).drop("outline")
    counted = areas.hstack(area_counts(reports, level, areas.height))
    return counted.with_columns(
        comparable=pl.col("denominator") == compared(counted),
        few_homes=(pl.col("homes") < HOMES_MIN) & (pl.col("denominator") != "one"),
    ).with_columns(takes_part=pl.col("comparable") & ~pl.col("few_homes") & ~pl.col("individual"))


def area_counts(reports: pl.DataFrame, level: str, areas: int) -> pl.DataFrame:
    """The counts of all areas, in the order of the areas.

    ``reports``: see report_selection.report_rows. ``level``: its column with the number of the area.

    Columns of the window: reports, named (reports with an address), by_residents (reports by residents), incidents,
    environment, social, other, care (incidents of that theme or group), counted (incidents within the caps),
    counted_<theme>, and the other columns of concentration.address_concentration. Columns of the half years: recent,
    before (incidents within the caps).
    """
    placed = reports.rename({level: "area"}).filter(pl.col("area").is_not_null())
    placed = placed.with_columns(pl.col("area").cast(pl.Int64), counts=_counting(placed, areas))
    inside = placed.filter("inside")

    def number(of: pl.DataFrame, *which: str | pl.Expr) -> Ints:
        """The rows by area for which this is true; in NumPy, which is faster than group_by."""
        return np.bincount(of.select(pl.col("area").filter(*which)).to_series(), minlength=areas)

    counts = {
        "by_residents": number(inside, pl.col("source") == "resident"),
        **_by_theme(inside.filter("is_first"), areas, "incidents", ""),
        "care": number(inside, pl.col("is_first"), pl.col("group") == CARE),
        **_by_theme(inside.filter("counts"), areas, "counted", "counted_"),
        "recent": number(placed, pl.col("recent"), pl.col("counts")),
        "before": number(placed, pl.col("before"), pl.col("counts")),
    }
    of_addresses = address_concentration(inside, areas)
    every = of_addresses.select("reports", "named").hstack(pl.DataFrame(counts))
    return every.hstack(of_addresses.drop("reports", "named"))


def _by_theme(incidents: pl.DataFrame, areas: int, every: str, prefix: str) -> dict[str, Ints]:
    """The rows by area: of all themes (named ``every``), and of each (its name after ``prefix``)."""
    theme, width = incidents["theme"].cast(pl.Enum(THEMES)).to_physical().cast(pl.Int64), len(THEMES) + 1
    cell = incidents["area"].to_numpy() * width + theme.fill_null(len(THEMES)).to_numpy()
    found = np.bincount(cell, minlength=areas * width).reshape(areas, width)
    return {every: found.sum(axis=1), **{f"{prefix}{name}": found[:, at] for at, name in enumerate(THEMES)}}


def counting_incidents(incidents: pl.DataFrame, areas: int) -> NDArray[np.bool_]:
    """Whether an incident counts, given the caps on its reporter and its address (statistics/contribution_caps.py).

    ``incidents``: area (its number), reporter, address_no (numbers, null if unknown); oldest first. Returns one boolean
    per incident.
    """
    area = incidents["area"].cast(pl.Int64).to_numpy()
    known = (incidents[who].cast(pl.Int64) for who in ("reporter", "address_no") if incidents[who].count())
    counting = [capped(area, who.fill_null(-1).to_numpy(), areas) for who in known]
    return np.logical_and.reduce([np.ones(len(area), dtype=bool), *counting])


def _counting(reports: pl.DataFrame, areas: int) -> pl.Series:
    """Whether a report is the first of an incident that counts."""
    counting = reports["is_first"].to_numpy(writable=True)
    counting[np.flatnonzero(counting)] = counting_incidents(reports.filter("is_first"), areas)
    return pl.Series(counting)


def compared(areas: pl.DataFrame) -> str:
    """The denominator of the areas that are ranked; areas with another one cannot be compared with them.

    It is "dwellings" if at least OWN_DWELLINGS_SHARE_MIN of the incidents are in areas with dwellings, else "area_file"
    in the same way, else the denominator with most incidents.
    """
    incidents = dict(areas.group_by("denominator").agg(pl.sum("incidents")).rows())
    for kind in ("dwellings", "area_file"):
        if kind in incidents and incidents[kind] >= OWN_DWELLINGS_SHARE_MIN * sum(incidents.values()):
            return kind
    return max(DENOMINATORS, key=lambda kind: incidents.get(kind, -1))
