"""Inspection effort: how often staff visited an area and found nothing. It distinguishes calm from "not known".

If neither residents nor staff noticed much, calm cannot be distinguished from under-reporting (under_reporting.py),
unless visits without findings were recorded. Days are counted instead of visits, because three colleagues on one
morning see the same street.

ENOUGH_LOOKS: something that is visible half of the time is missed by two visits with probability 1/4, and by three with
probability 1/8. Three is therefore the smallest number for which "nothing there" is as certain as silence
(P_SILENT_MIN, 0.8). A visit with a finding counts as an incident that staff noticed. CLEAR_DAYS_SHARE_MIN prevents an
area from being called calm if more than one visit in four finds something.

Calm does not mean that nothing ever happens: events at night are not visible by day.
"""

from datetime import date

import polars as pl

from domain.schemas import LEVELS, SOURCES

ENOUGH_LOOKS = 3  # fewest days with visits without a finding for a calm area
CLEAR_DAYS_SHARE_MIN = 0.75  # smallest share of such days among the days with a visit
CALM_INCIDENTS_BELOW = 5  # incidents from which an area is not calm, as under_reporting.NOTICED_MIN

_LOOKS: dict[str, pl.DataType | type[pl.DataType]] = {
    "looks": pl.UInt32,
    "clear_visit_days": pl.UInt32,
    "looked_since": pl.Date,
    "last_look": pl.Date,
    "last_source": pl.Enum(SOURCES),
    "last_found": pl.Boolean,
}


def inspection_effort(visits: pl.DataFrame, members: pl.Series, after: date, until: date | None) -> pl.DataFrame:
    """The visits to the units in the days ``after`` < day <= ``until`` (None: no end), in the order of the units.

    ``visits``: see domain/places/visits.py. ``members``: a list of area ids per unit.

    Columns: looks (days with a visit), clear_visit_days (days with visits without a finding), looked_since and
    last_look (the first and the last day with a visit), last_source (of the last visit), last_found (whether anything
    was found on that day); the last four are null without a visit.
    """
    units = pl.DataFrame({"area": members}).with_row_index("unit")
    inside = visits.filter(pl.col("visited_on") > after)
    if until is not None:
        inside = inside.filter(pl.col("visited_on") <= until)
    if inside.is_empty():
        none = {
            name: pl.lit(0 if name in ("looks", "clear_visit_days") else None, dtype) for name, dtype in _LOOKS.items()
        }
        return units.with_columns(**none).select(list(_LOOKS))
    areas = [pl.col(f"{level}_id").cast(pl.String).alias("area") for level in LEVELS]
    long = pl.concat([inside.select("visited_on", "source", "found", area) for area in areas]).drop_nulls("area")
    seen = units.explode("area", empty_as_null=True, keep_nulls=True).join(long, on="area")
    by_day = seen.group_by("unit", "visited_on").agg(pl.col("found").any(), pl.col("source").sort().last())
    found = (
        by_day.sort("visited_on")
        .group_by("unit")
        .agg(
            looks=pl.len(),
            clear_visit_days=(~pl.col("found")).sum(),
            looked_since=pl.col("visited_on").first(),
            last_look=pl.col("visited_on").last(),
            last_source=pl.col("source").last(),
            last_found=pl.col("found").last(),
        )
    )
    counted = units.join(found, on="unit", how="left", maintain_order="left").cast(pl.Schema(_LOOKS))
    return counted.select(pl.col("looks", "clear_visit_days").fill_null(0), *list(_LOOKS)[2:])


def is_calm(incidents: pl.Expr) -> pl.Expr:
    """Whether a unit with few reports is calm: it was visited often enough, mostly without a finding.

    Uses the columns looks and clear_visit_days. ``incidents``: of all sources, in the same days.
    """
    often = (pl.col("clear_visit_days") >= ENOUGH_LOOKS) & (
        pl.col("clear_visit_days") >= CLEAR_DAYS_SHARE_MIN * pl.col("looks")
    )
    return often & (incidents < CALM_INCIDENTS_BELOW)
