"""The counts of each area for the score. Cap one reporter's or address's contribution."""

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.indicators.area_figures import select_reports, window
from domain.indicators.change import HALF_YEAR
from domain.indicators.concentration import concentration
from domain.indicators.under_reporting import reporting_sources
from domain.question import Question, months_before
from domain.schemas import THEMES
from domain.snapshot.snapshot import Snapshot
from domain.statistics.contribution_caps import capped

Ints = NDArray[np.int64]

CARE = "care"  # the category group of incidents about how a person is doing (mental health, addiction)


def report_rows(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """The reports that the score is about, oldest first: those of the window and of the last two half years.

    Columns: block, street (numbers of the areas of that level, null is nowhere), address_no, reporter (numbers, null is
    not known), reported_on, incident_id, is_first, source, theme, group, inside (the window), recent, before (the last
    half year and the one before it).
    """
    span = window(snapshot, question)
    middle, start = (months_before(span.until, halves * HALF_YEAR) for halves in (1, 2))
    day = pl.col("reported_on")
    return select_reports(
        snapshot,
        question,
        pl.col("block_id").to_physical().alias("block"),
        pl.col("street_id").to_physical().alias("street"),
        "address_no",
        "reporter",
        "reported_on",
        "incident_id",
        "is_first",
        "source",
        "theme",
        "group",
        (day > span.after).alias("inside"),
        (day > middle).alias("recent"),
        day.is_between(start, middle, closed="right").alias("before"),
        after=min(span.after, start),
    )


def counts(reports: pl.DataFrame, level: str, areas: int) -> pl.DataFrame:
    """The counts of each area, in the order of the areas.

    ``reports``: see ``report_rows``; ``level``: its column that has the number of the area.

    Columns, of the window: reports, named (reports that name an address), incidents, environment, social, care
    (incidents of those), counted (incidents that count, see statistics/contribution_caps.py), counted_environment,
    counted_social, counted_other (of those), the columns of indicators/concentration.py, and residents, staff, both
    (indicators/under_reporting.py). Of the half years: recent, before (incidents that count).
    """
    placed = reports.filter(pl.col(level).is_not_null()).with_columns(area=pl.col(level).cast(pl.Int64))
    inside = placed.filter("inside")
    first = placed.filter("is_first")
    area, is_in, theme = first["area"].to_numpy(), first["inside"].to_numpy(), first["theme"]
    both = [
        capped(area, first[who].cast(pl.Int64).fill_null(-1).to_numpy(), areas) for who in ("reporter", "address_no")
    ]
    counting = both[0] & both[1]

    def count(which: NDArray[np.bool_] | pl.Series) -> Ints:
        return np.bincount(area[np.asarray(which)], minlength=areas)

    by_theme = {name: is_in & (theme == name).to_numpy() for name in THEMES}
    counted = pl.DataFrame(
        {
            "reports": np.bincount(inside["area"].to_numpy(), minlength=areas),
            "named": np.bincount(inside.filter(pl.col("address_no").is_not_null())["area"].to_numpy(), minlength=areas),
            "incidents": count(is_in),
            "environment": count(by_theme["environment"]),
            "social": count(by_theme["social"]),
            "care": count(is_in & (first["group"] == CARE).to_numpy()),
            "counted": count(counting & is_in),
            **{f"counted_{name}": count(counting & of_theme) for name, of_theme in by_theme.items()},
            "recent": count(counting & first["recent"].to_numpy()),
            "before": count(counting & first["before"].to_numpy()),
        }
    )
    return pl.concat([counted, concentration(inside, areas), reporting_sources(inside, areas)], how="horizontal")


def history(snapshot: Snapshot, question: Question, until: date, months: int) -> pl.DataFrame:
    """The incidents of the last ``months``, oldest first: block, street, address_no, reporter (numbers),
    reported_on."""
    found = select_reports(
        snapshot,
        question,
        pl.col("block_id").to_physical().alias("block"),
        pl.col("street_id").to_physical().alias("street"),
        "address_no",
        "reporter",
        "reported_on",
        "is_first",
        after=months_before(until, months),
    )
    return found.filter("is_first").drop("is_first")
