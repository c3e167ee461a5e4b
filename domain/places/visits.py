"""Places reports and visits together, so that a place that was only visited is an area as well."""

from collections.abc import Collection
from dataclasses import replace

import polars as pl

from domain.places.locations import LOCATION_COLUMNS
from domain.places.placement import place
from domain.places.places import Places

BLOCK_COVERED_SHARE_MIN = 0.5  # share of a block's homes on a street from which a visit to the street covers the block


def place_with_visits(
    reports: pl.DataFrame,
    visits: pl.DataFrame,
    dwellings: pl.DataFrame,
    polygons: pl.DataFrame,
    matches: pl.DataFrame,
    kept_apart: Collection[str] = (),
    neighbourhoods: pl.DataFrame | None = None,
    before: Places | None = None,
) -> tuple[Places, pl.DataFrame]:
    """Place reports and dwellings as ``place`` does, and the visits (schemas.Visit) in the same areas.

    The visits have one row per visit and area, oldest first: visit_key, visited_on, source, found (whether anything was
    found), street_id, block_id (Enum over the level's area ids, null if not placed). A visit to a whole street has a
    row for the street, and a row for every block with at least BLOCK_COVERED_SHARE_MIN of its homes on that street.
    """
    located = (dwellings, polygons, matches, kept_apart, neighbourhoods, before)
    if visits.is_empty():
        places = place(reports, *located)
        return places, _rows(visits, places.placement.clear())
    seen = visits.select(pl.col("visit_key").alias("report_key"), *LOCATION_COLUMNS)
    places = place(pl.concat([reports.select("report_key", *LOCATION_COLUMNS), seen]), *located)
    of_visits = places.placement.tail(visits.height)
    places = replace(places, placement=places.placement.head(reports.height))
    whole = visits.filter(pl.all_horizontal(pl.col("number", "lat", "block_code").is_null()))["visit_key"]
    return places, _with_blocks_along(_rows(visits, of_visits), whole, places.dwellings)


def _rows(visits: pl.DataFrame, placement: pl.DataFrame) -> pl.DataFrame:
    rows = visits.select("visit_key", "visited_on", "source", found=pl.col("report_key").is_not_null())
    return rows.hstack(placement.select("street_id", "block_id")).sort("visited_on", maintain_order=True)


def _with_blocks_along(visits: pl.DataFrame, to_whole: pl.Series, dwellings: pl.DataFrame) -> pl.DataFrame:
    """The visits with additional rows for the blocks along whole streets. ``to_whole``: keys of visits to streets."""
    of_block = dwellings.drop_nulls(["street_id", "block_id"]).group_by("block_id", "street_id").agg(homes=pl.len())
    along = of_block.filter(pl.col("homes") >= BLOCK_COVERED_SHARE_MIN * pl.col("homes").sum().over("block_id"))
    whole = visits.filter(pl.col("visit_key").is_in(to_whole.implode()), pl.col("street_id").is_not_null())
    both = whole.drop("block_id").join(along.select("street_id", "block_id"), on="street_id").select(visits.columns)
    both = both.with_columns(street_id=pl.lit(None, dtype=visits.schema["street_id"]))
    return pl.concat([visits, both.sort("visited_on", "visit_key", "block_id")]).sort("visited_on", maintain_order=True)
