"""Whether there is enough data to rank an area. "Not enough data" is a better answer than a rank by chance.

First what holds for all areas alike: how long the data looks back, how much an export missed, how many
reports could not be placed. Then what holds for one: how its homes are counted, how many there are, how many incidents.
The first that fails is the reason.
"""

from datetime import date, timedelta

import polars as pl

from domain.errors import N_

MONTHS = 1  # of data: less is one bad week; that a month is no season shows in what is said of its course
NEARLY = 0.9  # of the months that are needed: February is one too
MISSED = 0.25  # part of the reports lost in gaps of an export, above which counts and trends are those of the gaps
UNPLACED = 0.5  # part of the reports without a place above which the map shows what happens to be placed
INCIDENTS_MIN = 3  # below this a rate is an anecdote
HOMES_MIN = 5  # below this a rate says more about a household than about a place, and could point at one
MONTH = 365.25 / 12  # days

TOO_LITTLE = {
    "short": N_("Too little to go on: the data covers too short a part of this period."),
    "gaps": N_("Too little to go on: more than a quarter of the reports of this period is missing."),
    "unplaced": N_("Too little to go on: more than half of the reports have no place on the map."),
    "not_comparable": N_("How many homes there are is not known in the way it is elsewhere, so it cannot be compared."),
    "few_homes": N_("Too little to go on: fewer than five homes."),
    "few_incidents": N_("Too little to go on: fewer than three incidents in this period."),
}
"""Why there is not enough to go on, in the order in which they are looked at."""


def too_little(figures: pl.DataFrame, *, months: float, asked: int, missed: float, unplaced: float) -> pl.Series:
    """Why there is not enough to go on in each area (a key of TOO_LITTLE); null where there is.

    ``figures``: incidents, homes, denominator, comparable (whether its homes are counted as those of most), and, where
    known, part_silent (part of the period in which its part of the town was silent, see coverage_gaps.py), one row an
    area. ``months`` of data in the period (``months_of_data``), of those ``asked`` for; ``missed``: part of its reports
    that gaps of an export kept out (``part_missed``); ``unplaced``: part of its reports that lie in no area.
    """
    silent = pl.col("part_silent") if "part_silent" in figures.columns else pl.lit(0.0)
    cases = {
        "short": pl.lit(months < NEARLY * min(asked, MONTHS)),
        "gaps": (silent > MISSED) | (missed > MISSED),
        "unplaced": pl.lit(unplaced > UNPLACED),
        "not_comparable": ~pl.col("comparable"),
        "few_homes": (pl.col("homes") < HOMES_MIN) & (pl.col("denominator") != "one"),
        "few_incidents": pl.col("incidents") < INCIDENTS_MIN,
    }
    first = pl.coalesce(pl.when(case).then(pl.lit(key)) for key, case in cases.items())
    return figures.select(first.cast(pl.Enum(list(TOO_LITTLE))).alias("too_little")).to_series()


def months_of_data(after: date, until: date, begins_on: date | None) -> float:
    """How many months of the days ``after`` < day <= ``until`` the data covers; 0 without any data."""
    if begins_on is None:
        return 0.0
    return max((until - max(after, begins_on - timedelta(1))).days / MONTH, 0.0)


def part_missed(gaps: pl.DataFrame, after: date, until: date, reports: int) -> float:
    """The part of the reports of the days ``after`` < day <= ``until`` that gaps kept out (0 to 1).

    So a gap of a source that gives one report in ten weighs a tenth of a gap of all. ``gaps``: see coverage_gaps.py.
    ``reports``: that there are in those days.
    """
    first, last = pl.col("from").clip(after + timedelta(1)), pl.col("to").clip(upper_bound=until)
    inside = (last - first).dt.total_days() + 1
    whole = (pl.col("to") - pl.col("from")).dt.total_days() + 1
    lost = (pl.col("expected") - pl.col("reports")).clip(0) * inside.clip(0) / whole
    lacking = gaps.select(lost.sum()).item()
    return lacking / (lacking + reports) if lacking else 0.0
