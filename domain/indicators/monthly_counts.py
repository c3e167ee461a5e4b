"""Incidents of each area in each of the last months, as a table of numbers, and which of those months are known.

A month here is a month back from the last day that is looked at: with 20 October as last day, from 21 September to 20
October. So the last month is whole, and each month lies wholly inside the window.
"""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.question import months_before

MISSED = 7  # days of a month in a gap from which calm in that month says nothing


def month_edges(until: date, months: int) -> list[date]:
    """The last days of the months, oldest first, with the day before the first month in front: one more than months."""
    return [months_before(until, back) for back in range(months, -1, -1)]


def area_months(incidents: pl.DataFrame, areas: int, until: date, months: int) -> NDArray[np.int64]:
    """How many incidents each area had in each month: a row per area, a column per month, the oldest first.

    ``incidents``: area (its number, from 0; null is nowhere and does not count), reported_on; one row per incident.
    """
    edges = pl.Series(month_edges(until, months))
    month = pl.lit(edges).search_sorted(pl.col("reported_on"), side="left").cast(pl.Int64) - 1
    found = incidents.select(month=month, area=pl.col("area").cast(pl.Int64)).drop_nulls()
    found = found.filter(pl.col("month").is_between(0, months - 1))
    cell = (found["area"] * months + found["month"]).to_numpy()
    return np.bincount(cell, minlength=areas * months).reshape(areas, months)


def known_months(gaps: pl.DataFrame, until: date, months: int, begins_on: date | None = None) -> NDArray[np.bool_]:
    """Whether few incidents in a month mean calm there, oldest month first.

    Not in a month of which MISSED days or more lie in a gap of any source (``gaps``: see coverage_gaps.py), for an area
    that only this source looks at then seems calm; nor where as many of its days lie before the data begins.
    """
    edges = month_edges(until, months)
    missing = [(row["from"] - timedelta(1), row["to"]) for row in gaps.iter_rows(named=True)]
    missing += [(date.min, begins_on - timedelta(1))] if begins_on else []
    return np.array(
        [
            all((min(last, to) - max(first, before)).days < MISSED for before, to in missing)
            for first, last in pairwise(edges)
        ],
        dtype=bool,
    )
