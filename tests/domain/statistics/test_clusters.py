import numpy as np
import pytest

from domain.statistics.clusters import Asked, clusters
from domain.statistics.scan_windows import circular_windows, neighbour_windows
from tests.domain.statistics.grids import grid_graph, grid_points

HOMES = np.full(400, 15)


def town(seed: int, **more: int) -> np.ndarray:
    """A quiet town of 20 by 20 blocks, with additional cases in some: b21=10."""
    cases = np.random.default_rng(seed).poisson(2, 400)
    for block, extra in more.items():
        cases[int(block[1:])] += extra
    return cases


def test_two_adjoining_blocks_that_are_one_problem_are_one_cluster():
    windows = neighbour_windows(grid_graph(20), HOMES, grid_points(20), share=0.1, largest=30)
    found = clusters(town(1, b104=14, b125=14), HOMES, windows, seed=1, simulations=199)
    assert set(found[0].areas) == {104, 125}
    assert found[0].p == 1 / 200
    assert found[0].ratio > 5
    assert found[0].periods is None
    assert found[1].p > 0.05


def test_clusters_share_no_area_and_become_less_striking():
    windows = circular_windows(grid_points(20), HOMES, share=0.1)
    found = clusters(town(2, b21=30, b22=25, b300=30, b280=20), HOMES, windows, seed=1, simulations=99)
    assert [21 in found[0].areas, 300 in found[1].areas] in ([True, True], [False, False])
    members = [area for cluster in found for area in cluster.areas]
    assert len(members) == len(set(members))
    ratios = [cluster.log_likelihood_ratio for cluster in found]
    assert ratios == sorted(ratios, reverse=True)
    assert min(ratios) > 0
    assert all(cluster.ratio > 1 and cluster.cases >= 2 for cluster in found)
    assert [cluster.p for cluster in found] == sorted(cluster.p for cluster in found)


def test_a_large_flat_with_an_ordinary_rate_is_no_cluster():
    homes = HOMES.copy()
    homes[210] = 300
    windows = circular_windows(grid_points(20), homes, share=0.1)
    assert clusters(town(3, b210=38), homes, windows, seed=1, simulations=99)[0].p > 0.05


def test_the_same_seed_gives_the_same_and_another_seed_another():
    windows = circular_windows(grid_points(20), HOMES, share=0.1)
    one, again, other = (clusters(town(4, b5=6), HOMES, windows, seed=seed, simulations=299) for seed in (1, 1, 2))
    assert one == again
    assert [c.p for c in one] != [c.p for c in other]
    assert [c.areas for c in one] == [c.areas for c in other]


def test_nothing_to_go_on_is_no_cluster():
    windows = circular_windows(grid_points(20), HOMES)
    assert clusters(np.zeros(400), HOMES, windows, seed=1) == []
    assert clusters(np.eye(400)[7], HOMES, windows, seed=1, simulations=9) == []
    assert clusters([], [], circular_windows(np.zeros((0, 2)), []), seed=1) == []


def test_all_cases_in_one_block():
    windows = circular_windows(grid_points(20), HOMES)
    (only,) = clusters(9 * np.eye(400)[7], HOMES, windows, seed=1, simulations=9)
    assert only.areas == (7,)
    assert only.relative_risk == np.inf
    assert only.ratio == pytest.approx(400)


@pytest.mark.parametrize("asked", [Asked(p_max=0.01), Asked(0.05, ratio_min=3), Asked(0.05, 3, 2), Asked(areas_min=9)])
@pytest.mark.parametrize("extra", [0, 8, 14])
def test_towns_are_simulated_no_longer_than_needed_for_the_same_clusters(asked, extra):
    windows = neighbour_windows(grid_graph(20), HOMES, grid_points(20), share=0.1, largest=8)
    cases = town(6, b104=extra, b125=extra, b300=2 * extra)
    every = clusters(cases, HOMES, windows, seed=1, simulations=999)
    wanted = [each for each in every if each.p <= asked.p_max and each.ratio >= asked.ratio_min]
    wanted = [each for each in wanted if len(each.areas) >= asked.areas_min]
    assert clusters(cases, HOMES, windows, seed=1, simulations=999, asked=asked) == wanted
    assert bool(wanted) == (extra > 0 and asked.areas_min < 9)
