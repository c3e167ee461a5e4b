import io
import json
import zipfile

import numpy as np
import polars as pl
import pyogrio
import pyproj
import pytest
import shapely

from data.reference import lexicon
from domain.errors import NotUnderstood, WrongValue
from domain.intake.reading.reader import read
from tests.domain.intake.reading.shapes import holds_shapes, read_points, read_polygons

HOME = (121_000.0, 487_000.0)  # metres RD: Amsterdam


def square(east: float, north: float, side: float = 100) -> shapely.Polygon:
    return shapely.box(east, north, east + side, north + side)


def geojson(features: list[tuple[dict, dict | None]], **more) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": about, "geometry": shape} for about, shape in features],
        }
        | more
    ).encode()


def drawn(shape: shapely.Geometry) -> dict:
    return json.loads(shapely.to_geojson(shape))


DEGREES = drawn(shapely.box(4.9, 52.3, 4.91, 52.31))
METRES = drawn(square(*HOME))


def outlines(blocks: pl.DataFrame) -> np.ndarray:
    return shapely.from_wkb(blocks["outline"].to_numpy())


def written(tmp_path, ending: str, driver: str, crs: str | None, layers=("blokken",)) -> bytes:
    """Two blocks in a file of that kind, written by GDAL."""
    file = tmp_path / f"x{ending}"
    shapes = [square(*HOME), square(HOME[0] + 200, HOME[1])]
    if crs == "EPSG:2056":
        shapes = [square(2_600_000, 1_200_000), square(2_600_200, 1_200_000)]
    for number, layer in enumerate(layers):
        pyogrio.raw.write(
            file,
            shapely.to_wkb(shapes),
            [np.array([7.0, 8.0]), np.array(["Het Hof", None], dtype=object)],
            ["COMPLEX", "NAAM"],
            layer=layer,
            driver=driver,
            geometry_type="Polygon",
            crs=crs,
            append=number > 0,
        )
    if driver != "ESRI Shapefile":
        return file.read_bytes()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for part in tmp_path.iterdir():
            archive.write(part, f"map/{part.name}")
    return content.getvalue()


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


KML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    b"<Placemark><name>Blok 1</name><Polygon><outerBoundaryIs><LinearRing><coordinates>6.5,53.2,0 6.501,53.2,0 "
    b"6.501,53.201,0 6.5,53.2,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
)
TOPOJSON = (
    b'{"type":"Topology","objects":{"blokken":{"type":"GeometryCollection","geometries":[{"type":"Polygon",'
    b'"arcs":[[0]],"properties":{"naam":"Blok 1"}}]}},"arcs":[[[6.5,53.2],[6.6,53.2],[6.6,53.3],[6.5,53.2]]]}'
)


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("blokken.kml", KML),
        ("blokken.kmz", zipped("doc.kml", KML)),
        ("blokken.topojson", TOPOJSON),
        ("blokken.zip", zipped("map/blokken.geojson", geojson([({"naam": "Blok 1"}, DEGREES)]))),
    ],
)
def test_kml_topojson_and_what_is_packed(name, content):
    assert holds_shapes(name, content)
    blocks, _ = read_polygons(name, content, lexicon())
    assert blocks.select("code", "name").rows() == [("Blok 1", "Blok 1")]


@pytest.mark.parametrize("driver", ["GeoJSON", "ESRI Shapefile", "GPKG"])
def test_points_are_rows_with_their_place(tmp_path, driver):
    ending = {"GeoJSON": ".geojson", "ESRI Shapefile": ".shp", "GPKG": ".gpkg"}[driver]
    places = shapely.points([(121_000, 487_000), (121_100, 487_000)])
    file = tmp_path / f"x{ending}"
    pyogrio.raw.write(
        file,
        geometry=shapely.to_wkb(places),
        field_data=[np.array(["Afval", "Geluid"], dtype=object), np.array([1, 2])],
        fields=["soort", "nr"],
        driver=driver,
        geometry_type="Point",
        crs="EPSG:28992",
    )
    content = file.read_bytes()
    if driver == "ESRI Shapefile":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for part in tmp_path.iterdir():
                archive.write(part, part.name)
        content = packed.getvalue()
    assert holds_shapes(f"x{ending}", content)
    table = read_points(f"x{ending}", content)
    assert table.cells.columns == ["soort", "nr", "latitude", "longitude"]
    assert table.cells["soort"].to_list() == ["Afval", "Geluid"]
    assert table.cells["nr"].to_list() == ["1", "2"]
    assert float(table.cells["latitude"][0]) == pytest.approx(52.36983, abs=1e-4)
    assert float(table.cells["longitude"][0]) == pytest.approx(4.88797, abs=1e-4)
    assert read_points("x.geojson", geojson([({"naam": "a"}, DEGREES)])) is None


def test_several_layers_are_not_chosen_from(tmp_path):
    content = written(tmp_path, ".gpkg", "GPKG", "EPSG:28992", layers=("blokken", "bomen"))
    with pytest.raises(NotUnderstood, match="blokken, bomen"):
        read_polygons("x.gpkg", content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nr;straat\n1;2\n",
        b"{}",
        b'{"type": "FeatureCollection", "features": [{"type"',
        geojson([]),
        geojson([({"a": 1}, None)]),
        geojson([({"a": 1}, {"type": "Polygon", "coordinates": []})]),
        geojson([({"a": 1}, {"type": "Polygon", "coordinates": [[[1e400, 2], [3, 4], [5, 6], [1e400, 2]]]})]),
        geojson([({"a": 1}, {"type": "Polygon", "coordinates": [[["x", None]]]})]),
        b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\0" * 500,
        b"PK\x03\x04",
    ],
)
def test_what_holds_no_areas_is_declined(content):
    with pytest.raises(NotUnderstood):
        read_polygons("x", content)


def test_tables_are_no_polygons_and_polygons_no_tables():
    assert not holds_shapes("x.csv", b'code;"type":"FeatureCollection"\n1;2\n')
    assert not holds_shapes("x.zip", b"PK\x03\x04")
    with pytest.raises(NotUnderstood, match="JSON"):
        read("x.geojson", geojson([({"code": "a"}, DEGREES)]))


def test_points_that_carry_their_own_latitude_keep_their_columns_apart():
    """Its column stayed where it was while its header went to the end: what lay between was shifted."""
    about = {"id": "7", "latitude": "52.1", "longitude": "5.1", "category": "Afval"}
    content = geojson([(about, {"type": "Point", "coordinates": [5.123, 52.456]})])
    table = read_points("x.geojson", content)
    assert table.cells.row(0, named=True) == {
        "id": "7",
        "category": "Afval",
        "latitude": "52.4560000",
        "longitude": "5.1230000",
    }


def test_a_column_without_a_name_is_no_column_of_codes():
    blocks, _rejected = read_polygons("wijk.geojson", geojson([({"": "A"}, DEGREES)]))
    assert blocks["code"].to_list() == ["wijk 1"]
