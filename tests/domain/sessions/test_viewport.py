"""The viewport of the map: no control leads off the map, and each move can be reversed."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sessions.viewport import (
    SURROUNDINGS_SIZE_MIN,
    VISIBLE_SIZE_MIN,
    View,
    all_of_it,
    apart,
    in_sight,
    moved,
    plane,
    zoomed,
)


def areas(*rows: tuple[float | None, float | None, str, int | None]) -> pl.DataFrame:
    """Areas from rows of: lat, lon, denominator, incidents."""
    kinds = {"lat": pl.Float64, "lon": pl.Float64, "denominator": pl.String, "incidents": pl.Int64}
    return pl.DataFrame(list(rows), schema=kinds, orient="row")


TOWN = plane(areas((52.50, 5.20, "dwellings", 0), (52.54, 5.28, "dwellings", None), (None, None, "dwellings", 3)))


def test_by_itself_the_map_shows_the_whole_or_what_is_around_what_is_in_sight():
    assert in_sight(TOWN, None, []) == TOWN.whole
    near = in_sight(TOWN, None, [(52.52, 5.24), (None, None)])
    assert (near.width, near.height) == (SURROUNDINGS_SIZE_MIN, SURROUNDINGS_SIZE_MIN)
    assert (near.x, near.y) == pytest.approx(TOWN.at(52.52, 5.24))
    assert in_sight(TOWN, None, [(52.50, 5.20), (52.54, 5.28)]) == TOWN.whole, "larger than the town is the town"


def test_closer_and_back_again_is_where_it_was():
    start = in_sight(TOWN, View(4, 52.52, 5.24), [])
    closer = in_sight(TOWN, zoomed(TOWN, start, 1), [])
    assert closer.width == pytest.approx(start.width / 2, rel=1e-3)
    back = in_sight(TOWN, zoomed(TOWN, closer, -1), [])
    assert (back.x, back.y, back.width) == pytest.approx((start.x, start.y, start.width), rel=1e-3)


def test_north_is_up_and_east_is_right():
    start = View(4, 52.52, 5.24)
    box = in_sight(TOWN, start, [])
    assert moved(TOWN, box, 0, 1).lat > start.lat
    assert moved(TOWN, box, 1, 0).lon > start.lon
    assert moved(TOWN, box, 1, 0).lat == pytest.approx(start.lat)


def test_the_whole_is_the_whole_whatever_is_in_sight():
    assert in_sight(TOWN, all_of_it(TOWN), [(52.52, 5.24)]).size == pytest.approx(TOWN.whole.size, rel=1e-3)


presses = st.lists(st.tuples(st.integers(-3, 3), st.integers(-2, 2), st.integers(-2, 2)), max_size=12)


@given(presses)
def test_whatever_is_pressed_the_map_shows_a_part_of_the_town(pressed):
    box = in_sight(TOWN, None, [])
    for steps, east, north in pressed:
        box = in_sight(TOWN, zoomed(TOWN, box, steps), [])
        box = in_sight(TOWN, moved(TOWN, box, east, north), [])
        assert box.size * 1.001 >= VISIBLE_SIZE_MIN
        assert abs(box.x - TOWN.whole.x) + box.width / 2 <= TOWN.whole.width / 2 + 2
        assert abs(box.y - TOWN.whole.y) + box.height / 2 <= TOWN.whole.height / 2 + 2


def test_a_town_of_which_no_place_is_known_has_a_map_too():
    nowhere = plane(areas((None, None, "dwellings", 1)))
    assert in_sight(nowhere, zoomed(nowhere, nowhere.whole, 1), []).width > 0


def test_without_a_list_of_homes_the_town_is_where_the_incidents_are():
    here = [(52.50, 5.20, "one", 90), (52.51, 5.21, "one", 90)]
    far = (53.20, 6.50, "one", 1)
    assert plane(areas(*here, far)).whole.size < 3_000
    homes = [(lat, lon, "dwellings", 0) for lat, lon, *_rest in (*here, far)]
    assert plane(areas(*homes)).whole.size > 3_000
    assert plane(areas((52.50, 5.20, "one", 0), (52.51, 5.21, "one", None))).whole.size > SURROUNDINGS_SIZE_MIN, (
        "nor is it nowhere"
    )


points = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8)


@given(points)
def test_marks_that_lie_over_each_other_are_moved_apart(crowd):
    moved_apart = np.array(apart(crowd, 10))
    gaps = [np.hypot(*(one - other)) for one, other in combinations(moved_apart, 2)]
    assert min(gaps, default=10) > 9


def test_marks_with_room_stay_where_they_are():
    assert apart([(0, 0), (20, 0)], 10) == [(0, 0), (20, 0)]
    assert apart([], 10) == []
