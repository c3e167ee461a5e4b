import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from domain.errors import WrongValue
from domain.intake.parsing.coordinate_cells import are_pairs
from domain.intake.parsing.coordinates import numbers, parse_coordinates
from domain.intake.parsing.projections import fitting, named

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


@pytest.mark.parametrize(
    "cell",
    [
        "{'Lon': 4.89, 'Lat': 52.37}",
        "{'Lat': 52.37, 'Lon': 4.89}",
        '{"lat":"52,37","lng":"4,89"}',
        "{'x': 4.89, 'y': 52.37}",
        "{'latitude': '52.37', 'longitude': '4.89', 'human_address': '{\"address\": \"\"}'}",
        '{"type": "Point", "coordinates": [4.89, 52.37]}',
        "{'coordinates': [4.89, 52.37], 'type': 'Point'}",
        "POINT (4.89 52.37)",
        "SRID=4326;POINT Z (4.89 52.37 0)",
        "52.37, 4.89",
        "52,37; 4,89",
        "52.37° N, 4.89° E",
        "N 52.37 E 4.89",
        "lat: 52.37, lon: 4.89",
        "geo:52.37,4.89",
        "https://www.google.com/maps?q=52.37,4.89",
        "0101000020E61000008FC2F5285C8F13408FC2F5285C2F4A40",
    ],
)
def test_both_coordinates_in_one_cell(cell):
    assert place(coordinates=cell) == pytest.approx((52.37, 4.89), abs=1e-9)
    assert are_pairs(pl.Series([cell])).item()


def test_dutch_metres_with_points_between_thousands_are_no_other_grid():
    assert fitting(pl.Series([94.683, 121.477]), pl.Series([464.688, 487.5])) == [28992]


@pytest.mark.parametrize(
    "cell", ["Lindehof 12, 1234", "Latijnstraat 4, Longstraat 5", "Point of view 12", "12-01-2024"]
)
def test_an_address_is_no_pair(cell):
    assert place(coordinates=cell) == (None, None)
    assert not are_pairs(pl.Series([cell])).item()


@pytest.mark.parametrize("cell", ["€ 310,00", "1.234,50", "1,234.50", "123 45", "4711/24", "52, 5"])
def test_numbers_without_decimals_are_no_pair(cell):
    assert not are_pairs(pl.Series([cell])).item()


@pytest.mark.parametrize(
    ("north", "east"),
    [("52.370.216.114", "4.895.167"), ("523.702.161", "48.951.670"), ("5.237.021", "4.895.167.001")],
)
def test_points_that_excel_put_between_thousands(north, east):
    assert place(latitude=north, longitude=east) == pytest.approx((52.3702, 4.89517), abs=1e-4)


def test_thousands_in_metres():
    assert place(x="121.477", y="487.477") == pytest.approx((52.3741, 4.8949), abs=1e-4)
    assert place(crs=2056, x="2.683.920", y="1.245.604") == pytest.approx((47.35594, 8.54942), abs=1e-5)


def test_metres_of_london_are_not_taken_for_dutch_ones_with_the_axes_turned():
    assert place(x="530000", y="180000") == (None, None)
    assert place(crs=27700, x="530000", y="180000") == pytest.approx((51.50399, -0.12835), abs=1e-4)


def test_grids_by_their_values():
    def grids(x: float, y: float) -> list[int]:
        points = pl.DataFrame({"x": [x, x + 10, 0], "y": [y, y + 10, 0]}).cast(pl.Float64)
        return fitting(points["x"], points["y"])

    assert grids(121_000, 487_000) == [28992]
    assert grids(2_683_920, 1_245_604) == [2056]
    assert grids(390_000, 5_820_000) == [25832, 25833]
    assert grids(530_000, 180_000) == [21781, 27700]
    assert grids(9_000_000, 1) == []


def test_a_family_of_grids_in_a_header_leaves_those_of_the_family():
    assert named(["lambert x", "lambert y"], [31370, 27700]) == [31370]
    assert named(["utm x", "utm y"], [2154, 25831, 25832]) == [25831, 25832]
    assert named(["lambert x", "lambert y"], [27700]) == [27700]
