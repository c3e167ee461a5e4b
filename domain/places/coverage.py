"""Coverage: the streets and blocks that an opportunity or partner touches, and the share of each.

The narrowest part of a place counts: a drawn outline, an address or range of numbers, a block or complex of the stock,
a street, a point, a postcode, a neighbourhood, a town. An empty place is everywhere. The shares of streets and blocks
follow from their addresses, so half a street has a share of one half.
"""

from collections.abc import Callable

import numpy as np
import polars as pl
import shapely

from domain.geometry import containing
from domain.intake.parsing.street_names import street_key, town_key
from domain.places.naming import slug
from domain.schemas import LEVELS, PLACE_COLUMNS

OUTLINE_SHARE_MIN = 0.01  # smallest share of an area without known addresses that an outline must cover to touch it

_REACH = {"place": pl.UInt32, "area_id": pl.String, "share": pl.Float64}


def addresses_in(dwellings: pl.DataFrame, placed: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """The known addresses of the areas: their dwellings; in areas without dwellings, the addresses in reports.

    ``dwellings``: schemas.Dwelling. ``placed``: dwelling_key, street_id, block_id. ``reports``: the location columns of
    schemas.Report, and street_id, block_id. Columns: street_id, block_id, street_key, number, number_suffix, postcode,
    town_key, neighbourhood, block_code, block_name (comparable), lat, lon, home.
    """
    columns = ("street", "number", "number_suffix", "postcode", "town", "neighbourhood", "block_code", "lat", "lon")
    ids = [pl.col(f"{level}_id").cast(pl.String) for level in LEVELS]
    stock = placed.with_columns(ids).join(dwellings, on="dwelling_key", maintain_order="left")
    stock = stock.select("street_id", "block_id", *columns, "block_name", home="is_dwelling")
    if reports.is_empty():
        return _comparable(stock)
    named = reports.select("street_id", "block_id", *columns).unique(maintain_order=True).with_columns(ids)
    for level in LEVELS:
        lived_in = stock.select(f"{level}_id").drop_nulls().unique()
        named = named.join(lived_in, on=f"{level}_id", how="anti", nulls_equal=True)
    named = named.with_columns(block_name=pl.lit(None, pl.String), home=pl.lit(True))
    return _comparable(pl.concat([stock, named.select(stock.columns)]))


def reach(places: pl.DataFrame, areas: pl.DataFrame, addresses: pl.DataFrame) -> pl.DataFrame:
    """The areas (streets and blocks) that places touch: place (row number in ``places``), area_id, share.

    ``places``: the columns PLACE_COLUMNS. ``areas``: schemas.Area. ``addresses``: of ``addresses_in``. ``share``: the
    share of the area's homes that the place touches, above 0, at most 1. If it touches no homes, the share of the
    addresses; for an outline and an area without addresses, the share of the surface; for a point, 1. Unknown places
    are left out.
    """
    if places.is_empty():
        return pl.DataFrame(schema=_REACH)
    rows = _comparable(places.select(PLACE_COLUMNS)).with_row_index("place")
    found, rest = [pl.DataFrame(schema=_REACH)], rows
    for says, touched in _ways(areas, addresses):
        asking = rest.filter(says)
        if asking.height:
            found.append(touched(asking).select(pl.col(name).cast(kind) for name, kind in _REACH.items()))
            rest = rest.join(found[-1], on="place", how="anti")
    nowhere = pl.all_horizontal(pl.col(name).is_null() for name in PLACE_COLUMNS)
    everywhere = rows.filter(nowhere).select("place").join(areas.select("area_id", share=pl.lit(1.0)), how="cross")
    return pl.concat([*found, everywhere.select(list(_REACH))]).sort("place", "area_id")


def _ways(areas: pl.DataFrame, addresses: pl.DataFrame) -> list[tuple[pl.Expr, Callable]]:
    """The ways to locate a place, narrowest first: which rows qualify, and the function that finds their areas.

    A row with an unknown block is also located by its street. A row with an unknown house number is located by its
    point only, because it is not about the whole street.
    """
    known = {name: pl.col(name).is_not_null() for name in ("number", "street", "postcode", "neighbourhood", "town")}
    point, drawn = pl.col("lat").is_not_null() & pl.col("lon").is_not_null(), pl.col("outline").is_not_null()
    bare = ~known["number"] & ~drawn

    def by(*on: str, where: pl.Expr | None = None) -> Callable:
        return lambda rows: _shares(_pairs(rows, addresses, on, where), addresses)

    only = bare & ~known["street"]
    return [
        (drawn, lambda rows: _outlined(rows, areas, addresses)),
        (known["number"] & known["street"] & ~drawn, by("street_key", where=_numbered())),
        (known["number"] & known["postcode"] & ~drawn, by("postcode", where=_numbered())),
        (~drawn & pl.col("block_code").is_not_null(), by("block_code")),
        (~drawn & pl.col("block_name").is_not_null(), by("block_name")),
        (bare & known["street"], by("street_key")),
        (point & ~drawn, lambda rows: _holding(rows, areas)),
        (only & known["postcode"], by("postcode")),
        (only & known["postcode"], by("postcode4")),
        (only & ~known["postcode"] & known["neighbourhood"], by("neighbourhood_key")),
        (only & ~known["postcode"] & ~known["neighbourhood"] & known["town"] & _no_block(), by("town_key")),
    ]


def _no_block() -> pl.Expr:
    return pl.col("block_code").is_null() & pl.col("block_name").is_null()


def _comparable(frame: pl.DataFrame) -> pl.DataFrame:
    """Places or addresses with normalised texts and their keys; empty texts become null."""
    texts = ("street", "number_suffix", "postcode", "town", "neighbourhood", "block_code", "block_name")
    frame = frame.with_columns(pl.col(name).str.strip_chars().replace("", None) for name in texts)
    postcode = pl.col("postcode").str.replace_all(r"\s", "").str.to_uppercase()
    short = postcode.str.extract(r"^(\d{4})(?:[A-Z]{2})?$", 1)
    for column, key in (("street", street_key), ("town", town_key), ("neighbourhood", slug)):
        names = frame.select(pl.col(column).drop_nulls().unique())
        if names.height:
            names = names.with_columns(key(pl.col(column)).alias(f"{column}_key"))
            frame = frame.join(names, on=column, how="left", maintain_order="left")
        else:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(f"{column}_key"))
    return frame.with_columns(
        pl.col("number_suffix", "block_name").str.to_lowercase(), postcode=postcode, postcode4=short
    )


def _numbered() -> pl.Expr:
    """Whether an address is within the numbers of a place. A range from odd to odd, or even to even, is one side."""
    number, first, suffix = pl.col("number_of"), pl.col("number"), pl.col("number_suffix")
    last = pl.max_horizontal(first, pl.col("number_to").fill_null(first))
    same_side = (first % 2 != last % 2) | (number % 2 == first % 2)
    one = (first != last) | suffix.is_null() | (suffix == pl.col("number_suffix_of")).fill_null(False)
    return (number.is_between(first, last) & same_side & one).fill_null(False)


def _pairs(rows: pl.DataFrame, addresses: pl.DataFrame, on: tuple[str, ...], where: pl.Expr | None) -> pl.DataFrame:
    """The pairs of a place and an address (row number) with equal ``on``, unless town or postcode differ."""
    side = addresses.with_row_index("address").select(
        *on,
        "address",
        *(pl.col(name).alias(f"{name}_of") for name in ("number", "number_suffix", "town_key", "postcode4")),
    )
    both = rows.join(side, on=list(on))
    agree = ((pl.col(name) == pl.col(f"{name}_of")).fill_null(True) for name in ("town_key", "postcode4"))
    both = both.filter(*agree)
    return both if where is None else both.filter(where)


def _shares(pairs: pl.DataFrame, addresses: pl.DataFrame) -> pl.DataFrame:
    """The areas of places (place, area_id, share), from pairs of a place and an address it touches."""
    found = []
    for level in LEVELS:
        there = addresses.with_row_index("address").select("address", "home", area_id=f"{level}_id")
        there = there.drop_nulls("area_id")
        counts = [pl.len().alias("all"), pl.col("home").sum().alias("homes")]
        touched = pairs.select("place", "address").unique().join(there, on="address").group_by("place", "area_id")
        both = touched.agg(counts).join(there.group_by("area_id").agg(counts), on="area_id", suffix="_there")
        share = pl.when(pl.col("homes") > 0).then(pl.col("homes") / pl.col("homes_there"))
        found.append(both.select("place", "area_id", share=share.otherwise(pl.col("all") / pl.col("all_there"))))
    return pl.concat(found)


def _outlined(rows: pl.DataFrame, areas: pl.DataFrame, addresses: pl.DataFrame) -> pl.DataFrame:
    """The areas in drawn outlines, by addresses; by surface for areas without addresses with a position."""
    shapes = shapely.make_valid(shapely.from_wkb(rows["outline"].to_numpy()))
    located = addresses.with_row_index("address").drop_nulls(["lat", "lon"])
    points = shapely.points(located["lon"].to_numpy(), located["lat"].to_numpy())
    inside, shape = shapely.STRtree(points).query(shapes, predicate="intersects")[::-1]
    pairs = pl.DataFrame({"place": rows["place"].gather(shape), "address": located["address"].gather(inside)})
    known = pl.concat([located.select(area_id=f"{level}_id") for level in LEVELS]).drop_nulls().unique()
    bare = areas.drop_nulls("outline").join(known, on="area_id", how="anti")
    outlines = shapely.make_valid(shapely.from_wkb(bare["outline"].to_numpy()))
    shape, at = shapely.STRtree(outlines).query(shapes, predicate="intersects")
    covered, whole = shapely.area(shapely.intersection(shapes[shape], outlines[at])), shapely.area(outlines[at])
    share = np.clip(np.divide(covered, whole, out=np.ones(len(whole)), where=whole > 0), 0, 1)
    over = pl.DataFrame({"place": rows["place"].gather(shape), "area_id": bare["area_id"].gather(at), "share": share})
    return pl.concat([_shares(pairs, addresses), over.filter(pl.col("share") >= OUTLINE_SHARE_MIN)])


def _holding(rows: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The street and the block that contain the points; the smallest if several do."""
    found = []
    for level in LEVELS:
        of = areas.filter(pl.col("level") == level).drop_nulls("outline")
        at = containing(shapely.from_wkb(of["outline"].to_numpy()), rows["lon"].to_numpy(), rows["lat"].to_numpy())
        held = pl.Series("at", at)
        area_id = of["area_id"].gather(pl.select(pl.when(held >= 0).then(held)).to_series())
        found.append(rows.select("place", area_id=area_id, share=pl.lit(1.0)).drop_nulls("area_id"))
    return pl.concat(found)
