"""Real exports and unusual files, if they are available."""

import io
import zipfile

import polars as pl
import pytest
import shapely

from domain.errors import NotUnderstood
from domain.intake.reading.reader import RawTable, read
from tests.domain.intake.reading.shapes import holds_shapes, read_polygons
from tests.shared_data import SHARED, needs_shared

pytestmark = needs_shared


def table(path: str) -> RawTable:
    (only,) = read(path.rsplit("/", 1)[-1], (SHARED / path).read_bytes())
    return only


@pytest.mark.parametrize(
    ("path", "rows", "columns", "encoding", "delimiter"),
    [
        ("nl-assen-signalen/assen_meldingen_excel_nl.csv", 3024, 11, "windows-1252", ";"),
        ("nl-assen-signalen/assen_meldingen_flat.csv", 3024, 12, "utf-8", ","),
        ("nl-bag-addresses/bagadresplus.csv", 99, 50, "utf-8", ";"),
        ("nl-postcode4/4pp.csv", 4699, 10, "utf-8", ","),
        ("uk-cumbria-2024-01/2024-01-cumbria-street.csv", 2983, 12, "utf-8", ","),
        ("us-nyc-311/nyc_2022-05_41cols.csv", 924, 41, "utf-8", ","),
        ("us-nyc-block/all_complaints_block.csv", 3225, 8, "utf-8", ","),
        ("us-baltimore-311/311_sample.csv", 10000, 26, "utf-8", ","),
        ("vera-code-lists/Referentiedata.csv", 2463, 8, "utf-8", ";"),
        ("odd-csvkit/FY09_EDU_Recipients_by_State.csv", 52, 9, "utf-8", ","),
        ("odd-csvkit/event-notification-rpt-lastmonth.txt", 72, 71, "utf-8", "|"),
        ("odd-csvkit/ks_1033_data.csv", 1575, 14, "utf-8", ","),
        ("odd-csvkit/mac_newlines.csv", 2, 3, "utf-8", ","),
        ("odd-csvkit/test_empty_columns.csv", 2, 3, "utf-8", ","),
        ("odd-csvkit/test_header_newline.csv", 1, 3, "utf-8", ","),
        ("odd-csvkit/test_latin1.csv", 2, 3, "windows-1252", ","),
        ("odd-csvkit/test_utf16_big.csv", 2, 3, "utf-16-be", ","),
        ("odd-csvkit/test_utf16_little.csv", 2, 3, "utf-16-le", ","),
        ("odd-csvkit/test_utf8_bom.csv", 2, 3, "utf-8", ","),
        ("odd-csvkit/dummy.xlsx", 1, 3, None, None),
        ("odd-csvkit/test_skip_lines.xlsx", 5, 8, None, None),
    ],
)
def test_each_is_read_whole(path, rows, columns, encoding, delimiter):
    found = table(path)
    assert (found.cells.height, found.cells.width, found.rejected.height) == (rows, columns, 0)
    assert (found.read_as.encoding, found.read_as.delimiter) == (encoding, delimiter)


@pytest.mark.parametrize(("path", "bad_line"), [("odd-csvkit/bad.csv", 2), ("odd-csvkit/bad_skip_lines.csv", 5)])
def test_only_the_row_that_is_too_long_stays_out(path, bad_line):
    found = table(path)
    assert found.rejected.select("line", "reason").rows() == [(bad_line, "too_many_cells")]
    assert found.cells.rows() == [(None, "I'm too short!", None), ("0", "mixed types.... uh oh", "17")]
    assert found.lines.to_list() == [bad_line + 1, bad_line + 2]


def test_a_row_with_a_nul_stays_out():
    found = table("odd-csvkit/null_byte.csv")
    assert (found.rows, found.rejected["reason"].to_list()) == (1, ["nul"])


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("comma_in_quotes", [("John", "Doe", "120 any st.", "Anytown, WW", "08123")]),
        ("empty", [("1", None, None), ("2", "3", "4")]),
        ("escaped_quotes", [("1", 'ha "ha" ha'), ("3", "4")]),
        ("json", [("1", '{"type": "Point", "coordinates": [102.0, 0.5]}')]),
        ("newlines_crlf", [("1", "2", "3"), ("Once upon \na time", "5", "6"), ("7", "8", "9")]),
        ("quotes_and_newlines", [("1", 'ha \n"ha" \nha'), ("3", "4")]),
        ("utf8", [("1", "2", "3"), ("4", "5", "ʤ")]),
    ],
)
def test_odd_dialects(name, rows):
    assert table(f"odd-csv-spectrum/{name}.csv").cells.rows() == rows


def test_baltimore_is_the_same_as_csv_and_as_workbook():
    as_csv, as_xlsx = (table(f"us-baltimore-311/311_sample.{ending}").cells for ending in ("csv", "xlsx"))
    assert as_csv.columns == as_xlsx.columns
    alike = (as_csv == as_xlsx).select(pl.all().fill_null(True).mean()).row(0, named=True)
    differing = {name for name, share in alike.items() if share < 1}
    assert differing <= {"Latitude", "Longitude"}  # the workbook rounds them
    for axis in ("Latitude", "Longitude"):
        assert (as_csv[axis].cast(float) - as_xlsx[axis].cast(float)).abs().max() < 1e-8


def test_a_year_of_months_in_one_zip():
    content = io.BytesIO()
    months = sorted((SHARED / "uk-city-of-london-street-crime").glob("2019-*.csv"))
    with zipfile.ZipFile(content, "w") as archive:
        for month in months:
            archive.write(month, f"{month.name[:7]}/{month.name}")
    tables = read("london.zip", content.getvalue())
    assert len(tables) == 12
    assert sum(found.rows for found in tables) == sum(len(month.read_bytes().splitlines()) - 1 for month in months)


@pytest.mark.parametrize("path", ["nl-assen-signalen/areas.json", "nl-amsterdam-geo/wijken.geojson"])
def test_json_is_declined(path):
    with pytest.raises(NotUnderstood, match="JSON"):
        table(path)


def shapefile(*layers: str, prj: bool = True) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for layer in layers:
            for ending in ("shp", "shx", "dbf", "prj")[: 4 if prj else 3]:
                archive.write(SHARED / f"nl-amsterdam-geo/{layer}.{ending}", f"Gebieden/{layer}.{ending.upper()}")
    return content.getvalue()


@pytest.mark.parametrize("prj", [True, False])
def test_amsterdams_blocks_in_rd_lie_in_amsterdam(prj):
    content = shapefile("GBD_Bouwblok", prj=prj)
    assert holds_shapes("blokken.zip", content)
    blocks, rejected = read_polygons("blokken.zip", content)
    assert {"DE60", "DF78"} <= set(blocks["code"])
    assert blocks.height + rejected.height == 117  # of 118 shapes two have one code
    assert rejected.select("line", "column", "reason").rows() == [(118, "CODE", "no_block_code")]

    west, south, east, north = shapely.total_bounds(shapely.from_wkb(blocks["outline"].to_numpy()))
    assert 4.7 < west < east < 5.1
    assert 52.2 < south < north < 52.5


def test_amsterdams_neighbourhoods():
    content = (SHARED / "nl-amsterdam-geo/wijken.geojson").read_bytes()
    assert holds_shapes("wijken.geojson", content)
    blocks, _ = read_polygons("wijken.geojson", content)
    assert "Jordaan" in set(blocks["name"])


def test_two_layers_are_not_chosen_from():
    with pytest.raises(NotUnderstood, match="GBD_Bouwblok, GBD_Buurt"):
        read_polygons("x.zip", shapefile("GBD_Bouwblok", "GBD_Buurt"))
