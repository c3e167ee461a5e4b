"""Incidents whose reports were removed when their term ended, as counts, back among the reports of a snapshot.

Each incident that was counted is one row without address, words or reporter, on the first day of its month.
"""

import polars as pl

EXPIRED = pl.Schema(
    {
        "street_id": pl.String,
        "block_id": pl.String,
        "neighbourhood_id": pl.String,
        "month": pl.Date,
        "theme": pl.String,
        "incidents": pl.Int64,
    }
)
"""Counts: the first day of the month; ids are null where the number was too small to name the area."""
KEY = "expired:"  # how the key of such a row begins


def with_expired(reports: pl.DataFrame, expired: pl.DataFrame) -> pl.DataFrame:
    """The reports of a snapshot (``Snapshot.reports``), oldest first, with a row for each incident of ``expired``.

    An area that is not there any more is null. Category, source and status are not known of them.
    """
    if expired.is_empty():
        return reports
    rows = expired.select(pl.all().repeat_by("incidents")).explode(pl.all())
    first = int(reports["incident_id"].max() or 0) + 1  # type: ignore[arg-type]
    kinds = reports.schema
    number = pl.int_range(pl.len())
    known = {
        "report_key": pl.lit(KEY) + number.cast(pl.String),
        "reported_on": pl.col("month"),
        "precision": pl.lit("month"),
        "status": pl.lit("closed"),
        "code": pl.lit("OVE"),
        "group": pl.lit("other"),
        "theme": pl.col("theme"),
        "placed_on": pl.when(pl.col("block_id").is_not_null())
        .then(pl.lit("block"))
        .when(pl.col("street_id").is_not_null())
        .then(pl.lit("street"))
        .otherwise(pl.lit("nowhere")),
        **{name: pl.col(name) for name in ("street_id", "block_id", "neighbourhood_id")},
        "incident_id": first + number,
        "is_first": pl.lit(True),
    }
    as_reports = rows.select(
        known.get(name, pl.lit(None)).cast(dtype, strict=False).alias(name) for name, dtype in kinds.items()
    )
    return pl.concat([reports, as_reports]).sort("reported_on", maintain_order=True)
