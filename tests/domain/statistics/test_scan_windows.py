import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components

from domain.statistics.contiguity import graph_of
from domain.statistics.scan_windows import Windows, circular_windows, neighbour_windows, on_sphere
from tests.domain.statistics.grids import grid_graph, grid_points

ROW = np.array([[0.0, 0], [10, 0], [21, 0], [33, 0]])  # four areas in a row, each a little further


def as_sets(windows: Windows) -> set[frozenset[int]]:
    return {
        frozenset(windows.members(row, last).tolist())
        for last, ends in enumerate(windows.whole)
        for row in np.flatnonzero(ends)
    }


def test_circles_take_the_nearest_first():
    found = as_sets(circular_windows(ROW, np.ones(4), share=0.75))
    assert found == {frozenset(each) for each in ({0}, {1}, {2}, {3}, {0, 1}, {1, 2}, {2, 3}, {0, 1, 2}, {1, 2, 3})}


CROSS = np.array([[0.0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])


@pytest.mark.parametrize(
    ("most", "share", "sizes"),
    [(None, 1.0, [1, 5]), (3, 1.0, [1]), (None, 0.6, [1])],
    ids=["all", "three areas at most", "three of five homes at most"],
)
def test_areas_that_are_as_far_away_enter_a_circle_together_or_not_at_all(most, share, sizes):
    found = circular_windows(CROSS, np.ones(5), share=share, largest=most)
    middle = found.entering[0].tolist().index(0)
    assert [step + 1 for step, ends in enumerate(found.whole) if ends[middle]] == sizes


def test_an_area_off_the_map_or_too_large_is_in_no_circle():
    points = np.vstack([ROW, [np.nan, np.nan]])
    found = as_sets(circular_windows(points, np.array([1, 1, 1, 50, 1]), share=0.1))
    assert set().union(*found) == {0, 1, 2}


def test_distance_is_that_over_the_earth():
    degrees = np.array([[4.9, 52.37], [4.9, 52.47], [5.02, 52.37]])  # 11.1 km north, 8.1 km east
    away = np.linalg.norm(on_sphere(*degrees.T)[1:] - on_sphere(*degrees.T)[0], axis=1)
    assert away == pytest.approx([11_119.5, 8_148], rel=1e-3)


def test_two_neighbours_are_a_window_also_where_neither_is_the_others_nearest():
    points = np.array([[0.0, 0], [30, 0], [-10, 0], [40, 0]])
    graph = graph_of(np.array([0, 0, 1]), np.array([1, 2, 3]), 4)
    assert frozenset({0, 1}) in as_sets(neighbour_windows(graph, np.ones(4), points))
    assert frozenset({0, 1}) not in as_sets(circular_windows(points, np.ones(4)))


def test_windows_do_not_cross_what_parts_two_areas():
    graph = graph_of(np.array([0, 2]), np.array([1, 3]), 4)
    assert as_sets(neighbour_windows(graph, np.ones(4), ROW, share=1.0)) == {
        frozenset(each) for each in ({0}, {1}, {2}, {3}, {0, 1}, {2, 3})
    }


TOWNS = st.tuples(
    st.integers(2, 6), st.integers(0, 2**32 - 1), st.floats(0.05, 1.0), st.none() | st.integers(1, 8), st.booleans()
)


@settings(deadline=None)
@given(TOWNS)
def test_windows_keep_to_their_size_and_hang_together(town):
    side, seed, share, largest, on_graph = town
    rng = np.random.default_rng(seed)
    people, points = rng.integers(0, 50, side * side), grid_points(side) + rng.normal(0, 9, (side * side, 2))
    graph, size = grid_graph(side), {"share": share, "largest": largest}
    found = neighbour_windows(graph, people, points, **size) if on_graph else circular_windows(points, people, **size)
    for window in as_sets(found):
        members = sorted(window)
        assert people[members].sum() <= share * people.sum() * (1 + 1e-9)
        assert len(members) <= (largest or side * side)
        if on_graph:
            assert connected_components(graph[members][:, members])[0] == 1
    lengths = [len(areas) for areas in found.entering]
    assert lengths == sorted(lengths, reverse=True)


def test_no_areas_no_windows():
    assert len(circular_windows(np.zeros((0, 2)), [])) == 0
    assert len(circular_windows(np.full((2, 2), np.nan), [1, 1])) == 0
    assert len(neighbour_windows(graph_of(np.array([]), np.array([]), 0), [])) == 0
