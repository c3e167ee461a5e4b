"""The Data screen: the history of imports, unmatched addresses, categories and quality of what is stored."""

import io

import polars as pl
import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from data.store import choices, import_log, records
from data.store.database import Store, open_store
from pages.imports import history
from tests.data import frames
from tests.data.exports import DWELLINGS, HEADER, report, reports_csv
from tests.pages.conftest import words
from tests.pages.data_screen import bring, chosen, labels, pressed
from tests.pages.plain_tables import plain_tables
from tests.pages.tabs import open_expander, open_tab


def newest(own: Store) -> int:
    """The number of the newest import. Numbers that were reserved for an import can be left out."""
    return import_log.one_row_each(import_log.history(own))["import_id"][0]


def view(test: AppTest, own: Store) -> None:
    """View the newest import."""
    open_expander(test, "one-import")
    chosen(test, "Import", newest(own))


def test_an_import_is_undone_after_asking_once_more(data_screen, own):
    bring(own, reports_csv(report(1)), "maart.csv")
    test = data_screen()
    view(test, own)
    assert any("Column in the file" in frame.value.columns for frame in test.dataframe)
    pressed(test, "Undo the import")
    assert records.load(own, "reports").is_empty()


def test_an_address_is_matched_by_hand_and_remembered(data_screen, own):
    bring(own, DWELLINGS)
    bring(own, reports_csv(report(1, house=77)))
    test = open_tab(data_screen(), "stored-tab", "addresses")
    assert "1 addresses in 1 reports" in words(test)
    meant = records.load(own, "dwellings").filter(pl.col("number") == 7)["dwelling_key"].item()
    test.text_input(key="dwelling search").set_value("Lindehof 7,").run()
    chosen(test, "Matches this dwelling", meant)
    pressed(test, "Match")
    assert choices.matches(own)["dwelling_key"].to_list() == [meant]
    assert "Every address in the reports is in your list of dwellings." in words(test)


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_the_quality_of_what_is_stored_is_told(data_screen, own, locale):
    bring(own, DWELLINGS)
    bring(own, reports_csv(report(1), report(2, category="Qwertyfoo")))
    test = open_tab(data_screen(locale=locale), "stored-tab", "categories")
    said = words(test) + words(open_tab(test, "stored-tab", "places"))
    assert {"nl-NL": "1 melding (50 \\%) heeft een soort", "en-GB": "1 report (50\\%) has a category"}[locale] in said
    assert {"nl-NL": "39 adressen", "en-GB": "39 addresses"}[locale] in said


def test_a_category_is_placed_for_what_is_stored_too_and_given_back(data_screen, own):
    bring(own, reports_csv(report(1), report(2, category="Qwertyfoo")))
    test = open_tab(data_screen(), "stored-tab", "categories")
    for meaning, kept in (("GEL", {"Qwertyfoo": "GEL"}), ("-", {"Qwertyfoo": None}), ("", {})):
        test.selectbox(key="category word").set_value("Qwertyfoo").run()
        chosen(test, "Means", meaning)
        pressed(test, "Save this choice")
        assert dict(choices.categories(own).iter_rows()) == kept


def test_what_was_entered_by_hand_stands_apart_and_is_undone_as_one(data_screen, own):
    bring(own, reports_csv(report(1)))
    import_log.enter(own, "fatma", {"reports": frames.reports("a"), "visits": frames.visits("v")}, "Signal: litter")
    test = data_screen()
    assert "Entered by hand: 1" in labels(test)
    by_hand = open_expander(test, "entered-by-hand").dataframe[0].value
    assert by_hand[["name", "kind", "rows"]].values.tolist() == [["Signal: litter", "reports, visits", 2]]
    assert "Signal" not in str(plain_tables(test))
    view(test, own)
    pressed(test, "Undo the import")
    assert records.load(own, "visits").is_empty()
    assert records.load(own, "reports")["external_id"].to_list() == ["M-1"]


def test_the_newest_imports_are_shown_and_all_when_asked(data_screen, own, monkeypatch):
    monkeypatch.setattr(history, "ROWS_AT_FIRST", 1)
    for name in ("maart.csv", "april.csv"):
        bring(own, reports_csv(report(1 if name == "maart.csv" else 2)), name)
    test = data_screen()
    assert [row["File"] for row in plain_tables(test)[0]] == ["april.csv"]
    pressed(test, "Show all 2")
    assert [row["File"] for row in plain_tables(test)[0]] == ["april.csv", "maart.csv"]


def test_a_group_of_stored_reports_is_left_out_and_taken_back(data_screen, own):
    bring(own, reports_csv(report(1), report(2, category="Straatverlichting")))
    test = open_tab(data_screen(), "stored-tab", "categories")
    pressed(test, "Leave all of these out")
    assert dict(choices.categories(own).iter_rows()) == {"Straatverlichting": None}
    pressed(test, "Left out. Put them back")
    assert choices.categories(own).is_empty()


def test_the_imports_of_ones_own_are_shown_and_undone_while_the_demo_is_on(screen, with_demo):
    own = open_store(f"sqlite:///{with_demo / 'blokwijzer.sqlite'}")
    bring(own, reports_csv(report(1)), "mijn.csv")
    test = screen("imports", "en-GB", link={"store": "demo"})
    assert [row["File"] for row in plain_tables(test)[0]] == ["mijn.csv"]
    view(test, own)
    pressed(test, "Undo the import")
    assert records.load(own, "reports").is_empty()
    assert [row["Undone"] for row in plain_tables(screen("imports", "en-GB"))[0]] == ["Undone"]
    own.close()


def test_the_quality_report_tells_of_skipped_sheets_and_rows_left_out(data_screen, own):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        for name, rows in (("Meldingen", (HEADER, report(1), report(2))), ("Totaal", ("maand;aantal", "maart;2"))):
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row.split(";"))
    bring(own, book.getvalue(), "jaar.xlsx")
    test = data_screen()
    view(test, own)
    assert "not read: Totaal (1)" in words(test).replace("\\", "")
