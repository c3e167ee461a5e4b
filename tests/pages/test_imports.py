"""The Data screen: dropping files, checking them, and what is stored."""

import io
import re
import zipfile

import polars as pl
import pytest
import xlsxwriter

from data.reference import lexicon
from data.services import import_file
from data.services.check_file import silent
from data.services.recognise import ImportOptions
from data.store import choices, import_log, profiles, records
from data.store.database import open_store
from domain.errors import NotUnderstood
from domain.intake.reading.reader import ReadChoices
from pages.imports import batch
from pages.imports.group import check, examples
from tests.data import frames
from tests.data.exports import DWELLINGS, HEADER, NETWORK, OUTLINES, PLANNING, report, reports_csv
from tests.pages.conftest import words


@pytest.fixture
def own(local):
    """The reader's own store, empty."""
    store = open_store(f"sqlite:///{local / 'blokwijzer.sqlite'}")
    yield store
    store.close()


@pytest.fixture
def data_screen(screen, own):
    """The Data screen on the reader's own data, with files dropped on it."""

    def opened(*files, locale="en-GB"):
        test = screen("imports", locale, link={"store": "own"})
        if files:
            for name, content in files:
                test.file_uploader[0].upload(name, content)
            test.run()
        assert not test.exception, test.exception
        return test

    return opened


def labels(test):
    return [expander.label for expander in test.expander]


def pressed(test, label):
    """Press the button with this label."""
    (button,) = [button for button in test.button if label in button.label]
    button.click().run()
    assert not test.exception, test.exception
    return test


def chosen(test, label, value, place=0):
    """Choose in the nth selectbox with this label."""
    [box for box in test.selectbox if box.label == label][place].set_value(value).run()
    assert not test.exception, test.exception
    return test


def bring(store, content, name="x.csv"):
    return import_file.import_file(store, lexicon(), name, content, actor="jan")


def test_with_nothing_stored_it_says_what_to_bring(data_screen):
    said = words(data_screen())
    assert "start with an export from your own system" in said
    assert "A row for each report" in said
    assert "begin met een export" in words(data_screen(locale="nl-NL"))


def test_a_file_is_checked_in_three_steps_and_then_stored(data_screen, own):
    test = data_screen(("maart.csv", reports_csv(report(1), report(2))))
    one, two, three = labels(test)
    assert one.startswith("1. Read as: reports, semicolon")
    assert two.startswith("2. Means: 8 of 9 columns") or two.startswith("2. Means: 9 of 9 columns")
    assert three == "3. Needs you: nothing"
    assert import_log.history(own).is_empty()
    pressed(test, "Import 2 rows")
    assert "2 rows are new" in test.success[0].value
    assert [metric.value for metric in test.metric] == ["2", "0", "0", "0", "0"]
    assert records.load(own, "reports")["external_id"].to_list() == ["M-1", "M-2"]
    pressed(test, "Done")
    assert "2 reports from 1 Mar 2026" in test.title[0].value


def test_rows_that_cannot_go_in_stay_aside_with_their_reason(data_screen, own):
    test = data_screen(("maart.csv", reports_csv(report(1), "M-2;ooit;Geluid;Lindehof;1;;;;")))
    assert labels(test)[2] == "3. Needs you: 1 row cannot go in"
    (aside,) = [frame.value for frame in test.dataframe if "Why not" in frame.value.columns]
    assert aside["Line"].to_list() == [3]
    assert aside["Cell"].to_list() == ["ooit"]
    pressed(test, "Import 1 rows now, keep 1 aside")
    assert records.load(own, "reports").height == 1


def test_what_a_column_means_can_be_corrected(data_screen, own):
    test = data_screen(("maart.csv", reports_csv(report(1))))
    chosen(test, "Street", "Plaats")
    chosen(test, "Town", "")
    assert any("Lindehof" not in html.body and "Meerwijk" in html.body for html in test.get("html"))
    pressed(test, "Import 1 row")
    stored = records.load(own, "reports")
    assert (stored["street"].to_list(), stored["town"].to_list()) == (["Meerwijk"], [None])


def test_the_layout_is_remembered_by_its_name(data_screen, own):
    test = data_screen(("maart.csv", reports_csv(report(1))))
    chosen(test, "Noticed by, where a row does not say", "caretaker")
    (name,) = [box for box in test.text_input if box.label == "Remember this layout as"]
    name.set_value("Ons systeem").run()
    pressed(test, "Import 1 row")
    assert [profile.name for profile in profiles.load(own)] == ["Ons systeem"]
    again = data_screen(("april.csv", reports_csv(report(2))))
    assert labels(again)[1].endswith("as you did before")
    pressed(again, "Import 1 row")
    assert records.load(own, "reports")["source"].to_list() == ["caretaker", "caretaker"]


def test_an_unknown_category_is_placed_or_left_out_once(data_screen, own):
    rows = [report(1), report(2, category="Qwertyfoo"), report(3, category="Qwertybar")]
    test = data_screen(("maart.csv", reports_csv(*rows)))
    assert labels(test)[2] == "3. Needs you: 2 categories are unknown"
    chosen(test, "Qwertyfoo", "GEL")
    chosen(test, "Qwertybar", "-")
    assert labels(test)[2] == "3. Needs you: nothing"
    pressed(test, "Import 2 rows")
    assert dict(choices.categories(own).iter_rows()) == {"Qwertyfoo": "GEL", "Qwertybar": None}
    assert records.load(own, "reports")["external_id"].to_list() == ["M-1", "M-2"]
    again = data_screen(("april.csv", reports_csv(*rows)))
    assert labels(again)[2] == "3. Needs you: nothing"


def test_what_is_no_nuisance_is_left_out_with_one_click_and_taken_back(data_screen):
    rows = [report(1), report(2, category="Straatverlichting")]
    test = data_screen(("maart.csv", reports_csv(*rows)))
    pressed(test, "Leave all of these out")
    assert "1 row is left out by choice." in words(test)
    pressed(test, "Left out. Take them back")
    assert any(button.label == "Import 2 rows" for button in test.button)


def test_a_file_that_holds_no_reports_is_declined_in_one_sentence(data_screen, own):
    test = data_screen(("wijken.csv", b"wijk;index\nNoord;98\n"), ("maart.csv", reports_csv(report(1))))
    assert "wijken" in test.error[0].value
    pressed(test, "Import 1 row")
    assert import_log.history(own)["file"].to_list() == ["maart.csv"]


def test_columns_of_a_declined_file_can_be_pointed_out(data_screen, own):
    test = data_screen(("vreemd.csv", b"q;w;e\n01-03-2026;Lindehof 3;herrie\n"))
    if not test.error:
        pytest.skip("the program understands this file by itself now")
    pressed(test, "Look at the file")
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


def test_day_or_month_first_is_asked_when_the_dates_do_not_tell(data_screen):
    rows = [f"M-{n};03/0{n}/2026;Geluid;Lindehof;1;;;;" for n in range(1, 8)]
    test = data_screen(("maart.csv", reports_csv(*rows)))
    assert "is the day or the month first" in words(test)
    assert labels(test)[1].endswith("one question")
    chosen(test, "3-4-2026 is read", False)
    assert any("3 Mar 2026" in html.body for html in test.get("html"))
    assert labels(test)[1].endswith("all sure")


def test_text_of_a_file_is_never_markup_on_the_screen(data_screen):
    bad = "![x](http://evil.example/a.png) <img src=x onerror=alert(1)> ${7*7} {{ 7*7 }} :material/home:"
    header = f"Meldingnummer;Datum melding;Categorie;Straat;Huisnummer;{bad}"
    rows = [f"M-{n};0{n}-03-2026;{bad};{bad};1;jan@voorbeeld.nl" for n in range(1, 9)]
    test = data_screen((f"{bad.replace('/', ' ')}.csv", reports_csv(*rows, header=header)))
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error")
    markdown = "\n".join([str(part.value) for kind in kinds for part in getattr(test, kind)] + labels(test))
    markdown += "\n".join(box.label for kind in ("selectbox", "button", "text_input") for box in getattr(test, kind))
    assert "![x]" not in markdown
    assert not re.search(r"(?<!\\)<img", markdown)
    assert "<img" not in "".join(html.body for html in test.get("html"))


def test_in_the_demo_a_file_goes_to_ones_own_data(screen, with_demo):
    test = screen("imports", "en-GB", link={"store": "demo"})
    assert "the demo stays as it is" in words(test)
    test.file_uploader[0].upload("maart.csv", reports_csv(report(1))).run()
    pressed(test, "Import 1 row")
    assert test.session_state["store"] == "own"
    own = open_store(f"sqlite:///{with_demo / 'blokwijzer.sqlite'}")
    assert records.load(own, "reports").height == 1
    own.close()


def test_an_import_is_undone_after_asking_once_more(data_screen, own):
    bring(own, reports_csv(report(1)), "maart.csv")
    test = data_screen()
    chosen(test, "Look at an import, or undo it", 1)
    assert any("Column in the file" in frame.value.columns for frame in test.dataframe)
    pressed(test, "Undo the import")
    assert records.load(own, "reports").is_empty()


def test_an_address_is_matched_by_hand_and_remembered(data_screen, own):
    bring(own, DWELLINGS)
    bring(own, reports_csv(report(1, house=77)))
    test = data_screen()
    assert "1 addresses in 1 reports" in words(test)
    meant = records.load(own, "dwellings").filter(pl.col("number") == 7)["dwelling_key"].item()
    test.text_input(key="dwelling search").set_value("Lindehof 7,").run()
    chosen(test, "Is this dwelling", meant)
    pressed(test, "Match")
    assert choices.matches(own)["dwelling_key"].to_list() == [meant]
    assert "Every address in the reports is a known dwelling." in words(test)


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_the_quality_of_what_is_stored_is_told(data_screen, own, locale):
    bring(own, DWELLINGS)
    bring(own, reports_csv(report(1), report(2, category="Qwertyfoo")))
    said = words(data_screen(locale=locale))
    assert {"nl-NL": "1 melding (50 \\%) heeft een soort", "en-GB": "1 report (50 \\%) has a category"}[locale] in said
    assert {"nl-NL": "39 adressen", "en-GB": "39 addresses"}[locale] in said


def test_a_category_is_placed_for_what_is_stored_too_and_given_back(data_screen, own):
    bring(own, reports_csv(report(1), report(2, category="Qwertyfoo")))
    test = data_screen()
    for meaning, kept in (("GEL", {"Qwertyfoo": "GEL"}), ("-", {"Qwertyfoo": None}), ("", {})):
        test.selectbox(key="category word").set_value("Qwertyfoo").run()
        chosen(test, "Is", meaning)
        pressed(test, "Remember")
        assert dict(choices.categories(own).iter_rows()) == kept


def test_how_a_file_was_read_can_be_corrected(data_screen, own):
    header = "nr;regel;datum;soort;straat;huisnummer"
    rows = ["Over;dit;bestand;1;2;3", header, *(f"{n};{n};0{n}-03-2026;Geluid;Lindehof;{n}" for n in range(1, 6))]
    test = data_screen(("maart.csv", "\r\n".join(rows).encode()))
    pressed(test, "Look at the file")
    (line,) = [box for box in test.number_input if box.label == "Line with the column names"]
    line.set_value(2).run()
    assert labels(test)[0].endswith("column names on line 2")
    pressed(test, "Import 5 rows")
    assert records.load(own, "reports")["number"].to_list() == [1, 2, 3, 4, 5]


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
    with pytest.raises(NotUnderstood, match=r"maart\.csv holds a header and no rows"):
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
    assert labels(test)[0].startswith("1. Read as: works and actions that are coming")
    become = "".join(html.proto.body for html in test.get("html"))
    assert "1 Apr 2027 – 30 Nov 2027" in become
    assert "Renovation with people living there" in become
    assert "names no place" in test.dataframe[1].value["Why not"][0]
    pressed(test, "Import 3 rows now, keep 1 aside")
    assert records.load(own, "opportunities")["street"].to_list() == ["Papaverstraat"]
    assert records.load(own, "partners")["kind"].to_list() == ["police", "resident_group"]


def test_what_was_entered_by_hand_stands_apart_and_is_undone_as_one(data_screen, own):
    bring(own, reports_csv(report(1)))
    import_log.enter(own, "fatma", {"reports": frames.reports("a"), "visits": frames.visits("v")}, "Signal: litter")
    test = data_screen()
    assert "Entered by hand: 1" in labels(test)
    by_hand = test.dataframe[1].value
    assert by_hand[["name", "kind", "rows"]].values.tolist() == [["Signal: litter", "reports, visits", 2]]
    assert "Signal" not in str(test.dataframe[0].value)
    chosen(test, "Look at an import, or undo it", 2)
    pressed(test, "Undo the import")
    assert records.load(own, "visits").is_empty()
    assert records.load(own, "reports")["external_id"].to_list() == ["M-1"]


def test_leaving_or_reloading_the_page_loses_nothing_of_the_check(data_screen, screen, own):
    rows = [report(1), report(2, category="Qwertyfoo")]
    test = data_screen(("maart.csv", reports_csv(*rows)))
    chosen(test, "Qwertyfoo", "GEL")
    chosen(test, "Noticed by, where a row does not say", "caretaker")
    (name,) = [box for box in test.text_input if box.label == "Remember this layout as"]
    name.set_value("Ons systeem").run()
    token = test.query_params["check"]
    test.switch_page("settings/page.py").run()
    test.switch_page("imports/page.py").run()
    assert labels(test)[2] == "3. Needs you: nothing"
    again = screen("imports", "en-GB", link={"store": "own", "check": token})  # a new session, as after a reload
    assert labels(again)[2] == "3. Needs you: nothing"
    pressed(again, "Import 2 rows")
    assert records.load(own, "reports")["source"].to_list() == ["caretaker", "caretaker"]
    assert [profile.name for profile in profiles.load(own)] == ["Ons systeem"]
    over = screen("imports", "en-GB", link={"store": "own", "check": token})
    assert "check" not in over.query_params
    assert "Import 2 rows" not in [button.label for button in over.button]


def test_a_check_is_found_again_without_its_link_and_thrown_away(data_screen, screen):
    data_screen(("maart.csv", reports_csv(report(1))))
    test = screen("imports", "en-GB", link={"store": "own"})
    pressed(test, "Go on")
    assert labels(test)[2] == "3. Needs you: nothing"
    pressed(test, "Throw these files away")
    assert labels(test) == []
    assert "did not import yet" not in words(screen("imports", "en-GB", link={"store": "own"}))


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


def test_what_is_no_nuisance_is_proposed_in_groups(data_screen, own):
    rows = [report(1), report(2, category="Straatverlichting"), report(3, category="Lantaarnpaal")]
    test = data_screen(("maart.csv", reports_csv(*rows, report(4, category="Boom omgewaaid"))), locale="nl-NL")
    (groups,) = [pills for pills in test.button_group if pills.label == "Laat weg"]
    assert [option.content.replace("\\", "") for option in groups.proto.options] == [
        "Straatverlichting (2)",
        "Bomen en planten (1)",
    ]
    groups.set_value(["lighting"]).run()
    pressed(test, "Lees 2 rijen in")
    assert dict(choices.categories(own).iter_rows()) == {"Straatverlichting": None, "Lantaarnpaal": None}
    again = data_screen(("april.csv", reports_csv(report(5, category="Straatverlichting"))), locale="nl-NL")
    assert any(button.disabled and button.label == "Lees 0 rijen in" for button in again.button)


def test_a_group_of_stored_reports_is_left_out_and_taken_back(data_screen, own):
    bring(own, reports_csv(report(1), report(2, category="Straatverlichting")))
    test = data_screen()
    pressed(test, "Leave all of these out")
    assert dict(choices.categories(own).iter_rows()) == {"Straatverlichting": None}
    pressed(test, "Left out. Take them back")
    assert choices.categories(own).is_empty()


def test_the_imports_of_ones_own_are_shown_and_undone_while_the_demo_is_on(screen, with_demo):
    own = open_store(f"sqlite:///{with_demo / 'blokwijzer.sqlite'}")
    bring(own, reports_csv(report(1)), "mijn.csv")
    test = screen("imports", "en-GB", link={"store": "demo"})
    assert test.dataframe[0].value["name"].to_list() == ["mijn.csv"]
    chosen(test, "Look at an import, or undo it", 1)
    pressed(test, "Undo the import")
    assert records.load(own, "reports").is_empty()
    assert screen("imports", "en-GB").dataframe[0].value["undone"].to_list() == [True]
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
    chosen(test, "Look at an import, or undo it", 1)
    assert "not read: Totaal (1)" in words(test).replace("\\", "")


def test_what_several_files_have_in_common_is_said_once(data_screen):
    rows = {n: [report(n), report(10 + n, status="Mislukt;")] for n in (1, 2, 3)}
    said = words(data_screen(*((f"{n}.csv", reports_csv(*rows[n])) for n in rows)))
    assert said.count("a status that is not known as open or closed") == 1
    assert "left empty: 3." in said
