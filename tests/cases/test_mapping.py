"""Small exports of kinds that were once misunderstood (tests/cases): their mapping in a whole import."""

import shutil
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import polars as pl
import pytest

from data.cli.printing import import_text
from data.services import import_file
from data.services.recognise import ImportOptions
from data.services.snapshot import load_snapshot
from data.store import records
from data.store.database import Store, open_store
from data.store.profiles import Profile, save
from domain.errors import NotUnderstood, WrongValue

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def store(tmp_path, empty_store) -> Iterator[Store]:
    """An empty store on SQLite only, because the mapping of a file does not depend on the database."""
    store = open_store(f"sqlite:///{shutil.copy(empty_store, tmp_path / 'store.sqlite')}")
    yield store
    store.close()


def bring(store: Store, name: str, content: bytes | None = None, *, dry_run=False, **options) -> import_file.Outcome:
    content = (CASES / name).read_bytes() if content is None else content
    (outcome,) = import_file.import_file(store, name, content, ImportOptions(**options), actor="jan", dry_run=dry_run)
    told = outcome.to_dict()
    assert told["rows"] == sum(told[part] for part in ("added", "updated", "unchanged", "left_out", "rejected"))
    return outcome


def period(outcome: import_file.Outcome) -> tuple[date, date]:
    return outcome.checked.period


@pytest.mark.parametrize(
    ("name", "columns", "days"),
    [
        (
            "date_open_timestamp_vs_close_date.csv",
            {"date": "service_request_open_timestamp", "closed": "service_request_close_date"},
            (date(2024, 1, 3), date(2024, 4, 4)),
        ),
        (
            "fixmystreet_dashboard.csv",
            {
                "id": "Report ID",
                "date": "Created",
                "closed": "Closed",
                "category": "Category",
                "latitude": "Latitude",
                "neighbourhood": "Ward",
            },
            (date(2024, 1, 3), date(2024, 4, 21)),
        ),
        (
            "french_dansmarue_layout.csv",
            {
                "date": "DATE DECLARATION",
                "category": "TYPE DECLARATION",
                "subcategory": "SOUS TYPE DECLARATION",
                "address": "ADRESSE",
                "postcode": "CODE POSTAL",
                "coordinates": "geo_point_2d",
            },
            (date(2024, 1, 3), date(2024, 4, 4)),
        ),
        (
            "police_nl_category_header.csv",
            {
                "id": "Incident Identificatie",
                "date": "Begin-pleegdatum/tijd",
                "category": "Incidentsoort",
                "street": "Pleegstraatnaam",
                "number": "Pleeghuisnummer met toev.",
                "postcode": "Pleegpostcode",
                "town": "Pleegplaats",
                "x": "X",
                "y": "Y",
            },
            (date(2024, 1, 3), date(2024, 3, 12)),
        ),
        (
            "reports_taken_for_dwellings.csv",
            {"date": "b_datum", "category": "srt", "street": "straat", "number": "huisnr", "x": "x", "y": "y"},
            (date(2024, 1, 3), date(2024, 3, 24)),
        ),
        (
            "category_pair_vs_composed_with_district.csv",
            {"category": "CATEGORY", "subcategory": "TYPE", "time": "CREATION TIME"},
            (date(2024, 1, 3), date(2024, 2, 24)),
        ),
        (
            "amsterdam_meldingen_layout.csv",
            {"date": "datumMelding", "time": "tijdstipMelding", "closed": "datumAfgerond"},
            (date(2024, 1, 3), date(2024, 4, 5)),
        ),
        (
            "housing_two_addresses.csv",
            {"address": "Adres overlastgever", "block": "Complexnr", "closed": "Afgesloten op"},
            (date(2024, 1, 3), date(2024, 4, 4)),
        ),
        ("ambiguous_dates_only.csv", {"date": "created"}, (date(2024, 1, 1), date(2024, 9, 5))),
        ("title_group_header_totals.xlsx", {"date": "Datum melding"}, (date(2024, 1, 3), date(2024, 4, 7))),
    ],
)
def test_reports_are_reported_on_their_own_day(store, name, columns, days):
    outcome = bring(store, name)
    found = outcome.to_dict()["mapping"]
    assert outcome.kind == "reports"
    assert {field: found.get(field) for field in columns} == columns
    assert period(outcome) == days
    assert outcome.added == outcome.checked.frame.height


def test_open_cases_are_no_undated_rows(store):
    outcome = bring(store, "date_open_timestamp_vs_close_date.csv")
    assert (outcome.added, outcome.checked.rejected.height) == (24, 0)
    assert outcome.checked.frame["closed_on"].null_count() == 4


def test_moments_in_digits_tell_the_time(store):
    frame = bring(store, "reports_taken_for_dwellings.csv").checked.frame
    assert frame["reported_time"].unique().to_list() == [time(17, 30)]
    assert frame["lat"].null_count() == 0


def test_a_time_of_its_own_with_am_and_pm(store):
    outcome = bring(store, "time_am_pm_column.csv")
    frame = outcome.checked.frame
    assert set(frame["reported_time"]) == {time(9, 5), time(12, 59), time(23, 30)}
    assert period(outcome)[0] == date(2024, 1, 13)


def test_kinds_do_not_differ_by_district(store):
    frame = bring(store, "category_pair_vs_composed_with_district.csv").checked.frame
    assert frame["category_word"].n_unique() == 3
    assert "Trash / Recycling › Illegal Dumping" in frame["category_word"].to_list()
    assert set(frame["status"]) == {"open", "closed"}


def test_what_a_reporter_wrote_is_no_category(store):
    outcome = bring(store, "fixmystreet_dashboard.csv")
    stored = records.load(store, "reports")
    assert set(stored["category_word"]) == {"Flytipping", "Graffiti", "Dog fouling"}
    assert stored["note"].null_count() == stored.height
    assert outcome.checked.upload.proposal.personal == {"User Name": "name"}


def test_addresses_of_shops_are_no_homes(store):
    outcome = bring(store, "bag_shapefile_headers.csv")
    frame = outcome.checked.frame
    assert (outcome.kind, frame.height, frame["is_dwelling"].sum()) == ("dwellings", 24, 16)
    assert frame["number"].null_count() == frame["postcode"].null_count() == frame["lat"].null_count() == 0


def test_naming_one_column_keeps_the_others(store):
    whole = bring(store, "bag_shapefile_headers.csv", kind="dwellings", columns={"street": "OPENBARE_R"}, dry_run=True)
    told = whole.to_dict()["mapping"]
    assert told["street"] == "openbare_r"
    assert {"number", "postcode", "town", "latitude", "longitude", "is_dwelling"} <= told.keys()


def test_a_list_of_addresses(store):
    outcome = bring(store, "openaddresses_layout.csv")
    assert (outcome.kind, outcome.added) == ("dwellings", 24)
    columns = {"street": "STREET", "number": "NUMBER", "number_suffix": "UNIT", "town": "CITY", "postcode": "POSTCODE"}
    assert columns.items() <= outcome.to_dict()["mapping"].items()


def test_a_planning_with_a_column_a_year(store):
    outcome = bring(store, "planning_wide_years.csv")
    assert (outcome.kind, outcome.added) == ("opportunities", 12)
    assert outcome.checked.frame["starts_on"].dt.year().to_list() == [2025, 2026, 2027, 2028] * 3


def test_a_ward_with_its_number_is_no_address(store):
    with pytest.raises(NotUnderstood):
        bring(store, "ward_number_is_no_house.csv")


def test_numbers_with_a_zero_behind_the_point_are_whole(store):
    blocks = bring(store, "block_code_float.csv").checked.frame["block_code"]
    assert set(blocks) == {"2010", "2011", "2012"}


def test_a_number_is_the_same_with_and_without_a_point(store):
    bring(store, "id_int_first.csv")
    again = bring(store, "id_float_second.csv")
    assert (again.added, again.unchanged) == (0, 15)


def test_numbers_rounded_by_a_spreadsheet_do_not_identify_reports(store):
    outcome = bring(store, "ids_scientific_notation.csv")
    assert (outcome.added, records.load(store, "reports").height) == (24, 24)


def test_a_case_with_a_row_for_each_status_is_one_report(store):
    outcome = bring(store, "status_history_rows.csv")
    assert outcome.added == 8
    assert outcome.checked.noticed == {"again": 16}
    assert "later row in this file: 16" in import_text(outcome)
    assert records.load(store, "reports")["status"].to_list() == ["closed"] * 8


@pytest.mark.parametrize("dated", [True, False])
def test_the_last_status_counts_whatever_the_order_of_the_rows(store, dated):
    header, *rows = (CASES / "status_history_rows.csv").read_text().splitlines()
    lines = [header, *reversed(rows)]
    lines = lines if dated else [line.rsplit(";", 1)[0] for line in lines]
    outcome = bring(store, "history.csv", "\n".join(lines).encode())
    assert outcome.added == 8
    assert records.load(store, "reports")["status"].to_list() == ["closed"] * 8


@pytest.mark.parametrize(("first", "second"), [("{:08}", "{}"), ("{}", "{:06}")], ids=["zeros lost", "zeros added"])
def test_numbers_that_lost_their_zeros_are_told_of(store, first, second):
    lines = "Meldnr;Datum;Soort;Adres\n" + "\n".join(f"{{0}};{n}-3-2024;Zwerfvuil;Kade {n}" for n in range(13, 25))

    def export(number: str) -> bytes:
        return "\n".join(line.format(number.format(n + 99)) for n, line in enumerate(lines.split("\n"))).encode()

    assert "without_zeros" not in bring(store, "a.csv", export(first)).checked.noticed
    again = bring(store, "b.csv", export(second), dry_run=True)
    assert (again.added, again.checked.noticed) == (12, {"without_zeros": 12})
    assert bring(store, "a.csv", export(first)).unchanged == 12


def test_a_report_without_a_number_that_got_another_category_is_told_of(store):
    bring(store, "noid_first.csv")
    again = bring(store, "noid_second_reclassified.csv")
    assert (again.added, again.unchanged) == (5, 15)
    assert again.checked.noticed == {"renamed": 5}
    third = bring(store, "noid_second_reclassified.csv")
    assert (third.unchanged, third.checked.noticed) == (20, {})


def test_dates_of_which_a_spreadsheet_turned_day_and_month(store):
    outcome = bring(store, "dates_half_swapped_by_excel.xlsx")
    assert period(outcome) == (date(2024, 1, 3), date(2024, 5, 7))
    assert outcome.checked.frame["reported_on"].is_sorted()
    assert outcome.checked.noticed == {"dates_turned": 12}


def test_a_closing_day_that_cannot_be_is_not_kept(store):
    outcome = bring(store, "closed_before_created.csv")
    assert outcome.checked.noticed == {"closed_odd": 16}
    assert outcome.checked.frame["closed_on"].null_count() == 24


def test_words_for_a_status(store):
    frame = bring(store, "status_words_resol.csv").checked.frame
    table = pl.read_csv(CASES / "status_words_resol.csv", infer_schema=False)
    found = dict(zip(table["status"], frame["status"], strict=True))
    assert found.items() >= {"RESOL": "closed", "Duplicate": "closed", "Geseponeerd": "closed"}.items()
    assert found.items() >= {"Fixed - Council": "closed", "Transferred": "open", "Action scheduled": "open"}.items()


def test_a_status_that_is_not_understood_is_told_of(store):
    content = (CASES / "status_words_resol.csv").read_bytes().replace(b"RESOL", b"Brwmpf")
    outcome = bring(store, "status.csv", content)
    assert outcome.checked.noticed["status_unknown"] == content.count(b"Brwmpf")
    assert "not known as open or closed" in import_text(outcome)


ODD = b"nr;datum;q;straatnaam;huisnr\n" + b"".join(
    f"{n};{n + 1:02}-03-2026;tekst {n} van de een of ander;Lindelaan;{n}\n".encode() for n in range(1, 25)
)


def test_a_refusal_says_how_to_let_the_file_in_and_doing_so_does(store):
    with pytest.raises(NotUnderstood) as declined:
        bring(store, "odd.csv", ODD)
    assert '--map "category=q"' in str(declined.value)
    outcome = bring(store, "odd.csv", ODD, columns={"category": "q"})
    told = {"id": "nr", "date": "datum", "category": "q", "street": "straatnaam", "number": "huisnr"}
    assert (outcome.added, outcome.to_dict()["mapping"]) == (24, told)


def test_a_column_that_is_taken_away_stays_away(store):
    outcome = bring(store, "odd.csv", ODD, columns={"category": "q", "number": ""})
    assert "number" not in outcome.to_dict()["mapping"]


def test_a_column_that_is_not_there_is_said(store):
    with pytest.raises(WrongValue, match="no column “soort”"):
        bring(store, "odd.csv", ODD, columns={"category": "soort"})


def test_a_profile_of_another_layout_counts_for_the_columns_that_are_there(store):
    mapping = {"kind": "reports", "columns": {"category": "q", "date": "gemeld"}}
    save(store, "jan", Profile("ours", "reports", "another layout", mapping))
    told = bring(store, "odd.csv", ODD, profile="ours").to_dict()["mapping"]
    assert told == {"id": "nr", "date": "datum", "category": "q", "street": "straatnaam", "number": "huisnr"}


def test_one_date_in_the_future_does_not_move_the_window(store):
    bring(store, "one_future_date.csv")
    assert load_snapshot(store).as_of < date(2025, 1, 1)
