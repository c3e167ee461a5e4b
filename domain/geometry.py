"""The geometry of streets and blocks: outlines of points in metres, for all areas together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import polars as pl
import pyproj
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

WGS84 = 4326
RD = 28992  # Rijksdriehoek, the Dutch national grid
RD_WEST, RD_SOUTH, RD_EAST, RD_NORTH = 3.2, 50.7, 7.3, 53.7  # degrees; the area of use of RD

PART_GAP_MIN = 250.0  # metres; points of one area with a wider gap between them are drawn as separate parts
WIDE_OUTLINE_MIN = 600.0  # metres across; an outline of few points that is wider is divided further
SPARSE_GAP = 60.0  # metres; a wide part with fewer points than one per this distance is divided at gaps of that size
HULL_RATIO = 0.15  # ratio of the concave hull (0 to 1): how closely the outline of a street follows its bends
POINT_SIZE = 5.0  # metres; the points of a street become squares of this size, so that one row of houses has a width
LONE_POINT_FACTOR = 2.0  # factor of the margin around a single point, so that it is visible on a map
PIECE = 200  # outlines that a thread draws at a time
NEIGHBOUR_DISTANCE_MAX = 20.0  # metres; outlines within this distance are neighbours: about the width of a street

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def local_crs(lon: Floats, lat: Floats) -> int:
    """EPSG code of a metric grid for these points: RD in the Netherlands, else the UTM zone of the median point."""
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return RD
    x, y = float(np.median(lon[known])), float(np.median(lat[known]))
    if RD_WEST <= x <= RD_EAST and RD_SOUTH <= y <= RD_NORTH:
        return RD
    return (32601 if y >= 0 else 32701) + int((x + 180) // 6) % 60


def to_metres(lon: Floats, lat: Floats, crs: int) -> tuple[Floats, Floats]:
    """Degrees to metres of the grid; NaN if a point is unknown or cannot be projected."""
    x, y = _transformed(WGS84, crs, lon, lat)
    bad = ~(np.isfinite(x) & np.isfinite(y))
    return np.where(bad, np.nan, x), np.where(bad, np.nan, y)


def to_degrees(x: Floats, y: Floats, crs: int) -> tuple[Floats, Floats]:
    """Metres of the grid to longitude and latitude."""
    return _transformed(crs, WGS84, x, y)


# One thread does all transformations: pyproj makes a transformer anew in every thread that uses it, in 0.04 s, and
# Streamlit runs a page in a new thread each time.
_projecting = ThreadPoolExecutor(1, "projecting")


def _transformed(one: int, other: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return _projecting.submit(lambda: _between(one, other).transform(x, y)).result()


@cache
def _between(one: int, other: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(one, other, always_xy=True)


def project(geometries: NDArray[np.object_], crs: int, *, inverse: bool = False) -> NDArray[np.object_]:
    """Geometries in degrees to metres of the grid, or back with ``inverse``."""
    change = to_degrees if inverse else to_metres
    return shapely.transform(geometries, lambda x, y: change(x, y, crs), interleaved=False)


def clusters(group: Ints, x: Floats, y: Floats, gap: float) -> Ints:
    """Number the clusters of points: points of one group connected by steps of at most ``gap`` metres.

    The points are put in a grid with cells of half a gap, so the time depends on the number of cells. Points within
    ``gap`` are always connected; points more than about twice ``gap`` apart never are directly. Numbers start at 0 and
    differ between groups. Points without a position get -1.
    """
    label = np.full(len(group), -1, dtype=np.int64)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not len(known):
        return label
    column = np.floor(x[known] / (gap / 2)).astype(np.int64)
    row = np.floor(y[known] / (gap / 2)).astype(np.int64)
    column -= column.min() - 2
    row -= row.min() - 2
    height, width = int(row.max()) + 3, int(column.max()) + 3
    cells, cell = np.unique((group[known] * width + column) * height + row, return_inverse=True)
    steps = [(dx, dy) for dx in range(3) for dy in range(-2, 3) if (dx, dy) > (0, 0)]
    pairs = [_present(cells, dx * height + dy) for dx, dy in steps]
    ends = np.concatenate(pairs, axis=1)
    graph = coo_array((np.ones(ends.shape[1], dtype=np.int8), (ends[0], ends[1])), shape=(len(cells), len(cells)))
    label[known] = connected_components(graph, directed=False)[1][cell]
    return label


def _present(cells: Ints, step: int) -> Ints:
    """Pairs of rows in sorted ``cells`` whose values differ by ``step``."""
    at = np.searchsorted(cells, cells + step)
    found = np.flatnonzero(cells[np.minimum(at, len(cells) - 1)] == cells + step)
    return np.stack([found, at[found]])


def outlines(group: Ints, x: Floats, y: Floats, groups: int, *, margin: float, hug: bool) -> NDArray[np.object_]:
    """The outlines of ``groups`` groups of points, with about 10 to 25 corners; None for a group without points.

    ``margin``: metres between the points and the outline. ``hug``: follow the points with a concave hull, for streets,
    instead of a convex hull. A group with parts that are far apart, or that is WIDE_OUTLINE_MIN with few points, is a
    MultiPolygon.
    """
    points = _tidy(group, x, y, POINT_SIZE if hug else 1.0)
    shapes = np.full(groups, None, dtype=object)
    if points.is_empty():
        return shapes
    part = points["part"].rle_id().to_numpy()
    lines = _lines(points, part, POINT_SIZE if hug else 0.0)
    lone = np.where(np.bincount(part) == 1, LONE_POINT_FACTOR, 1.0)
    margin -= POINT_SIZE / 2 if hug else 0.0

    def hulls_of(lines: NDArray[np.object_], lone: Floats) -> NDArray[np.object_]:
        hulls = shapely.concave_hull(lines, HULL_RATIO) if hug else shapely.convex_hull(lines)
        hulls = shapely.buffer(shapely.simplify(hulls, margin / 3), margin * lone, quad_segs=2)
        return shapely.simplify(hulls, margin / 12)

    hulls = _in_threads(hulls_of, lines, lone)
    owner = points["group"].to_numpy()[np.unique(part, return_index=True)[1]]
    shapes[owner] = hulls
    several = np.bincount(owner, minlength=groups) > 1
    if several.any():
        parts = several[owner]
        number = np.cumsum(several) - 1
        shapes[several] = shapely.multipolygons(hulls[parts], indices=number[owner[parts]])
    return shapes


def _in_threads(work: Callable[..., NDArray[np.object_]], *arrays: NDArray) -> NDArray[np.object_]:
    """``work``, which does each element by itself, on arrays of one length: many in several threads, as shapely lets
    others run."""
    count = len(arrays[0]) // PIECE
    if count < 2:
        return work(*arrays)
    pieces = zip(*(np.array_split(each, count) for each in arrays), strict=True)
    with ThreadPoolExecutor(pl.thread_pool_size(), "outlines") as threads:
        return np.concatenate([*threads.map(lambda piece: work(*piece), pieces)])


def _tidy(group: Ints, x: Floats, y: Floats, grain: float) -> pl.DataFrame:
    """The distinct points rounded to ``grain`` metres, with the part they belong to, sorted by group and part."""
    known = np.isfinite(x) & np.isfinite(y)
    x, y = (np.round(c[known] / grain) * grain for c in (x, y))
    frame = pl.DataFrame({"group": group[known], "x": x, "y": y}).unique()
    part = clusters(frame["group"].to_numpy(), frame["x"].to_numpy(), frame["y"].to_numpy(), PART_GAP_MIN)
    across = ((pl.max("x") - pl.min("x")).pow(2) + (pl.max("y") - pl.min("y")).pow(2)).sqrt().over("part")
    frame = frame.with_columns(part=part)
    wide = frame.select((across > WIDE_OUTLINE_MIN) & (across > SPARSE_GAP * pl.len().over("part"))).to_series()
    if wide.any():
        finer = clusters(*(frame[name].to_numpy() for name in ("part", "x", "y")), SPARSE_GAP / 2)  # at most twice that
        frame = frame.with_columns(part=np.where(wide, finer + part.max() + 1, part))
    return frame.sort("group", "part", "x", "y")


def _lines(points: pl.DataFrame, part: Ints, size: float) -> NDArray[np.object_]:
    """One line per part, through the corners of squares of ``size`` around its points.

    It has the same hull as these corners, and is made much faster than a MultiPoint.
    """
    corners = np.array([[-1, -1], [-1, 1], [1, 1], [1, -1]])[: 4 if size else 2] * size / 2
    around = points.select("x", "y").to_numpy()[:, None, :] + corners
    return shapely.linestrings(around.reshape(-1, 2), indices=np.repeat(part, len(corners)))


def squares(column: Ints, row: Ints, size: float) -> NDArray[np.object_]:
    """The squares of a grid with cells of ``size`` metres."""
    west, south = column * size, row * size
    return shapely.box(west, south, west + size, south + size)


def containing(polygons: NDArray[np.object_], x: Floats, y: Floats) -> Ints:
    """For every point the number of the polygon that contains it: the smallest if several do, -1 if none does."""
    holder = np.full(len(x), -1, dtype=np.int64)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not len(known) or not len(polygons):
        return holder
    points, inside = shapely.STRtree(polygons).query(shapely.points(x[known], y[known]), predicate="intersects")
    largest_first = np.argsort(-shapely.area(polygons[inside]), kind="stable")
    holder[known[points[largest_first]]] = inside[largest_first]
    return holder


def near_pairs(shapes: NDArray[np.object_]) -> tuple[Ints, Ints]:
    """The pairs of shapes that touch or are within NEIGHBOUR_DISTANCE_MAX metres, in both directions."""
    present = np.flatnonzero(~shapely.is_missing(shapes))
    a, b = shapely.STRtree(shapes[present]).query(shapes[present], predicate="dwithin", distance=NEIGHBOUR_DISTANCE_MAX)
    a, b = present[a[a != b]], present[b[a != b]]
    return a, b
