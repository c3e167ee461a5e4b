"""Small exports that once went wrong (tests/cases, invented rows): how they are read, and where their rows are.

Every export represents a kind of fault. Variants are tested with the rule concerned, in tests/domain/intake.
"""

import io
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data.services import import_file
from data.services.recognise import ImportOptions
from data.store.database import open_store
from domain.errors import NotUnderstood
from domain.intake.reading.raw_table import ReadChoices

CASES = Path(__file__).parents[1] / "cases"
AMSTERDAM = (52.37, 4.9)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('cases') / 'store.sqlite'}")
    yield opened
    opened.close()


def found(store, name: str, content: bytes | None = None, **options) -> import_file.Outcome:
    """The outcome of importing a case into an empty store."""
    content = (CASES / name).read_bytes() if content is None else content
    (outcome,) = import_file.import_file(
        store, Path(name).name, content, ImportOptions(**options), actor="jan", dry_run=True
    )
    return outcome


def told(outcome: import_file.Outcome) -> str:
    return " ".join(outcome.to_dict()["notices"])


def near(frame: pl.DataFrame, place: tuple[float, float] = AMSTERDAM) -> bool:
    lat, lon = place
    return bool(
        frame.select((pl.col("lat") - lat).abs().lt(0.1) & (pl.col("lon") - lon).abs().lt(0.1)).to_series().all()
    )


def test_a_box_number_is_an_addition_and_no_part_of_the_street(store):
    frame = found(store, "belgium_bus_number.csv").checked.frame
    assert frame["street"].unique().to_list() == ["Lindelaan"]
    assert set(frame["number"]) == {12, 14, 16, 18}
    assert {"3", "101", "2"} <= set(frame["number_suffix"])
    assert set(frame["postcode"]) == {"1099"}


def test_kml_holds_blocks(store):
    outcome = found(store, "blocks.kml")
    assert (outcome.kind, outcome.added) == ("blocks", 5)
    assert outcome.checked.frame["name"].to_list() == [f"Blok {number}" for number in range(5)]


def test_a_merged_category_is_that_of_all_its_rows(store):
    outcome = found(store, "category_in_merged_cells.xlsx")
    counts = outcome.checked.frame["category_word"].value_counts()
    assert dict(counts.iter_rows()) == dict.fromkeys(counts["category_word"], 5)
    assert counts.height == 4
    assert "16" in told(outcome)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("coordinates_thousands_points.csv", 24),
        ("one_cell_geojson.csv", 20),
        ("one_cell_socrata.csv", 20),
        ("passes/one_cell_pair.csv", 20),
        ("passes/one_cell_wkt.csv", 20),
        ("passes/coordinates_scientific.csv", 20),
        ("passes/decimal_comma_in_comma_csv.csv", 20),
        ("passes/lat_lon_swapped.csv", 20),
    ],
)
def test_coordinates_however_they_are_written(store, name, rows):
    outcome = found(store, name)
    assert outcome.added == rows
    assert near(outcome.checked.frame)
    assert outcome.checked.frame["street"].null_count() == rows
    assert outcome.checked.placed["coordinate"] == rows


def test_rows_that_a_filter_hides_are_read_and_said(store):
    outcome = found(store, "hidden_rows_filter.xlsx")
    assert outcome.added == 24
    assert "hidden" in told(outcome)
    assert "16" in told(outcome)


def test_a_word_for_no_place_is_nowhere_and_counted(store):
    outcome = found(store, "placeholder_streets_nl.csv")
    assert outcome.added == 30
    assert outcome.checked.placed["nowhere"] == 15
    assert outcome.checked.noticed == {"no_place_named": 15}
    assert not {"Geen adres", "Zie opmerking", "Diverse locaties"} & set(outcome.checked.frame["street"])


def test_a_shapefile_of_points_holds_reports(store):
    outcome = found(store, "points_shapefile.zip")
    assert (outcome.kind, outcome.added) == ("reports", 24)
    assert outcome.to_dict()["mapping"]["latitude"] == "latitude"
    assert outcome.checked.frame["lat"].is_between(53.1, 53.3).all()
    assert found(store, "points_shapefile.zip", kind="reports").added == 24


def test_a_postcode_tells_areas_apart_better_than_a_running_number(store):
    outcome = found(store, "polygons_postcode6.geojson")
    assert outcome.checked.frame["code"].to_list() == [f"{number}AB" for number in range(9910, 9918)]


def test_sheets_of_one_layout_are_one_export(store):
    outcome = found(store, "sheet_per_year.xlsx")
    assert outcome.added == 24
    assert set(outcome.checked.frame["reported_on"].dt.year()) == {2022, 2023, 2024}
    assert "2022 (8), 2023 (8), 2024 (8)" in told(outcome)
    one = found(store, "sheet_per_year.xlsx", read_choices=ReadChoices(sheet="2023"))
    assert set(one.checked.frame["reported_on"].dt.year()) == {2023}
    two = found(store, "sheet_per_year.xlsx", read_choices=ReadChoices(sheet=("2022", "2024")))
    assert two.added == 16
    with pytest.raises(NotUnderstood, match="2022, 2023, 2024"):
        found(store, "sheet_per_year.xlsx", read_choices=ReadChoices(sheet="2025"))


def test_a_street_that_stands_once_holds_for_its_group(store):
    outcome = found(store, "subtotals_and_street_once.xlsx")
    assert (outcome.added, outcome.checked.rejected.height) == (20, 4)
    counts = dict(outcome.checked.frame["street"].value_counts().iter_rows())
    assert list(counts.values()) == [5] * 4
    assert None not in counts
    assert outcome.checked.noticed == {"street_filled_down": 16}


def test_white_space_after_the_last_quotation_mark_is_nothing(store):
    outcome = found(store, "tab_after_last_quote.csv")
    assert outcome.added == 15
    assert outcome.checked.upload.table.read_as.header_line == 1
    columns = outcome.checked.upload.table.cells.columns
    assert columns[:2] == ["id", "date_created"]
    assert "detail_url" in columns
    assert outcome.checked.frame["street"].unique().to_list() == ["Apfelgasse"]


def test_rows_without_any_place_are_nowhere(store):
    outcome = found(store, "rank_sentence_when_unplaced.csv")
    assert (outcome.added, outcome.checked.placed["nowhere"]) == (30, 20)


def test_what_worked_goes_on_working(store):
    assert found(store, "passes/utf16_tab.csv").checked.frame["street"].str.contains("é").any()
    title = found(store, "passes/title_group_header_totals.xlsx")
    assert (title.added, title.checked.rejected.height) == (20, 1)
    assert title.to_dict()["mapping"]["id"] == "Meldnummer"
    towns = found(store, "passes/same_street_two_towns.csv").checked.frame
    assert set(towns["town"]) == {"Noorddorp", "Zuidstad"}
    housing = found(store, "passes/housing_two_addresses.csv").to_dict()["mapping"]
    assert housing["address"] == "Adres overlastgever"


HEADER = ["Meldnummer", "Datum melding", "Categorie", "Straat", "Huisnummer", "Status"]
SUMMARY = [["Straat", "Huisnummer", "Aantal"], *(["Lindelaan", number, 3] for number in range(1, 9))]
COVER = [["Rapport overlast"], [], ["Kwartaal", "Aantal"], ["Q1", 12], ["Q2", 5]]


def some_reports(year: int) -> list[list]:
    return [[f"M{year}{n}", f"{3 + n:02}-01-{year}", "Zwerfafval", "Lindelaan", n + 1, "Open"] for n in range(8)]


def book(hidden: tuple[str, ...] = (), **sheets: list[list]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, tuple):
                        text, down, right = value
                        sheet.merge_range(line, place, line + down, place + right, text)
                    elif value is not None:
                        sheet.write(line, place, value)
            if name in hidden:
                sheet.hide()
    return content.getvalue()


def test_the_sheet_with_reports_is_read_and_the_others_are_said(store):
    content = book(voorblad=COVER, samenvatting=SUMMARY, meldingen=[HEADER, *some_reports(2024)])
    outcome = found(store, "boek.xlsx", content)
    assert (outcome.file, outcome.kind, outcome.added) == ("boek.xlsx", "reports", 8)
    assert outcome.checked.upload.table.read_as.sheet == "meldingen"
    assert "samenvatting (8)" in told(outcome)
    chosen = found(store, "boek.xlsx", content, read_choices=ReadChoices(sheet="samenvatting"))
    assert chosen.kind == "dwellings"


def test_a_hidden_sheet_is_read_only_where_no_other_holds_reports(store):
    now, before = [HEADER, *some_reports(2024)], [HEADER, *some_reports(2023)]
    outcome = found(store, "boek.xlsx", book(("oud",), nu=now, oud=before))
    assert set(outcome.checked.frame["reported_on"].dt.year()) == {2024}
    assert "oud (8)" in told(outcome)
    outcome = found(store, "boek.xlsx", book(("oud",), voorblad=COVER, oud=before))
    assert set(outcome.checked.frame["reported_on"].dt.year()) == {2023}
    assert "Hidden in the workbook" in told(outcome)


def test_a_sheet_that_goes_on_has_the_header_of_the_one_before(store):
    outcome = found(store, "boek.xlsx", book(deel1=[HEADER, *some_reports(2023)], deel2=some_reports(2024)))
    assert outcome.added == 16


def test_a_header_of_two_rows_is_joined(store):
    rows = [[f"m{n}", f"0{n + 1}-02-2024", "Zwerfafval", "Kade", n + 1, "Open"] for n in range(8)]
    upper = [("Meldnummer", 1, 0), ("Datum", 1, 0), ("Categorie", 1, 0), ("Adres", 0, 1), None, ("Status", 1, 0)]
    lower = [None, None, None, "Straat", "Nr", None]
    outcome = found(store, "boek.xlsx", book(blad=[["Overzicht"], [], upper, lower, *rows]))
    assert outcome.added == 8
    assert outcome.checked.frame["street"].unique().to_list() == ["Kade"]
    assert outcome.checked.frame["number"].to_list() == list(range(1, 9))


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def test_a_point_that_many_streets_share_is_no_place(store):
    header = "nr;datum;soort;straat;huisnummer;lat;lon"
    streets = [f"{name}straat" for name in "Eik Beuk Linde Iep Els Berk Wilg Den Spar Hulst Taxus Vlier".split()]
    missed = [f"{n};0{n + 1}-02-2024;Afval;{street};1;52,5;5,2" for n, street in enumerate(streets[:8])]
    rest = [f"{n + 50};0{n + 1}-02-2024;Afval;{street};2;52,51{n};5,21{n}" for n, street in enumerate(streets[:9])]
    outcome = found(store, "m.csv", csv(header, *missed, *rest))
    assert outcome.checked.noticed == {"default_point": 8}
    assert outcome.checked.frame["lat"].null_count() == 8
    assert outcome.checked.frame["street"].null_count() == 0
    snapped = [f"{n};0{n + 1}-02-2024;Afval;Eikstraat;1;52,51;5,21" for n in range(9)]
    assert found(store, "m.csv", csv(header, *snapped)).checked.noticed == {}


def test_a_town_alone_is_no_street(store):
    header = "nr;datum;soort;adres"
    rows = [f'{n};0{n + 1}-02-2024;Afval;"Kade {n + 1}, 2224 Katwijk"' for n in range(6)]
    towns = ["6;07-02-2024;Afval;Katwijk", '7;08-02-2024;Afval;"2225 Katwijk"']
    outcome = found(store, "m.csv", csv(header, *rows, *towns))
    assert outcome.checked.noticed == {"town_only": 2}
    assert outcome.checked.frame["street"].to_list() == ["Kade"] * 6 + [None] * 2
    assert outcome.checked.placed["nowhere"] == 2
