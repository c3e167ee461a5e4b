"""What is left of incidents whose term ended: counts by month, area and theme, none small enough to point at a home."""

from collections.abc import Iterable

import polars as pl

from domain.disclosure_control import ADDRESSES, HOMES_SHOWN_MIN, SMALL_COUNT
from domain.snapshot.expired import EXPIRED
from domain.snapshot.snapshot import Snapshot

_AREA = ("street_id", "block_id", "neighbourhood_id")


def expired_counts(snapshot: Snapshot, incidents: pl.Series) -> pl.DataFrame:
    """The counts (``EXPIRED``) of these incidents (ids), each counted once, in the month of its first report.

    A count below SMALL_COUNT, of an area with fewer than HOMES_SHOWN_MIN homes or of which reports name fewer than
    ADDRESSES addresses gives up its area: first for the neighbourhood, then for the whole. Small themes become "other".
    So the numbers of a month always add up to those there were.
    """
    reports = snapshot.reports.filter(pl.col("incident_id").is_in(incidents.implode()))
    large = _large_enough(snapshot, reports)
    cells = reports.filter("is_first").select(
        *(pl.col(name).cast(pl.String) for name in _AREA),
        month=pl.col("reported_on").dt.truncate("1mo"),
        theme=pl.col("theme").cast(pl.String),
        incidents=pl.lit(1, pl.Int64),
    )
    piece = pl.coalesce("block_id", "street_id")
    named = cells.with_columns(
        pl.when(piece.is_in(large)).then(pl.col(name)).alias(name) for name in ("street_id", "block_id")
    )
    summed = _summed(named)
    for given_up in (("street_id", "block_id"), _AREA):
        small = (pl.col("incidents") < SMALL_COUNT) & pl.any_horizontal(pl.col(given_up).is_not_null())
        nulls = [pl.when(~small).then(pl.col(name)).alias(name) for name in given_up]
        summed = _summed(summed.with_columns(nulls))
    few = (pl.col("incidents") < SMALL_COUNT) & pl.all_horizontal(pl.col(_AREA).is_null())
    return _summed(summed.with_columns(theme=pl.when(few).then(pl.lit("other")).otherwise("theme")))


def _summed(cells: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in EXPIRED if name != "incidents"]
    return cells.group_by(keys).agg(pl.sum("incidents")).select(list(EXPIRED)).sort(keys, nulls_last=True)


def _large_enough(snapshot: Snapshot, reports: pl.DataFrame) -> list[str]:
    """The ids of streets and blocks that have enough homes, and of which reports name enough addresses."""
    homes = snapshot.areas.filter(pl.col("homes") >= HOMES_SHOWN_MIN, pl.col("denominator") != "one")["area_id"]
    named: Iterable[pl.DataFrame] = (
        reports.group_by(area_id=pl.col(name).cast(pl.String)).agg(addresses=pl.col("address_no").n_unique())
        for name in ("street_id", "block_id")
    )
    many = pl.concat(named).drop_nulls("area_id").filter(pl.col("addresses") >= ADDRESSES)["area_id"]
    return sorted(set(homes) & set(many))
