"""The Data screen: several files, sheets and archives in one check, and a check that is left and taken up again."""

import io
import zipfile

import pytest
import xlsxwriter

from data.services.check_file import silent
from data.services.recognise import ImportOptions
from data.store import import_log, profiles, records
from data.store.database import open_store
from domain.errors import NotUnderstood
from domain.intake.reading.reader import ReadChoices
from pages.imports import batch
from pages.imports.group import check, examples
from tests.data.exports import DWELLINGS, HEADER, NETWORK, OUTLINES, PLANNING, report, reports_csv
from tests.pages.conftest import words
from tests.pages.data_screen import chosen, labels, pressed


def test_a_file_that_holds_no_reports_is_declined_in_one_sentence(data_screen, own):
    test = data_screen(("wijken.csv", b"wijk;index\nNoord;98\n"), ("maart.csv", reports_csv(report(1))))
    assert "wijken" in test.error[0].value
    pressed(test, "Import 1 row")
    assert import_log.history(own)["file"].to_list() == ["maart.csv"]


def test_columns_of_a_declined_file_can_be_pointed_out(data_screen, own):
    test = data_screen(("vreemd.csv", b"q;w;e\n01-03-2026;Lindehof 3;herrie\n"))
    if not test.error:
        pytest.skip("the program understands this file by itself now")
    pressed(test, "View the file")
    chosen(test, "Date reported", "q")
    for field, column in (("address", "w"), ("category", "e")):
        chosen(test, "Use a column for something else", field)
        chosen(test, {"address": "Address", "category": "Category"}[field], column)
    pressed(test, "Import 1 row")
    assert records.load(own, "reports")["street"].to_list() == ["Lindehof"]


def test_files_of_one_layout_are_checked_once_and_stored_together(data_screen, own):
    months = [(f"2026-0{month}.csv", reports_csv(report(month), report(10 + month))) for month in range(1, 6)]
    test = data_screen(*months)
    assert len(labels(test)) == 3
    assert "5 files of one layout" in test.subheader[0].value
    pressed(test, "Import 10 rows")
    assert import_log.history(own)["file"].to_list() == [name for name, _content in reversed(months)]


def test_dwellings_and_outlines_go_the_same_way(data_screen, own):
    test = data_screen(("bezit.csv", DWELLINGS), ("blokken.geojson", OUTLINES))
    pressed(test, "Import 40 rows")
    assert records.load(own, "dwellings").height == 39
    assert import_log.history(own)["kind"].to_list() == ["blocks", "dwellings"]


def test_a_workbook_is_read_by_its_sheet(data_screen, own):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        for name, number in (("Maart", 1), ("April", 2)):
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate((HEADER, report(number, day=number))):
                sheet.write_row(line, 0, row.split(";"))
    test = data_screen(("jaar.xlsx", book.getvalue()))
    assert "Maart" in labels(test)[0]
    assert "April" in labels(test)[0]
    assert any("Maart (1), April (1)" in caption.value.replace("\\", "") for caption in test.caption)
    (sheets,) = [pills for pills in test.button_group if pills.label == "Sheets that are read"]
    sheets.set_value(["April"]).run()
    assert sheets.options == ["Maart", "April"]  # the other one can be chosen again
    pressed(test, "Import 1 row")
    assert records.load(own, "reports")["external_id"].to_list() == ["M-2"]


def in_hand(store, **contents):
    """A check of these files, by name and ending."""
    contents = {name.replace("_", "."): content for name, content in contents.items()}
    groups, declined = batch._understood(store, contents, ImportOptions(), silent)
    assert not declined
    return batch.Batch(contents, groups, declined)


def test_of_an_archive_one_file_is_read_again_and_the_others_stay(own):
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("maart.csv", reports_csv(report(1), report(2)))
        archive.writestr("bezit.csv", DWELLINGS)
    kept = in_hand(own, alles_zip=zipped.getvalue())
    (reports,) = [group for group in kept.groups if group.kind == "reports"]
    batch.read_again(own, kept, reports, ImportOptions(kind="reports", refuse=False))
    found = [(group.kind, [upload.name for upload in group.uploads]) for group in kept.groups]
    assert sorted(found) == [("dwellings", ["alles.zip/bezit.csv"]), ("reports", ["alles.zip/maart.csv"])]
    assert kept.declined == []
    (reports,) = [group for group in kept.groups if group.kind == "reports"]
    with pytest.raises(NotUnderstood, match=r"maart\.csv has column names but no rows"):
        batch.read_again(own, kept, reports, ImportOptions(read_choices=ReadChoices(header_line=3)))
    assert reports in kept.groups


def test_a_sheet_that_is_read_with_another_group_is_not_counted_twice(own):
    other = HEADER.replace("Status", "Stand van zaken")
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        for name, header, number in (("Maart", HEADER, 1), ("April", other, 2)):
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate((header, report(number))):
                sheet.write_row(line, 0, row.split(";"))
    kept = in_hand(own, jaar_xlsx=book.getvalue(), mei_csv=reports_csv(report(3), header=other))
    first, second = kept.groups
    assert [upload.name for upload in second.uploads] == ["jaar.xlsx/April", "mei.csv"]
    assert len(check(own, second, [], silent)) == 2
    wishes = ImportOptions(kind="reports", read_choices=ReadChoices(sheet=("Maart", "April")))
    batch.read_again(own, kept, first, wishes)
    assert sorted(upload.name for group in kept.groups for upload in group.uploads) == [
        "jaar.xlsx/April",
        "jaar.xlsx/Maart",
        "mei.csv",
    ]
    assert [each.upload.name for each in check(own, second, [], silent)] == ["mei.csv"]


def test_the_examples_are_of_the_first_file_that_is_left(own):
    kept = in_hand(
        own,
        maart_csv=reports_csv(report(1, category="Geluid")),
        april_csv=reports_csv(report(2, category="Zwerfafval")),
    )
    (group,) = kept.groups
    assert examples(own, group)["category"][0][0] == "Geluid"
    group.uploads = group.uploads[1:]
    assert examples(own, group)["category"][0][0] == "Zwerfafval"


def test_a_planning_and_a_network_go_the_same_way(data_screen, own):
    test = data_screen(("planning.csv", PLANNING), ("netwerk.csv", NETWORK))
    assert labels(test)[0].startswith("1. Read as: planned works and action days")
    become = "".join(html.proto.body for html in test.get("html"))
    assert "1 Apr 2027 – 30 Nov 2027" in become
    assert "Renovation with residents at home" in become
    assert "has no place" in test.dataframe[1].value["Why not"][0]
    pressed(test, "Import 3 rows now, set 1 aside")
    assert records.load(own, "opportunities")["street"].to_list() == ["Papaverstraat"]
    assert records.load(own, "partners")["kind"].to_list() == ["police", "resident_group"]


def test_leaving_or_reloading_the_page_loses_nothing_of_the_check(data_screen, screen, own):
    rows = [report(1), report(2, category="Qwertyfoo")]
    test = data_screen(("maart.csv", reports_csv(*rows)))
    chosen(test, "Qwertyfoo", "GEL")
    chosen(test, "Seen by, where a row does not say", "caretaker")
    (name,) = [box for box in test.text_input if box.label == "Remember this layout as"]
    name.set_value("Ons systeem").run()
    token = test.query_params["check"]
    test.switch_page("settings/page.py").run()
    test.switch_page("imports/page.py").run()
    assert labels(test)[2] == "3. Needs your attention: nothing"
    again = screen("imports", "en-GB", link={"store": "own", "check": token})  # a new session, as after a reload
    assert labels(again)[2] == "3. Needs your attention: nothing"
    pressed(again, "Import 2 rows")
    assert records.load(own, "reports")["source"].to_list() == ["caretaker", "caretaker"]
    assert profiles.get(own, "Ons systeem")
    over = screen("imports", "en-GB", link={"store": "own", "check": token})
    assert "check" not in over.query_params
    assert "Import 2 rows" not in [button.label for button in over.button]


def test_a_check_is_found_again_without_its_link_and_thrown_away(data_screen, screen):
    data_screen(("maart.csv", reports_csv(report(1))))
    test = screen("imports", "en-GB", link={"store": "own"})
    pressed(test, "Go on")
    assert labels(test)[2] == "3. Needs your attention: nothing"
    pressed(test, "Discard these files")
    assert labels(test) == []
    assert "have not imported them yet" not in words(screen("imports", "en-GB", link={"store": "own"}))


def test_more_files_can_be_dropped_later_and_one_can_be_taken_out(data_screen, own):
    test = data_screen(("bezit.csv", DWELLINGS))
    test.file_uploader[0].upload("maart.csv", reports_csv(report(1))).run()
    test.file_uploader[0].upload("april.csv", reports_csv(report(2))).run()
    assert [heading.value.replace("\\", "") for heading in test.subheader] == [
        "1. bezit.csv · 39 rows",
        "2. maart.csv · 1 row",
        "3. april.csv · 1 row",
    ]
    pressed(test, "april")
    pressed(test, "Import 40 rows")
    assert import_log.one_row_each(import_log.history(own))["files"].to_list() == [2]
    assert records.load(own, "reports")["external_id"].to_list() == ["M-1"]


def test_what_several_files_have_in_common_is_said_once(data_screen):
    rows = {n: [report(n), report(10 + n, status="Mislukt;")] for n in (1, 2, 3)}
    said = words(data_screen(*((f"{n}.csv", reports_csv(*rows[n])) for n in rows)))
    assert said.count("a status that is not known as open or closed") == 1
    assert "left empty: 3." in said


def test_in_the_demo_a_file_goes_to_ones_own_data(screen, with_demo):
    test = screen("imports", "en-GB", link={"store": "demo"})
    assert "the demo stays as it is" in words(test)
    test.file_uploader[0].upload("maart.csv", reports_csv(report(1))).run()
    pressed(test, "Import 1 row")
    assert test.session_state["store"] == "own"
    own = open_store(f"sqlite:///{with_demo / 'blokwijzer.sqlite'}")
    assert records.load(own, "reports").height == 1
    own.close()
