"""Outlines as SVG paths for the areas in view: others are left out, and invisible detail is simplified.

The size of the map depends on the number of blocks in view, not on the total number.
"""

from dataclasses import dataclass

import polars as pl

from domain.sessions.viewport import Box, Plane

# Length of the longest side of a drawing in its own whole units: about the pixels of a large screen.
DRAWING_LENGTH = 1600
# Relative to the longest side: an image with other proportions shows somewhat more than the box.
SURROUNDINGS_LENGTH_RATIO = 1.15


@dataclass(frozen=True)
class PlaneOutlines:
    """Rings on the plane map.

    ``names``: of the areas, or their kinds. ``points``: area (index in ``names``), ring, x, y. ``bounds``: area, left,
    right, top, bottom.
    """

    names: list[str]
    points: pl.DataFrame
    bounds: pl.DataFrame


def outlines(names: pl.Series, rings: pl.Series, town: Plane) -> PlaneOutlines:
    """The outlines of pages.shared.maps.shapes (steps in 0.00001 degree) on the plane map."""
    each = (
        pl.DataFrame({"rings": rings})
        .with_row_index("area")
        .select("area", ring_of=pl.col("rings").str.json_decode(pl.List(pl.List(pl.Int64))))
        .explode("ring_of")
        .with_row_index("ring")
    )
    points = (
        each.select(
            "area",
            "ring",
            lat=pl.col("ring_of").list.gather_every(2),
            lon=pl.col("ring_of").list.gather_every(2, 1),
        )
        .explode("lat", "lon")
        .with_columns(pl.col("lat", "lon").cum_sum().over("ring"))
        .select("area", "ring", x=pl.col("lon") * town.flat, y=-pl.col("lat").cast(pl.Float64))
    )
    x, y = pl.col("x"), pl.col("y")
    bounds = points.group_by("area", maintain_order=True).agg(left=x.min(), right=x.max(), top=y.min(), bottom=y.max())
    return PlaneOutlines(names.to_list(), points, bounds)


def scale(box: Box) -> float:
    """The units of the drawing per unit of the map."""
    return DRAWING_LENGTH / box.size


def paths(given: PlaneOutlines, box: Box) -> list[tuple[str, str]]:
    """The names and paths of the areas in view, in whole units from the top left corner of the box."""
    half = box.size * SURROUNDINGS_LENGTH_RATIO / 2
    inside = given.bounds.filter(
        (pl.col("right") >= box.x - half)
        & (pl.col("left") <= box.x + half)
        & (pl.col("bottom") >= box.y - half)
        & (pl.col("top") <= box.y + half)
    )
    left, top, times = box.x - box.width / 2, box.y - box.height / 2, scale(box)
    step = [pl.col(name).diff().over("ring") for name in ("x", "y")]
    drawn = (
        given.points.join(inside.select("area"), on="area", how="semi", maintain_order="left")
        .with_columns(
            ((pl.col("x") - left) * times).round().cast(pl.Int64), ((pl.col("y") - top) * times).round().cast(pl.Int64)
        )
        .with_columns(dx=step[0], dy=step[1])
        .filter(pl.col("dx").is_null() | (pl.col("dx") != 0) | (pl.col("dy") != 0))
        .filter(pl.len().over("ring") > 1)
        .select(
            "area",
            "ring",
            command=pl.when(pl.col("dx").is_null())
            .then(pl.format("M{} {}l", "x", "y"))
            .otherwise(pl.format("{} {}", "dx", "dy")),
        )
        .group_by("area", "ring", maintain_order=True)
        .agg(pl.col("command").str.join(" "))
        .group_by("area", maintain_order=True)
        .agg(pl.format("{}z", "command").str.join(""))
    )
    return [(given.names[area], path) for area, path in drawn.iter_rows()]
