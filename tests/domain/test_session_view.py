"""Which part of the map is in sight: nothing leads off it, and what one presses can be pressed back."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.session_view import (
    CLOSEST,
    NEAR,
    View,
    all_of_it,
    in_sight,
    moved,
    plane,
    zoomed,
)

TOWN = plane(pl.DataFrame({"lat": [52.50, 52.54, None], "lon": [5.20, 5.28, None]}))


def test_by_itself_the_map_shows_the_whole_or_what_is_around_what_is_in_sight():
    assert in_sight(TOWN, None, []) == TOWN.whole
    near = in_sight(TOWN, None, [(52.52, 5.24), (None, None)])
    assert (near.width, near.height) == (NEAR, NEAR)
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
        assert box.size * 1.001 >= CLOSEST
        assert abs(box.x - TOWN.whole.x) + box.width / 2 <= TOWN.whole.width / 2 + 2
        assert abs(box.y - TOWN.whole.y) + box.height / 2 <= TOWN.whole.height / 2 + 2


def test_a_town_of_which_no_place_is_known_has_a_map_too():
    nowhere = plane(pl.DataFrame({"lat": [None], "lon": [None]}, schema={"lat": pl.Float64, "lon": pl.Float64}))
    assert in_sight(nowhere, zoomed(nowhere, nowhere.whole, 1), []).width > 0
