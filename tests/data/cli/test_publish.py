"""What ``publish`` writes, opened by libraries that are not ours."""

import csv
import shutil
from datetime import date, timedelta

import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from data.services import publish
from data.store import projects
from data.store.database import open_store
from domain.projects.project import Project
from domain.publication import dictionary
from tests.data.cli.conftest import run
from tests.data.exports import HEADER, reports_csv

LEAD = "Ans Veldkamp"


@pytest.fixture(scope="module")
def published(tmp_path_factory, stored):
    """The folder that was published, from a store with a report each five days for two years and a project."""
    folder = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("BLOKWIJZER_LOCAL", str(folder / "local"))
        patch.setenv("BLOKWIJZER_DATABASE", f"sqlite:///{folder / 'store.sqlite'}")
        shutil.copy(stored, folder / "store.sqlite")
        first = date(2024, 4, 1)
        rows = [
            f"N-{n};{first + timedelta(5 * n):%d-%m-%Y};Zwerfafval;Lindehof;{1 + n % 39};1399 AB;Meerwijk;Open;"
            for n in range(150)
        ]
        (folder / "jaren.csv").write_bytes(reports_csv(*rows, header=HEADER))
        run("import", "jaren.csv")
        store = open_store()
        where = (("street:meerwijk/lindehof", "Lindehof"),)
        projects.create(store, LEAD, Project(f"Aanpak van {LEAD}", where, date(2026, 3, 1), lead=LEAD))
        store.close()
        said = run("publish", "out").stdout
        assert "Published up to 2026-03-31 in out: areas" in said
    return folder


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def test_each_table_is_there_as_parquet_and_as_csv(published):
    for name, columns in dictionary.TABLES.items():
        table = pq.read_table(published / "out" / f"{name}.parquet")
        assert [column for column in table.column_names if column != "outline"] == list(columns)
        rows = cells(published / "out" / f"{name}.csv")
        assert len(rows) == table.num_rows
        assert table.num_rows or name == "candidates"
        assert not rows or list(rows[0]) == list(columns)
    areas = pq.read_table(published / "out" / "areas.parquet").to_pylist()
    street = next(row for row in areas if row["level"] == "street")
    assert street["incidents"] > 50
    assert street["counted_until"].month % 3 == 0
    assert shapely.from_wkb(street["outline"]).geom_type == "MultiPolygon"
    assert b"primary_column" in pq.read_metadata(published / "out" / "areas.parquet").metadata[b"geo"]


def test_outlines_open_in_a_gis(published):
    info = pyogrio.read_info(published / "out" / "areas.gpkg")
    assert (info["crs"], info["geometry_type"]) == ("EPSG:28992", "MultiPolygon")
    assert {"level", "incidents", "rate"} <= set(info["fields"])
    assert "cijfers tot en met" in info["layer_metadata"]["DESCRIPTION"]


def test_the_dictionary_and_what_it_rests_on_are_beside_it(published):
    rows = cells(published / "out" / "dictionary.csv")
    named = {(row["table"], row["column"]) for row in rows}
    assert {(table, column) for table, columns in dictionary.TABLES.items() for column in columns} <= named
    assert all(row["meaning"] for row in rows)
    units = {row["column"]: row["unit"] for row in rows if row["table"] == "areas"}
    assert units["rate"] == "voorvallen per 100 woningen per jaar"
    about = {row["name"]: row["value"] for row in cells(published / "out" / "about.csv")}
    assert about["Gegevens"] == "Uw eigen gegevens"
    assert {"Periode", "Gemaakt op", "Cijfers die niet getoond worden"} <= about.keys()
    codes = {(row["column"], row["code"]) for row in cells(published / "out" / "codes.csv")}
    assert {("level", "street"), ("phase", "explore"), ("effect", "not_begun"), ("theme", "social")} <= codes


def test_no_file_holds_a_person_or_an_address(published):
    for path in (published / "out").iterdir():
        content = path.read_bytes()
        assert LEAD.encode() not in content, path.name
        assert b"1399 AB" not in content, path.name


def test_publishing_again_gives_the_same_and_another_folder_is_left_alone(published, monkeypatch):
    monkeypatch.chdir(published)
    monkeypatch.setenv("BLOKWIJZER_DATABASE", f"sqlite:///{published / 'store.sqlite'}")
    assert {each.name for each in (published / "out").iterdir()} <= publish.OURS
    before = (published / "out" / "areas.csv").read_bytes()
    run("publish", "out", "--language", "en")
    assert (published / "out" / "areas.csv").read_bytes() == before
    assert any(row["name"] == "Withheld figures" for row in cells(published / "out" / "about.csv"))
    assert "holds other files" in run("publish", ".", code=1).stderr
    assert (published / "store.sqlite").exists()


def test_before_a_quarter_has_ended_there_is_nothing_to_publish(imported):
    assert "no quarter has ended" in run("publish", "out", code=1).stderr
    assert not (imported / "out").exists()
