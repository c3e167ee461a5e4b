"""Reports and dwellings as points with comparable addresses: the input of the other modules in places.

Many reports share one spot (an address, a coordinate). Everything is computed once per spot and then joined to its
reports, so the time depends on the number of distinct spots.
"""

import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from domain.geometry import local_crs, to_metres
from domain.intake.parsing.street_names import street_key, town_key
from domain.places.address_matching import address_key
from domain.schemas import LOCATION_COLUMNS

Numbers = NDArray[np.uint32]


def spots_of(reports: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The distinct spots of ``reports``, and for every report the row number of its spot.

    Columns of a spot: spot (row number), reports (their number), and schemas.LOCATION_COLUMNS.
    """
    written = reports.select(LOCATION_COLUMNS)
    spot, first = numbering(written.with_columns(cs.string().cast(pl.Categorical).to_physical()))
    spots = written[first].with_row_index("spot")
    return spots.with_columns(reports=np.bincount(spot, minlength=len(first))), pl.Series("spot", spot)


def numbering(rows: pl.DataFrame) -> tuple[Numbers, Numbers]:
    """Number the distinct rows from 0 in order of appearance.

    Returns the numbers of the rows, and the position of the first row per number.
    """
    groups = rows.with_row_index("at").group_by(rows.columns, maintain_order=True).agg("at")
    groups = groups.select("at", first=pl.col("at").list.first()).with_row_index("number")
    each = groups.select("number", "at").explode("at")
    number = np.empty(rows.height, dtype=np.uint32)
    number[each["at"].to_numpy()] = each["number"].to_numpy()
    return number, groups["first"].to_numpy()


def grid_for(dwellings: pl.DataFrame, spots: pl.DataFrame) -> int:
    """EPSG code of the metric grid for the dwellings; without positions of dwellings, for the reports."""
    located = dwellings.select("lon", "lat").drop_nulls()
    if located.is_empty():
        located = spots.select("lon", "lat").drop_nulls()
    return local_crs(located["lon"].to_numpy(), located["lat"].to_numpy())


def name_keys(*places: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The distinct streets and towns of ``places`` with their comparison keys.

    By column ("street", "town"): the columns {column} and {column}_key.
    """
    found = {}
    for column, key in (("street", street_key), ("town", town_key)):
        names = pl.concat([each[column] for each in places]).drop_nulls().unique().to_frame()
        keyed = key(pl.col(column)) if names.height else pl.lit(None, pl.String)
        found[column] = names.with_columns(keyed.alias(f"{column}_key"))
    return found


def comparable(places: pl.DataFrame, keys: dict[str, pl.DataFrame], crs: int) -> pl.DataFrame:
    """``places`` (spots or dwellings) with street_key, town_key, address_key, x and y.

    ``keys``: ``name_keys`` of these places. ``x``, ``y``: metres in ``crs``, null if unknown. Empty texts become null.
    """
    lon, lat = (places[c].fill_null(float("nan")).to_numpy() for c in ("lon", "lat"))
    x, y = to_metres(lon, lat, crs)
    texts = ("street", "number_suffix", "postcode", "town", "neighbourhood", "block_code")
    frame = places.with_columns(
        pl.when(pl.col(texts) != "").then(pl.col(texts)),
        x=pl.Series(x).fill_nan(None),
        y=pl.Series(y).fill_nan(None),
    )
    for column, names in keys.items():
        frame = frame.join(names, on=column, how="left", maintain_order="left")
    return frame.with_columns(address_key=address_key(frame))


def addresses_of(spots: pl.DataFrame) -> pl.DataFrame:
    """The distinct addresses of the spots: address (row number), address_key, its parts, x, y (median), reports."""
    parts = ("street_key", "number", "number_suffix", "postcode", "town_key", "street", "town")
    return (
        spots.filter(pl.col("address_key").is_not_null())
        .group_by("address_key", maintain_order=True)
        .agg(pl.col(parts).drop_nulls().first(), pl.median("x", "y"), pl.sum("reports"))
        .with_row_index("address")
    )


def address_nos(spots: pl.DataFrame, dwellings: int) -> pl.Series:
    """The number of the distinct address per spot, null without one; the same for all spellings of the town.

    An address in two areas (of streets with the same name) counts as two.
    """
    on_street = ["street_row", "number", pl.col("number_suffix").str.to_lowercase()]
    same = pl.col("address").drop_nulls().first().over(on_street)
    named = pl.col("address").is_not_null() & pl.col("street_row").is_not_null()
    one = pl.coalesce("dwelling", pl.when(named).then(same).otherwise("address") + dwellings)
    named = spots.select("spot", one.alias("one"), "street_row", "block_row").drop_nulls("one")
    number, _ = numbering(named.drop("spot"))
    doors = named.select("spot", address_no=pl.Series(number, dtype=pl.UInt32))
    return spots.select("spot").join(doors, on="spot", how="left", maintain_order="left")["address_no"]
