"""The files that Map, Candidates and Projects offer for a GIS: made on the click, and opened by pyogrio."""

import io

import pyogrio
import pytest
import streamlit as st

from domain.documents import geographic
from tests.data.exports import report, reports_csv
from tests.pages.conftest import words
from tests.pages.tabs import with_table

pytestmark = pytest.mark.filterwarnings("ignore:File .* has GPKG application_id")  # bytes have no file name


@pytest.fixture
def offered(monkeypatch):
    """The files that a page offers by their name without day: what makes each when its button is pressed."""
    found = {}

    def recorded(label, data, file_name, **given):
        found[label] = data

    monkeypatch.setattr(st, "download_button", recorded)
    return found


@pytest.fixture
def written(monkeypatch):
    """The files for a GIS that were made so far."""
    made = []
    original = geographic.to_geographic
    monkeypatch.setattr(geographic, "to_geographic", lambda *given, **more: made.append(1) or original(*given, **more))
    return made


@pytest.mark.parametrize(
    ("page", "column"), [("map", "Per 100 per jaar"), ("candidates", "Score"), ("projects", "Fase")]
)
def test_a_page_offers_its_list_with_outlines(with_demo, screen, offered, written, page, column):
    test = screen(page)
    if page == "map":
        with_table(test)
    if page == "projects":
        test.segmented_control(key="projects-shape").set_value("list").run()
    assert not test.exception
    assert not written, "nothing is made before the click"
    for label, crs in (("Download GeoPackage", "EPSG:28992"), ("Download GeoJSON", "EPSG:4326")):
        info = pyogrio.read_info(io.BytesIO(offered[label]()))
        assert info["crs"] == crs
        assert info["geometry_type"] == "MultiPolygon"
        assert column in info["fields"]
        lines = offered["Download CSV"]().decode("utf-8-sig").splitlines()
        assert info["features"] == len(lines) - lines.index("") - 2
        assert "Voorbeeld" in info["layer_metadata"]["DESCRIPTION"]


def test_without_outlines_it_says_so(local, data_screen, screen, offered):
    test = data_screen(("vals.csv", reports_csv(*(report(n, day=1 + n % 28, house=n) for n in range(1, 30)))))
    next(button for button in test.button if button.key == "import files").click().run()
    test = with_table(screen("map", link={"store": "own"}))
    assert list(offered) == ["Download CSV", "Download XLSX"]
    assert "geen bestand voor een kaart" in words(test)
