"""Outlines in compact form for the browser: integers in 0.00001 degree (about a metre), each the difference from the
previous point.
"""

import numpy as np
import polars as pl
import shapely

from domain.compact import with_own_texts

_PER_DEGREE = 100_000
_SIMPLER = 0.00002  # degrees, about 2 m: less than the precision of a block's outline
_ROUND = 0.85  # of a circle, in degrees
_SMALL = 0.003  # degrees around: about 80 m across
_DOT = 0.00012  # degrees: the size of an area that is a point or a line


SHAPES = pl.Schema({"area_id": pl.String, "outline": pl.Binary, "rings": pl.String, "lone": pl.Boolean})


def shapes(areas: pl.DataFrame, before: pl.DataFrame | None = None) -> pl.DataFrame:
    """The outlines of areas for ``area_map``: area_id, outline (WKB), ``rings`` (a JSON list of rings) and ``lone``.

    ``lone``: only one point of the area is known, so that its outline would be invisible on a map of a whole town. A
    ring is [lat, lon, step, step, ...] in 0.00001 degree; holes are ordinary rings (even-odd filling). Areas
    without an outline are left out. ``before``: the shapes of other data, which are taken over for the same outlines.
    """
    known = areas.select("area_id", "outline").drop_nulls()
    earlier = SHAPES.to_frame() if before is None else before
    made = earlier.drop("area_id").join(known, on="outline", how="semi").unique("outline")
    new = known.join(made, on="outline", how="anti").unique("outline", maintain_order=True)["outline"]
    made = pl.concat([made, _drawn(new)])
    found = known.join(made, on="outline", maintain_order="left").select(SHAPES.names())
    return with_own_texts(found)  # those taken over would hold all others that they came with


def _drawn(wkb: pl.Series) -> pl.DataFrame:
    """``shapes`` of these outlines, without area_id."""
    outlines = shapely.from_wkb(wkb.to_numpy())
    flat = shapely.area(outlines) == 0
    lone = flat | _is_around_a_point(outlines)
    outlines[~flat] = shapely.simplify(outlines[~flat], _SIMPLER)
    outlines[flat] = shapely.buffer(outlines[flat], _DOT, quad_segs=2)
    polygons, area = shapely.get_parts(outlines, return_index=True)
    ring_of, polygon = shapely.get_rings(polygons, return_index=True)
    points, ring = shapely.get_coordinates(ring_of, return_index=True)
    steps = _steps(np.rint(points[:, ::-1] * _PER_DEGREE).astype(np.int64), ring)
    found = pl.DataFrame({"area": area[polygon][ring], "ring": ring, "lat": steps[:, 0], "lon": steps[:, 1]})
    drawn = (
        found.select("area", "ring", pl.format("{},{}", "lat", "lon").alias("points"))
        .group_by("area", "ring", maintain_order=True)
        .agg(pl.col("points").str.join(","))
        .group_by("area", maintain_order=True)
        .agg(pl.format("[{}]", "points").str.join(",").alias("rings"))
    )
    rings = drawn.select(pl.format("[{}]", "rings").alias("rings"))
    return pl.DataFrame({"outline": wkb, "lone": lone})[drawn["area"]].hstack(rings).select(SHAPES.names()[1:])


def _is_around_a_point(outlines: np.ndarray) -> np.ndarray:
    """Whether an outline is small and round (4 pi area / length squared; an octagon has 0.95 in metres)."""
    round_ = 4 * np.pi * shapely.area(outlines) > _ROUND * shapely.length(outlines) ** 2
    return round_ & (shapely.length(outlines) < _SMALL)


def _steps(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """Each point as the difference from the previous one; the first point of a ring is absolute."""
    steps = np.diff(points, axis=0, prepend=0)
    first = np.diff(ring, prepend=-1) != 0
    steps[first] = points[first]
    return steps
