import numpy as np
import polars as pl
import pyproj
import pytest
import shapely

from data.reference import lexicon
from domain.errors import NotUnderstood, WrongValue
from tests.domain.intake.reading.shapes import (
    DEGREES,
    HOME,
    METRES,
    drawn,
    geojson,
    holds_shapes,
    read_polygons,
    square,
    written,
)


def outlines(blocks: pl.DataFrame) -> np.ndarray:
    return shapely.from_wkb(blocks["outline"].to_numpy())


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("ending", "driver", "crs", "near"),
    [
        (".gpkg", "GPKG", "EPSG:28992", (4.88, 52.37)),
        (".gpkg", "GPKG", "EPSG:2056", (7.44, 46.95)),
        (".shp", "ESRI Shapefile", "EPSG:28992", (4.88, 52.37)),
        (".shp", "ESRI Shapefile", None, (4.88, 52.37)),
        (".geojson", "GeoJSON", "EPSG:28992", (4.88, 52.37)),
    ],
)
def test_every_format_and_coordinate_system_comes_to_wgs84(tmp_path, ending, driver, crs, near):
    content = written(tmp_path, ending, driver, crs)
    assert holds_shapes(f"x{ending}", content)
    blocks, rejected = read_polygons(f"x{ending}", content, lexicon())
    assert blocks.select("block_key", "code", "name").rows() == [("7", "7", "Het Hof"), ("8", "8", None)]
    assert rejected.height == 0
    lon, lat = shapely.get_coordinates(shapely.centroid(outlines(blocks)[0]))[0]
    assert (lon, lat) == pytest.approx(near, abs=0.02)
    geod = pyproj.Geod(ellps="WGS84")
    assert abs(geod.geometry_area_perimeter(outlines(blocks)[0])[0]) == pytest.approx(10_000, rel=0.01)


def test_metres_without_a_word_about_them_are_rd_or_refused():
    blocks, _ = read_polygons("x", geojson([({"code": "a"}, METRES)]))
    assert shapely.get_coordinates(outlines(blocks)[0])[0] == pytest.approx((4.88, 52.37), abs=0.02)
    elsewhere = geojson([({"code": "a"}, drawn(square(2_600_000, 1_200_000)))])
    with pytest.raises(NotUnderstood, match="EPSG"):
        read_polygons("x", elsewhere)
    blocks, _ = read_polygons("x", elsewhere, crs=2056)
    assert shapely.get_coordinates(outlines(blocks)[0])[0] == pytest.approx((7.44, 46.95), abs=0.02)
    with pytest.raises(WrongValue, match="999999"):
        read_polygons("x", elsewhere, crs=999_999)


def test_what_is_no_area_is_rejected_with_its_number():
    point, line = (
        {"type": "Point", "coordinates": [4.9, 52.3]},
        {"type": "LineString", "coordinates": [[4, 52], [5, 52]]},
    )
    flat = {"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [4, 52]]]}
    shapes = [("a", point), ("b", DEGREES), ("c", line), ("d", None), ("e", flat), (None, DEGREES)]
    blocks, rejected = read_polygons("x", geojson([({"code": code}, shape) for code, shape in shapes]))
    assert blocks["code"].to_list() == ["b"]
    assert rejected.select("line", "reason", "cells").rows() == [
        (1, "no_outline", ["a"]),
        (3, "no_outline", ["c"]),
        (4, "no_outline", ["d"]),
        (5, "no_outline", ["e"]),
        (6, "no_block_code", [None]),
    ]


def test_an_outline_that_crosses_itself_is_made_valid():
    bow_tie = {"type": "Polygon", "coordinates": [[[4, 52], [5, 53], [5, 52], [4, 53], [4, 52]]]}
    with_a_tail = {"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [5, 53], [4, 53], [4, 52], [3, 51], [4, 52]]]}
    blocks, _ = read_polygons("x", geojson([({"code": "a"}, bow_tie), ({"code": "b"}, with_a_tail)]))
    assert blocks.height == 2
    for outline in outlines(blocks):
        assert shapely.is_valid(outline)
        assert outline.geom_type in ("Polygon", "MultiPolygon")
        assert outline.area > 0.4


def test_areas_of_one_code_are_one_block():
    features = [
        ({"code": "a", "naam": None}, DEGREES),
        ({"code": "a", "naam": "Hof"}, drawn(shapely.box(4.95, 52.3, 4.96, 52.31))),
    ]
    blocks, rejected = read_polygons("x", geojson(features))
    assert blocks.select("code", "name").rows() == [("a", "Hof")]
    assert outlines(blocks)[0].geom_type == "MultiPolygon"
    assert rejected.height == 0


def test_the_code_is_the_column_that_tells_areas_apart():
    features = [
        ({"id": n, "code": "x", "vollcode": f"T{n}", "naam": f"buurt {n}"}, drawn(shapely.box(4 + n, 52, 4.5 + n, 53)))
        for n in range(3)
    ]
    blocks, _ = read_polygons("x", geojson(features), lexicon())
    assert blocks.select("code", "name").rows() == [(f"T{n}", f"buurt {n}") for n in range(3)]
    chosen, _ = read_polygons("x", geojson(features), lexicon(), code_column="naam", name_column="id")
    assert chosen.select("code", "name").rows() == [(f"buurt {n}", f"{n}") for n in range(3)]
    with pytest.raises(WrongValue, match=r"nummer.*id, code, vollcode, naam"):
        read_polygons("x", geojson(features), code_column="nummer")


def test_without_code_or_name_the_number_in_the_file_is_the_code_and_no_other_file_has_it():
    for about in ({"kleur": "rood"}, {"OBJECTID": 1}):
        blocks, _ = read_polygons("wijk/noord.geojson", geojson([(about, DEGREES)]), lexicon())
        assert blocks.select("code", "name").rows() == [("noord 1", None)]


def areas(*about: dict) -> list[tuple[dict, dict]]:
    return [(told, drawn(shapely.box(4 + n, 52, 4.5 + n, 53))) for n, told in enumerate(about)]


@pytest.mark.parametrize(
    ("about", "code", "name"),
    [
        ({"OBJECTID": [31, 32], "POSTCODE": ["9910AB", "9911AB"]}, "POSTCODE", None),
        ({"FID": [1, 2], "pc6": ["9910AB", "9911AB"], "aantal_woningen": [3, 4]}, "pc6", None),
        ({"objectid": [1, 2], "naam": ["Noord", "Zuid"]}, "naam", "naam"),
        ({"gid": [1, 2], "complex_omschr": ["Hof 1", "Hof 2"], "kleur": ["rood", "rood"]}, "complex_omschr", None),
        ({"fid": [1, 2], "buurtcode": ["BU01", "BU02"], "buurtnaam": ["Noord", "Zuid"]}, "buurtcode", "buurtnaam"),
        ({"OBJECTID": [1, 2], "id": [70, 80], "foto": ["https://x.nl/a", "https://x.nl/b"]}, "id", None),
    ],
)
def test_what_names_an_area_goes_before_a_running_number(about, code, name):
    told = [dict(zip(about, values, strict=True)) for values in zip(*about.values(), strict=True)]
    blocks, _ = read_polygons("x.geojson", geojson(areas(*told)), lexicon())
    assert blocks["code"].to_list() == [str(value) for value in about[code]]
    assert blocks["name"].to_list() == (about[name] if name else [None, None])


@pytest.mark.parametrize(
    ("header", "numbers", "homes"),
    [
        ("aantal_woningen", [12, -99997], [12, None]),  # CBS keeps it secret
        ("aantalWoningen", [-99995, 5], [None, 5]),
        ("aantal_woningen_2024", [12.0, "8"], [12, 8]),
        ("woningvoorraad", ["12", "geheim"], [12, None]),
        ("aantal_won", [12, 12.5], [12, None]),  # cut by a shapefile
        ("gemiddelde_woningwaarde", [210, 340], [None, None]),
        ("percentage_woningen_leegstand", [3, 4], [None, None]),
    ],
)
def test_a_number_of_homes_is_read_with_the_code_of_its_area(header, numbers, homes):
    told = [{"postcode6": code, header: number} for code, number in zip(("9910AB", "9911AB"), numbers, strict=True)]
    blocks, _ = read_polygons("x.geojson", geojson(areas(*told)), lexicon())
    assert blocks["code"].to_list() == ["9910AB", "9911AB"]
    assert blocks["homes"].to_list() == homes


def test_homes_are_counted_before_households_and_addresses_and_a_person_can_name_the_column():
    told = [{"naam": n, "adressen": 9, "huishoudens": 7, "aantal_woningen": 8, "anders": 5} for n in "ab"]
    content = geojson(areas(*told))
    assert read_polygons("x", content, lexicon())[0]["homes"].to_list() == [8, 8]
    assert read_polygons("x", content, lexicon(), homes_column="anders")[0]["homes"].to_list() == [5, 5]
    with pytest.raises(WrongValue, match="verhuurd"):
        read_polygons("x", content, lexicon(), homes_column="verhuurd")


def test_parts_of_one_area_count_its_homes_once():
    parts = [("a", 12, 0), ("a", 12, 200), ("b", 3, 400), ("b", 4, 600), ("c", -99997, 800)]
    told = [({"code": c, "homes": n}, drawn(square(HOME[0] + east, HOME[1]))) for c, n, east in parts]
    blocks, _ = read_polygons("x", geojson(told), code_column="code")
    assert blocks.select("code", "homes").rows() == [("a", 12), ("b", 7), ("c", None)]


def test_a_column_without_a_name_is_no_column_of_codes():
    blocks, _rejected = read_polygons("wijk.geojson", geojson([({"": "A"}, DEGREES)]))
    assert blocks["code"].to_list() == ["wijk 1"]
