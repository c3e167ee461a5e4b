"""Figures that stand beside outlines, as in the kerncijfers of CBS: the attributes are the table, in any format."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyogrio
import pytest
import shapely

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.cleaning.clean import clean
from domain.intake.mapping.proposal import propose
from domain.intake.reading.contents import HowToRead
from domain.intake.reading.file import File
from domain.intake.reading.read_file import read_file
from domain.schemas import CategoryChoice
from tests.domain.intake.reading.test_polygons import drawn, geojson

CODES, SCORES, MISSING = ["BU01060001", "BU01060002", "BU01060003"], [4.2, 3.9], -99997.0
BOXES = [shapely.box(6.5 + 0.01 * place, 53.0, 6.509 + 0.01 * place, 53.01) for place in range(3)]


def as_geojson(_folder) -> bytes:
    """The outlines with a code and a figure each, as GeoJSON."""
    about = [{"buurtcode": code, "aantal": at} for code, at in zip(CODES, [*SCORES, MISSING], strict=True)]
    return geojson([(one, drawn(box)) for one, box in zip(about, BOXES, strict=True)])


def as_geopackage(folder) -> bytes:
    """The same as GeoPackage."""
    path = folder / "buurten.gpkg"
    about = [np.array(CODES, dtype=object), np.array([*SCORES, MISSING])]
    how = {"geometry_type": "Polygon", "crs": "EPSG:4326"}
    pyogrio.raw.write(path, shapely.to_wkb(np.array(BOXES)), about, ["buurtcode", "aantal"], **how)
    return path.read_bytes()


@pytest.mark.parametrize(("name", "written"), [("buurten.geojson", as_geojson), ("buurten.gpkg", as_geopackage)])
def test_the_attributes_of_outlines_are_figures_of_their_areas(name, written, tmp_path):
    ((_name, (table,)),) = read_file(File(name, written(tmp_path)), lexicon(), HowToRead(kind="indicators"))
    found = propose(table, lexicon(), "indicators", refuse=False)
    assert found.mapping.columns == {"code": "buurtcode"}
    asked = replace(found.mapping, figures=("aantal",), period="2024")
    result = clean(table, asked, lexicon(), b"key", CategoryChoice.create_empty())
    rows = result.frame.select("place", "measure", "starts_on", "value").rows()
    assert rows == [(code, "aantal", date(2024, 1, 1), value) for code, value in zip(CODES, SCORES, strict=False)]
    assert result.noticed == {"no_figure": 1}


def test_outlines_without_attributes_have_no_figures():
    content = geojson([({}, drawn(box)) for box in BOXES])
    with pytest.raises(NotUnderstood, match="no figures beside"):
        read_file(File("leeg.geojson", content), lexicon(), HowToRead(kind="indicators"))
