"""The windows of a scan for clusters: every area is the start of windows that grow by one area at a time.

Circular windows take the areas in order of distance (Kulldorff 1997). Windows along the neighbour graph take the area,
its neighbours, their neighbours, and so on, the nearest first. They are always contiguous, and do not cross a canal
between two blocks. In addition every pair of neighbours is a window, so that a problem of two blocks is found exactly.

A window contains at most a share of the population at risk: half of it as published. The scans of this project use
less, because no approach covers half a town.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, diags_array, eye_array, triu
from scipy.spatial import KDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WINDOW_SHARE_MAX = 0.5  # share of the population at risk: the usual largest window (Kulldorff 1997)
EARTH = 6_371_009.0  # metres, mean radius (IUGG)
SAME = 1 + 1e-9  # a smaller ratio of two distances counts as equal, as on a regular grid


@dataclass(frozen=True)
class Windows:
    """Sequences (rows) of areas; a window is the first part of a row.

    ``entering[k]``: an array of the area at position k (from 0) of every row that is long enough. The longest rows come
    first, so row r is element r of all these arrays. ``whole[k]``: an array of whether the first k + 1 areas of a row
    are a window. They are not if the next area is at the same distance, because such areas enter together.
    """

    entering: tuple[NDArray[np.int32], ...]
    whole: tuple[NDArray[np.bool_], ...]

    def __len__(self) -> int:
        """The number of windows; a window counts once for every row that begins with it."""
        return sum(int(ends.sum()) for ends in self.whole)

    def members(self, row: int, last: int) -> NDArray[np.int32]:
        """The areas of the window that ends with the ``last``-th area (from 0) of a row."""
        return np.array([areas[row] for areas in self.entering[: last + 1]], dtype=np.int32)


def on_sphere(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Converts degrees to points in space (metres). Straight distances have the same order as those over the earth."""
    east, north = np.radians(np.asarray(lon, dtype=float)), np.radians(np.asarray(lat, dtype=float))
    return EARTH * np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


def circular_windows(
    points: Floats, population: ArrayLike, *, share: float = WINDOW_SHARE_MAX, largest: int | None = None
) -> Windows:
    """Windows of an area and those nearest to it, up to ``share`` of the population and ``largest`` areas.

    ``points``: one row per area, in metres (two or three columns, see ``on_sphere``). An area without a position (NaN)
    is in no window. Memory: areas x the largest number of areas in a window.
    """
    people = np.asarray(population, dtype=float)
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    most = int(np.searchsorted(np.cumsum(np.sort(people)), _cap(people, share), side="right"))
    most = min(most, len(known), largest or len(known))
    if not most:
        return Windows((), ())
    away, near = KDTree(points[known]).query(points[known], np.arange(1, most + 2), workers=-1)
    areas = known[
        np.minimum(near[:, :most], len(known) - 1)
    ]  # the query returns an invalid index if there are fewer areas
    length = (np.cumsum(people[areas], axis=1) <= _cap(people, share)).sum(axis=1)
    return _by_step(areas, away[:, 1:] > away[:, :-1] * SAME, length)


def neighbour_windows(
    graph: csr_array,
    population: ArrayLike,
    points: Floats | None = None,
    *,
    share: float = WINDOW_SHARE_MAX,
    largest: int | None = None,
) -> Windows:
    """Windows along the neighbour graph, up to ``share`` of the population and ``largest`` areas, and all pairs.

    ``points`` (see ``circular_windows``) give the order of areas that are the same number of steps away. Without them,
    or for areas without a position, the order is that of the areas' numbers.
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
    """For every area (row) the areas that its windows can contain, and their number of steps along the graph."""
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
    """Windows from a table with a row of areas per start, of which the first ``length`` areas are used."""
    longest_first = np.argsort(-length, kind="stable")
    rows = [longest_first[: np.count_nonzero(length > step)] for step in range(int(length.max(initial=0)))]
    return Windows(
        tuple(table[row, step].astype(np.int32) for step, row in enumerate(rows)),
        tuple(whole[row, step] for step, row in enumerate(rows)),
    )
