"""Outlines of neighbourhoods are told from those of blocks, by what the file itself calls them."""

import numpy as np
import pyogrio
import pytest
import shapely

from data.reference import lexicon
from domain.intake.reading.contents import HowToRead
from domain.intake.reading.file import File
from domain.intake.reading.read_file import read_file
from tests.domain.intake.reading.test_polygons import drawn, geojson
from tests.shared_data import SHARED, needs_shared

BIG, SMALL = shapely.box(4.0, 52.0, 4.01, 52.01), shapely.box(4.0, 52.0, 4.001, 52.001)


def kind_of(name: str, content: bytes, kind: str | None = None) -> str:
    return read_file(File(name, content), lexicon(), HowToRead(kind=kind)).kind


@pytest.mark.parametrize(
    ("file", "about", "shape", "kind"),
    [
        ("x.geojson", {"buurtcode": "BU0363AD01", "buurtnaam": "Noord", "aantal_woningen": 20}, BIG, "neighbourhoods"),
        ("x.geojson", {"statcode": "WK036301", "statnaam": "Noord"}, SMALL, "neighbourhoods"),
        ("x.geojson", {"WARD": "Bishopsgate"}, BIG, "neighbourhoods"),
        ("wijken.geojson", {"name": "Noord"}, BIG, "neighbourhoods"),
        ("wijken.geojson", {"name": "Noord"}, SMALL, "blocks"),  # no neighbourhood is as small as a row of houses
        ("blokken buurt noord.geojson", {"name": "Het Hof"}, BIG, "blocks"),
        ("x.geojson", {"complexnr": "12", "naam": "Het Hof", "buurt": "Noord"}, BIG, "blocks"),
        ("x.geojson", {"postcode6": "1011AB", "buurtnaam": "Noord"}, BIG, "blocks"),
        ("Noordwijk.geojson", {"name": "Het Hof"}, BIG, "blocks"),
    ],
)
def test_what_outlines_are(file, about, shape, kind):
    assert kind_of(file, geojson([(about, drawn(shape))])) == kind


def test_a_person_may_say_what_they_are():
    content = geojson([({"buurtnaam": "Noord"}, drawn(BIG))])
    assert kind_of("x.geojson", content, "blocks") == "blocks"


def test_of_the_layers_of_cbs_the_smallest_areas_are_read(tmp_path):
    path = tmp_path / "wijkenbuurten.gpkg"
    shapes = shapely.to_wkb(np.array([BIG]))
    for layer, code in (("gemeenten", "GM0363"), ("wijken", "WK036301"), ("buurten", "BU0363AD01")):
        codes = [np.array([code], dtype=object)]
        how = {"layer": layer, "geometry_type": "Polygon", "crs": "EPSG:4326", "append": path.exists()}
        pyogrio.raw.write(path, shapes, codes, ["code"], **how)
    found = read_file(File(path.name, path.read_bytes()), lexicon(), HowToRead())
    assert (found.kind, found.blocks["code"].to_list()) == ("neighbourhoods", ["BU0363AD01"])


@needs_shared
def test_real_outlines_of_neighbourhoods():
    content = (SHARED / "nl-amsterdam-geo/wijken.geojson").read_bytes()
    assert kind_of("wijken.geojson", content) == "neighbourhoods"
