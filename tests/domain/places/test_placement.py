"""Reports are placed at their dwelling, street and block; areas have homes, outline and neighbours."""

from datetime import date

import polars as pl
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.schemas import Area, Neighbour, Placement
from tests.domain.frames import EAST, NORTH, at, dwellings, placed, polygons, reports, row_of_homes

TOWN = dwellings(
    *row_of_homes("Lindehof", range(1, 11), block_code="C1"),
    *row_of_homes("Lindehof", range(11, 21), east=80, block_code="C2"),
    *row_of_homes("Verweg", range(1, 6), north=900, block_code="C3"),
    {"street": "Lindehof", "number": 21, "town": "Meerwijk", "block_code": "C2", "is_dwelling": False} | at(145),
)
EVERY_WAY = reports(
    {"street": "Lindehof", "number": 3, "town": "Meerwijk"},
    {"street": "Kade", "number": 3, "town": "Meerwijk"},
    {"street": "Lindehof", "town": "Meerwijk"},
    at(0, 5_000),
    {"category_word": "no place at all"},
    {"street": "Lindehof", "number": 21, "town": "Meerwijk"},
)


def area(west: float, east: float) -> shapely.Polygon:
    """A rectangle between these metres east of the town's corner, 100 m high."""
    low, high = at(west, -50), at(east, 50)
    return shapely.box(low["lon"], low["lat"], high["lon"], high["lat"])


def test_frames_are_as_the_tables_say():
    places = placed(EVERY_WAY, TOWN)
    Placement.validate(places.placement, cast=True)
    Area.validate(places.areas)
    Neighbour.validate(places.neighbours)


def test_the_surest_thing_a_place_rests_on():
    placement = placed(EVERY_WAY, TOWN).placement
    assert placement["report_key"].to_list() == EVERY_WAY["report_key"].to_list()
    assert placement["placed_on"].to_list() == ["dwelling", "block", "street", "coordinate", "nowhere", "dwelling"]


def test_homes_are_dwellings_where_people_live_and_never_the_addresses_that_report():
    places = placed(
        reports(
            *[{"street": "Kade", "number": n, "town": "Meerwijk"} for n in (1, 3, 3)],
            {"street": "Singel", "town": "Meerwijk"} | at(0, 3_000),
        ),
        TOWN,
    )
    homes = {row[0]: row[1:] for row in places.areas.select("area_id", "homes", "denominator").rows()}
    assert homes["block:own/C2"] == (10, "dwellings")  # the shop at 21 is no home
    assert homes["street:meerwijk/lindehof"] == (20, "dwellings")
    assert homes["street:meerwijk/kade"] == (1, "one")
    assert homes["street:meerwijk/singel"] == (1, "one")


def test_without_a_list_of_dwellings_a_drawn_block_has_the_homes_of_its_outline_and_no_street_has():
    west, east = area(-50, 50), area(200, 300)
    drawn = polygons({"W": 40, "E": 0}, W=west, E=east)
    told = reports({"street": "Kade", "town": "Meerwijk"} | at(0), at(250), at(900))
    areas = placed(told, polygons=drawn).areas
    assert areas.sort("area_id").select("area_id", "homes", "denominator").rows() == [
        ("block:drawn/E", 1, "one"),
        ("block:drawn/W", 40, "area_file"),
        (next(a for a in areas["area_id"] if a.startswith("block:square")), 1, "one"),
        ("street:meerwijk/kade", 1, "one"),
    ]
    listed = placed(told, dwellings(*row_of_homes("Kade", range(1, 4))), drawn).areas
    assert listed.filter(area_id="block:drawn/W").select("homes", "denominator").row(0) == (3, "dwellings")
    assert set(listed["denominator"].cast(pl.String)) == {"dwellings", "one"}


def test_without_a_position_a_drawn_postcode_is_found_by_the_postcode_itself():
    drawn = polygons(None, **{"1011 AB": area(0, 50), "1012": area(90, 150)})
    told = reports(*({"postcode": code, "town": "Meerwijk"} for code in ("1011AB", "1012XY", "1012", "1013AA")))
    placement = placed(told, polygons=drawn).placement
    blocks = ["drawn/1011 AB", "drawn/1012", "drawn/1012", "pc6/1013AA"]
    assert placement["block_id"].to_list() == [f"block:{path}" for path in blocks]
    assert placement["placed_on"].to_list() == ["block"] * 4


def test_areas_without_reports_are_areas_too():
    assert set(placed(reports(), TOWN).areas["area_id"]) == {
        "street:meerwijk/lindehof",
        "street:meerwijk/verweg",
        "block:own/C1",
        "block:own/C2",
        "block:own/C3",
    }


def test_neighbours_are_near_and_both_ways():
    pairs = placed(reports(), TOWN).neighbours.rows()
    assert sorted(pairs) == [("block:own/C1", "block:own/C2"), ("block:own/C2", "block:own/C1")]


def test_outlines_are_where_the_homes_are():
    areas = placed(reports(), TOWN).areas
    for lat, lon, outline in areas.select("lat", "lon", "outline").rows():
        shape = shapely.from_wkb(outline)
        assert shape.is_valid
        assert shape.covers(shapely.Point(lon, lat))
        assert abs(lat - NORTH) < 0.01
        assert abs(lon - EAST) < 0.01


def test_an_area_that_no_point_is_known_of_has_no_outline():
    areas = placed(reports({"street": "Kade", "number": 3})).areas
    assert areas["outline"].null_count() == areas.height == 2
    assert areas["lat"].null_count() == 2


def test_outlines_come_from_reports_where_there_are_no_dwellings():
    areas = placed(reports(*[{"street": "Kade", "number": n} | at(6 * n) for n in range(1, 40)])).areas
    street = shapely.from_wkb(areas.filter(level="street")["outline"].item())
    west, _, east, _ = street.bounds
    assert (east - west) / (at(1)["lon"] - EAST) > 230


def test_drawn_polygons_and_squares_keep_their_shape():
    drawn = shapely.box(EAST - 0.001, NORTH - 0.001, EAST + 0.001, NORTH + 0.001)
    areas = placed(reports(at(0), at(2_000)), polygons=polygons(P1=drawn)).areas
    by_id = dict(areas.select("area_id", "outline").rows())
    assert shapely.equals_exact(shapely.from_wkb(by_id.pop("block:drawn/P1")), drawn, tolerance=1e-7)
    square = shapely.from_wkb(next(iter(by_id.values())))
    assert shapely.get_num_coordinates(square) == 5


def test_spellings_of_one_address_share_one_address_no():
    spelled = reports(
        {"street": "Lindehof", "number": 3, "town": "Meerwijk"},
        {"street": "Lindenhof", "number": 3, "town": "Meerwijk"},
        {"street": "LINDEHOF", "number": 3} | at(13),
        {"street": "Lindehof", "number": 4, "town": "Meerwijk"},
    )
    address_nos = placed(spelled, TOWN).placement["address_no"].to_list()
    assert address_nos[0] == address_nos[1] == address_nos[2] != address_nos[3]


def test_the_order_of_the_reports_does_not_matter():
    rows = [{"street": "Kade", "number": n % 7 + 1, "reported_on": date(2026, 1, 1)} | at(6 * n) for n in range(40)]
    there, back = placed(reports(*rows), TOWN), placed(reports(*rows).reverse(), TOWN)
    assert there.areas.equals(back.areas)
    columns = ["report_key", "placed_on", "street_id", "block_id", "lat", "lon"]
    assert there.placement.select(columns).equals(back.placement.reverse().select(columns))


def test_nothing_gives_nothing():
    places = placed(reports())
    assert places.placement.is_empty()
    assert places.areas.is_empty()
    assert places.areas.schema == Area.create_empty().schema
    assert places.neighbourhoods.schema == Area.create_empty().schema
    assert places.neighbours.schema == Neighbour.create_empty().schema


def test_a_coordinate_that_cannot_be_projected_is_no_place():
    wild = reports(at(0), {"lat": 89.9, "lon": -179.0})
    placement = placed(wild).placement
    assert placement["placed_on"].to_list()[0] == "coordinate"
    assert placement.filter(pl.col("block_id").is_not_null()).height >= 1


ANY = st.fixed_dictionaries(
    {
        "street": st.sampled_from([None, "", "Lindehof", "lindehof", "Kade", "///", "Ĳsselkade", "1e Straat"]),
        "number": st.sampled_from([None, 1, 3, 21, 99_999]),
        "number_to": st.sampled_from([None, None, 1, 99]),
        "number_suffix": st.sampled_from([None, None, "A", "BIS"]),
        "postcode": st.sampled_from([None, "8299AB", "21215", "SW1A 1AA"]),
        "town": st.sampled_from([None, None, "Meerwijk", "Elders", "-"]),
        "neighbourhood": st.sampled_from([None, "Noord"]),
        "block_code": st.sampled_from([None, None, "C1", "X/Y|Z"]),
        "lat": st.sampled_from([None, NORTH, NORTH + 0.01, -33.9, 90.0]),
        "lon": st.sampled_from([None, EAST, EAST + 0.01, 151.2, -180.0]),
    }
)


@given(st.lists(ANY, max_size=12), st.booleans())
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_reports_say_each_has_one_place_that_exists(rows, with_homes):
    told = reports(*rows)
    places = placed(told, TOWN if with_homes else None)
    assert places.placement["report_key"].to_list() == told["report_key"].to_list()
    Placement.validate(places.placement, cast=True)
    Area.validate(places.areas)
    for level in ("street", "block"):
        named = set(places.placement[f"{level}_id"].cast(pl.String).drop_nulls())
        assert named <= set(places.areas.filter(level=level)["area_id"])
    nowhere = places.placement.filter(placed_on="nowhere")
    assert nowhere["street_id"].null_count() == nowhere["block_id"].null_count() == nowhere.height
