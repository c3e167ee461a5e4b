import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from domain.errors import WrongValue
from domain.intake.parsing.coordinates import numbers, parse_coordinates

LAT = st.floats(50.8, 53.4).filter(lambda value: value != round(value))
LON = st.floats(3.5, 7.0).filter(lambda value: value != round(value))
TO_RD = Transformer.from_crs(4326, 28992, always_xy=True)


def place(crs: int = 4326, **cells: str | None) -> tuple[float | None, float | None]:
    return parse_coordinates(pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String)), crs).row(0)


@settings(max_examples=25, deadline=None)
@given(lat=LAT, lon=LON, comma=st.booleans())
def test_degrees_either_way_round_with_point_or_comma(lat, lon, comma):
    north, east = ((f"{value:.9f}".replace(".", ",") if comma else f"{value:.9f}") for value in (lat, lon))
    expected = pytest.approx((lat, lon), abs=1e-8)
    assert place(latitude=north, longitude=east) == expected
    assert place(latitude=east, longitude=north) == expected
    assert place(crs=28992, latitude=north, longitude=east) == expected
    assert place(coordinates=f"{north}; {east}") == expected
    assert place(coordinates=f"({north} {east})") == expected


@settings(max_examples=25, deadline=None)
@given(lat=LAT, lon=LON)
def test_metres_of_the_dutch_grid_are_known_by_their_range(lat, lon):
    x, y = TO_RD.transform(lon, lat)
    expected = pytest.approx((lat, lon), abs=1e-6)
    for cells in ({"x": f"{x:.3f}", "y": f"{y:.3f}"}, {"latitude": f"{x:.3f}", "longitude": f"{y:.3f}"}):
        assert place(**cells) == expected
        assert place(crs=28992, **cells) == expected


def test_the_tower_of_amersfoort_is_the_origin_of_the_dutch_grid():
    assert place(x="155000", y="463000") == pytest.approx((52.15517, 5.38720), abs=1e-4)


def test_another_projection_by_choice_and_turned():
    bern = pytest.approx((46.95108, 7.43864), abs=1e-4)
    assert place(crs=2056, x="2600000", y="1200000") == bern
    assert place(crs=2056, x="1'200'000", y="2600000") == bern
    assert place(x="2600000", y="1200000") == (None, None)
    assert place(crs=2056, x="9", y="-9999999") == (None, None)


@pytest.mark.parametrize(
    ("north", "east"),
    [
        ("0", "0"),
        ("39", "-77"),
        ("39.0", "-77,0"),
        ("0", "4.9"),
        ("52.1", None),
        ("x", "4.9"),
        ("nan", "inf"),
        ("95.5", "190.1"),
    ],
)
def test_no_location(north, east):
    assert place(latitude=north, longitude=east) == (None, None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("(40.83065, -73.92308)", (40.83065, -73.92308)),
        ("POINT (4.9 52.4)", (52.4, 4.9)),
        ("52.1,4.9", (52.1, 4.9)),
        ("52,1 4,9", (52.1, 4.9)),
        ("52,37", (None, None)),
        ("(39.0, -77.0)", (None, None)),
        ("Westermarkt 20", (None, None)),
        ("Lindehof 12, 1234", (None, None)),
    ],
)
def test_pairs_in_one_cell(cell, expected):
    assert place(coordinates=cell) == expected


def test_american_places_are_not_turned():
    assert place(latitude="39.347", longitude="-76.669") == (39.347, -76.669)
    assert place(latitude="-76.669", longitude="39.347") == (39.347, -76.669)


def test_a_row_takes_the_first_that_says_where_it_is():
    cells = {"latitude": [None, "52.1"], "longitude": ["4.9", "4.9"], "coordinates": ["(51.5, 4.1)", "(1.5, 1.5)"]}
    assert parse_coordinates(pl.DataFrame(cells)).rows() == [(51.5, 4.1), (52.1, 4.9)]


def test_an_unknown_coordinate_system_is_refused():
    with pytest.raises(WrongValue, match="EPSG:999999"):
        place(crs=999999, x="1", y="2")


def test_without_coordinates_each_row_is_nowhere():
    assert parse_coordinates(pl.DataFrame({"latitude": ["52.1", "52.2"]})).rows() == [(None, None)] * 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("52.1", 52.1),
        ("52,1", 52.1),
        ("121.477,5", 121477.5),
        ("121,477.5", 121477.5),
        (" 4.9 ", 4.9),
        ("1.2.3", None),
        ("", None),
    ],
)
def test_numbers(text, value):
    assert numbers(pl.Series([text])).to_list() == [value]
