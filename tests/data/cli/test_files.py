"""Tables for a spreadsheet, written from the command line."""

from datetime import date

import pyogrio
import pyogrio.raw
import pytest
import shapely

from data.store import audit, projects
from data.store.database import open_store
from domain.projects.project import Project
from tests.data.cli.conftest import run
from tests.data.exports import report, reports_csv


@pytest.mark.parametrize("what", ["reports", "areas", "candidates", "projects"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export_writes_a_file_by_its_ending(imported, what, ending):
    run("export", what, "--out", f"uit.{ending}")
    content = (imported / f"uit.{ending}").read_bytes()
    assert content.startswith(b"PK" if ending == "xlsx" else b"\xef\xbb\xbf")
    if (what, ending) == ("reports", "csv"):
        assert len(content.decode("utf-8-sig").splitlines()) == 60


def test_an_export_defuses_formulas(files):
    (files / "vals.csv").write_bytes(reports_csv(report(1, category="=HYPERLINK(0)")))
    run("import", "vals.csv")
    run("export", "reports", "--out", "uit.csv")
    assert (files / "uit.csv").stat().st_mode & 0o777 == 0o600, "for its owner only"
    assert "'=HYPERLINK" in (files / "uit.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("what", ["areas", "candidates", "projects"])
@pytest.mark.parametrize(("ending", "crs"), [("gpkg", "EPSG:28992"), ("geojson", "EPSG:4326")])
def test_export_writes_outlines_for_a_gis(imported, what, ending, crs):
    if what == "projects":
        place = open_store()
        projects.create(
            place, "Ans", Project("Lindehof", (("street:meerwijk/lindehof", "Lindehof"),), date(2026, 3, 1))
        )
        place.close()
    said = run("export", what, "--out", f"uit.{ending}").stdout
    info = pyogrio.read_info(imported / f"uit.{ending}")
    shapes = shapely.from_wkb(pyogrio.raw.read(imported / f"uit.{ending}")[2])
    assert info["crs"] == crs
    assert said.startswith(f"{info['features']} rows")
    assert info["features"] > 0
    assert not shapely.is_missing(shapes).any()
    assert {"areas": "rate", "candidates": "score", "projects": "phase"}[what] in info["fields"]
    assert (imported / f"uit.{ending}").stat().st_mode & 0o777 == 0o600, "for its owner only"


def test_export_writes_the_coordinates_that_were_asked_for(imported):
    run("export", "areas", "--out", "uit.geojson", "--crs", "rd")
    assert pyogrio.read_info(imported / "uit.geojson")["crs"] == "EPSG:28992"
    assert "has coordinates" in run("export", "areas", "--out", "uit.csv", "--crs", "rd", code=2).stderr


def test_what_has_no_outline_goes_to_no_map(files):
    (files / "vals.csv").write_bytes(reports_csv(report(1), report(2)))
    run("import", "vals.csv")
    assert "no file for a map" in run("export", "areas", "--out", "uit.gpkg", code=1).stderr
    assert not (files / "uit.gpkg").exists()
    assert "outlines" in run("export", "reports", "--out", "uit.gpkg", code=2).stderr


def test_an_export_to_another_ending_is_refused(files):
    assert ".csv, .xlsx, .gpkg or .geojson" in run("export", "reports", "--out", "uit.pdf", code=2).stderr


def test_an_export_says_what_it_holds_and_is_recorded(imported):
    said = run("export", "reports", "--out", "uit.csv").output
    assert "every report, with its address" in said
    assert "inside the association" in said
    store = open_store()
    row = audit.trail(store, "table").row(0, named=True)
    assert (row["action"], row["entity_id"], row["details"]) == ("export", "reports", '{"rows": 59}')
    store.close()
