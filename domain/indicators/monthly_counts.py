"""Incidents by area and month as an array, and which of the months are known.

Months are counted back from the last day of the window: if that is 20 October, the last month is 21 September to 20
October. All months are thus complete and within the window.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.question import months_before
from domain.statistics.contribution_caps import capped, frequent
from domain.statistics.evolutionary_credibility import YEAR_MONTHS

Ints = NDArray[np.int64]

GAP_DAYS_MAX = 7  # days of a month in a gap from which few incidents do not mean calm


def month_edges(until: date, months: int) -> list[date]:
    """The last days of the months, oldest first, preceded by the day before the first month (``months`` + 1 days)."""
    return [months_before(until, back) for back in range(months, -1, -1)]


def area_months(incidents: pl.DataFrame, areas: int, until: date, months: int) -> NDArray[np.int64]:
    """The number of incidents by area (row) and month (column, oldest first).

    ``incidents``: one row per incident: area (its number, from 0; null is in no area and is ignored), reported_on.
    """
    edges = pl.Series(month_edges(until, months))
    month = pl.lit(edges).search_sorted(pl.col("reported_on"), side="left").cast(pl.Int64) - 1
    found = incidents.select(month=month, area=pl.col("area").cast(pl.Int64)).drop_nulls()
    found = found.filter(pl.col("month").is_between(0, months - 1))
    cell = (found["area"] * months + found["month"]).to_numpy()
    return np.bincount(cell, minlength=areas * months).reshape(areas, months)


@dataclass(frozen=True)
class PastIncidents:
    """The incidents of the last ``months``, oldest first, which are counted by area and month.

    ``rows``: the number of their area by level. ``month``: from 0, below it for older ones, which are not counted.
    ``year``: counted from the last day, the highest number is the last year. ``who``: the numbers of their reporters
    and addresses in a year, each with those that are ``frequent`` (contribution_caps.py).
    """

    rows: pl.DataFrame
    months: int
    month: Ints
    year: Ints
    who: tuple[tuple[Ints, Ints], ...]

    @classmethod
    def of(cls, rows: pl.DataFrame, until: date, months: int) -> "PastIncidents":
        """``rows``: report_selection.incident_rows up to the day ``until``."""
        years = -(-months // YEAR_MONTHS)
        month = _part_of(rows["reported_on"], month_edges(until, months)) - 1
        year = _part_of(
            rows["reported_on"], [months_before(until, YEAR_MONTHS * back) for back in range(years, -1, -1)]
        )
        persons = (rows[name].cast(pl.Int64).fill_null(-1).to_numpy() for name in WHO if rows[name].count())
        in_year = (np.where(person >= 0, person * (years + 1) + year, -1) for person in persons)
        return cls(rows.drop("reported_on", *WHO), months, month, year, tuple((who, frequent(who)) for who in in_year))

    def by_area(self, area: pl.Series, areas: int, *, within_caps: bool = False) -> Ints:
        """The number of incidents by area (row) and month (column, oldest first).

        ``area``: per incident the number of its area, from 0; null is in no area and is ignored. ``within_caps``: only
        those that count, of each person or address in a year.
        """
        number = area.cast(pl.Int64).fill_null(areas).to_numpy()  # what is ignored is in one more area
        cell = number * self.months + self.month
        cell[: np.searchsorted(self.month, 0)] = areas * self.months
        found = np.bincount(cell, minlength=(areas + 1) * self.months)
        if within_caps and self.who:
            years = -(-self.months // YEAR_MONTHS) + 1
            in_year = number * years + self.year
            counts = [capped(in_year, who, (areas + 1) * years, among) for who, among in self.who]
            np.subtract.at(found, cell[~np.logical_and.reduce(counts)], 1)
        return found.reshape(areas + 1, self.months)[:areas]


WHO = ("reporter", "address_no")  # whose contribution to an area is capped


def _part_of(days: pl.Series, edges: list[date]) -> Ints:
    """The number of ``edges`` before each day. Both are sorted."""
    ends = [days.search_sorted(edge, side="right") for edge in edges]
    return np.repeat(np.arange(len(edges) + 1), np.diff([0, *ends, len(days)]))


def known_months(gaps: pl.DataFrame, until: date, months: int, begins_on: date | None = None) -> NDArray[np.bool_]:
    """Whether few incidents in a month mean calm, oldest month first.

    They do not if GAP_DAYS_MAX or more days of the month are in a gap of a source (``gaps``: see coverage_gaps.py),
    because an area with only that source then seems calm; or if that many days are before the data begins.
    """
    edges = month_edges(until, months)
    missing = [(row["from"] - timedelta(1), row["to"]) for row in gaps.iter_rows(named=True)]
    missing += [(date.min, begins_on - timedelta(1))] if begins_on else []
    return np.array(
        [
            all((min(last, to) - max(first, before)).days < GAP_DAYS_MAX for before, to in missing)
            for first, last in pairwise(edges)
        ],
        dtype=bool,
    )


def without_unknown(months: pl.DataFrame, gaps: pl.DataFrame, until: date) -> pl.DataFrame:
    """Calendar months that tell something, so that no line falls or rises where nothing did.

    ``months``: month (first day), theme, incidents; they go ``until`` a day. ``gaps``: see coverage_gaps.py. The last
    month is left out where the data ends before it does, unless it is the only one. So are the first ones without any
    incident that lie in a gap of the whole export; in other such months ``incidents`` is null.
    """
    whole = until if (until + timedelta(1)).day == 1 else until.replace(day=1) - timedelta(1)
    shown = months.filter((pl.col("month") <= whole) | (pl.col("month").min() > whole))
    silent = pl.lit(False)
    for gap in gaps.filter(pl.col("part").is_null()).iter_rows(named=True):
        silent |= pl.col("month").is_between(gap["from"].replace(day=1), gap["to"])
    nothing = pl.col("incidents").sum().over("month") == 0
    shown = shown.with_columns(pl.when(~(silent & nothing)).then("incidents"))
    first = shown.filter(pl.col("incidents").is_not_null())["month"].min()
    return shown if first is None else shown.filter(pl.col("month") >= first)
