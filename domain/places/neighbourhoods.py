"""Neighbourhoods: which one each dwelling, report, street and block is in.

A neighbourhood is a drawn outline (CBS buurten, wards). Without outlines it is a name that reports or dwellings give,
in one town. A block is wholly in the neighbourhood that holds most of its homes; where its homes are unknown, most of
its reports; without reports, most of its own outline. A report is in the neighbourhood of its block, without a block in
that of its street, else where it says it is. So the reports of the blocks of a neighbourhood, and those of it without a
block, add up to those of the neighbourhood.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from domain.geometry import containing, project
from domain.places.areas import STOCK_WEIGHT, homes, neighbours_of
from domain.places.naming import disambiguated, slug, with_most_common
from domain.places.outlined import ON_THE_MAP, digest, outlined, shapes_of
from domain.schemas import AREA_LEVELS, NEIGHBOURHOOD, Area, NeighbourhoodPolygon

ROW = "neighbourhood_row"
SURFACE_SHARE_MIN = 0.5  # share of the outline of a block without members that a neighbourhood must hold
NEAR_BLOCKS = 4  # blocks whose usual distance says how far apart blocks of one neighbourhood lie
JOIN_MIN, JOIN_MAX = 60.0, 300.0  # metres around blocks within which they are drawn as one neighbourhood
MITRE = 1.5  # largest distance of a corner from a block, in that of its sides
EDGE = 8.0  # metres of it that stay around the blocks

Shapes = NDArray[np.object_]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Neighbourhoods:
    """``areas``: schemas.Area of the neighbourhoods. ``neighbours``: schemas.Neighbour of those. ``outlined``: OUTLINED
    of those (outlined.py).
    """

    areas: pl.DataFrame
    neighbours: pl.DataFrame
    outlined: pl.DataFrame


def with_neighbourhoods(
    stock: pl.DataFrame,
    spots: pl.DataFrame,
    areas: pl.DataFrame,
    around: pl.Series,
    drawn: pl.DataFrame | None,
    crs: int,
    earlier: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, Neighbourhoods]:
    """Stock and spots with ``neighbourhood_row``, the areas with neighbourhood and neighbourhood_id, and the
    neighbourhoods, of which that is the row.

    ``stock``, ``spots``: see placement.py; with street_row, block_row, town, neighbourhood, x and y. ``areas``:
    schemas.Area, streets first. ``around``: the outlines of the blocks, WKB in metres of ``crs``. ``drawn``:
    schemas.NeighbourhoodPolygon; None: there are none. ``earlier``: OUTLINED of earlier data. Names that only differ in
    capitals, accents or signs are one neighbourhood. Outlines in which nothing lies are left out.
    """
    levels = {name: areas.filter(pl.col("level") == name) for name in ("street", "block")}
    drawn = NeighbourhoodPolygon.create_empty() if drawn is None else drawn
    shapes = project(shapely.from_wkb(drawn["outline"].to_numpy()), crs)
    drawn = drawn.with_columns(path=slug(pl.col("code"))) if drawn.height else None
    towns = levels["street"]["town"]
    own = [_paths(frame, towns, drawn, shapes) for frame in (stock, spots)]
    if drawn is None:
        own = _without_town(*own)
    stock, spots = (frame.with_columns(path) for frame, path in zip((stock, spots), own, strict=True))
    members = {level: _majority(stock, spots, f"{level}_row", of.height) for level, of in levels.items()}
    if drawn is not None:
        members["block"] = _by_surface(members["block"], shapes_of(around), drawn["path"], shapes)
    stock, spots = (_of_areas(frame, members) for frame in (stock, spots))
    rows = pl.concat([members["block"], members["street"], stock["path"], spots["path"]]).drop_nulls().unique().sort()
    named = pl.DataFrame({"path": rows}, schema={"path": pl.String}).with_row_index(ROW)
    stock, spots = (frame.join(named, on="path", how="left", maintain_order="left") for frame in (stock, spots))
    made = _described(named, stock, spots, levels["block"].with_columns(path=members["block"]), drawn)
    if drawn is None:
        shown = _united(made, members["block"], around, crs, earlier)
    else:
        shown = _as_drawn(made, drawn["path"], shapes, crs, earlier)
    area_id = (f"{NEIGHBOURHOOD}:" + made["path"]).alias("area_id")
    known = pl.concat([made.select(area_id, *_COLUMNS), shown.select(ON_THE_MAP)], how="horizontal")
    of = pl.concat([members["street"], members["block"]]).to_frame("path")
    of = of.join(known.select("name", "area_id", path=made["path"]), on="path", how="left", maintain_order="left")
    columns = Area.create_empty().columns
    areas = areas.with_columns(neighbourhood=of["name"], neighbourhood_id=of["area_id"]).select(columns)
    known = known.select(columns)
    found = Neighbourhoods(known, neighbours_of(shapes_of(shown["metres"]), area_id), shown)
    return stock.drop("path"), spots.drop("path"), areas, found


_COLUMNS = (
    pl.lit(NEIGHBOURHOOD, pl.Enum(AREA_LEVELS)).alias("level"),
    *("name", "town"),
    pl.lit(None, pl.String).alias("neighbourhood"),
    pl.lit(None, pl.String).alias("neighbourhood_id"),
    *("homes", "denominator"),
)


def _paths(places: pl.DataFrame, towns: pl.Series, drawn: pl.DataFrame | None, shapes: Shapes) -> pl.Series:
    """The path of the neighbourhood that each place itself is in; null if unknown.

    With outlines: the one that contains its position; without a position, the one with its name. Without outlines its
    town (that of its street where known) and name: "meerwijk/noord".
    """
    names = places.select("neighbourhood", town=pl.coalesce(towns.gather(places["street_row"]), "town"))
    for column in ("neighbourhood", "town"):
        each = names.select(pl.col(column).drop_nulls().unique())
        key = slug(pl.col(column)) if each.height else pl.lit(None, pl.String)
        keyed = each.with_columns(pl.when(key != "").then(key).alias(f"{column}_key"))
        names = names.join(keyed, on=column, how="left", maintain_order="left")
    if drawn is None:
        path = pl.concat_str(pl.col("town_key") + "/", "neighbourhood_key", ignore_nulls=True)
        return names.select(path=pl.when(pl.col("neighbourhood_key").is_not_null()).then(path)).to_series()
    x, y = (places[name].fill_null(float("nan")).to_numpy() for name in ("x", "y"))
    at = pl.Series(containing(shapes, x, y)).replace(-1, None)
    called = drawn.select("path", neighbourhood_key=slug(pl.coalesce("name", "code"))).unique(
        "neighbourhood_key", keep="none"
    )
    by_name = names.join(called, on="neighbourhood_key", how="left", maintain_order="left")["path"]
    return drawn["path"].gather(at).zip_with(places["x"].is_not_null(), by_name).alias("path")


def _without_town(*paths: pl.Series) -> list[pl.Series]:
    """The paths; one without a town becomes that of the only town with such a name."""
    every = pl.concat(paths).drop_nulls().unique().to_frame("whole")
    with_town = every.filter(pl.col("whole").str.contains("/")).with_columns(path=pl.col("whole").str.extract("/(.*)$"))
    one = with_town.unique("path", keep="none")
    if one.is_empty():
        return list(paths)
    joined = [path.to_frame("path").join(one, on="path", how="left", maintain_order="left") for path in paths]
    return [each.select(path=pl.coalesce("whole", "path")).to_series() for each in joined]


def _majority(stock: pl.DataFrame, spots: pl.DataFrame, row: str, areas: int) -> pl.Series:
    """The path of the neighbourhood with most homes of each area; without known homes, with most reports."""
    weight = pl.when("is_dwelling").then(STOCK_WEIGHT).otherwise(1)
    inside = stock.select(row, "path", weight=weight.cast(pl.Int64)).drop_nulls()
    seen = spots.select(row, "path", weight=pl.col("reports").cast(pl.Int64)).drop_nulls()
    members = pl.concat([inside, seen.join(inside, on=row, how="anti")])
    every = pl.DataFrame({row: np.arange(areas, dtype=np.uint32)})
    return with_most_common(every, members, row, ("path",))["path"]


def _by_surface(of_block: pl.Series, around: Shapes, paths: pl.Series, shapes: Shapes) -> pl.Series:
    """``of_block``; blocks without one get the neighbourhood that holds SURFACE_SHARE_MIN or more of their outline."""
    bare = np.flatnonzero(of_block.is_null().to_numpy() & ~shapely.is_missing(around))
    if not len(bare):
        return of_block
    block, shape = shapely.STRtree(shapes).query(around[bare], predicate="intersects")
    shared = shapely.area(shapely.intersection(shapely.make_valid(around[bare[block]]), shapes[shape]))
    held = pl.DataFrame({"row": bare[block], "path": paths.gather(shape), "share": shared})
    held = held.with_columns(pl.col("share") / pl.Series(shapely.area(around[bare[block]])))
    held = (
        held.filter(pl.col("share") >= SURFACE_SHARE_MIN)
        .sort("row", -pl.col("share"), "path")
        .unique("row", keep="first")
    )
    return of_block.scatter(held["row"], held["path"])


def _of_areas(places: pl.DataFrame, members: dict[str, pl.Series]) -> pl.DataFrame:
    """The places with the path of the neighbourhood of their block, else of their street, else their own."""
    of_block, of_street = (members[level].gather(places[f"{level}_row"]) for level in ("block", "street"))
    path = (
        pl.when(pl.col("block_row").is_not_null())
        .then(of_block)
        .when(pl.col("street_row").is_not_null())
        .then(of_street)
        .otherwise("path")
    )
    return places.with_columns(path=path)


def _described(
    found: pl.DataFrame, stock: pl.DataFrame, spots: pl.DataFrame, blocks: pl.DataFrame, drawn: pl.DataFrame | None
) -> pl.DataFrame:
    """The neighbourhoods with name, town, homes and denominator.

    ``homes``: see areas.homes. Without a list of dwellings they are those of the outline, else of its blocks' outlines.
    """
    inside = stock.select(ROW, "town", "neighbourhood", weight=pl.lit(STOCK_WEIGHT, pl.Int64))
    seen = spots.select(ROW, "town", "neighbourhood", weight=pl.col("reports").cast(pl.Int64))
    members = pl.concat([inside, seen]).drop_nulls(ROW)
    made = with_most_common(found, members, ROW, ("town", "neighbourhood"))
    counted = blocks.filter(pl.col("denominator") == "area_file").group_by("path").agg(homes=pl.sum("homes"))
    if drawn is None:
        made = made.with_columns(name=pl.coalesce("neighbourhood", "path"))
    else:
        named = drawn.select("path", name=pl.coalesce("name", "code")).unique("path", keep="first")
        made = made.join(named, on="path", how="left", maintain_order="left")
        own = drawn.filter(pl.col("homes") > 0).group_by("path").agg(pl.sum("homes").cast(pl.UInt32))
        counted = pl.concat([own, counted.join(own, on="path", how="anti").select(own.columns)])
    as_drawn = counted.select(code="path", homes=pl.col("homes").cast(pl.Int32))
    counts = homes(made.select(path=pl.lit("drawn/") + pl.col("path")), stock, as_drawn, ROW)
    return made.with_columns(disambiguated(made, "name", ("town", "path"))).hstack(counts)


def _as_drawn(made: pl.DataFrame, paths: pl.Series, shapes: Shapes, crs: int, earlier: pl.DataFrame) -> pl.DataFrame:
    """OUTLINED of the neighbourhoods as they are drawn; those of one code together."""
    of = _rows_of(made, paths)
    wkb = shapely.to_wkb(shapes)
    origin = [digest(f"drawn {crs}".encode(), *wkb[at]) for at in of]

    def draw(rows: Rows) -> Shapes:
        united = np.full(len(rows), None, dtype=object)
        united[:] = [
            shapely.union_all(shapes[at]) if len(at) > 1 else shapes[at[0]] for at in (of[row] for row in rows)
        ]
        return united

    return outlined(origin, draw, crs, earlier)


def _united(
    made: pl.DataFrame, of_block: pl.Series, around: pl.Series, crs: int, earlier: pl.DataFrame
) -> pl.DataFrame:
    """OUTLINED of the neighbourhoods around their blocks; null where none of these has a position.

    Blocks that are no further apart than blocks usually are become one shape.
    """
    of = _rows_of(made, pl.select(pl.when(around.is_not_null()).then(of_block)).to_series())
    if not any(of):
        return outlined([None] * made.height, lambda _rows: np.empty(0, dtype=object), crs, earlier)
    shapes = shapes_of(around)
    middle = shapely.get_coordinates(shapely.centroid(shapes[~shapely.is_missing(shapes)]))
    apart = cKDTree(middle).query(middle, k=NEAR_BLOCKS + 1)[0][:, -1] if len(middle) > NEAR_BLOCKS else JOIN_MIN
    join = float(np.clip(np.median(apart), JOIN_MIN, JOIN_MAX))
    origin = [digest(f"united {crs} {join!r}".encode(), *around.gather(at)) if at else None for at in of]

    def draw(rows: Rows) -> Shapes:
        united = np.full(len(rows), None, dtype=object)
        for row, at in enumerate(of[row] for row in rows):
            plain = shapely.simplify(shapes[at], EDGE / 2)  # few corners, because uniting many takes long
            united[row] = shapely.union_all(shapely.buffer(plain, join, join_style="mitre", mitre_limit=MITRE))
        return shapely.simplify(shapely.buffer(united, EDGE - join, join_style="mitre", mitre_limit=MITRE), EDGE / 4)

    return outlined(origin, draw, crs, earlier)


def _rows_of(made: pl.DataFrame, paths: pl.Series) -> list[list[int]]:
    """Of each neighbourhood the row numbers in ``paths`` that have its path."""
    rows = pl.DataFrame({"path": paths}).with_row_index("at").group_by("path", maintain_order=True).agg("at")
    of = made.select("path").join(rows, on="path", how="left", maintain_order="left")["at"]
    return [each or [] for each in of.to_list()]
