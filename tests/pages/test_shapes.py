import json

import numpy as np
import polars as pl
import shapely
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.maps.shapes import shapes


def drawn(rings: str) -> shapely.Geometry:
    """The area of the rings as the script in the browser fills them (even-odd)."""
    shape = shapely.Polygon()
    for steps in json.loads(rings):
        points = np.cumsum(np.array(steps).reshape(-1, 2), axis=0)[:, ::-1] / 1e5
        shape = shape.symmetric_difference(shapely.Polygon(points))
    return shape


def test_holes_and_several_parts_come_through():
    with_hole = shapely.box(5.25, 52.55, 5.26, 52.56) - shapely.box(5.252, 52.552, 5.254, 52.554)
    outline = shapely.union(with_hole, shapely.box(5.27, 52.55, 5.28, 52.56))
    areas = pl.DataFrame({"area_id": ["a"], "outline": [shapely.to_wkb(outline)]})
    found = shapes(areas)
    assert found["area_id"].to_list() == ["a"]
    assert drawn(found["rings"][0]).symmetric_difference(outline).area < 1e-8


@given(st.lists(st.tuples(st.floats(3, 7), st.floats(50, 54), st.floats(0.0005, 0.01)), min_size=1, max_size=20))
def test_each_outline_is_drawn_within_a_few_metres(circles):
    outlines = [shapely.Point(lon, lat).buffer(size, quad_segs=4) for lon, lat, size in circles]
    areas = pl.DataFrame({"area_id": [str(at) for at in range(len(circles))], "outline": shapely.to_wkb(outlines)})
    found = shapes(areas)
    assert found["area_id"].to_list() == areas["area_id"].to_list()
    for rings, outline in zip(found["rings"], outlines, strict=True):
        assert shapely.hausdorff_distance(drawn(rings), outline) < 0.0001


def test_an_area_without_an_outline_is_left_out_and_a_point_gets_a_size():
    areas = pl.DataFrame({"area_id": ["none", "point"], "outline": [None, shapely.to_wkb(shapely.Point(5, 52))]})
    found = shapes(areas)
    assert found["area_id"].to_list() == ["point"]
    assert drawn(found["rings"][0]).area > 0


def test_no_area_at_all():
    empty = pl.DataFrame(schema={"area_id": pl.String, "outline": pl.Binary})
    assert shapes(empty).height == 0


CIRCLES = st.lists(st.sampled_from([(5.0, 52.0, 0.001), (5.1, 52.0, 0.0), (5.2, 52.1, 0.0002), (5.2, 52.1, 0.005)]))


@given(CIRCLES, CIRCLES)
def test_what_is_taken_over_is_what_would_be_drawn(before, after):
    one, other = (
        pl.DataFrame(
            {
                "area_id": [f"{number} {size}" for number, (_lon, _lat, size) in enumerate(circles)],
                "outline": [shapely.to_wkb(shapely.Point(lon, lat).buffer(size)) for lon, lat, size in circles],
            },
            schema={"area_id": pl.String, "outline": pl.Binary},
        )
        for circles in (before, after)
    )
    alone = shapes(other)
    assert shapes(other, shapes(one)).equals(alone)
    assert shapes(other, alone).equals(alone)
