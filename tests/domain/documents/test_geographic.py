"""Outlines in files for a GIS, read back by pyogrio and by a JSON parser."""

import io
import json
from datetime import date

import polars as pl
import pyogrio
import pytest
import shapely
from pyogrio.raw import read

from domain.documents.geographic import has_outlines, outlines, to_geographic
from domain.errors import WrongValue
from domain.geometry import RD, WGS84

pytestmark = pytest.mark.filterwarnings("ignore:File .* has GPKG application_id")  # bytes have no file name
# The origin of RD, the Onze Lieve Vrouwetoren in Amersfoort, has x = 155,000 m and y = 463,000 m (Kadaster 2018).
AMERSFOORT = (5.38720621, 52.15517440)
LON, LAT = AMERSFOORT


def square(lon: float, lat: float, size: float = 0.001) -> bytes:
    return shapely.to_wkb(shapely.box(lon, lat, lon + size, lat + size))


AREAS = pl.DataFrame(
    {
        "area_id": ["block:1", "block:2", "block:3", "block:4"],
        "outline": [square(LON, LAT), square(LON + 0.001, LAT), square(LON + 0.1, LAT), None],
    }
)
MEMBERS = pl.Series([["block:1", "block:2"], ["block:4"], ["block:1", "block:3", "block:4"]])
FRAME = pl.DataFrame(
    {
        "Gebied": ["Café-hof", "B", None],
        "Incidenten in 6 maanden": pl.Series([12, None, 3], dtype=pl.UInt32),
        "Per 100 per jaar": [8.25, None, 1.5],
        "Begin": [date(2026, 3, 1), None, None],
        "Thema's": [["vuil", "geluid"], [], None],
        "Soort": pl.Series(["x", "y", "x"], dtype=pl.Enum(["x", "y"])),
    }
)


def opened(content: bytes):
    info = pyogrio.read_info(io.BytesIO(content))
    _meta, _ids, shapes, columns = read(io.BytesIO(content))
    return info, shapely.from_wkb(shapes), dict(zip(info["fields"], columns, strict=True))


@pytest.mark.parametrize("form", [".gpkg", ".geojson"])
@pytest.mark.parametrize("crs", [None, RD, WGS84])
def test_a_row_is_a_feature_with_the_outline_of_its_areas(form, crs):
    content = to_geographic(FRAME, outlines(MEMBERS, AREAS), form, "gebieden", crs, [("Periode", "2026")])
    info, shapes, columns = opened(content)
    system = crs or (RD if form == ".gpkg" else WGS84)
    assert info["crs"] == f"EPSG:{system}"
    assert (info["features"], info["geometry_type"]) == (3, "MultiPolygon")
    assert info["layer_metadata"]["DESCRIPTION"] == "Periode: 2026"
    assert columns["Gebied"].tolist() == ["Café-hof", "B", None]
    assert columns["Per 100 per jaar"][0] == 8.25
    assert columns["Incidenten in 6 maanden"][2] == 3
    assert columns["Thema's"][0] == "vuil, geluid"
    assert str(columns["Begin"][0])[:10].replace("/", "-") == "2026-03-01"
    corner = shapely.get_coordinates(shapes[0])[:, :2]
    x, y, within = (155_000, 463_000, 0.5) if system == RD else (*AMERSFOORT, 1e-7)
    assert abs(corner - [x, y]).max(axis=1).min() < within
    assert shapely.get_num_geometries(shapes).tolist() == [1, 0, 2], "what touches is one, what lies apart two"
    assert shapely.is_missing(shapes).tolist() == [False, True, False]
    assert shapely.is_valid(shapes[[0, 2]]).all()


def test_geojson_is_that_of_its_standard():
    content = json.loads(to_geographic(FRAME, outlines(MEMBERS, AREAS), ".geojson", "gebieden"))
    assert content["type"] == "FeatureCollection"
    assert "crs" not in content, "RFC 7946: WGS84 and no other"
    ring = content["features"][0]["geometry"]["coordinates"][0][0]
    assert shapely.is_ccw(shapely.LinearRing(ring))
    assert content["features"][1]["geometry"] is None


def test_where_nothing_has_an_outline_it_is_said():
    none = pl.Series([["block:4"], ["block:gone"], []], dtype=pl.List(pl.String))
    assert not has_outlines(none, AREAS)
    assert has_outlines(MEMBERS, AREAS)
    with pytest.raises(WrongValue, match="no file for a map"):
        to_geographic(FRAME, outlines(none, AREAS), ".gpkg", "gebieden")


def test_outside_the_netherlands_the_file_is_in_wgs84():
    abroad = AREAS.with_columns(outline=pl.lit(square(3.72, 45.0)))
    drawn = outlines(MEMBERS, abroad)
    assert opened(to_geographic(FRAME, drawn, ".gpkg", "gebieden"))[0]["crs"] == "EPSG:4326"
    with pytest.raises(WrongValue, match="Netherlands only"):
        to_geographic(FRAME, drawn, ".gpkg", "gebieden", RD)
