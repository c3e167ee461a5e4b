"""Incidents of every area by calendar month, the known months, and which areas overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from domain.indicators.monthly_counts import GAP_DAYS_MAX, area_months, known_months
from domain.question import months_before
from domain.snapshot.snapshot import Snapshot
from domain.statistics.contiguity import neighbour_graph

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NOWHERE = date(2000, 1, 1)


@dataclass(frozen=True)
class Level:
    """The areas of one level. ``beside``: the adjacency matrix (contiguity.py). ``at``: the row number by id."""

    ids: list[str]
    names: list[str]
    homes: NDArray[np.float64]
    denominator: NDArray[np.str_]
    beside: csr_array
    at: dict[str, int]


class Counts:
    """The counts from which the effects of all projects are computed. Tables are made on first use.

    ``months``: the first days of the calendar months from the first report to the last. ``known``: a mask of the months
    that are used. Months with a week or more in a gap, before the data begins or after it ends, are not used.
    """

    def __init__(self, snapshot: Snapshot, as_of: date | None = None) -> None:
        self.snapshot = snapshot
        newest = snapshot.as_of or NOWHERE
        self.as_of = min(as_of or newest, newest)
        first = (snapshot.begins_on or self.as_of).replace(day=1)
        last = self.as_of.replace(day=1)
        self._span = (last.year - first.year) * 12 + last.month - first.month + 1
        self._until = months_before(last, -1) - timedelta(1)
        self.months = [months_before(last, back) for back in range(self._span - 1, -1, -1)]
        self._levels: dict[str, Level] = {}
        self._tables: dict[tuple[str, tuple[str, ...]], Ints] = {}

    @cached_property
    def known(self) -> Flags:
        """A mask of the months that are used."""
        known = known_months(self.snapshot.gaps, self._until, self._span, self.snapshot.begins_on)
        known[-1] &= (self._until - self.as_of).days < GAP_DAYS_MAX
        return known

    def sides(self, start: date) -> tuple[Flags, Flags]:
        """Masks of the known months before ``start`` and from ``start`` on.

        A month with a week or more on both sides is in neither.
        """
        firsts = np.array(self.months, dtype="datetime64[D]")
        next_firsts = (firsts.astype("datetime64[M]") + 1).astype("datetime64[D]")
        day = np.datetime64(start, "D")
        missed = np.timedelta64(GAP_DAYS_MAX, "D")
        after = (day - firsts < missed) & self.known
        return (next_firsts - day < missed) & self.known & ~after, after

    def level(self, name: str) -> Level:
        """The areas of a level, in the order of the tables."""
        if name not in self._levels:
            areas = self.snapshot.areas.filter(pl.col("level") == name)
            ids = areas["area_id"].to_list()
            self._levels[name] = Level(
                ids,
                areas["name"].to_list(),
                areas["homes"].to_numpy().astype(float),
                areas["denominator"].cast(pl.String).to_numpy(),
                neighbour_graph(areas["area_id"], self.snapshot.neighbours),
                {area_id: number for number, area_id in enumerate(ids)},
            )
        return self._levels[name]

    def by_area(self, level: str, measures: tuple[str, ...] = ()) -> Ints:
        """Incidents by area (row) and month (column), of the themes ``measures``; empty: of all themes."""
        key = (level, tuple(sorted(measures)))
        if key not in self._tables:
            number = pl.col(f"{level}_id").to_physical()
            incidents = self._incidents(measures).select("reported_on", area=number)
            self._tables[key] = area_months(incidents, len(self.level(level).ids), self._until, self._span)
        return self._tables[key]

    def together(self, area_ids: Iterable[str], measures: tuple[str, ...] = ()) -> Ints:
        """Incidents by month of some areas together. An incident in two of them (street and block) counts once."""
        by_level = self.numbers(area_ids)
        if len(by_level) == 1:
            ((level, numbers),) = by_level.items()
            return self.by_area(level, measures)[numbers].sum(axis=0)
        inside = self._incidents(measures).filter(self._inside(by_level)).select("reported_on", area=pl.lit(0))
        return area_months(inside, 1, self._until, self._span)[0]

    def homes(self, area_ids: Iterable[str]) -> float:
        """The homes of some areas together. A home in two of them counts once."""
        by_level = self.numbers(area_ids)
        summed = [float(self.level(level).homes[numbers].sum()) for level, numbers in by_level.items()]
        if len(summed) < 2:
            return sum(summed)
        return float(max(self.snapshot.dwellings.filter(self._inside(by_level)).height, *summed))

    def numbers(self, area_ids: Iterable[str]) -> dict[str, list[int]]:
        """The areas that are in the data, by level, as row numbers of the tables of that level."""
        found: dict[str, list[int]] = {}
        for area_id in dict.fromkeys(area_ids):
            level = area_id.partition(":")[0]
            if level in ("street", "block") and area_id in self.level(level).at:
                found.setdefault(level, []).append(self.level(level).at[area_id])
        return found

    def covered(self, area_ids: Iterable[str], level: str) -> Flags:
        """A mask of the areas of a level that are among these, or overlap one of them (a street and its blocks)."""
        covered = np.zeros(len(self.level(level).ids), dtype=bool)
        for other, numbers in self.numbers(area_ids).items():
            if other == level:
                covered[numbers] = True
            else:
                pairs = self._pairs
                covered[pairs[level][np.isin(pairs[other], numbers)]] = True
        return covered

    @cached_property
    def _pairs(self) -> dict[str, Ints]:
        """The pairs of a street and a block with a home or report in common, as row numbers."""
        columns = [pl.col(f"{level}_id").cast(pl.String).alias(level) for level in ("street", "block")]
        frames = [frame.select(columns).drop_nulls().unique() for frame in self._located()]
        pairs = pl.concat(frames).unique(maintain_order=True)
        return {
            level: np.array([self.level(level).at.get(area, -1) for area in pairs[level]], dtype=np.int64)
            for level in ("street", "block")
        }

    def _located(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        return self.snapshot.dwellings, self.snapshot.reports

    def _incidents(self, measures: tuple[str, ...]) -> pl.DataFrame:
        reports = self.snapshot.reports.filter(pl.col("is_first") & (pl.col("reported_on") <= self.as_of))
        return reports.filter(pl.col("theme").is_in(list(measures))) if measures else reports

    def _inside(self, by_level: dict[str, list[int]]) -> pl.Expr:
        ids = {level: [self.level(level).ids[number] for number in found] for level, found in by_level.items()}
        columns = [pl.col(f"{level}_id").cast(pl.String).is_in(found) for level, found in ids.items()]
        return pl.any_horizontal(column.fill_null(False) for column in columns)
