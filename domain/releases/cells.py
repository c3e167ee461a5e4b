"""The counts that releases are made of: incidents by street, block, neighbourhood, month and theme.

A release freezes the counts that it is made of, see frozen.py.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from domain.schemas import AREA_LEVELS
from domain.snapshot.snapshot import Snapshot, address_hash

IDS = [f"{level}_id" for level in AREA_LEVELS]
CELLS = pl.Schema({**dict.fromkeys(IDS, pl.String), "month": pl.Int32, "theme": pl.String, "incidents": pl.Int64})
PIECES = pl.Schema({**dict.fromkeys(IDS, pl.String), "homes": pl.Int64})
NAMED = pl.Schema({**dict.fromkeys(IDS, pl.String), "month": pl.Int32, "address": pl.Int64, "reports": pl.Int64})
MADE_OF = pl.Schema({"area_id": pl.String, "made_of": pl.Int64})


@dataclass(frozen=True)
class TownCounts:
    """The places of a town with their counts.

    A piece is the part of a street that lies in one block; a report without a block or street has null there. A block
    is wholly in one neighbourhood; what has no block is in that of its street, or in one that the report itself names.

    ``pieces``: street_id, block_id, neighbourhood_id, homes (dwellings in it). ``cells``: the same ids, month (its
    number), theme, incidents. ``named``: the same ids, month, address (its number), reports about it. ``made_of``:
    area_id, made_of (a hash of its dwellings); areas without dwellings are left out.
    """

    pieces: pl.DataFrame
    cells: pl.DataFrame
    named: pl.DataFrame
    made_of: pl.DataFrame


def month_number(day: date) -> int:
    """The number of the month of a day; successive months have successive numbers.

    >>> month_number(date(2026, 10, 31)) - month_number(date(2025, 12, 1))
    10
    """
    return day.year * 12 + day.month - 1


def without(snapshot: Snapshot, report_keys: pl.Series) -> Snapshot:
    """The snapshot without these reports. Only reports may be counted in it."""
    if report_keys.is_empty():
        return snapshot
    kept = snapshot.reports.filter(~pl.col("report_key").is_in(report_keys.implode()))
    kept = kept.with_columns(is_first=pl.col("incident_id").is_first_distinct())
    return Snapshot(**{name: getattr(snapshot, name) for name in snapshot.__dataclass_fields__} | {"reports": kept})


def town_counts(snapshot: Snapshot, until: date) -> TownCounts:
    """The pieces of a town and their counts up to a day, the last of a month."""
    day = pl.col("reported_on")
    month = (day.dt.year() * 12 + day.dt.month() - 1).cast(pl.Int32).alias("month")
    placed = snapshot.reports.filter((day <= until) & pl.any_horizontal(pl.col(IDS).is_not_null())).select(
        pl.col(IDS).cast(pl.String), month, pl.col("theme").cast(pl.String), "is_first", "address_no"
    )
    cells = placed.filter("is_first").group_by(*IDS, "month", "theme").agg(incidents=pl.len().cast(pl.Int64))
    named = placed.drop_nulls("address_no").group_by(*IDS, "month", address=pl.col("address_no").cast(pl.Int64))
    homes = snapshot.dwellings.select("dwelling_key", pl.col(IDS).cast(pl.String)).unique("dwelling_key")
    keys = pl.concat([homes.select(IDS), cells.select(IDS), placed.select(IDS)]).unique(maintain_order=True)
    pieces = keys.join(
        homes.group_by(IDS).agg(homes=pl.len().cast(pl.Int64)), on=IDS, how="left", nulls_equal=True
    ).with_columns(pl.col("homes").fill_null(0))
    return TownCounts(
        pieces=pieces.filter(pl.any_horizontal(pl.col(IDS).is_not_null())).select(list(PIECES)),
        cells=cells.select(list(CELLS)),
        named=named.agg(reports=pl.len().cast(pl.Int64)).select(list(NAMED)),
        made_of=_made_of(homes),
    )


def _made_of(homes: pl.DataFrame) -> pl.DataFrame:
    """A number per area that changes with its dwellings, see ``TownCounts.made_of``."""
    hashed = homes.with_columns(address_hash("dwelling_key").cast(pl.Int64))
    return pl.concat(
        hashed.drop_nulls(name).group_by(area_id=pl.col(name)).agg(made_of=pl.col("dwelling_key").sum()) for name in IDS
    ).select(list(MADE_OF))
