"""Detect default points of a geocoder: one point, such as the town centre, for all addresses it did not find.

Such a point would become the largest hot spot, although nothing happened there.
"""

import polars as pl

STREETS = 5  # fewest streets that share a point to the centimetre: a crossing has two or three
STREETS_SHARE_MIN = 0.1  # part of all streets of the file
ROWS_SEARCHED = 20_000  # rows searched for such points
ROWS_SHARE_MIN = 0.005  # part of all rows: a point with fewer cannot have a tenth of the streets of an ordinary file


def on_default_point(places: pl.DataFrame, streets: pl.Series) -> pl.Series:
    """Whether each row is on a default point: one that ``STREETS_SHARE_MIN`` of all streets share.

    ``places``: lat, lon in degrees, null without a place. ``streets``: the street of each row, null without one.
    """
    nowhere = pl.repeat(False, places.height, dtype=pl.Boolean, eager=True)
    sample = places.with_columns(street=streets).gather_every(max(1, places.height // ROWS_SEARCHED)).drop_nulls()
    many = max(STREETS, STREETS_SHARE_MIN * sample["street"].n_unique())
    points = sample.group_by("lat", "lon").agg(rows=pl.len(), streets=pl.n_unique("street"))
    shared = points.filter(
        (pl.col("rows") >= max(STREETS, ROWS_SHARE_MIN * sample.height)) & (pl.col("streets") >= many)
    )
    if shared.is_empty():
        return nowhere
    found = places.join(shared, on=["lat", "lon"], how="left", maintain_order="left")["streets"]
    return found.is_not_null()
