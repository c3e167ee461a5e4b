"""The areas in the order in which people look for them: those with most incidents first."""

import polars as pl

from domain.schemas import LEVELS
from domain.snapshot.snapshot import Snapshot


def busiest_areas(snapshot: Snapshot) -> pl.DataFrame:
    """Streets and blocks with the columns of ``Snapshot.areas`` and ``incidents``: all incidents in the snapshot, null
    where there are none. Most incidents first."""
    if snapshot.reports.is_empty():
        return snapshot.areas.with_columns(incidents=pl.lit(None, pl.UInt32))
    counted = pl.concat(
        snapshot.reports.group_by(pl.col(f"{level}_id").cast(pl.String).alias("area_id")).agg(
            pl.col("is_first").sum().alias("incidents")
        )
        for level in LEVELS
    )
    return snapshot.areas.join(counted, on="area_id", how="left").sort("incidents", descending=True, nulls_last=True)
