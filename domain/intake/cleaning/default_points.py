"""Points that a geocoder gives for addresses it did not find: the middle of the town, with half the streets on it.

Such a point would be the hottest spot of all, and nothing happened there.
"""

import polars as pl

STREETS = 5  # that share a point to the centimetre: two or three do at a crossing
PART = 0.1  # of all streets of the file
SAMPLE = 20_000  # rows on which such points are looked for
ROWS = 0.005  # of all rows: a point with fewer cannot carry a tenth of the streets of an ordinary file


def on_default_point(places: pl.DataFrame, streets: pl.Series) -> pl.Series:
    """Whether each row stands on a point that stands for "not found": one that ``PART`` of all streets share.

    ``places``: lat, lon in degrees, null without a place. ``streets``: the street that each row names, null without.
    """
    nowhere = pl.repeat(False, places.height, dtype=pl.Boolean, eager=True)
    sample = places.with_columns(street=streets).gather_every(max(1, places.height // SAMPLE)).drop_nulls()
    many = max(STREETS, PART * sample["street"].n_unique())
    points = sample.group_by("lat", "lon").agg(rows=pl.len(), streets=pl.n_unique("street"))
    shared = points.filter((pl.col("rows") >= max(STREETS, ROWS * sample.height)) & (pl.col("streets") >= many))
    if shared.is_empty():
        return nowhere
    found = places.join(shared, on=["lat", "lon"], how="left", maintain_order="left")["streets"]
    return found.is_not_null()
