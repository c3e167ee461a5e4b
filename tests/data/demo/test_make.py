"""The demo's files: reproducible from the seed, small, fictional, and as inconsistent as real exports."""

import csv
import json
import re

import polars as pl
import pytest

from data.demo import make
from data.demo.layout import POSTCODES, TOWN
from tests.data.demo.raw import DEMO, dwellings, observations, reports, table
from tests.shared_data import SHARED, needs_shared


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return make.files()


def test_the_files_are_made_from_the_seed_byte_for_byte(made):
    for name, content in made.items():
        assert content == (DEMO / name).read_bytes(), f"{name} differs: run python -m data.demo.make"


def test_another_seed_is_another_town():
    name = "meldingen_2023-2026.csv"
    assert make.files(7)[name] != (DEMO / name).read_bytes()


def test_the_files_are_small(made):
    assert sum(map(len, made.values())) < 3_000_000


def test_the_town_is_of_the_size_it_should_be():
    assert 2_300 < dwellings()["homes"].sum() < 2_500
    assert dwellings()["street"].n_unique() == 45
    sizes = dwellings().group_by("block").agg(pl.sum("homes"))["homes"]
    assert 150 <= len(sizes) <= 170
    assert (sizes.min(), sizes.max()) == (4, 120)
    assert 8_500 < len(lines("meldingen_2023-2026.csv")) + observations().height < 9_500
    assert reports()["day"].dt.truncate("1mo").n_unique() == 36


def test_most_addresses_can_be_read_and_some_cannot():
    readable = reports().drop_nulls("block").height / len(lines("meldingen_2023-2026.csv"))
    assert 0.87 < readable < 0.97


def test_files_are_as_a_consultants_systems_write_them():
    cells = (DEMO / "meldingen_2023-2026.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        (DEMO / "woningen.csv").read_bytes().decode()
    assert cells.count(b"\r\n") > 6_000
    assert (DEMO / "observaties_buitendienst.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    first = table("woningen.csv", "cp1252").row(0, named=True)
    assert re.fullmatch(r"\d{6},\d\d", first["X-coördinaat"])


def test_people_in_the_demo_cannot_exist():
    for row in lines("meldingen_2023-2026.csv"):
        phones = re.findall(r"\b0\d-?\d{7,8}", row[6] + row[9])
        assert all(phone.startswith("06-0000") for phone in phones), row
        assert all(mail.rstrip(".").endswith(".example") for mail in re.findall(r"\S+@\S+", row[6])), row


@needs_shared
def test_its_postcodes_and_its_name_are_not_in_use():
    used = pl.read_csv(SHARED / "nl-postcode4" / "4pp.csv")
    assert not set(used["postcode"]) & set(POSTCODES.values())
    assert TOWN not in set(used["woonplaats"])


def test_the_outlines_hold_their_dwellings():
    shapely = pytest.importorskip("shapely")
    pyproj = pytest.importorskip("pyproj")
    outlines = {
        feature["properties"]["complexnr"]: shapely.geometry.shape(feature["geometry"])
        for feature in json.loads((DEMO / "blokken.geojson").read_text(encoding="utf-8"))["features"]
    }
    stock = table("woningen.csv", "cp1252")
    x, y = (stock[axis].str.replace(",", ".").cast(pl.Float64).to_numpy() for axis in ("X-coördinaat", "Y-coördinaat"))
    lon, lat = pyproj.Transformer.from_crs(28992, 4326, always_xy=True).transform(x, y)
    for block, point in zip(stock["Complexnr"], shapely.points(lon, lat), strict=True):
        assert outlines[block].contains(point), block
    tree = shapely.STRtree(list(outlines.values()))
    left, right = tree.query(list(outlines.values()), predicate="overlaps")
    areas = [
        shapely.intersection(outlines[a], outlines[b]).area / outlines[a].area
        for a, b in ((list(outlines)[i], list(outlines)[j]) for i, j in zip(left, right, strict=True))
    ]
    assert max(areas, default=0) < 0.02


def lines(name: str) -> list[list[str]]:
    """The rows of the reports, read by Python's own reader."""
    text = (DEMO / name).read_bytes().decode("cp1252").splitlines(keepends=True)[3:]
    return [row for row in csv.reader(text, delimiter=";") if len(row) > 2]
