"""Whether there is enough data to rank an area. "Not enough data" is a better answer than a rank by chance.

The conditions on the whole data come first: its length, the share lost in gaps, and the share of reports without a
place. Then those on an area: its denominator, its number of homes and its number of incidents. The first condition that
fails is the reason.
"""

from datetime import date, timedelta

import polars as pl

from domain.errors import N_

MONTHS_OF_DATA_MIN = 1  # of data: with less, one bad week dominates
MONTHS_SHARE_MIN = 0.9  # share of the required months that is enough, so that February counts as a month
REPORTS_LOST_SHARE_MAX = 0.25  # share of the reports lost in gaps above which counts and trends reflect the gaps
UNPLACED_SHARE_MAX = 0.5  # share of the reports without a place above which the map is not representative
INCIDENTS_MIN = 3  # with fewer, a rate is meaningless
HOMES_MIN = 5  # with fewer, a rate is about a household rather than a place, and could identify it
MONTH_DAYS = 365.25 / 12  # days

TOO_LITTLE = {
    "short": N_("Too little known: the data covers too short a part of this period."),
    "gaps": N_("Too little known: more than a quarter of the reports of this period is missing."),
    "unplaced": N_("Too little known: more than half of the reports have no place on the map."),
    "not_comparable": N_("The number of homes is not known here as it is elsewhere, so the area cannot be compared."),
    "few_homes": N_("Too little known: fewer than five homes."),
    "few_incidents": N_("Too little known: fewer than three incidents in this period."),
}
"""The reasons why there is not enough data, in the order in which they are checked."""


def too_little(figures: pl.DataFrame, *, months: float, asked: int, missed: float, unplaced: float) -> pl.Series:
    """The reason why there is not enough data on an area (a key of TOO_LITTLE), per area; null if there is enough.

    ``figures``: one row per area: incidents, homes, denominator, comparable (see area_counts.counted_areas), and
    optionally part_silent (share of the period in which its part of the town was silent, see coverage_gaps.py).
    ``months``: of data in the period (``months_of_data``). ``asked``: months of the question. ``missed``: share of the
    reports lost in gaps (``part_missed``). ``unplaced``: share of the reports that are in no area.
    """
    silent = pl.col("part_silent") if "part_silent" in figures.columns else pl.lit(0.0)
    cases = {
        "short": pl.lit(months < MONTHS_SHARE_MIN * min(asked, MONTHS_OF_DATA_MIN)),
        "gaps": (silent > REPORTS_LOST_SHARE_MAX) | (missed > REPORTS_LOST_SHARE_MAX),
        "unplaced": pl.lit(unplaced > UNPLACED_SHARE_MAX),
        "not_comparable": ~pl.col("comparable"),
        "few_homes": (pl.col("homes") < HOMES_MIN) & (pl.col("denominator") != "one"),
        "few_incidents": pl.col("incidents") < INCIDENTS_MIN,
    }
    first = pl.coalesce(pl.when(case).then(pl.lit(key)) for key, case in cases.items())
    return figures.select(first.cast(pl.Enum(list(TOO_LITTLE))).alias("too_little")).to_series()


def months_of_data(after: date, until: date, begins_on: date | None) -> float:
    """The number of months within the days ``after`` < day <= ``until`` that the data covers; 0 without data."""
    if begins_on is None:
        return 0.0
    return max((until - max(after, begins_on - timedelta(1))).days / MONTH_DAYS, 0.0)


def part_missed(gaps: pl.DataFrame, after: date, until: date, reports: int) -> float:
    """The estimated share (0 to 1) of the reports of the days ``after`` < day <= ``until`` that were lost in gaps.

    A gap of a source with a tenth of the reports weighs a tenth of a gap of all sources. ``gaps``: see
    coverage_gaps.py. ``reports``: the number of reports in those days.
    """
    first, last = pl.col("from").clip(after + timedelta(1)), pl.col("to").clip(upper_bound=until)
    inside = (last - first).dt.total_days() + 1
    whole = (pl.col("to") - pl.col("from")).dt.total_days() + 1
    lost = (pl.col("expected") - pl.col("reports")).clip(0) * inside.clip(0) / whole
    lacking = gaps.select(lost.sum()).item()
    return lacking / (lacking + reports) if lacking else 0.0
