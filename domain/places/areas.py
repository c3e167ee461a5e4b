"""Streets and blocks as areas: their names, homes, outlines and neighbours."""

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from domain.geometry import near_pairs, outlines, squares
from domain.places.blocks import SIDE, block_names
from domain.places.naming import with_most_common
from domain.places.outlined import ON_THE_MAP, digest, digests_of_points, outlined, shapes_of
from domain.schemas import AREA_LEVELS, DENOMINATORS

STREET_MARGIN = 9.0  # metres around the homes of a street: half a front garden and half a street
BLOCK_MARGIN = 7.0  # metres around the homes of a block
STOCK_WEIGHT = 1_000  # weight of a dwelling in naming, against one report

Shapes = NDArray[np.object_]
Rows = NDArray[np.int64]


def areas_of(
    streets: pl.DataFrame,
    blocks: pl.DataFrame,
    stock: pl.DataFrame,
    spots: pl.DataFrame,
    polygons: pl.DataFrame,
    drawn: Shapes,
    crs: int,
    earlier: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """schemas.Area and schemas.Neighbour of both levels, and outlined.OUTLINED of the areas.

    A street's or block's row number is its order within its level.

    ``streets``: street_path, street_name, town, neighbourhood. ``blocks``: block_row, block_path. ``stock`` and
    ``spots`` hold street_row and block_row. ``drawn``: the outlines of ``polygons`` in metres of ``crs``. ``earlier``:
    OUTLINED of earlier data.
    """
    located = [frame.drop_nulls(["x", "y"]) for frame in (stock, spots)]
    no_street, no_block = np.full(streets.height, None, dtype=object), _given_shapes(blocks, polygons, drawn)
    along = _outlined(*located, "street_row", no_street, crs, earlier)
    around = _outlined(*located, "block_row", no_block, crs, earlier)
    street_areas = streets.select(
        pl.col("street_path").alias("path"), pl.col("street_name").alias("name"), "town", "neighbourhood"
    )
    block_areas = _described(blocks.hstack(around.select("lat", "lon")), stock, spots, polygons)
    frames, pairs = [], []
    for level, areas, shown in (("street", street_areas, along), ("block", block_areas, around)):
        area_id = (f"{level}:" + areas["path"]).alias("area_id")
        counted = homes(areas, stock, polygons, f"{level}_row")
        described = areas.select(
            area_id, pl.lit(level, pl.Enum(AREA_LEVELS)).alias("level"), "name", "town", "neighbourhood"
        )
        frames.append(pl.concat([described, counted, shown.select(ON_THE_MAP)], how="horizontal"))
        pairs.append(neighbours_of(shapes_of(shown["metres"]), area_id))
    return pl.concat(frames), pl.concat(pairs), pl.concat([along, around])


def homes(areas: pl.DataFrame, stock: pl.DataFrame, polygons: pl.DataFrame, row: str) -> pl.DataFrame:
    """The denominator of rates in each area: homes, denominator; one row per area.

    ``areas``: path. ``row``: the column of ``stock`` with the area's row number. Counted are the dwellings. Without any
    in the list, a block that is a drawn outline has the homes of its outline (``polygons``); no other block or street
    has a part of them, as nothing says where in the outline they are. What is left counts as one: the addresses in its
    reports are not used as homes, since the more addresses report, the lower the rate would be.
    """
    lived_in = stock.filter(pl.col("is_dwelling"))[row]
    if len(lived_in):
        counted = np.bincount(lived_in.drop_nulls().to_numpy(), minlength=areas.height)
        kind = np.where(counted > 0, "dwellings", "one")
    else:
        drawn = polygons.filter(pl.col("homes") > 0).select("homes", path=pl.lit("drawn/") + pl.col("code"))
        counted = areas.select("path").join(drawn, on="path", how="left", maintain_order="left")["homes"]
        counted = counted.fill_null(0).to_numpy()
        kind = np.where(counted > 0, "area_file", "one")
    return pl.DataFrame(
        {"homes": np.maximum(counted, 1), "denominator": kind},
        schema={"homes": pl.UInt32, "denominator": pl.Enum(DENOMINATORS)},
    )


def _members(stock: pl.DataFrame, spots: pl.DataFrame, row: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """The members of each area: its dwellings; where it has none, the spots of its reports. With ``weight``."""
    inside = stock.select(row, *columns, weight=pl.lit(STOCK_WEIGHT, pl.Int64)).drop_nulls(row)
    seen = spots.select(row, *columns, weight=pl.col("reports").cast(pl.Int64)).drop_nulls(row)
    return pl.concat([inside, seen.join(inside, on=row, how="anti")])


def _described(blocks: pl.DataFrame, stock: pl.DataFrame, spots: pl.DataFrame, polygons: pl.DataFrame) -> pl.DataFrame:
    """Blocks with path, name, town and neighbourhood."""
    own = stock.select(block_path=pl.lit("own/") + pl.col("block_code"), given="block_name")
    drawn = polygons.select(block_path=pl.lit("drawn/") + pl.col("code"), given="name")
    given = pl.concat([own, drawn]).drop_nulls().unique("block_path", keep="first", maintain_order=True)
    blocks = blocks.join(given, on="block_path", how="left", maintain_order="left")
    members = _members(stock, spots, "block_row", ("street_name", "number", "town", "neighbourhood"))
    blocks = with_most_common(blocks, members, "block_row", ("town", "neighbourhood"))
    return block_names(blocks, members).rename({"block_path": "path"})


def _outlined(
    stock: pl.DataFrame, spots: pl.DataFrame, row: str, given: Shapes, crs: int, earlier: pl.DataFrame
) -> pl.DataFrame:
    """OUTLINED of the areas of a level: as they are given, else around their dwellings, else around their reports.

    ``stock`` and ``spots``: those with a position. ``row``: their column with the area's row number. ``given``: in
    metres, None where an area has none.
    """
    points = _members(stock, spots, row, ("x", "y")).drop("weight")
    street = row == "street_row"
    margin = STREET_MARGIN if street else BLOCK_MARGIN
    is_given = ~shapely.is_missing(given)
    origin = digests_of_points(points, len(given), f"{row} {crs}")
    for at, wkb in enumerate(shapely.to_wkb(given)):
        if wkb is not None:
            origin[at] = digest(f"given {crs}".encode(), wkb)

    def draw(rows: Rows) -> Shapes:
        new = points.filter(pl.col(row).is_in(rows[~is_given[rows]]))
        group = new[row].cast(pl.Int64).to_numpy()
        shapes = outlines(group, new["x"].to_numpy(), new["y"].to_numpy(), len(given), margin=margin, hug=street)
        return np.where(is_given, given, shapes)[rows]

    return outlined(origin, draw, crs, earlier)


def _given_shapes(blocks: pl.DataFrame, polygons: pl.DataFrame, drawn: Shapes) -> Shapes:
    """The polygon or the square itself where a block is one, else None."""
    shapes = np.full(blocks.height, None, dtype=object)
    if polygons.height:
        code = blocks.select("block_row", code=pl.col("block_path").str.extract(r"^drawn/(.*)$", 1)).drop_nulls()
        code = code.join(polygons.select("code").with_row_index("polygon"), on="code")
        shapes[code["block_row"].to_numpy()] = drawn[code["polygon"].to_numpy()]
    cells = blocks.filter(pl.col("block_path").str.starts_with("square/"))
    if cells.height:
        cell = cells["block_path"].str.extract_groups(r"/(?<column>-?\d+)/(?<row>-?\d+)$").struct.unnest()
        column, row = (cell[c].cast(pl.Int64).to_numpy() for c in ("column", "row"))
        shapes[cells["block_row"].to_numpy()] = squares(column, row, float(SIDE))
    return shapes


def neighbours_of(shapes: Shapes, area_id: pl.Series) -> pl.DataFrame:
    """schemas.Neighbour of the areas of one level."""
    a, b = near_pairs(shapes)
    return pl.DataFrame({"area_id": area_id.gather(a), "neighbour_id": area_id.gather(b)})
