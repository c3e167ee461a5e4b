"""Outlines and points in KML, TopoJSON, archives and layers; what holds no areas."""

import io
import zipfile

import numpy as np
import pyogrio
import pytest
import shapely

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.reading.reader import read
from tests.domain.intake.reading.shapes import (
    DEGREES,
    geojson,
    holds_shapes,
    read_points,
    read_polygons,
    written,
)

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
