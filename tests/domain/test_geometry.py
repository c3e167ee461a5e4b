"""Points to outlines."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.geometry import clusters, containing, local_crs, near_pairs, outlines, squares, to_degrees, to_metres


@pytest.mark.parametrize(
    ("lon", "lat", "crs"), [(5.25, 52.55, 28992), (-0.1, 51.5, 32630), (-76.6, 39.3, 32618), (151.2, -33.9, 32756)]
)
def test_the_grid_is_that_of_the_place(lon, lat, crs):
    assert local_crs(np.array([lon, np.nan]), np.array([lat, np.nan])) == crs


def test_one_far_point_does_not_choose_the_grid():
    assert local_crs(np.array([5.25, 5.26, -170.0]), np.array([52.5, 52.6, 10.0])) == 28992


def test_there_and_back():
    lon, lat = np.array([5.25, 5.3]), np.array([52.55, 52.5])
    back = to_degrees(*to_metres(lon, lat, 28992), 28992)
    assert np.allclose(back, (lon, lat), atol=1e-8)


def test_amersfoort_is_where_the_dutch_grid_has_it():
    x, y = to_metres(np.array([5.387203657]), np.array([52.155172897]), 28992)
    assert (x[0], y[0]) == pytest.approx((155_000, 463_000), abs=1)


def test_an_unknown_point_stays_unknown():
    assert np.isnan(to_metres(np.array([np.nan, 5.25]), np.array([52.0, np.nan]), 28992)).all()


POINTS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3_000), st.integers(0, 300)), min_size=1, max_size=40)


@given(POINTS)
@settings(max_examples=60)
def test_clusters_join_what_is_near_and_part_what_is_far(points):
    group, x, y = (np.array(c) for c in zip(*points, strict=True))
    gap = 300.0
    label = clusters(group, x.astype(float), y.astype(float), gap)
    far = np.hypot(x[:, None] - x, y[:, None] - y)
    same = group[:, None] == group
    assert (label[:, None] == label)[same & (far <= gap)].all()
    assert not (label[:, None] == label)[~same].any()
    for one in np.unique(label):
        inside = np.sort(x[label == one])
        assert (np.diff(inside) <= 2.2 * gap).all()


def test_points_without_a_position_are_in_no_cluster():
    assert clusters(np.array([0, 0]), np.array([np.nan, 1.0]), np.array([0.0, 1.0]), 100).tolist() == [-1, 0]


@pytest.mark.parametrize("hug", [True, False])
def test_an_outline_holds_its_points_with_room_around_and_few_corners(hug):
    rng = np.random.default_rng(1)
    x = np.concatenate([np.arange(0, 200, 6.0), np.full(20, 200.0)])
    y = np.concatenate([np.zeros(34), np.arange(0, 120, 6.0)]) + rng.choice([-8, 8], 54)
    shape = outlines(np.zeros(54, dtype=int), x, y, 1, margin=8.0, hug=hug)[0]
    assert shape.is_valid
    assert shape.geom_type == "Polygon"
    assert all(shape.buffer(1).covers(shapely.Point(p)) for p in zip(x, y, strict=True))
    assert 6 <= shapely.get_num_coordinates(shape) <= 30


def test_a_streets_outline_follows_its_bend():
    x = np.concatenate([np.arange(0, 300, 6.0), np.full(50, 300.0)])
    y = np.concatenate([np.zeros(50), np.arange(0, 300, 6.0)])
    group = np.zeros(100, dtype=int)
    hugging, spanning = (outlines(group, x, y, 1, margin=9.0, hug=hug)[0] for hug in (True, False))
    assert hugging.area < spanning.area / 2


def test_points_alone_in_pairs_and_far_apart_have_outlines_too():
    group = np.array([0, 2, 2, 3, 3])
    x = np.array([0, 0, 30, 0, 2_000], dtype=float)
    shapes = outlines(group, x, np.zeros(5), 5, margin=8.0, hug=True)
    assert [None if s is None else s.geom_type for s in shapes] == ["Polygon", None, "Polygon", "MultiPolygon", None]
    assert all(s is None or s.is_valid for s in shapes)


def test_near_pairs_stand_twice_and_skip_what_has_no_shape():
    shapes = np.array([shapely.box(0, 0, 10, 10), None, shapely.box(25, 0, 35, 10), shapely.box(200, 0, 210, 10)])
    a, b = near_pairs(shapes)
    assert sorted(zip(a.tolist(), b.tolist(), strict=True)) == [(0, 2), (2, 0)]


def test_a_point_is_in_the_polygon_that_holds_it():
    held = containing(
        squares(np.array([0, 1]), np.array([0, 0]), 100.0), np.array([50, 150, 250, np.nan]), np.full(4, 50.0)
    )
    assert held.tolist() == [0, 1, -1, -1]
