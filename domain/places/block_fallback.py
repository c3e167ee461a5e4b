"""Assigns blocks to reports at addresses that are in no list of dwellings: a sold home, a wrong house number.

They belong to the block that they are in or next to. As separate areas they would be noise.
"""

import polars as pl

from domain.places.blocks import postcode_block

# Largest difference of house numbers to a dwelling: five addresses on one side of the street.
HOUSE_NUMBER_DIFFERENCE_MAX = 10


def block_along(spots: pl.DataFrame, stock: pl.DataFrame) -> pl.Series:
    """For every spot, the block path of the dwelling on the same street that is nearest in house number.

    Dwellings on the same side of the street (both numbers even or both odd) take precedence. Null if there is none
    within HOUSE_NUMBER_DIFFERENCE_MAX, for a spot with a dwelling, and for a spot without number or street.
    """
    asking = spots.filter(spots["dwelling"].is_null()).select("spot", "street_row", "number").drop_nulls()
    if asking.is_empty() or stock.is_empty():
        return pl.repeat(None, spots.height, dtype=pl.String, eager=True)
    known = _usual_block(stock, "street_row", "number")
    nearest = pl.concat(_nearest(asking, known, by) for by in (["street_row", "side"], ["street_row"]))
    nearest = nearest.unique("spot", keep="first", maintain_order=True)
    return spots.select("spot").join(nearest, on="spot", how="left", maintain_order="left")["block_path"]


def block_of_postcode(spots: pl.DataFrame, stock: pl.DataFrame) -> pl.Series:
    """Path of the block with most dwellings of the spot's postcode; null for postcodes that are larger than a block."""
    if stock.is_empty():
        return pl.repeat(None, spots.height, dtype=pl.String, eager=True)
    known = _usual_block(stock.filter(postcode_block().is_not_null()), "postcode")
    return spots.select("postcode").join(known, on="postcode", how="left", maintain_order="left")["block_path"]


def _usual_block(stock: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The most frequent block_path of the dwellings per group; of equally frequent ones, the first in the alphabet."""
    counts = stock.drop_nulls([*by, "block_path"]).group_by(*by, "block_path").agg(homes=pl.len())
    best = counts.sort("homes", "block_path", descending=[True, False]).unique(by, keep="first", maintain_order=True)
    return best.drop("homes")


def _nearest(asking: pl.DataFrame, known: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """The spots with the block_path of the nearest house number (HOUSE_NUMBER_DIFFERENCE_MAX), for equal ``by``."""
    asking, known = (f.with_columns(side=pl.col("number") % 2).sort("number") for f in (asking, known))
    both = asking.join_asof(
        known.select(*by, "number", "block_path"),
        on="number",
        by=by,
        strategy="nearest",
        tolerance=HOUSE_NUMBER_DIFFERENCE_MAX,
        check_sortedness=False,  # the frames are sorted as a whole, and so within the groups
    )
    return both.select("spot", "block_path").drop_nulls()
