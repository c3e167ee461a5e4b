"""The block of a dwelling or a report, and the block's name.

The block is the first of these that is known: the block or complex of the stock ("own"); a drawn polygon ("drawn"); the
postcode ("pc6": Dutch 1011AB, and British full postcodes, which are as small); a hundred house numbers of a street
("hundred"); a square of 100 m ("square"). The kind is the first part of the path of a block: "pc6/1011AB".
"""

import polars as pl

from domain.places.naming import LISTED_NAME_LENGTH_MAX, disambiguated
from domain.places.position_names import position_names

SIDE = 100  # metres; the side of a square
SMALL_POSTCODE = r"^(\d{4}[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2})$"
POSTCODE = r"(?i)^\s*(?:\d{4}\s*(?:[A-Z]{2})?|\d{5}|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})\s*$"  # of any size
ONLY_A_POINT = ("drawn", "square")  # kinds that follow from a coordinate only


def own_block() -> pl.Expr:
    """Path of the block by ``block_code``, the code in the stock or the export."""
    return pl.lit("own/") + pl.col("block_code")


def drawn_block() -> pl.Expr:
    """Path of the block by ``polygon_code``, the code of the polygon that contains the point."""
    return pl.lit("drawn/") + pl.col("polygon_code")


def postcode_block() -> pl.Expr:
    """Path of the block by ``postcode``; null for postcodes that are larger than a block."""
    code = plain_postcode(pl.col("postcode"))
    return pl.when(code.str.contains(SMALL_POSTCODE)).then(pl.lit("pc6/") + code)


def plain_postcode(code: pl.Expr) -> pl.Expr:
    """A postcode without spaces, in capitals."""
    return code.str.replace_all(r"\s", "").str.to_uppercase()


def hundred_block() -> pl.Expr:
    """Path of the block by ``street_path`` and ``number``: 0-99, 100-199 ..., as in American address systems."""
    return pl.concat_str(pl.lit("hundred/"), "street_path", pl.lit("/"), pl.col("number") // 100 * 100)


def square_block(crs: int) -> pl.Expr:
    """Path of the square that contains ``x``, ``y`` in the grid ``crs``."""
    column, row = (pl.col(c).floordiv(SIDE).cast(pl.Int64) for c in ("x", "y"))
    return pl.format(f"square/{crs}/{{}}/{{}}", column, row)


def ordinary_block(crs: int) -> pl.Expr:
    """Path of the block by the first kind that is known; null if none is."""
    return pl.coalesce(own_block(), drawn_block(), postcode_block(), hundred_block(), square_block(crs))


def kind(path: pl.Expr) -> pl.Expr:
    """Kind of a block: own, drawn, pc6, hundred or square."""
    return path.str.extract(r"^([^/]+)/", 1)


def block_names(blocks: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """``blocks`` with ``name``: the name in the stock or polygon, else a name from streets, numbers and code.

    ``blocks``: block_row, block_path, given (name, null without one), town, neighbourhood, lat, lon. ``members``: the
    contents of the blocks: block_row, street_name, number, weight. Blocks with the same name get a distinguishing
    addition (naming.disambiguated).
    """
    named = blocks.join(_streets_in(members), on="block_row", how="left", maintain_order="left")
    of, code = kind(pl.col("block_path")), pl.col("block_path").str.extract(r"^[^/]+/(.*?)(?:/-?\d+\.-?\d+)?$", 1)
    hundred = pl.col("block_path").str.extract(r"/(\d+)(?:/-?\d+\.-?\d+)?$", 1).cast(pl.Int64, strict=False)
    streets = (
        pl.when(pl.col("numbers").str.len_chars() > LISTED_NAME_LENGTH_MAX - 15).then("brief").otherwise("numbers")
    )
    with_code = pl.coalesce(pl.format("{} ({})", streets, code), code)
    street = pl.col("streets").str.split(" / ").list.first().alias("street")
    spot = position_names(named.select("block_path", "lat", "lon", street))
    name = (
        pl.when(of.is_in(["own", "drawn"]))
        .then(pl.coalesce("given", with_code))
        .when(of == "pc6")
        .then(with_code)
        .when(of == "hundred")
        .then(pl.format("{} {}–{}", "streets", pl.max_horizontal(hundred, 1), hundred + 99))
        .otherwise(pl.coalesce("streets", "neighbourhood", "spot", code))
    )
    named = named.with_columns(spot=spot).with_columns(name=name).drop("streets", "numbers", "brief", "spot")
    return named.with_columns(disambiguated(named, "name", ("town", "neighbourhood")))


def _streets_in(members: pl.DataFrame) -> pl.DataFrame:
    """The streets of the blocks as text.

    Columns: block_row, streets ("Lindehof / Iepenlaan +1"), numbers ("Lindehof 1–49"; with several streets the same as
    ``streets``), brief ("Lindehof +2").
    """
    each = members.drop_nulls("street_name").group_by("block_row", "street_name")
    each = each.agg(weight=pl.sum("weight"), low=pl.min("number"), high=pl.max("number"))
    each = each.sort("block_row", -pl.col("weight"), "street_name").group_by("block_row", maintain_order=True)
    several = each.agg(
        first=pl.first("street_name"),
        names=pl.col("street_name").head(2),
        count=pl.len(),
        low=pl.first("low"),
        high=pl.first("high"),
    )
    more = pl.when(pl.col("count") > 2).then(pl.format(" +{}", pl.col("count") - 2)).otherwise(pl.lit(""))
    streets = pl.col("names").list.join(" / ") + more
    span = (
        pl.when(pl.col("low") < pl.col("high"))
        .then(pl.format(" {}–{}", "low", "high"))
        .otherwise(pl.format(" {}", "low"))
    )
    numbers = pl.when(pl.col("count") == 1).then(pl.concat_str("first", span.fill_null(""))).otherwise(streets)
    brief = pl.when(pl.col("count") > 1).then(pl.format("{} +{}", "first", pl.col("count") - 1)).otherwise(numbers)
    return several.select(
        "block_row",
        streets=pl.when(streets.str.len_chars() > LISTED_NAME_LENGTH_MAX).then(brief).otherwise(streets),
        numbers=numbers,
        brief=brief,
    )
