import datetime as dt
import io
import zipfile

import fastexcel
import polars as pl
import pytest

from domain.documents.spreadsheet import defuse, rounded, to_csv, to_xlsx
from domain.errors import WrongValue

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"]
HARMLESS = ["Zeedijk", "-5,2", "+31612345678", "-1.000,50", "", "a=b", " =1", "'=1"]


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical])
def test_what_would_run_is_defused_and_nothing_else(dtype):
    frame = pl.DataFrame({"wat": [*HOSTILE, *HARMLESS, None]}, schema={"wat": dtype})
    assert defuse(frame)["wat"].to_list() == ["'" + cell for cell in HOSTILE] + [*HARMLESS, None]


def test_numbers_and_dates_stay_what_they_are():
    frame = pl.DataFrame({"n": [-5, 3], "f": [-0.5, 1.5], "d": [dt.date(2026, 1, 1), None]})
    assert defuse(frame).equals(frame)


def test_column_names_are_defused_and_stay_apart():
    frame = pl.DataFrame({"=1": ["a"], "'=1": ["b"], "x": ["c"]})
    names = defuse(frame).columns
    assert len(set(names)) == 3
    assert not any(name.startswith("=") for name in names)


def test_csv_opens_in_a_dutch_spreadsheet():
    frame = pl.DataFrame({"straat": ['Één; "x"', "=1", None], "n": [1, -2, None], "outline": [b"\x01"] * 3})
    assert to_csv(frame) == '\ufeffstraat;n\r\n"Één; ""x""";1\r\n\'=1;-2\r\n;\r\n'.encode()


def test_csv_follows_the_readers_excel_and_says_what_it_rests_on():
    frame = rounded(pl.DataFrame({"straat": ["A, b"], "n": [1234.5678]}))
    about = [("Periode", "1 jan 2026 tot en met 30 jun 2026"), ("Filters", "=geen; filter")]
    head = 'Periode;1 jan 2026 tot en met 30 jun 2026\r\nFilters;"\'=geen; filter"\r\n\r\n'
    assert to_csv(frame, "nl", about).decode("utf-8-sig") == head + "straat;n\r\nA, b;1234,57\r\n"
    assert to_csv(frame, "en").decode("utf-8-sig") == 'straat,n\r\n"A, b",1234.57\r\n'
    assert to_csv(frame).decode("utf-8-sig") == "straat;n\r\nA, b;1234.57\r\n"


def test_a_workbook_says_on_its_second_sheet_what_it_rests_on():
    book = fastexcel.read_excel(to_xlsx(pl.DataFrame({"n": [1]}), [("Filter", "=1+1")], "Over"))
    assert book.sheet_names == ["Sheet1", "Over"]
    assert book.load_sheet("Over", header_row=None).to_polars().row(0) == ("Filter", "'=1+1")
    assert book.load_sheet(0).to_polars()["n"].to_list() == [1]


def test_a_workbook_holds_texts_and_numbers_and_no_formula():
    frame = pl.DataFrame(
        {"wat": [*HOSTILE[:4], "http://x.nl", "x" * 40_000], "n": [-1, 2, 3, 4, 5, 6], "l": [["a", "b"]] * 6}
    )
    content = to_xlsx(frame)
    read = fastexcel.read_excel(content).load_sheet(0).to_polars()
    assert read["wat"].to_list() == ["'" + cell for cell in HOSTILE[:4]] + ["http://x.nl", "x" * 32_767]
    assert read["n"].to_list() == [-1, 2, 3, 4, 5, 6]
    assert read["l"].to_list() == ["a, b"] * 6


def test_a_workbook_has_no_formula_cells_and_no_links():

    with zipfile.ZipFile(io.BytesIO(to_xlsx(pl.DataFrame({"a": ["=1+1", "http://x.nl"]})))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet


def test_more_rows_than_a_sheet_holds_are_refused():
    with pytest.raises(WrongValue, match="1048575"):
        to_xlsx(pl.DataFrame({"a": pl.int_range(1_048_576, eager=True)}))
    assert to_xlsx(pl.DataFrame({"a": pl.Series([], dtype=pl.String)})).startswith(b"PK")


def test_moments_in_a_workbook_are_those_of_the_users_and_its_sheet_has_a_name():
    at = pl.Series([dt.datetime(2026, month, 1, 10, tzinfo=dt.UTC) for month in (7, 12)])
    book = fastexcel.read_excel(to_xlsx(pl.DataFrame({"at": at}), name="logboek"))
    assert book.sheet_names == ["logboek"]
    assert book.load_sheet(0).to_polars()["at"].dt.hour().to_list() == [12, 11]
