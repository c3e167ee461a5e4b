"""Stored reports that a new export has under another key."""

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS

_DIGITS = r"^\d+$"
WHEN_AND_WHERE = (
    *("reported_on", "reported_time", "street", "number", "number_to", "number_suffix", "postcode", "town"),
    *("block_code", "lat", "lon"),
)


def renamed(store: Store, frame: pl.DataFrame) -> int:
    """Return how many new reports without a number seem to be stored reports under another category.

    The key of a report without a number is made of its content, including its category
    (domain/intake/cleaning/record_keys.py).
    A report counts if a stored report without a number has the same day, time and address (or point) and does not
    occur in this file any more. ``frame``: schemas.Report.
    """
    kind = IMPORTED_KINDS["reports"]
    numberless = frame.filter(
        pl.col("external_id").is_null()
        & pl.col("reported_time").is_not_null()
        & (pl.col("number").is_not_null() | pl.col("lat").is_not_null())
    )
    if numberless.is_empty():
        return 0
    first, last = numberless["reported_on"].min(), numberless["reported_on"].max()
    now = kind.now.c
    names = ("report_key", "category_word", *WHEN_AND_WHERE)
    asked = sa.select(*(now[name] for name in names)).where(
        now.external_id.is_(None), now.reported_time.is_not(None), now.reported_on.between(first, last)
    )
    stored = store.read(asked).cast({name: kind.schema[name] for name in names})
    new = numberless.join(stored, on="report_key", how="anti")
    gone = stored.join(frame, on="report_key", how="anti")
    if new.is_empty() or gone.is_empty():
        return 0
    times = pl.col("reported_time").cast(pl.Int64) // 1_000_000_000  # the store has microsecond resolution
    return (
        new.with_columns(times).join(gone.with_columns(times), on=WHEN_AND_WHERE, how="semi", nulls_equal=True).height
    )


def without_zeros(store: Store, frame: pl.DataFrame) -> int:
    """Return how many new reports have the number of a stored one of the same day but for zeros in front.

    A spreadsheet leaves these off: 00002400 becomes 2400, and so another report. ``frame``: schemas.Report.
    """
    now = IMPORTED_KINDS["reports"].now.c
    numbered = frame.filter(pl.col("external_id").str.contains(_DIGITS)).select("external_id", "reported_on")
    if numbered.is_empty():
        return 0
    first, last = numbered["reported_on"].min(), numbered["reported_on"].max()
    asked = sa.select(now.external_id, now.reported_on).where(now.reported_on.between(first, last))
    if not numbered["external_id"].str.starts_with("0").any():
        asked = asked.where(now.external_id.like("0%"))
    stored = store.read(asked).cast({"external_id": pl.String, "reported_on": pl.Date})
    stored = stored.filter(pl.col("external_id").str.contains(_DIGITS))
    new = numbered.join(stored, on=["external_id", "reported_on"], how="anti")
    bare = pl.col("external_id").str.strip_chars_start("0")
    return new.with_columns(bare).join(stored.with_columns(bare), on=["external_id", "reported_on"], how="semi").height
