"""The windows of a scan for clusters: around each area, the area itself, then with one more area at a time.

Circular windows take the areas in order of distance (Kulldorff 1997). Windows along the neighbour graph take first the
area, then its neighbours, then theirs, the nearest first: always in one piece, and never across a canal that parts two
blocks; besides, every two neighbours are a window, so that two blocks that are one problem are found as those two.

A window never holds more than a share of the population at risk: half of it as published, less for us, because no
approach covers half a town.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, diags_array, eye_array, triu
from scipy.spatial import KDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HALF = 0.5  # of the population at risk, the usual largest window (Kulldorff 1997)
EARTH = 6_371_009.0  # metres, mean radius (IUGG)
SAME = 1 + 1e-9  # distances that differ less are the same: rows of houses lie on grids


@dataclass(frozen=True)
class Windows:
    """Rows of areas that enter one by one; a window is the beginning of such a row.

    ``entering[k]``: the area that enters each row as its k-th (from 0). Longest rows come first, so row r is the r-th
    number of each part that is long enough. ``whole[k]``: whether the row's first k + 1 areas are a window; not where
    the next area is just as far away, for those enter together.
    """

    entering: tuple[NDArray[np.int32], ...]
    whole: tuple[NDArray[np.bool_], ...]

    def __len__(self) -> int:
        """The number of windows, each as often as rows begin with it."""
        return sum(int(ends.sum()) for ends in self.whole)

    def members(self, row: int, last: int) -> NDArray[np.int32]:
        """The areas of the window that ends with the ``last``-th area (from 0) of a row."""
        return np.array([areas[row] for areas in self.entering[: last + 1]], dtype=np.int32)


def on_sphere(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Degrees to points in space (metres), between which straight distances order as distances over the earth do."""
    east, north = np.radians(np.asarray(lon, dtype=float)), np.radians(np.asarray(lat, dtype=float))
    return EARTH * np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


def circular_windows(
    points: Floats, population: ArrayLike, *, share: float = HALF, largest: int | None = None
) -> Windows:
    """Around each area, the areas nearest to it, up to ``share`` of the population and ``largest`` areas.

    ``points``: one row per area, in metres (two or three columns, see ``on_sphere``); an area that is not on the map
    (NaN) is in no window. Takes memory for areas x the most areas in a window.
    """
    people = np.asarray(population, dtype=float)
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    most = int(np.searchsorted(np.cumsum(np.sort(people)), _cap(people, share), side="right"))
    most = min(most, len(known), largest or len(known))
    if not most:
        return Windows((), ())
    away, near = KDTree(points[known]).query(points[known], np.arange(1, most + 2), workers=-1)
    areas = known[np.minimum(near[:, :most], len(known) - 1)]  # beyond the last area near is a number too many
    length = (np.cumsum(people[areas], axis=1) <= _cap(people, share)).sum(axis=1)
    return _by_step(areas, away[:, 1:] > away[:, :-1] * SAME, length)


def neighbour_windows(
    graph: csr_array,
    population: ArrayLike,
    points: Floats | None = None,
    *,
    share: float = HALF,
    largest: int | None = None,
) -> Windows:
    """From each area along the neighbour graph, up to ``share`` of the population and ``largest`` areas; every pair.

    ``points`` (see ``circular_windows``) order the areas that are the same number of steps away; without them, or where
    an area is not on the map, their own order does.
    """
    people = np.asarray(population, dtype=float)
    most = min(largest or graph.shape[0], graph.shape[0])
    row, area, steps = _reached(graph, people, share, most)
    away = np.zeros(len(row)) if points is None else np.linalg.norm(points[row] - points[area], axis=1)
    order = np.lexsort((area, away, steps, row))
    row, area = row[order], area[order]
    start = np.searchsorted(row, np.arange(graph.shape[0]))
    position = np.arange(len(row)) - start[row]
    total = np.cumsum(people[area])
    fits = (position < most) & (total - (total - people[area])[start][row] <= _cap(people, share))
    row, area, position = row[fits], area[fits], position[fits]
    pairs = np.stack(triu(graph).nonzero(), axis=1)
    pairs = pairs[people[pairs].sum(axis=1) <= _cap(people, share)][: None if most > 1 else 0]
    length = np.concatenate([np.bincount(row, minlength=graph.shape[0]), np.full(len(pairs), 2)])
    table = np.zeros((len(length), max(int(length.max(initial=0)), 2)), dtype=np.int64)
    table[row, position] = area
    table[graph.shape[0] :, :2] = pairs
    return _by_step(table, np.ones(table.shape, dtype=bool), length)


def _cap(people: Floats, share: float) -> float:
    return float(share * people.sum() * (1 + 1e-12))


def _reached(graph: csr_array, people: Floats, share: float, most: int) -> tuple[Ints, Ints, Ints]:
    """From each area (row) the areas that its windows can hold, with the number of steps along the graph."""
    reached = edge = eye_array(graph.shape[0], format="csr")
    found, steps = [np.stack(edge.nonzero())], [np.zeros(graph.shape[0], dtype=np.int64)]
    while edge.nnz:
        growing = (np.diff(reached.indptr) < most) & (reached @ people <= _cap(people, share))
        edge = diags_array(growing.astype(float), format="csr") @ edge @ graph
        edge.data[:] = 1.0
        edge = edge - edge.multiply(reached)
        edge.eliminate_zeros()
        reached = reached + edge
        found.append(np.stack(edge.nonzero()))
        steps.append(np.full(edge.nnz, len(steps), dtype=np.int64))
    row, area = np.concatenate(found, axis=1).astype(np.int64)
    return row, area, np.concatenate(steps)


def _by_step(table: Ints, whole: NDArray[np.bool_], length: Ints) -> Windows:
    """A table with a row of areas for each start, of which the first ``length`` count, as Windows."""
    longest_first = np.argsort(-length, kind="stable")
    rows = [longest_first[: np.count_nonzero(length > step)] for step in range(int(length.max(initial=0)))]
    return Windows(
        tuple(table[row, step].astype(np.int32) for step, row in enumerate(rows)),
        tuple(whole[row, step] for step, row in enumerate(rows)),
    )
