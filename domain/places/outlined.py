"""Outlines of areas, taken over from earlier data where they follow from the same positions.

To draw an outline and to put it on the map takes most of the time of placing, and new reports hardly ever change one.
Each outline is known by a digest of all that it follows from. What is taken over is what would be drawn again.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from domain.geometry import project

DIGEST_BYTES = 16
ON_THE_MAP = ("lat", "lon", "outline")
OUTLINED = pl.Schema(
    {"origin": pl.Binary, "metres": pl.Binary, "lat": pl.Float64, "lon": pl.Float64, "outline": pl.Binary}
)
"""``origin``: digest of what the outline follows from, null where there is none. ``metres``, ``outline``: WKB in metres
and in WGS84. ``lat``, ``lon``: a point inside."""

Shapes = NDArray[np.object_]
Rows = NDArray[np.int64]


def digest(*parts: bytes | memoryview) -> bytes:
    """A digest of some bytes, which differs where these differ or are divided in another way."""
    found = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.digest()


def digests_of_points(points: pl.DataFrame, areas: int, kind: str) -> list[bytes | None]:
    """A digest of the points of each area, in the order they have; None for an area without.

    ``points``: the row number of the area, x and y (metres). ``kind``: what else the outline follows from.
    """
    row, x, y = points.sort(points.columns[0], maintain_order=True).get_columns()
    both = np.column_stack([x.to_numpy(), y.to_numpy()])
    held = memoryview(both.tobytes())
    ends = (np.searchsorted(row.to_numpy(), np.arange(areas + 1)) * both.shape[1] * both.itemsize).tolist()
    said = kind.encode()
    return [digest(said, held[begin:end]) if begin < end else None for begin, end in pairwise(ends)]


def outlined(
    origin: Sequence[bytes | None], draw: Callable[[Rows], Shapes], crs: int, earlier: pl.DataFrame
) -> pl.DataFrame:
    """OUTLINED of areas with these origins, in their order.

    ``draw``: gives the outlines, in metres of ``crs``, of the areas with these row numbers. It is asked for those whose
    origin is not in ``earlier`` (OUTLINED). An origin is of one ``crs``.
    """
    wanted = pl.DataFrame({"origin": origin}, schema={"origin": pl.Binary}).with_row_index("row")
    known = earlier.join(wanted, on="origin", how="semi").unique("origin")
    new = wanted.drop_nulls("origin").join(known, on="origin", how="anti").unique("origin", maintain_order=True)
    if new.height:
        known = pl.concat([known, new.select("origin").hstack(_drawn(draw(new["row"].to_numpy()), crs))])
    found = wanted.join(known, on="origin", how="left", maintain_order="left").select(OUTLINED.names())
    # A taken over value would hold all of the earlier data that it came with.
    return found.with_columns(pl.Series(name, found[name].to_list(), pl.Binary) for name in ("metres", "outline"))


def _drawn(shapes: Shapes, crs: int) -> pl.DataFrame:
    """OUTLINED, but for the origin, of shapes in metres (None: unknown)."""
    degrees = project(shapes, crs, inverse=True)
    inside = shapely.point_on_surface(degrees)
    values = {
        "metres": shapely.to_wkb(shapes).tolist(),
        "lat": shapely.get_y(inside),
        "lon": shapely.get_x(inside),
        "outline": shapely.to_wkb(degrees).tolist(),
    }
    return pl.DataFrame(values, schema={name: OUTLINED[name] for name in values}, nan_to_null=True)


def shapes_of(wkb: pl.Series) -> Shapes:
    """The shapes of a column of WKB; None for null."""
    return shapely.from_wkb(np.array(wkb.to_list(), dtype=object))
