"""The spatial evidence: hot spots on 20,000 blocks, clusters on 5,000."""

import tracemalloc
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import scipy.sparse
from esda.getisord import G_Local
from libpysal.graph import Graph
from libpysal.weights import WSP

from domain.statistics.clusters import clusters
from domain.statistics.getis_ord import local_g
from domain.statistics.scan_windows import Windows, circular_windows, neighbour_windows
from domain.statistics.space_time_scan import space_time_clusters
from domain.statistics.spatial_scan import highest
from tests.bench.measure import Row, best
from tests.domain.statistics.grids import grid_graph, grid_points

SEED = 20261122
SIDE, LARGE_SIDE = 71, 141  # blocks along one side of the town: 5,041 and 19,881 blocks
LARGEST = 50  # areas in a window
CASES = 20_000  # incidents in the town
MONTHS, NOW = 12, 4  # of the space-time scan: its months, and the longest recent period
TOWNS, PART = 999, 37  # simulated towns; the plain version simulates one in 27 of them, to keep the bench short


@cache
def town() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The cases, homes and positions of the blocks of the smaller town."""
    rng = np.random.default_rng(SEED)
    homes = rng.integers(5, 40, SIDE * SIDE).astype(float)
    points = grid_points(SIDE) + rng.normal(0, 5, (SIDE * SIDE, 2))
    return rng.multinomial(CASES, homes / homes.sum()), homes, points


@cache
def circles() -> Windows:
    """The windows of the smaller town."""
    _, homes, points = town()
    return circular_windows(points, homes, share=0.1, largest=LARGEST)


def plain_scan(order: np.ndarray, towns: int) -> np.ndarray:
    """The highest ratios in simulated towns with direct NumPy: all windows, all logarithms."""
    _, homes, _ = town()
    rng, expected = np.random.default_rng(SEED), homes * (CASES / homes.sum())
    usual = np.cumsum(expected[order], axis=1)
    found = []
    for _ in range(towns):
        made = np.cumsum(rng.multinomial(CASES, homes / homes.sum())[order], axis=1)
        outside, usual_outside = CASES - made, CASES - usual
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = made * np.log(made / usual) + outside * np.log(outside / usual_outside)
        found.append(np.nanmax(np.where(made > usual, ratio, 0)))
    return np.array(found)


def scan(windows: Windows) -> None:
    """Search for clusters in the smaller town."""
    cases, homes, _ = town()
    clusters(cases, homes, windows, seed=SEED, simulations=TOWNS)


def scan_now() -> None:
    """Search for emerging clusters in the smaller town."""
    cases, _, _ = town()
    by_month = np.random.default_rng(SEED).multinomial(cases, np.full(MONTHS, 1 / MONTHS))
    space_time_clusters(by_month, circles(), seed=SEED, longest=NOW, simulations=TOWNS)


def same_as_plain(order: np.ndarray, windows: Windows) -> bool:
    """Whether the plain version gives the same result in the same towns; otherwise the ratio is meaningless."""
    _, homes, _ = town()
    made = np.random.default_rng(SEED).multinomial(CASES, homes / homes.sum(), size=9).T.astype(np.int16)
    ours = highest(np.ascontiguousarray(made), homes * (CASES / homes.sum()), windows, CASES, fewest=0)
    return np.allclose(ours, plain_scan(order, 9))


def allocated(call: Callable[[], object]) -> float:
    """The peak memory (MB) of the arrays of one call."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def hot_spots() -> Iterator[Row]:
    """Measure G* with its p-values."""
    graph = grid_graph(LARGE_SIDE)
    values = np.random.default_rng(SEED).gamma(2.0, 1.0, LARGE_SIDE**2)
    weights, newer = WSP(graph).to_W(), Graph.from_sparse(scipy.sparse.coo_array(graph))
    ours = 1_000 * best(lambda: local_g(values, graph), 9)
    for beside, times, name in ((newer, 5, "Graph"), (weights, 1, "weights W")):
        theirs = 1_000 * best(
            lambda beside=beside: G_Local(values, beside, transform="B", star=True, permutations=0), times
        )
        yield Row("G* on 19,881 blocks", ours, theirs, f"esda, {name}, no permutations", "ms", at_least=10)
    ours = 1_000 * best(lambda: local_g(values, graph).p_upper, 9)
    theirs = 1_000 * best(
        lambda: G_Local(values, newer, transform="B", star=True, permutations=99, n_jobs=1, seed=1), 1
    )
    yield Row("G* and p that heeds the skewness", ours, theirs, "esda, Graph, 99 permutations", "ms", at_least=10)


def rows() -> Iterator[Row]:
    """Measure hot spots against esda, clusters against plain NumPy."""
    yield from hot_spots()
    _, homes, points = town()
    windows = circles()
    order = np.stack(windows.entering, axis=1)
    assert same_as_plain(order, windows)
    plain = best(lambda: plain_scan(order, PART), 1) * TOWNS / PART
    against = f"plain NumPy, {PART} towns times {TOWNS / PART:.0f}"
    yield Row("scan 5,041 x 50, 999 towns", best(lambda: scan(windows)), plain, against, at_least=3)
    along = neighbour_windows(grid_graph(SIDE), homes, points, share=0.1, largest=LARGEST)
    yield Row("the same along the neighbour graph", best(lambda: scan(along)), plain, against, at_least=3)
    yield Row(
        f"the same in circles and {NOW} spans of time",
        best(scan_now, 1),
        plain * NOW,
        f"{against}, times {NOW}",
        at_least=3,
    )
    yield Row(
        "memory of the scan",
        allocated(lambda: scan(windows)),
        allocated(lambda: plain_scan(order, 2)),
        "plain NumPy",
        unit="MB",
    )
